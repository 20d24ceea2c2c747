"""`StoredProject`: one project of a workspace – its state, its journal, its versions."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, tzinfo

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.project import Project
from touchmap.project.edits import Change, difference
from touchmap.store.database import WorkspaceError, reading, writing
from touchmap.store.editing import edit, taken_back
from touchmap.store.jobs import Jobs
from touchmap.store.journal import Entry, minutes
from touchmap.store.remarks import RemarkKind, Remarks
from touchmap.store.results import Results
from touchmap.store.schema import journal, projects, versions
from touchmap.store.states import state_at
from touchmap.store.times import now_text, text_of, time_of
from touchmap.store.words import one_line


@dataclass(frozen=True, slots=True)
class Version:
    """A named state."""

    name: str
    number: int
    author: str
    at: datetime


class StoredProject:
    """A project of a workspace. Several people may hold the same one at the same time."""

    def __init__(self, engine: sa.Engine, project_id: str) -> None:
        self.engine, self.project_id = engine, project_id
        self.results, self.jobs = Results(engine, project_id), Jobs(engine, project_id)
        self.remarks = Remarks(engine, project_id, self.project)
        self._known: tuple[int, Project] | None = None
        self._lock = threading.Lock()

    def remember(self, number: int, project: Project) -> None:
        """Keep a state at hand, so that only what is new must be read."""
        with self._lock:
            if self._known is None or self._known[0] <= number:
                self._known = (number, project)

    # --- State ----------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its name in the workspace."""
        with reading(self.engine) as connection:
            return str(self._row(connection).name)

    @property
    def revision(self) -> int:
        """Number of the latest edit."""
        with reading(self.engine) as connection:
            return int(self._row(connection).head)

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
            head = int(self._row(connection).head)
            number = head if at is None else self._number(connection, at, head)
            project = state_at(connection, self.project_id, number, self._known if at is None else None)
        if at is None:
            self.remember(number, project)
        return number, project

    # --- Edits ----------------------------------------------------------------------------------------

    def commit(self, change: Change, *, author: str, seen: int | None = None) -> Entry:
        """Apply an edit and write it into the journal; what others changed elsewhere stays.

        When this returns, the edit is on disk. An edit carries the values its author saw, so what
        somebody has changed and changed back since is no conflict.

        Parameters
        ----------
        seen
            Number of the state the author saw. With it, only edits since are named as the cause of a
            conflict, and an edit made on a state this workspace has never had is refused.

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
            If it cannot be written, or the project is in the bin.
        """
        author = one_line("author", author)
        with writing(self.engine) as connection:
            row = self._row(connection, lock=True)
            entry, after = edit(connection, row, change, author=author, known=self._known, seen=seen)
        self.remember(entry.number, after)
        return entry

    def undo(self, author: str) -> Entry | None:
        """Take back the author's latest edit that is not taken back yet; edits of others stay.

        None if there is none.

        Raises
        ------
        EditConflictError
            If somebody has built on what is to be taken back.
        """
        return self._again(author, back=True)

    def redo(self, author: str) -> Entry | None:
        """Repeat the edit the author took back last, unless the author has edited since."""
        return self._again(author, back=False)

    def _again(self, author: str, *, back: bool) -> Entry | None:
        author = one_line("author", author)
        with writing(self.engine) as connection:
            row = self._row(connection, lock=True)
            found = taken_back(connection, self.project_id, author, back=back)
            if found is None:
                return None
            number, change = found
            entry, after = edit(connection, row, change, author=author, known=self._known, undoes=number)
        self.remember(entry.number, after)
        return entry

    # --- Journal --------------------------------------------------------------------------------------

    def entries(self, since: datetime | None = None, *, after: int = 0) -> list[Entry]:
        """The journal, oldest first.

        Parameters
        ----------
        since
            Only edits from then on.
        after
            Only edits with a higher number.
        """
        columns = [journal.c[name] for name in ("number", "at", "author", "label", "hash", "undoes")]
        query = sa.select(*columns).where(journal.c.project_id == self.project_id, journal.c.number > after)
        if since is not None:
            query = query.where(journal.c.at >= text_of(since))
        with reading(self.engine) as connection:
            rows = connection.execute(query.order_by(journal.c.number))
            return [Entry(n, time_of(at), *rest) for n, at, *rest in rows]

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
            row = self._row(connection)
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
            head = int(self._row(connection, lock=True).head)
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
            rows = connection.execute(query.order_by(versions.c.number, versions.c.at))
            return [Version(row.name, row.number, row.author, time_of(row.at)) for row in rows]

    # --- Inside ---------------------------------------------------------------------------------------

    def _row(self, connection: sa.Connection, *, lock: bool = False) -> sa.Row[tuple[object, ...]]:
        query = sa.select(projects).where(projects.c.id == self.project_id)
        row = connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise WorkspaceError("the project is not in the workspace any more")
        return row

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
