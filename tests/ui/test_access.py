"""Who may do what, below the browser: an edit that is fired all the same is refused by the store."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from touchmap.cli.stored import author_of
from touchmap.errors import TouchmapError
from touchmap.project.edits import set_setting
from touchmap.project.questions import Stance
from touchmap.solving import evaluate
from touchmap.store import AccessError, Role, Workspace
from touchmap.ui import login, people
from touchmap.ui.desk import Desk
from touchmap.ui.people import Person, clean, login_is_on
from touchmap.ui.say import say

BOB = Person("bob@example.com", "bob@example.com")


@pytest.fixture
def shared(workspace):
    """The insurer, shared with Bob for looking; Ann owns it."""
    stored = workspace.open("insurer")
    stored.members.set("ann@example.com", Role.OWNER, by="Ann")
    stored.members.set("bob@example.com", Role.VIEWER, by="Ann")
    return stored


@pytest.fixture
def as_bob(monkeypatch):
    """A session in which Bob has logged in."""
    monkeypatch.setattr(people, "login_is_on", lambda: True)
    monkeypatch.setattr("touchmap.ui.start.resume.login_is_on", lambda: True)
    monkeypatch.setattr(people, "_logged_in", lambda: BOB)


def _desk(workspace: Workspace) -> Desk:
    stored = workspace.for_user(BOB.email).open("insurer")
    revision, project = stored.state()
    return Desk(stored, revision, project, BOB, may_edit=stored.role.allows(Role.EDITOR), role=stored.role)


def test_a_viewer_who_fires_an_edit_changes_nothing(workspace, shared):
    """Also where a page would have forgotten to ask: the store refuses."""
    here = _desk(workspace)
    assert not here.may_edit
    for desk in (here, replace(here, may_edit=True)):
        assert desk.commit(set_setting(desk.project, "name", "Mine now")) is None
        desk.undo()
        desk.redo()
    assert shared.revision == 0


def test_a_viewer_sees_the_project_and_is_offered_no_edit(workspace, shared, as_bob, open_page):
    app = open_page("history", "insurer")
    assert not [b for b in app.button if b.key in ("undo", "redo")]
    start = open_page("start", "insurer", begin="questions")
    assert [box.options for box in start.selectbox if box.key == "questions-project"] == []
    assert f"delete-{shared.project_id}" not in {b.key for b in start.button}


def test_somebody_else_is_told_nothing(workspace, shared, as_bob, open_page):
    """The telecom company is not shared with Bob: its id, its name and a wrong id look the same to him."""
    other = workspace.open("telecom_isp").project_id
    for guess in (other, "telecom_isp", "0" * 16):
        app = open_page("map", None)
        app.query_params["project"] = guess
        app.run()
        assert [s.value for s in app.subheader] == ["No project is open"]
    assert "Lumeo" not in str(open_page("start", None).get("page_link"))


def test_results_and_jobs_of_another_project_are_not_read_by_their_ids(workspace, shared):
    other = workspace.open("telecom_isp")
    kept = other.results.save(evaluate(other.project(), None, "today"), author="Ann")
    job, _ = other.jobs.start("solve", {"scenario": "blended"}, author="Ann")
    mine = workspace.for_user(BOB.email).open("insurer")
    for read, number in ((mine.results.read, kept.result_id), (mine.jobs.read, job.job_id)):
        with pytest.raises(TouchmapError):
            read(number)
    with pytest.raises(AccessError):
        workspace.for_user("eve@example.com")._stored(other.project_id).results.read(kept.result_id)


def test_an_editor_answers_the_questions(workspace, shared, as_bob, open_page):
    shared.members.set("bob@example.com", Role.EDITOR, by="Ann")
    app = open_page("start", "insurer", begin="questions")
    app.button_group(key="q-stance").set_value(Stance.COST).run()
    app.button(key="take-over").click().run()
    assert [entry.author for entry in shared.entries()] == ["bob@example.com"]


def test_secrets_that_cannot_be_read_let_nobody_in(tmp_path, monkeypatch):
    """No secrets: the only user of the machine. Broken ones: nobody, rather than everybody."""
    import streamlit as st

    class Unreadable:
        def __contains__(self, name):
            raise FileNotFoundError("no secrets found, or not to be read")

    monkeypatch.setattr(st, "secrets", Unreadable())
    monkeypatch.setattr(st, "get_option", lambda name: [str(tmp_path / "secrets.toml")])
    monkeypatch.delenv("TOUCHMAP_LOGIN", raising=False)
    assert not login_is_on()
    (tmp_path / "secrets.toml").write_text("[auth")
    with pytest.raises(FileNotFoundError):
        login_is_on()


def test_a_server_started_with_a_login_keeps_it(monkeypatch):
    """Even if the secrets are gone by then."""
    monkeypatch.setenv("TOUCHMAP_LOGIN", "1")
    assert login_is_on()


def test_names_in_the_journal_are_one_printable_line():
    assert clean(" Ann\n\u202eB\x1b[31m ") == "Ann B[31m"
    assert len(clean("x" * 500)) == 80


def test_the_name_for_the_journal_is_that_of_the_command_line(monkeypatch):
    """Without a name given in the browser, both take it from the same place."""
    monkeypatch.setattr(people.st, "context", SimpleNamespace(cookies={}))
    monkeypatch.setattr(people.st, "session_state", {})
    monkeypatch.setattr(people, "login_is_on", lambda: False)
    monkeypatch.setenv("TOUCHMAP_AUTHOR", "Bea")
    assert people.me() == people.Person("Bea")
    assert author_of("") == "Bea"
    monkeypatch.delenv("TOUCHMAP_AUTHOR")
    assert people.me() == people.Person(author_of(""), is_named=False)
    people.st.context.cookies[people.NAME] = "Carl"
    assert people.me() == people.Person("Carl")


def test_where_a_login_is_demanded_and_none_is_set_up_nobody_gets_in(workspace, open_page, monkeypatch):
    """In words, and not as a fault; nothing of any project is there."""
    monkeypatch.setenv("TOUCHMAP_LOGIN", "1")
    app = open_page("start")
    assert [warning.value for warning in app.warning] == [say("people.no_login")]
    assert not app.get("page_link")


def test_a_folder_where_the_secrets_should_be_lets_nobody_in(workspace, open_page, monkeypatch):
    """As a container makes one where the file to be mounted is missing."""

    def is_folder(*_):
        raise IsADirectoryError("secrets.toml")

    monkeypatch.setattr(people, "login_is_on", is_folder)
    monkeypatch.setattr(login.st, "secrets", SimpleNamespace(get=is_folder))
    app = open_page("start")
    assert not app.exception
    assert [warning.value for warning in app.warning] == [say("people.no_login")]
