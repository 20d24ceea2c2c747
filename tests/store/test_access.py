"""Sharing: who sees what, and who may write."""

import pytest

from touchmap.errors import UnknownNameError
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project
from touchmap.project.edits import set_setting
from touchmap.store import AccessError, Role, Workspace

ANN, BOB, CID = "ann@example.com", "bob@example.com", "cid@example.com"


@pytest.fixture
def shared(workspace, small):
    """A project Ann owns and shares with Bob, who may read it; the workspace of each."""
    ann = workspace.for_user(ANN)
    ann.add("Acme", small, author="Ann").members.set(BOB, Role.VIEWER, by="Ann")
    return ann, workspace.for_user(BOB), workspace.for_user(CID)


def renamed(project, name="X"):
    """A change of the company's name."""
    return set_setting(project, "name", name)


def test_whoever_makes_a_project_owns_it(shared):
    """Members see it with their role; others do not learn that it is there."""
    ann, bob, cid = shared
    assert [(one.name, one.role) for one in ann.list()] == [("Acme", Role.OWNER)]
    assert [(one.name, one.role) for one in bob.list()] == [("Acme", Role.VIEWER)]
    assert cid.list() == []
    assert (ann.open("Acme").role, bob.open("acme").role) == (Role.OWNER, Role.VIEWER)
    for name in ("Acme", ann.open("Acme").project_id):
        with pytest.raises(UnknownNameError, match="there are: none"):
            cid.open(name)


def test_a_viewer_reads_everything_and_writes_nothing(shared, small):
    """Every way of writing is refused, and nothing is written."""
    ann, bob, _ = shared
    mine, theirs = ann.open("Acme"), bob.open("Acme")
    job, _ = mine.jobs.start("solve", {}, author="Ann")
    remark = mine.remarks.add("Why?", author="Ann")
    result = Result(scenario_id="s", status=SolveStatus.NO_PLAN, input_hash=small.hash)
    kept = mine.results.save(result, author="Ann")
    mine.commit(renamed(small), author="Bob")
    ways = [
        lambda: theirs.commit(renamed(theirs.project(), "Y"), author="Bob"),
        lambda: theirs.undo("Bob"),
        lambda: theirs.redo("Bob"),
        lambda: theirs.name_version("V", author="Bob"),
        lambda: theirs.remarks.add("x", author="Bob"),
        lambda: theirs.remarks.settle(remark.remark_id, author="Bob"),
        lambda: theirs.results.save(result, author="Bob"),
        lambda: theirs.jobs.start("solve", {"a": 1}, author="Bob"),
        lambda: theirs.jobs.heartbeat(job.job_id),
        lambda: theirs.jobs.cancel(job.job_id),
        lambda: theirs.jobs.end(job.job_id),
        lambda: theirs.members.set(BOB, Role.OWNER, by="Bob"),
        lambda: theirs.members.remove(ANN),
        lambda: bob.rename("Acme", "Mine"),
        lambda: bob.delete("Acme", author="Bob"),
    ]
    for way in ways:
        with pytest.raises(AccessError, match=r"bob@example\.com is viewer"):
            way()
    assert theirs.state() == mine.state() == (1, renamed(small).apply(small))
    assert [e.number for e in theirs.entries()] == [1]
    assert theirs.versions() == []
    assert [r.text for r in theirs.remarks.all()] == ["Why?"]
    assert theirs.results.read(kept.result_id) == result
    assert [(j.job_id, j.state.is_over) for j in theirs.jobs.all()] == [(job.job_id, False)]
    assert "decided" not in theirs.minutes()
    assert theirs.undo_next("Bob").number == 1
    assert theirs.conflicts(renamed(small)) != []


def test_an_editor_edits_and_does_not_share(shared, small):
    """Between viewer and owner."""
    ann, bob, _ = shared
    ann.open("Acme").members.set("BOB@Example.com", "editor", by="Ann")
    bob.open("Acme").commit(renamed(small), author="Bob")
    for way in (
        lambda: bob.open("Acme").members.set(CID, Role.VIEWER, by="Bob"),
        lambda: bob.delete("Acme", author="Bob"),
    ):
        with pytest.raises(AccessError, match="editor"):
            way()
    assert [(m.email, m.role, m.by) for m in ann.open("Acme").members.all()] == [
        (ANN, Role.OWNER, "Ann"),
        (BOB, Role.EDITOR, "Ann"),
    ]


def test_whoever_is_removed_sees_nothing_more_at_once(shared):
    """Also through a project they have open."""
    ann, bob, _ = shared
    stored, mine = bob.open("Acme"), ann.open("Acme")
    mine.members.remove(BOB)
    for way in (
        stored.state,
        stored.entries,
        stored.versions,
        stored.minutes,
        stored.remarks.all,
        stored.results.all,
        stored.jobs.all,
        stored.members.all,
        lambda: stored.revision,
        lambda: stored.name,
        lambda: stored.role,
        lambda: stored.project(0),
        lambda: stored.undo_next("Bob"),
        lambda: stored.taken_over("x"),
        lambda: stored.results.read("x"),
        lambda: stored.jobs.read("x"),
    ):
        with pytest.raises(AccessError, match="not shared"):
            way()
    assert bob.list() == []
    with pytest.raises(UnknownNameError):
        mine.members.remove(BOB)


def test_a_project_keeps_an_owner(shared, workspace):
    """The last owner neither leaves nor steps down; a member leaves by themselves."""
    ann, bob, _ = shared
    mine = ann.open("Acme")
    for way in (lambda: mine.members.remove(ANN), lambda: mine.members.set(ANN, Role.EDITOR, by="Ann")):
        with pytest.raises(ValueError, match="last owner"):
            way()
    bob.open("Acme").members.remove(BOB)
    assert [m.email for m in mine.members.all()] == [ANN]
    mine.members.set(BOB, Role.OWNER, by="Ann")
    mine.members.set(ANN, Role.VIEWER, by="Ann")
    assert ann.open("Acme").role is Role.VIEWER
    workspace.open("Acme").members.remove(BOB)  # whoever runs the machine may
    assert bob.list() == []


def test_the_bin_belongs_to_owners(shared, small):
    """What Ann deletes only she sees in the bin; a name in the bin is free for others."""
    ann, bob, cid = shared
    ann.delete("Acme", author="Ann")
    assert [one.deleted_by for one in ann.list(deleted=True)] == ["Ann"]
    assert cid.list(deleted=True) == []
    with pytest.raises(AccessError, match="viewer"):
        bob.undelete("Acme")
    with pytest.raises(UnknownNameError):
        cid.undelete("Acme")
    ann.undelete("Acme")


def test_the_single_user_of_a_machine_sees_all(workspace, shared, small):
    """Without a user there are no limits; what concerns all projects takes no user."""
    stored = workspace.open("Acme")
    stored.commit(renamed(small), author="Ann")
    assert (stored.role, workspace.list()[0].changed_by) == (Role.OWNER, "Ann")
    workspace.add("Mine", Project(), author="Me")
    assert [one.name for one in shared[0].list()] == ["Acme"]
    for way in (lambda: shared[0].backup("b.jsonl"), lambda: shared[0].restore("b"), shared[0].check):
        with pytest.raises(AccessError, match="all projects"):
            way()


@pytest.mark.parametrize("email", ["", "ann", "@x", "ann@", "a b@c", "x" * 200 + "@y"])
def test_who_has_no_email_is_nobody(workspace, shared, email):
    """Neither to open the workspace nor to share a project."""
    with pytest.raises(ValueError, match="email"):
        workspace.for_user(email)
    with pytest.raises(ValueError, match="email"):
        Workspace(workspace.url, user=email)
    with pytest.raises(ValueError, match="email"):
        shared[0].open("Acme").members.set(email, Role.VIEWER, by="Ann")
