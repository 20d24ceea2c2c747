"""The project that is open: its state, and the only way to change it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from touchmap.errors import InvalidProjectError, TouchmapError, UnknownNameError
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.project.edits import Change, MissingRowError
from touchmap.store import EditConflictError, Entry, StoredProject, StoredResult, Workspace, WorkspaceError
from touchmap.ui.notices import Kind, tell
from touchmap.ui.people import Person, me
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import START, page_file

PROJECT = "project"
"""Parameter of the address that names the project."""
SCENARIO = "scenario"
"""Parameter of the address that names the scenario."""


@dataclass(frozen=True)
class Desk:
    """The open project as this drawing of the page sees it; it does not change while the page is drawn."""

    stored: StoredProject
    revision: int
    project: Project
    person: Person
    may_edit: bool = True

    def commit(self, change: Change | Callable[[Project], Change], *, quietly: bool = False) -> Entry | None:
        """Apply an edit at once; whatever stands in its way becomes a message, and nothing is lost.

        Parameters
        ----------
        change
            The edit, or a command that makes it from the project as this page saw it.
        quietly
            Say nothing if it goes through.

        Returns
        -------
        Entry or None
            What stands in the journal now; none if nothing was changed.
        """
        if not self.may_edit:
            tell(Kind.REFUSED, say("common.may_not_edit"))
            return None
        try:
            made = change if isinstance(change, Change) else change(self.project)
            if made.is_empty:
                return None
            entry = self.stored.commit(made, author=self.person.name, seen=self.revision)
        except EditConflictError as error:
            tell(Kind.CONFLICT, say("common.conflict"), *str(error).splitlines())
        except InvalidProjectError as error:
            tell(Kind.REFUSED, say("common.refused"), *(str(issue) for issue in error.issues))
        except (MissingRowError, UnknownNameError, WorkspaceError, TouchmapError, ValueError) as error:
            tell(Kind.REFUSED, str(error))
        else:
            if not quietly:
                tell(Kind.DONE, entry.label)
            return entry
        return None

    def undo(self) -> None:
        """Take back the person's latest edit."""
        self._again(self.stored.undo, say("common.nothing_to_undo"))

    def redo(self) -> None:
        """Repeat what was taken back last."""
        self._again(self.stored.redo, say("common.nothing_to_redo"))

    def _again(self, way: Callable[[str], Entry | None], nothing: str) -> None:
        if not self.may_edit:
            tell(Kind.REFUSED, say("common.may_not_edit"))
            return
        try:
            entry = way(self.person.name)
        except EditConflictError as error:
            tell(Kind.CONFLICT, say("common.conflict"), *str(error).splitlines())
        except TouchmapError as error:
            tell(Kind.REFUSED, str(error))
        else:
            tell(Kind.DONE, entry.label if entry else nothing)

    @property
    def params(self) -> dict[str, str]:
        """Parameters of the address that every link carries along."""
        return {name: st.query_params[name] for name in (PROJECT, SCENARIO) if name in st.query_params}

    # --- Results ----------------------------------------------------------------------------------------

    def latest_result(self, scenario_id: str) -> tuple[StoredResult, Result] | None:
        """The latest result of a scenario with what is known about it; none if it was never solved."""
        found = self.stored.results.latest(scenario_id)
        if found is None:
            return None
        return found, _read_result(self.stored, found.result_id)


@st.cache_resource
def _workspace(place: str) -> Workspace:
    return Workspace(place or None)


@st.cache_resource(max_entries=64)
def _stored(place: str, project_id: str) -> StoredProject:
    return _workspace(place).open(project_id)


@st.cache_resource(max_entries=64)
def _read_result(_stored: StoredProject, result_id: str) -> Result:
    return _stored.results.read(result_id)


def workspace() -> Workspace:
    """The workspace of this app."""
    return _workspace(os.environ.get("TOUCHMAP_WORKSPACE", ""))


def open_desk() -> Desk | None:
    """The project named in the address; none if there is none, or it is gone."""
    wanted = st.query_params.get(PROJECT)
    if not wanted:
        return None
    try:
        stored = _stored(os.environ.get("TOUCHMAP_WORKSPACE", ""), wanted)
        revision, project = stored.state()
    except (UnknownNameError, WorkspaceError):
        return None
    return Desk(stored, revision, project, me())


def desk() -> Desk:
    """The open project; without one, say how to open one, and draw no more of the page."""
    found = st.session_state.get("desk")
    if not isinstance(found, Desk):
        _teach_to_open()
        st.stop()
    return found


def _teach_to_open() -> None:
    wanted = st.query_params.get(PROJECT)
    with st.container(border=True, key="empty-state"):
        st.subheader(say("common.no_project"))
        st.write(say("common.project_gone", name=plain(wanted)) if wanted else say("common.no_project_how"))
        if st.button(say("common.to_start"), type="primary", icon=":material/home:"):
            st.switch_page(page_file(START))
