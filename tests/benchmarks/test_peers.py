"""Peers are given the decision that touchmap takes, stated tightly and plainly, and find the same optimum."""

import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from benchmarks.sourcing.instances import Instance
from benchmarks.sourcing.measures import Case, cases_of
from benchmarks.sourcing.model import Model
from benchmarks.sourcing.peers import GAP, PEERS, Run, read_cbc
from benchmarks.sourcing.runs import OURS, VARIANTS, Runs, kept_runs
from benchmarks.sourcing.trace import Trace

TINY = (Instance("H", "12x3", 1), Instance("facility", "4x12", 1))
SECONDS = 60.0


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Runs:
    """Runs of the tiny instances, each made once."""
    return Runs(SECONDS, tmp_path_factory.mktemp("runs"))


def _optimum(said: dict) -> float:
    assert said.get("failed") is None
    assert not said["checked"]
    trace = Trace.from_list(said["events"])
    assert trace.seconds_to(1.001 * GAP) < SECONDS
    return trace.incumbent


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_finds_the_same_optimum_from_both_statements(runs, peer, variant):
    """Tight and plain rows are the same decision: each peer's best plan costs what touchmap's costs."""
    ours, theirs = (_optimum(runs.run(TINY[0], s, v)) for s, v in ((OURS, ""), (peer, variant)))
    assert theirs == pytest.approx(ours, rel=2 * GAP)


def test_the_plain_statement_has_fewer_rows_and_a_weaker_relaxation(runs):
    """Adding up the links of an indicator leaves one row of them, which holds less in fractions."""
    facts = runs.stated(TINY[1])
    tight, plain = (Model.load(runs.kept / "models" / f"{TINY[1].name}-{v}.npz") for v in VARIANTS)
    # 4 facilities, 12 customers: 48 links become 4.
    assert facts["rows"] - facts["plain_rows"] == len(tight.row_lower) - len(plain.row_lower) == 48 - 4
    loose = [_relaxed(model) for model in (plain, tight)]
    assert loose[0] < loose[1] - 1e-6


def _relaxed(model: Model) -> float:
    done = replace(model, integer=np.zeros_like(model.integer)).completed(np.zeros(len(model.cost)))
    return model.value(done)


def test_a_run_is_kept_and_not_made_again(runs):
    """What was measured is read from its file, the facts of the run with it."""
    first = runs.run(TINY[1], "highs", "tight")
    before = len(kept_runs(runs.kept))
    assert runs.run(TINY[1], "highs", "tight") == first
    assert len(kept_runs(runs.kept)) == before
    assert (first["instance"], first["limit"]) == (asdict(TINY[1]), SECONDS)


def _links() -> Model:
    """``min 3y − 2 x1 − 2 x2`` with ``x1 ≤ y``, ``x2 ≤ y``, ``2 x1 + x2 ≤ 2``."""
    return Model(
        cost=np.array([-2.0, -2.0, 3.0]),
        lower=np.zeros(3),
        upper=np.ones(3),
        integer=np.array([True, True, False]),
        choice=np.array([True, True, False]),
        matrix=sp.csr_matrix([[1.0, 0, -1], [0, 1, -1], [2, 1, 0]]),
        row_lower=np.full(3, -np.inf),
        row_upper=np.array([0.0, 0.0, 2.0]),
        unit=1.0,
    )


def test_links_of_one_indicator_are_added_up():
    """``x1 ≤ y`` and ``x2 ≤ y`` become ``x1 + x2 ≤ 2 y`` with y binary; other rows stay."""
    plain = _links().plain()
    assert plain.matrix.toarray().tolist() == [[2, 1, 0], [1, 1, -2]]
    assert plain.row_upper.tolist() == [2, 0]
    assert plain.integer.all()


def test_a_broken_row_and_a_broken_bound_are_seen():
    """A solution's violation is its largest, beside the size of the row; 0 where all holds."""
    model = _links()
    assert model.violation(np.array([1.0, 0, 1])) == 0
    # 2·1 + 1·1 = 3 > 2, by a third of the row's size.
    assert model.violation(np.array([1.0, 1, 1])) == pytest.approx(1 / 3)
    assert model.violation(np.array([0.0, 0, 1.5])) == pytest.approx(0.5)


def test_a_model_is_read_as_it_was_written(tmp_path):
    """Saving and loading changes nothing, and the fingerprint tells one model from another."""
    model = _links()
    model.save(tmp_path / "model.npz")
    again = Model.load(tmp_path / "model.npz")
    assert again.fingerprint == model.fingerprint != model.plain().fingerprint


LOG = """Version: 2.10.3
Cbc0012I Integer solution of 120 found by DiveCoefficient after 10 iterations and 0 nodes (0.50 seconds)
Cbc0010I After 0 nodes, 1 on tree, 120 best solution, best possible 90 (1.00 seconds)
Cbc0004I Integer solution of 100 found after 30 iterations and 5 nodes (2.00 seconds)
Result - Stopped on time limit

Objective value:                100.00000000
Lower bound:                    95.000
Total time (CPU seconds):       3.90   (Wallclock seconds):       4.00
"""


def test_plans_and_bounds_are_read_from_a_log_of_cbc():
    """Each plan and bound stands at its second, moved by what PuLP took before CBC began."""
    run = Run(seconds=5.0)
    read_cbc(LOG, run, unit=10.0)
    infinite = float("inf")
    assert run.trace.events == [
        (1.5, 1200.0, -infinite),
        (2.0, 1200.0, 900.0),
        (3.0, 1000.0, 900.0),
        (5.0, 1000.0, 950.0),
    ]


def _said(solver: str, events: list, variant: str = "", **more: object) -> dict:
    facts = {"instance": asdict(TINY[0]), "limit": 10.0, "model": "m", "seconds": 10.0, "infeasible": False}
    return facts | {"solver": solver, "variant": variant, "events": events, "checked": ""} | more


def test_gaps_are_measured_against_the_best_bound_of_all():
    """Ours at 100 is 1 % above the 99 a peer has proven; the peer's better statement counts."""
    runs = [
        _said(OURS, [[1.0, 100.0, 90.0]]),
        _said("highs", [[2.0, 110.0, 99.0]], "tight"),
        _said("highs", [[3.0, 99.0, 50.0]], "plain"),
    ]
    (case,) = cases_of(runs)
    assert case.gap_at(OURS, 5.0) == pytest.approx(0.01)
    assert case.gap_at("highs", 2.5) == pytest.approx(0.1)
    assert case.gap_at("highs", 5.0) == 0
    assert case.disagreements() == []


def test_a_plan_below_a_proven_bound_is_told():
    """Where one solver's plan lies below another's bound, one of them is wrong, and the report says so."""
    (case,) = cases_of([_said(OURS, [[1.0, 90.0, 80.0]]), _said("highs", [[1.0, 100.0, 99.0]], "tight")])
    assert case.disagreements() == ["H-12x3-1: a plan lies below a proven bound"]


def test_runs_on_another_model_or_limit_are_left_out():
    """Only peers' runs on the model touchmap ran on last, within the same time, stand beside it."""
    runs = [
        _said("highs", [[1.0, 5.0, 5.0]], "tight", model="old"),
        _said("scip", [[1.0, 5.0, 5.0]], "tight", limit=99.0),
        _said(OURS, [[1.0, 100.0, 90.0]]),
    ]
    (case,) = cases_of(runs)
    assert isinstance(case, Case)
    assert list(case.runs) == [(OURS, "")]


def test_the_command_refuses_an_unknown_solver():
    """A misspelt solver is told with the ones there are, before anything runs."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "benchmarks.sourcing", "--solvers", "hihgs", "--dry"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "hihgs" in done.stderr
    assert all(peer in done.stderr for peer in PEERS)
