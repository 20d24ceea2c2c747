"""Results, remarks and jobs of a project."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from touchmap.errors import UnknownNameError
from touchmap.plan import Result, SolveStatus
from touchmap.project.edits import MissingRowError, add_row, remove_row, set_field, set_setting
from touchmap.store import JobState, RemarkKind


def test_a_result_is_stale_once_the_project_has_changed(stored, small):
    """Stale by the hash of the facts: taken back, the change leaves the result fresh again."""
    result = Result(scenario_id="s", status=SolveStatus.INFEASIBLE, input_hash=small.hash, message="No.")
    kept = stored.results.save(result, author="Ann")
    assert not kept.is_stale
    assert stored.results.read(kept.result_id) == result
    stored.commit(set_setting(small, "name", "X"), author="Bob")
    assert stored.results.latest("s").is_stale
    stored.undo("Bob")
    assert not stored.results.latest("s").is_stale
    stored.results.save(result.model_copy(update={"scenario_id": "t"}), author="Ann")
    assert [r.scenario_id for r in stored.results.all()] in (["t", "s"], ["s", "t"])
    assert stored.results.latest("u") is None
    with pytest.raises(UnknownNameError):
        stored.results.read("nothing")


def test_remarks_go_along_with_their_row(stored, small):
    """A remark on a process is on it still under its new id, and under the old one after an undo."""
    remark = stored.remarks.add("Ours", author="Ann", table="processes", row="P1")
    stored.commit(set_field(small, "processes", "P1", "process_id", "NEW"), author="Ann")
    assert stored.remarks.all(table="processes", row="NEW")[0].remark_id == remark.remark_id
    stored.undo("Ann")
    assert stored.remarks.all(table="processes", row="P1")[0].place == "processes P1"
    assert stored.remarks.all(RemarkKind.DECISION) == []


def test_a_remark_does_not_pass_to_another_row_of_the_same_id(stored, small):
    """It stays with the row that was removed, and comes back only with that row."""
    first = small.departments[0].department_id
    stored.remarks.add("Ours", author="Ann", table="departments", row=first)
    stored.commit(remove_row(small, "departments", first), author="Ann")
    assert stored.remarks.all()[0].place == f"departments {first}, removed since"
    stored.commit(
        add_row(stored.project(), "departments", {"department_id": first, "name": "Another"}), author="Bob"
    )
    assert stored.remarks.all(table="departments", row=first) == []
    stored.undo("Bob")
    assert stored.remarks.all(table="departments", row=first) == []
    stored.undo("Ann")
    (remark,) = stored.remarks.all(table="departments", row=first)
    assert (remark.text, remark.is_on_removed_row) == ("Ours", False)
    stored.redo("Ann")
    assert stored.remarks.all(table="departments", row=first) == []
    stored.undo("Ann")
    assert len(stored.remarks.all(table="departments", row=first)) == 1


def test_results_are_found_by_their_facts_and_newest_first(stored, small):
    """The latest of each scenario, and the one for these very facts."""
    for scenario in ("s", "t", "s"):
        result = Result(scenario_id=scenario, status=SolveStatus.NO_PLAN, input_hash=small.hash)
        last = stored.results.save(result, author="Ann")
        time.sleep(0.002)
    assert list(stored.results.newest()) == ["s", "t"]
    assert stored.results.newest()["s"] == last == stored.results.find("s", small.hash)
    stored.commit(set_setting(small, "name", "X"), author="Bob")
    assert stored.results.newest()["t"].is_stale
    assert stored.results.find("s", stored.project().hash) is None


def test_remarks_are_settled_once(stored):
    """Who says first that a remark is done with is kept; nothing is on rows that do not exist."""
    remark = stored.remarks.add("Why?", author="Ann")
    stored.remarks.settle(remark.remark_id, author="Bob")
    stored.remarks.settle(remark.remark_id, author="Cid")
    assert stored.remarks.all()[0].settled_by == "Bob"
    with pytest.raises(UnknownNameError):
        stored.remarks.settle("nothing", author="Bob")
    with pytest.raises(MissingRowError):
        stored.remarks.add("x", author="Ann", table="processes", row="P99")
    with pytest.raises(ValueError, match="say something"):
        stored.remarks.add("  ", author="Ann")


def test_a_job_is_started_once_and_can_be_stopped(stored):
    """A second click gives the running job; a wish to stop arrives at the next heartbeat."""
    job, new = stored.jobs.start("solve", {"scenario": "s"}, author="Ann")
    again, new_again = stored.jobs.start("solve", {"scenario": "s"}, author="Bob")
    assert (again.job_id, new, new_again) == (job.job_id, True, False)
    assert stored.jobs.start("solve", {"scenario": "t"}, author="Bob")[1]
    assert stored.jobs.heartbeat(job.job_id, {"gap": 0.1})
    assert stored.jobs.read(job.job_id).progress == {"gap": 0.1}
    stored.jobs.cancel(job.job_id)
    assert not stored.jobs.heartbeat(job.job_id)
    assert stored.jobs.read(job.job_id).state is JobState.CANCELLING
    stored.jobs.end(job.job_id, JobState.CANCELLED, message="stopped")
    stored.jobs.end(job.job_id, JobState.DONE)
    stored.jobs.cancel(job.job_id)
    ended = stored.jobs.read(job.job_id)
    assert (ended.state, ended.message, ended.ended_at is not None) == (JobState.CANCELLED, "stopped", True)
    assert not stored.jobs.heartbeat(job.job_id)
    assert stored.jobs.start("solve", {"scenario": "s"}, author="Ann")[1]
    with pytest.raises(UnknownNameError):
        stored.jobs.heartbeat("nothing")
    with pytest.raises(ValueError, match="must be done"):
        stored.jobs.end(job.job_id, JobState.RUNNING)


def test_a_job_nothing_is_heard_of_is_orphaned(stored, monkeypatch):
    """Its process died: it holds nobody up; should it wake, its end still counts."""
    job, _ = stored.jobs.start("solve", {}, author="Ann")
    monkeypatch.setattr("touchmap.store.jobs.SILENT_AFTER", timedelta(seconds=-1))
    assert stored.jobs.read(job.job_id).state is JobState.ORPHANED
    assert stored.jobs.start("solve", {}, author="Ann")[1]
    stored.jobs.end(job.job_id)
    assert stored.jobs.read(job.job_id).state is JobState.DONE


def test_a_job_whose_process_has_ended_is_known_soon(stored, place, monkeypatch):
    """After a restart nobody waits a minute; a job of a process that lives is left alone."""
    if os.name != "posix":
        pytest.skip("processes of other systems cannot be asked for")
    code = (
        "import sys; from touchmap.store import Workspace\n"
        "Workspace(sys.argv[1]).open('Acme').jobs.start('solve', {'a': 1}, author='Ann')"
    )
    subprocess.run([sys.executable, "-c", code, place], check=True, timeout=120)
    mine, _ = stored.jobs.start("solve", {"a": 2}, author="Ann")
    monkeypatch.setattr("touchmap.store.jobs.SILENT_WHEN_GONE", timedelta(seconds=-1))
    states = {job.request["a"]: job.state for job in stored.jobs.all()}
    assert states == {1: JobState.ORPHANED, 2: JobState.RUNNING}
    assert stored.jobs.heartbeat(mine.job_id)
