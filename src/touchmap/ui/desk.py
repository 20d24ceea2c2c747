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
from touchmap.store import (
    AccessError,
    EditConflictError,
    Entry,
    Role,
    StoredProject,
    StoredResult,
    Told,
    Workspace,
    WorkspaceError,
)
from touchmap.ui.notices import Kind, tell
from touchmap.ui.people import Person, me
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import START, page_file

PROJECT = "project"
"""Parameter of the address that names the project."""
SCENARIO = "scenario"
"""Parameter of the address that names the scenario."""
TAKEN_BACK = "taken-back"
"""Number of the latest edit of this session that took something back or repeated it."""


@dataclass(frozen=True)
class Fitted:
    """What became of an edit that was made while others edit."""

    entry: Entry | None
    """What stands in the journal now; none if nothing is left."""
    done: Change | None
    """The part that went through, perhaps empty; none if it could not be written at all."""
    told: tuple[Told, ...] = ()
    """What somebody else has changed meanwhile."""


@dataclass(frozen=True)
class Desk:
    """The open project as this drawing of the page sees it; it does not change while the page is drawn."""

    stored: StoredProject
    revision: int
    project: Project
    person: Person
    may_edit: bool = True
    role: Role = Role.OWNER
    """What the person may do with it."""

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

    def commit_what_fits(self, change: Change, *, seen: tuple[int, Project]) -> Fitted:
        """Apply an edit but for what somebody else has changed since; nothing is overwritten.

        Parameters
        ----------
        seen
            The state the person saw: the number of its latest edit, and the project.

        Returns
        -------
        Fitted
            What went through, and what did not and why; the latter becomes a message, too.
        """
        if not self.may_edit:
            tell(Kind.REFUSED, say("common.may_not_edit"))
            return Fitted(None, None)
        told: list[Told] = []
        rest = change
        try:
            while not rest.is_empty:
                try:
                    entry = self.stored.commit(rest, author=self.person.name, seen=seen[0])
                except EditConflictError as error:
                    fewer = rest.without([t.conflict for t in error.told], seen[1])
                    told += error.told
                    rest = fewer if len(fewer.steps) < len(rest.steps) else Change(label=rest.label)
                else:
                    return self._fitted(Fitted(entry, rest, tuple(told)))
        except (TouchmapError, ValueError) as error:
            tell(Kind.REFUSED, str(error))
            return Fitted(None, None)
        return self._fitted(Fitted(None, rest, tuple(told)))

    def _fitted(self, found: Fitted) -> Fitted:
        if found.told:
            tell(Kind.CONFLICT, say("common.conflict"), *map(str, found.told))
        return found

    def undo(self, number: int | None = None) -> None:
        """Take back the person's latest edit, or the one with a number."""
        self._again(lambda author: self.stored.undo(author, number), say("common.nothing_to_undo"))

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
            if entry:
                st.session_state[TAKEN_BACK] = entry.number
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
        return found, _read_result(self.stored.project_id, found.result_id, self.stored)


@st.cache_resource
def _workspace(place: str) -> Workspace:
    return Workspace(place or None)


@st.cache_resource(max_entries=64)
def _read_result(project_id: str, result_id: str, _stored: StoredProject) -> Result:  # noqa: ARG001 - the key
    return _stored.results.read(result_id)


def workspace(person: Person | None = None) -> Workspace:
    """The workspace of this app, as the person of this session sees it.

    Raises
    ------
    AccessError
        If nobody has logged in where they have to.
    """
    who = person or me()
    if who is None:
        raise AccessError("nobody has logged in")
    return _workspace(os.environ.get("TOUCHMAP_WORKSPACE", "")).for_user(who.email)


def open_desk() -> Desk | None:
    """The project named in the address; none if it is gone, or not shared with the person."""
    wanted, person = st.query_params.get(PROJECT), me()
    if not wanted or person is None:
        return None
    try:
        stored = workspace(person).open(wanted)
        revision, project = stored.state()
        role = stored.role
    except (UnknownNameError, WorkspaceError):
        return None
    return Desk(stored, revision, project, person, may_edit=role.allows(Role.EDITOR), role=role)


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
