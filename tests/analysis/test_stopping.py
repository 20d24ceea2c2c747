"""Questions end soon after somebody asks them to, with what is proven by then or with `Stopped`."""

import threading
import time

import pytest

import touchmap
from touchmap.analysis.alternatives import alternatives
from touchmap.analysis.certificate import certify
from touchmap.analysis.clash import ClashStatus, find_clash
from touchmap.analysis.explain import explain
from touchmap.analysis.fleet import Fleet
from touchmap.analysis.outage import outage_drill
from touchmap.analysis.stopping import Stopped, stopping
from touchmap.analysis.stress import stress
from touchmap.plan import SolveStatus

SOON = 20.0
"""Seconds, so that a busy machine does not matter; unstopped, each of these takes minutes."""


@pytest.fixture(scope="module")
def retailer():
    """The sample that takes longest to solve."""
    return touchmap.example("online_retailer")


@pytest.fixture
def after():
    """A `stop` that says yes some seconds after it was made."""

    def made(seconds):
        until = time.monotonic() + seconds
        return lambda: time.monotonic() > until

    return made


def _at_once():
    return True


def _sleep(number):
    time.sleep(120)
    return [{"name": number}]


def test_it_cancels_once():
    """However often it is asked, it cancels once; without a `stop` never."""
    heard, done = [], threading.Event()

    def cancel():
        heard.append(1)
        done.set()

    with stopping(cancel, _at_once):
        assert done.wait(SOON)
        time.sleep(0.5)
    with stopping(cancel, None):
        pass
    assert heard == [1]


def test_processes_of_a_fleet_are_ended(after):
    """Two calculations of two minutes each come to an end at once."""
    started = time.monotonic()
    with pytest.raises(Stopped):
        list(Fleet(stop=after(1.0)).run(_sleep, [(1,), (2,)]))
    assert time.monotonic() - started < SOON


def test_a_single_process_stops_between_two_calls():
    """With one process nothing more is begun."""
    with pytest.raises(Stopped):
        list(Fleet(processes=1, stop=_at_once).run(_sleep, [(1,), (2,)]))


def test_questions_without_a_part_answer_say_that_they_were_stopped(retailer, tmp_path):
    """Stress, outages and certificates of a sample that takes minutes."""
    asked = [
        lambda: stress(retailer, "blended", 50, reoptimise=50, gap=0.0, stop=_at_once),
        lambda: outage_drill(retailer, "blended", gap=0.0, stop=_at_once),
        lambda: certify(retailer, "blended", tmp_path / "audit", stop=_at_once),
    ]
    for question in asked:
        started = time.monotonic()
        with pytest.raises(Stopped):
            question()
        assert time.monotonic() - started < SOON
    assert not (tmp_path / "audit").exists()


def test_questions_with_a_part_answer_give_it(retailer):
    """A stopped explanation, search for alternatives and clash tell that nothing is proven."""
    process = retailer.processes[0].process_id
    assert explain(retailer, process, "blended", stop=_at_once).status is SolveStatus.NO_PLAN
    assert alternatives(retailer, "blended", stop=_at_once).plans == ()
    assert find_clash(retailer, "as_asked", stop=_at_once).status is ClashStatus.UNDECIDED


def test_a_known_result_is_what_is_explained():
    """It is not solved again; a result of other facts or of another scenario is refused."""
    project = touchmap.example("insurer")
    known = touchmap.solve(project, "blended", gap=0.02)
    process = project.processes[0].process_id
    found = explain(project, process, "blended", known=known, seconds=0.2)
    assert found.total.low == known.bound
    assert found.total.high <= known.objective
    with pytest.raises(ValueError, match="cheapest"):
        explain(project, process, "cheapest", known=known)
    other = known.model_copy(update={"input_hash": "another"})
    with pytest.raises(ValueError, match="other facts"):
        explain(project, process, "blended", known=other)
