"""``stress``, ``certify`` and ``reexamine`` on the command line."""

import json

import pytest
from typer.testing import CliRunner

from tests.builders import company, contract, own, stream, today, vendor
from touchmap.cli.app import app
from touchmap.cli.outcome import ExitCode
from touchmap.files import save


@pytest.fixture
def run():
    """Run a command in this process."""
    runner = CliRunner(env={"COLUMNS": "140", "TERM": "dumb"})
    return lambda *args: runner.invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def bids(tmp_path_factory):
    """VEN does the work under a contract until July; NEW would do it for half."""
    project = company(
        stream(),
        own(base_rate=30),
        vendor(base_rate=20),
        vendor("NEW"),
        contract(ends_on="2027-07-01", exit_fee=5000),
        today("D1", "VEN", contract_id="C1"),
    )
    path = tmp_path_factory.mktemp("bids") / "bids.json"
    save(project, path)
    return path


def test_stress_shows_costs_regret_and_outages(run, bids, tmp_path):
    """The terminal has the spread of costs, regret, stability and what happens if a provider fails."""
    files = [tmp_path / "stress.xlsx", tmp_path / "stress.json"]
    done = run(
        "stress", bids, "-s", "cheapest", "--draws", 20, "--reoptimise", 4, "--processes", 1,
        "--out", files[0], "--out", files[1], "--resume", tmp_path / "draws.jsonl",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for part in (
        "20 futures drawn with seed 0",
        "What plans cost",
        "Regret",
        "If a provider fails",
        "covered",
    ):
        assert part in done.output
    assert files[0].stat().st_size > 5000
    data = json.loads(files[1].read_text(encoding="utf-8"))
    assert data["draws"] == 20
    assert data["outages"][0]["provider_id"] == "NEW"
    assert len((tmp_path / "draws.jsonl").read_text(encoding="utf-8").splitlines()) == 24


def test_certify_writes_the_folder(run, bids, tmp_path):
    """The certificate is shown and written, with the program beside it."""
    done = run("certify", bids, "-s", "cheapest", "--out", tmp_path / "audit")
    assert done.exit_code == 0, done.output
    assert "# Certificate" in done.output
    assert {"certificate.json", "certificate.md", "program.mps", "program.lp"} <= {
        p.name for p in (tmp_path / "audit").iterdir()
    }


def test_reexamine_tells_what_to_leave_when(run, bids):
    """A fee of 5000 is less than the 6720 that six months cost: leave now."""
    done = run("reexamine", bids, "-s", "cheapest")
    assert done.exit_code == 0, done.output
    assert "leave now" in done.output
    assert "Set going now (1)" in done.output
    data = json.loads(run("reexamine", bids, "-s", "cheapest", "--as-of", "2027-04-01", "--json", "-").stdout)
    assert data["contracts"][0]["decision"] == "leave at its end"


def test_no_plan_ends_with_its_code(run, tmp_path):
    """Where it is proven that there is no plan, each command says so with 4."""
    path = tmp_path / "short.json"
    save(company(stream(), vendor(capacity_fte=0.5), today("D1", "VEN")), path)
    for command in (("stress", path), ("certify", path, "--out", tmp_path / "a"), ("reexamine", path)):
        assert run(*command, "-s", "cheapest").exit_code == ExitCode.INFEASIBLE, command


def test_solve_says_by_itself_what_clashes(run, tmp_path):
    """Where there is no plan, what cannot hold together stands below, with the command that mends it."""
    path = tmp_path / "short.json"
    save(company(stream(), vendor(capacity_fte=0.5), today("D1", "VEN")), path)
    done = run("solve", path, "-s", "cheapest")
    assert done.exit_code == ExitCode.INFEASIBLE
    assert "is too small for the work, whatever the rules" in done.output
    assert f"touchmap clash {path} --scenario cheapest" in done.output.replace("\n", " ")


@pytest.mark.parametrize(
    "args",
    [
        ("stress", "{bids}", "--out", "stress.pdf"),
        ("stress", "{bids}", "--draws", "3", "--reoptimise", "4"),
        ("stress", "{bids}", "-s", "nonsense"),
        ("certify", "{bids}", "-s", "today", "--out", "audit"),
        ("certify", "{bids}"),
        ("reexamine", "{bids}", "-s", "today"),
        ("reexamine", "{bids}", "--as-of", "tomorrow"),
    ],
)
def test_wrong_use_is_told(run, bids, args):
    """What does not fit ends with 2 and a message."""
    done = run(*(str(bids) if a == "{bids}" else a for a in args))
    assert done.exit_code == ExitCode.USAGE, done.output
    assert "Traceback" not in done.output
