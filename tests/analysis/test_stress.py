"""The stress test: exact costs, regret, stability, resumed runs, clusters that lose a worker."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import touchmap
from tests.builders import company, find, offer, own, process, stream, today, vendor
from touchmap.analysis.draws import Ranges, costing_under, draw_future
from touchmap.analysis.fleet import Fleet, Ledger
from touchmap.analysis.futures import Job, evaluate_draws, reoptimise_draws
from touchmap.analysis.stress import Spread, stress
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.project import find_scenario
from touchmap.sourcing.fence import Limits

HERE = Fleet(1)
STILL = Ranges(0, 0, 0, 0, 0, 0, 0, 0, 0)
ROOT = Path(__file__).resolve().parents[2]


def rates_only(share):
    """Nothing is uncertain but third parties' prices."""
    return Ranges(0, 0, share, 0, 0, 0, 0, 0, 0)


def two_vendors():
    """A at 10 and B at 11 a logged hour do P1 of 1 FTE; OWN does it today at 20."""
    return company(process("P1"), stream(), own(), vendor("A"), vendor("B", base_rate=11), today("D1", "OWN"))


@pytest.fixture(scope="module")
def insurer():
    """The sample insurer."""
    return touchmap.example("insurer")


def test_nothing_uncertain_changes_nothing():
    """With ranges of nothing, every draw costs what was planned, and nothing is regretted."""
    tested = stress(two_vendors(), "cheapest", 5, reoptimise=3, ranges=STILL, fleet=HERE, gap=0)
    assert tested.plan.cost == pytest.approx(np.full(5, 13440))
    assert tested.plan.planned_cost == pytest.approx(13440)
    assert tested.plan.holds_share == 1
    assert tested.plan.regret.highest == pytest.approx(0, abs=0.1)
    assert tested.stability[0].share == 1
    assert tested.least_regret.highest == pytest.approx(0, abs=0.1)
    assert {p.name: p.planned_cost for p in tested.plans}["today"] == pytest.approx(26880)


def test_regret_and_stability_follow_the_drawn_prices():
    """A's plan costs 1344 × its hourly price; where B is drawn cheaper, A regrets the difference."""
    project, ranges = two_vendors(), rates_only(0.2)
    tested = stress(project, "cheapest", 40, seed=5, reoptimise=40, ranges=ranges, fleet=HERE, gap=0)
    drawn = [draw_future(project, ranges, 5, n).rate for n in range(40)]
    a = np.array([1344 * 10 * d["A"] for d in drawn])
    b = np.array([1344 * 11 * d["B"] for d in drawn])
    assert tested.plan.cost == pytest.approx(a)
    regret = np.maximum(a - b, 0)
    assert 0 < (regret > 0).mean() < 1
    assert tested.plan.regret.mean == pytest.approx(regret.mean(), abs=0.1)
    assert tested.plan.regret.highest == pytest.approx(regret.max(), abs=0.1)
    (row,) = tested.stability
    assert row.share == pytest.approx((a <= b).mean())
    assert (row.provider_id, row.rival_id) == ("A", "B")
    assert tested.outcomes == {"proven": 40}


def test_rules_and_limits_the_plan_breaks_are_counted():
    """A has 1.05 FTE of room: in the draws with more than 5 % more volume, the plan does not hold."""
    project = company(stream(), own(), vendor("A", capacity_fte=1.05), today("D1", "OWN"))
    ranges = Ranges(0.2, 0, 0, 0, 0, 0, 0, 0, 0)
    tested = stress(project, "cheapest", 60, ranges=ranges, fleet=HERE)
    over = np.mean([draw_future(project, ranges, 0, n).volume["P1"] > 1.05 for n in range(60)])
    assert 0 < over < 1
    assert tested.plan.holds_share == pytest.approx(1 - over)
    assert tested.plan.broken == {"provider_capacity": pytest.approx(over)}


def test_the_insurers_costs_are_those_of_a_costing_from_scratch(insurer):
    """Costs of draws are exact: what costing the drawn project in full gives."""
    tested = stress(insurer, "blended", 3, beside=["today"], fleet=HERE)
    ranges = Ranges.of(insurer.settings)
    costing = build_costing(insurer)
    today_cost = next(p for p in tested.plans if p.name == "today").cost
    for number in range(3):
        drawn = costing_under(insurer, draw_future(insurer, ranges, 0, number))
        assert evaluate_choice(drawn, costing.options.today).cost == pytest.approx(
            today_cost[number], rel=1e-12
        )


def job_of(project, ranges, seed=3):
    """A job that tries the plan of A."""
    costing = build_costing(project)
    plans = (("cheapest", (find(costing.options, "A"),)), ("today", (find(costing.options, "OWN"),)))
    return Job(project, find_scenario(project, "cheapest"), ranges, seed, plans, Limits(gap=0.0))


def test_a_draw_is_the_same_alone_or_in_a_batch():
    """What is told of draw 4 does not depend on what else is drawn, nor on the order."""
    job = job_of(two_vendors(), rates_only(0.2))
    batch = {r["name"]: r for r in evaluate_draws(job, tuple(range(8)))}
    assert evaluate_draws(job, (4,)) == [batch[4]]
    assert reoptimise_draws(job, (6, 4))[1] == reoptimise_draws(job, (4,))[0]


def test_processes_and_seeds_give_the_same_figures():
    """Two processes give what one gives; another seed does not."""
    project, ranges = two_vendors(), rates_only(0.2)

    def told(seed, fleet):
        return stress(project, "cheapest", 60, seed, 6, ranges=ranges, fleet=fleet).to_json_dict()

    assert told(1, HERE) == told(1, Fleet(2))
    assert told(1, HERE) != told(2, HERE)


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    """Half the file with a torn last line gives the same in the end, and only what is missing is made."""
    project, ranges, file = two_vendors(), rates_only(0.2), tmp_path / "draws.jsonl"
    whole = stress(project, "cheapest", 30, 1, 8, ranges=ranges, fleet=HERE, resume=file).to_json_dict()
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 38
    torn = "\n".join([*lines[:5], lines[6][: len(lines[6]) // 2]])
    file.write_text(torn, encoding="utf-8")
    heard = []
    again = stress(
        project,
        "cheapest",
        30,
        1,
        8,
        ranges=ranges,
        fleet=HERE,
        resume=file,
        on_progress=lambda done, of: heard.append((done, of)),
    )
    assert again.to_json_dict() == whole
    assert heard[0] == (5, 38)
    assert heard[-1] == (38, 38)
    kept = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line[-1] == "}"]
    assert len(kept) == 38


def test_a_file_of_another_question_is_not_used(tmp_path):
    """Draws are kept under the hash of their inputs: another seed or project starts anew."""
    file = tmp_path / "draws.jsonl"
    Ledger("one", file).put("evaluated", [{"name": 0, "cost": 1.0}])
    assert Ledger("one", file).get("evaluated", 0) == {"name": 0, "cost": 1.0}
    assert Ledger("two", file).get("evaluated", 0) is None
    project = two_vendors()
    keys = {
        job_of(project, STILL).key,
        job_of(project, STILL, seed=4).key,
        job_of(project, rates_only(0.1)).key,
        job_of(project.replace(providers=project.providers[:2]), STILL).key,
    }
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"draws": 0}, "draws"),
        ({"draws": 5, "reoptimise": 6}, "reoptimise"),
        ({"draws": 5, "seed": -1}, "seed"),
    ],
)
def test_wrong_numbers_are_refused(wrong, message):
    """Numbers out of range are told by name."""
    with pytest.raises(ValueError, match=message):
        stress(two_vendors(), "cheapest", **wrong)


def test_a_scenario_without_a_plan_is_refused():
    """There must be a plan to try."""
    project = company(stream(), vendor("A", capacity_fte=0.1))
    with pytest.raises(ValueError, match="no plan to try"):
        stress(project, "cheapest", 3, fleet=HERE)


def test_spread_of_nothing_is_nothing():
    """No draw, no spread."""
    assert Spread.of([]) is None


def test_fixed_prices_follow_the_rates():
    """A fixed monthly price is a price like any other."""
    project = company(
        stream(), own(), vendor("A"), offer("OA", "A", 1000, pricing_model="fixed"), today("D1", "OWN")
    )
    tested = stress(project, "cheapest", 10, ranges=rates_only(0.1), fleet=HERE)
    rates = [draw_future(project, rates_only(0.1), 0, n).rate["A"] for n in range(10)]
    assert tested.plan.cost == pytest.approx(12000 * np.array(rates))


# --- A cluster ---------------------------------------------------------------------------------------


class Cluster:
    """A Dask scheduler and two workers in processes of their own, on loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        self._env = env | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}
        info = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(info)]
        self.processes = [self._start("distributed.cli.dask_scheduler", *options)]
        deadline = time.monotonic() + 60
        while not (info.exists() and info.read_text(encoding="utf-8").strip()):
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.1)
        self.address = json.loads(info.read_text(encoding="utf-8"))["address"]
        self.workers = [self._worker(n) for n in range(2)]

    def _worker(self, number: int) -> subprocess.Popen:
        place = ["--host", "127.0.0.1", "--local-directory", str(self._folder / f"worker{number}")]
        size = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0"]
        return self._start("distributed.cli.dask_worker", self.address, *place, *size)

    def _start(self, module: str, *args: str) -> subprocess.Popen:
        command = [sys.executable, "-m", module, *args]
        return subprocess.Popen(command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def close(self) -> None:
        for process_ in (*self.workers, *self.processes):
            if process_.poll() is None:
                process_.send_signal(signal.SIGKILL)
            process_.wait()


@pytest.mark.slow
def test_nothing_is_lost_when_a_worker_of_a_cluster_dies(tmp_path):
    """One of two workers is killed half-way; all draws come back, as calculated on one machine."""
    pytest.importorskip("distributed")
    project, ranges = two_vendors(), rates_only(0.2)
    cluster = Cluster(tmp_path)
    heard = []

    def kill_one(done, of):
        heard.append((done, of))
        if done >= of // 2 and cluster.workers[0].poll() is None:
            cluster.workers[0].kill()
            cluster.workers[0].wait()

    try:
        far = Fleet(cluster=cluster.address)
        found = stress(
            project, "cheapest", 40, 1, 40, ranges=ranges, fleet=far, futures=0, on_progress=kill_one
        )
    finally:
        killed = cluster.workers[0].poll() is not None
        cluster.close()
    assert killed
    assert heard[-1] == (80, 80)
    near = stress(project, "cheapest", 40, 1, 40, ranges=ranges, fleet=HERE, futures=0)
    assert found.to_json_dict() == near.to_json_dict()
