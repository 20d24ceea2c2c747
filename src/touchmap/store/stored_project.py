"""`StoredProject`: one project of a workspace – its state, its journal, its versions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import cast

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.project import Project
from touchmap.project.edits import Change, difference
from touchmap.store.access import Access, Members, Role
from touchmap.store.database import reading, writing
from touchmap.store.editing import (
    bare_label,
    edit,
    entries_query,
    entry_from,
    recorded_hash,
    reversal,
    taken_back,
    tried,
)
from touchmap.store.jobs import Jobs
from touchmap.store.journal import Entry, Told, minutes
from touchmap.store.remarks import RemarkKind, Remarks
from touchmap.store.results import Results
from touchmap.store.schema import journal, versions
from touchmap.store.states import change_of, keep_snapshot, state_at
from touchmap.store.times import now_text, text_of, time_of
from touchmap.store.undoing import is_taken_back
from touchmap.store.words import as_source, one_line


@dataclass(frozen=True, slots=True)
class Version:
    """A named state."""

    name: str
    number: int
    author: str
    at: datetime


@dataclass(slots=True)
class AtHand:
    """The state read or written last, so that only what is new must be read."""

    state: tuple[int, Project] | None = None
    recorded: str = ""
    """Hash the workspace has recorded for it."""

    def put(self, number: int, project: Project, recorded: str) -> None:
        """Keep a state."""
        self.state, self.recorded = (number, project), recorded


class StoredProject:
    """A project of a workspace. Several people may hold the same one at the same time."""

    def __init__(self, access: Access, at_hand: AtHand | None = None) -> None:
        self.access, self.engine, self.project_id = access, access.engine, access.project_id
        self.results, self.jobs, self.members = Results(access), Jobs(access), Members(access)
        self.remarks = Remarks(access, self.project)
        self._at_hand = at_hand or AtHand()

    # --- State ----------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its name in the workspace."""
        with reading(self.engine) as connection:
            return str(self.access.row(connection).name)

    @property
    def role(self) -> Role:
        """What the user may do with it."""
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            return cast("Role", self.access.role(connection))

    @property
    def revision(self) -> int:
        """Number of the latest edit, by one query, so that it can be asked for every second."""
        with reading(self.engine) as connection:
            return self.access.head(connection)

    def project(self, at: int | str | None = None) -> Project:
        """The project as it is now, or as it was.

        Parameters
        ----------
        at
            Number of an edit, or name of a version; none = now.
        """
        return self.state(at)[1]

    def state(self, at: int | str | None = None) -> tuple[int, Project]:
        """The number of a state and the project in it; see `project`."""
        with reading(self.engine) as connection:
            row = self.access.row(connection)
            if at is not None:
                number = self._number(connection, at, row.head)
                return number, state_at(connection, self.project_id, number)
            known = self._of_this_history(connection, row)
            project = state_at(connection, self.project_id, row.head, known)
        self._at_hand.put(row.head, project, row.head_hash)
        if known is None:
            keep_snapshot(self.engine, self.project_id, row.head, project)
        return row.head, project

    # --- Edits ----------------------------------------------------------------------------------------

    def commit(
        self, change: Change, *, author: str, seen: int | None = None, why: str = "", source: str = ""
    ) -> Entry:
        """Apply an edit and write it into the journal; what others changed elsewhere stays.

        When this returns, the edit is on disk. An edit carries the values its author saw, so what
        somebody has changed and changed back since is no conflict.

        Parameters
        ----------
        seen
            Number of the state the author saw. With it, only edits since are named as the cause of a
            conflict, and an edit made on a state this workspace has never had is refused.
        why
            Reason for it, which stands in the minutes.
        source
            State the spreadsheet it is taken from says it was written from; `taken_over` finds it again.

        Raises
        ------
        EditConflictError
            If somebody has changed the same cells since, or what the edit needs; it says who and what.
            Nothing is written.
        InvalidProjectError
            If a value is not legal.
        ValueError
            If the edit changes nothing.
        WorkspaceError
            If it cannot be written, or the project is in the bin; AccessError if the user may not edit.
        """
        author, why = one_line("author", author), " ".join(why.split())
        with writing(self.engine) as connection:
            row = self.access.row(connection, Role.EDITOR, lock=True)
            entry, after = edit(
                connection,
                row,
                change,
                author=author,
                known=self._at_hand.state,
                seen=seen,
                why=why,
                source=as_source(source),
            )
        self._at_hand.put(entry.number, after, entry.hash)
        return entry

    def conflicts(self, change: Change, seen: int | None = None) -> list[Told]:
        """What an edit would be refused for if it were committed now; nothing is written."""
        with reading(self.engine) as connection:
            row = self.access.row(connection)
            return tried(connection, row, change, known=self._at_hand.state, seen=seen)[2]

    def undo(self, author: str, number: int | None = None, *, why: str = "") -> Entry | None:
        """Take back the author's latest edit that is not taken back yet; edits of others stay.

        None if there is none.

        Parameters
        ----------
        number
            Number of an earlier edit of the author's to take back instead, such as where somebody has
            built on the latest.
        why
            Reason for it, which stands in the minutes.

        Raises
        ------
        EditConflictError
            If somebody has built on what is to be taken back.
        ValueError
            If there is no edit of the author's with that number that still stands.
        """
        return self._again(author, back=True, number=number, why=why)

    def undo_next(self, author: str) -> Entry | None:
        """The edit `undo` would take back, such as for the words on a button; none if there is none."""
        return self._next(author, back=True)

    def redo_next(self, author: str) -> Entry | None:
        """The edit `redo` would repeat; none if there is none."""
        return self._next(author, back=False)

    def redo(self, author: str, *, why: str = "") -> Entry | None:
        """Repeat the edit the author took back last, unless the author has edited since."""
        return self._again(author, back=False, why=why)

    def _again(self, author: str, *, back: bool, why: str, number: int | None = None) -> Entry | None:
        author = one_line("author", author)
        with writing(self.engine) as connection:
            row = self.access.row(connection, Role.EDITOR, lock=True)
            found = taken_back(connection, self.project_id, author, back=back, number=number)
            if found is None:
                return None
            change = reversal(connection, self.project_id, found, back=back)
            entry, after = edit(
                connection,
                row,
                change,
                author=author,
                known=self._at_hand.state,
                undoes=found.number,
                why=" ".join(why.split()),
            )
        self._at_hand.put(entry.number, after, entry.hash)
        return entry

    def _next(self, author: str, *, back: bool) -> Entry | None:
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            found = taken_back(connection, self.project_id, one_line("author", author), back=back)
        return None if found is None else replace(found, label=bare_label(found.label))

    def origin(self, number: int) -> str:
        """Text that says which state a file is written from; each file has its own.

        Parameters
        ----------
        number
            Number of the edit.
        """
        return ":".join((self.project_id, str(number), self._recorded(number)[:16], secrets.token_hex(4)))

    def number_of(self, origin: str) -> int | None:
        """Number of the state a file says it is from; none if it is of no state this project has had.

        Parameters
        ----------
        origin
            What `origin` gave when the file was written.
        """
        project_id, number, recorded, *_ = [*origin.split(":"), "", ""]
        if project_id != self.project_id or not (number.isdecimal() and len(number) < 10):
            return None
        if int(number) > self.revision:
            return None
        return int(number) if self._recorded(int(number)).startswith(recorded) else None

    def _recorded(self, number: int) -> str:
        """Hash recorded with an edit; there is none of the first state."""
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            return recorded_hash(connection, self.project_id, number)

    def _of_this_history(
        self, connection: sa.Connection, row: sa.Row[tuple[object, ...]]
    ) -> tuple[int, Project] | None:
        """The state at hand, unless the database was put back or exchanged since it was read."""
        state, recorded = self._at_hand.state, self._at_hand.recorded
        if state is None or state[0] > row.head:
            return None
        there = row.head_hash
        if state[0] < row.head:  # of the first state none is recorded, and there is only one
            there = recorded_hash(connection, self.project_id, state[0]) or recorded
        return state if there == recorded else None

    def taken_over(self, source: str) -> list[tuple[Entry, Change]]:
        """Edits that took over a spreadsheet, and what they did, oldest first.

        Those that are taken back do not count.

        Parameters
        ----------
        source
            What was given to `commit`.
        """
        if not source:
            return []
        undone = sa.select(journal.c.undoes, journal.c.number).where(
            journal.c.project_id == self.project_id, journal.c.undoes.is_not(None)
        )
        query = entries_query(self.project_id).add_columns(journal.c.change)
        query = query.where(journal.c.source == as_source(source)).order_by(journal.c.number)
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            taken_by = {row.undoes: row.number for row in connection.execute(undone)}
            return [
                (entry_from(row), change_of(row.change))
                for row in connection.execute(query)
                if not is_taken_back(row.number, taken_by)
            ]

    # --- Journal --------------------------------------------------------------------------------------

    def entries(
        self,
        since: datetime | None = None,
        *,
        after: int = 0,
        before: int | None = None,
        latest: int | None = None,
    ) -> list[Entry]:
        """The journal, oldest first.

        Parameters
        ----------
        since
            Only edits from then on.
        after
            Only edits with a higher number.
        before
            Only edits with a lower number.
        latest
            Only so many of them, the latest.
        """
        query = entries_query(self.project_id).where(journal.c.number > after)
        if since is not None:
            query = query.where(journal.c.at >= text_of(since))
        if before is not None:
            query = query.where(journal.c.number < before)
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            rows = connection.execute(query.order_by(journal.c.number.desc()).limit(latest))
            return [entry_from(row) for row in rows][::-1]

    def difference(self, a: int | str, b: int | str | None = None) -> Change:
        """What differs between two states, each a number or the name of a version; b = now if not given."""
        return difference(self.project(a), self.project(b))

    def minutes(self, since: datetime | None = None, zone: tzinfo | None = None) -> str:
        """Edits and decisions as minutes in Markdown.

        Parameters
        ----------
        since
            Only what happened from then on.
        zone
            Zone of the times; none = that of this machine.
        """
        taken = [
            (remark.at, remark.author, f"{remark.text} ({remark.place})" if remark.place else remark.text)
            for remark in self.remarks.all(RemarkKind.DECISION)
            if since is None or text_of(remark.at) >= text_of(since)
        ]
        with reading(self.engine) as connection:
            row = self.access.row(connection)
        start = Entry(0, time_of(row.created_at), row.created_by, "Bring the project into the workspace", "")
        told = [start] if since is None or row.created_at >= text_of(since) else []
        return minutes(row.name, [*told, *self.entries(since)], taken, zone)

    # --- Versions -------------------------------------------------------------------------------------

    def name_version(self, name: str, *, author: str, number: int | None = None) -> Version:
        """Give a state a name; the latest if no number is given.

        Raises
        ------
        ValueError
            If the name is empty, taken, or only digits, which would be the number of an edit.
        """
        name, author = one_line("name", name), one_line("author", author)
        if name.isdecimal():
            raise ValueError(f"`name` must not be a number, got {name!r}: numbers are those of edits")
        with writing(self.engine) as connection:
            head = self.access.row(connection, Role.EDITOR, lock=True).head
            chosen = head if number is None else self._number(connection, number, head)
            taken = sa.select(versions.c.name).where(versions.c.project_id == self.project_id)
            if any(row.name.casefold() == name.casefold() for row in connection.execute(taken)):
                raise ValueError(f"`name` must be new, there is a version {name!r} already")
            at = now_text()
            connection.execute(
                versions.insert().values(
                    project_id=self.project_id, name=name, number=chosen, author=author, at=at
                )
            )
        return Version(name, chosen, author, time_of(at))

    def versions(self) -> list[Version]:
        """Named states, oldest first."""
        query = sa.select(versions).where(versions.c.project_id == self.project_id)
        with reading(self.engine) as connection:
            self.access.require(connection, Role.VIEWER)
            rows = connection.execute(query.order_by(versions.c.number, versions.c.at))
            return [Version(row.name, row.number, row.author, time_of(row.at)) for row in rows]

    # --- Inside ---------------------------------------------------------------------------------------

    def _number(self, connection: sa.Connection, at: int | str, head: int) -> int:
        if isinstance(at, int):
            if not 0 <= at <= head:
                raise UnknownNameError(f"there is no edit number {at}; the latest is {head}")
            return at
        rows = connection.execute(
            sa.select(versions.c.name, versions.c.number).where(versions.c.project_id == self.project_id)
        ).all()
        for row in rows:
            if row.name.casefold() == at.strip().casefold():
                return int(row.number)
        known = ", ".join(row.name for row in rows) or "none"
        raise UnknownNameError(f"there is no version {at!r}; there are: {known}")
