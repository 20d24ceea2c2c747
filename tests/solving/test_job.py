"""Solving in a process of its own: progress, cancelling, crashes, reproducibility."""

import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from tests.sourcing.trio import trio
from touchmap.files import load
from touchmap.plan import SolveStatus
from touchmap.project import Project
from touchmap.solving import Progress, SolveJob, solve


@pytest.fixture(scope="module")
def retailer(data_folder) -> Project:
    """The sample whose cheapest plan takes longest to prove."""
    return load(data_folder / "online_retailer")


def _started(project: Project, until: Callable[[Progress], bool]) -> SolveJob:
    """A job that has come so far."""
    reached = threading.Event()

    def heard(progress: Progress) -> None:
        if until(progress):
            reached.set()

    job = SolveJob(project, "cheapest", gap=0.0, time_limit=120, on_progress=heard)
    assert reached.wait(60), "no progress was reported"
    return job


@pytest.mark.slow
def test_cancelling_keeps_the_best_plan_so_far(retailer):
    """Cancelled after its first plan, the search stops within a second and gives that plan."""
    job = _started(retailer, lambda progress: progress.incumbent is not None)
    asked = time.monotonic()
    job.cancel()
    job._process._process.wait(5)
    assert time.monotonic() - asked < 1.0
    result = job.result()
    assert result.status is SolveStatus.FEASIBLE
    assert result.verified
    assert result.violations == ()
    assert result.reproducible == "not reproducible: stopped by the clock"
    assert result.bound is None or result.bound <= result.objective * (1 + 1e-9)


@pytest.mark.slow
def test_progress_is_reported_as_it_comes(retailer):
    """Time goes on, plans get better, the bound rises towards them, and the gap is between the two."""
    heard: list[Progress] = []
    result = solve(retailer, "cheapest", gap=0.02, on_progress=heard.append)
    assert result.status is SolveStatus.OPTIMAL
    assert heard
    seconds = [p.seconds for p in heard]
    plans = [p.incumbent for p in heard if p.incumbent is not None]
    bounds = [p.bound for p in heard if p.bound is not None]
    assert seconds == sorted(seconds)
    assert plans == sorted(plans, reverse=True)
    assert bounds == sorted(bounds)
    assert plans[-1] == pytest.approx(result.objective, rel=1e-6)
    for progress in heard:
        if progress.incumbent is not None and progress.bound is not None:
            assert progress.bound <= progress.incumbent * (1 + 1e-9)
            assert progress.gap == pytest.approx(1 - progress.bound / progress.incumbent, abs=1e-9)


@pytest.mark.slow
def test_a_work_limit_stops_at_the_same_plan(data_folder):
    """Stopped by nodes and not by the clock, two runs give the same plan, and the result says so."""
    insurer = load(data_folder / "insurer")
    first, second = (solve(insurer, "cheapest", gap=0.0, work_limit=3) for _ in range(2))
    assert first.status is second.status is SolveStatus.FEASIBLE
    assert first.plan == second.plan
    assert (first.objective, first.bound) == (second.objective, second.bound)
    assert first.reproducible == "the same plan with this version, seed and work limit"


@pytest.mark.parametrize("with_signal", [signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM])
def test_a_crash_is_an_error(retailer, with_signal):
    """A solver process that dies without being cancelled, for lack of memory say, is an error."""
    job = SolveJob(retailer, "cheapest", gap=0.0, time_limit=120)
    os.kill(job._process._process.pid, with_signal)
    result = job.result()
    assert result.status is SolveStatus.ERROR
    assert result.plan is None
    assert "the solver died" in result.message


def test_an_exception_in_the_process_is_an_error(monkeypatch):
    """An exception of the worker ends as an error with its words, not as a missing plan."""
    job = SolveJob.__new__(SolveJob)
    monkeypatch.setattr("touchmap.sourcing.child.pickle.dumps", lambda request: b"no request")
    job.__init__(trio(), "blended")
    result = job.result()
    assert result.status is SolveStatus.ERROR
    assert "Error" in result.message


def test_cancelling_before_anything_was_found(retailer):
    """Cancelled at once there is no plan, and nothing is said to be proven."""
    job = SolveJob(retailer, "cheapest", gap=0.0)
    job.cancel()
    result = job.result()
    assert result.status is SolveStatus.NO_PLAN
    assert result.plan is None
    assert "nothing is proven" in result.message


def test_cancelling_after_the_end_changes_nothing():
    """A job that has ended keeps its result."""
    job = SolveJob(trio(), "blended", gap=0.0)
    result = job.result()
    job.cancel()
    assert result.status is SolveStatus.OPTIMAL
    assert job.result() == result
