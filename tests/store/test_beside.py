"""Results, remarks and jobs of a project."""

from datetime import timedelta

import pytest

from touchmap.errors import UnknownNameError
from touchmap.plan import Result, SolveStatus
from touchmap.project.edits import MissingRowError, set_field, set_setting
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
