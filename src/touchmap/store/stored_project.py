"""`StoredProject`: one project of a workspace – its state, its journal, its versions."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.project import Project
from touchmap.project.edits import Change, Conflict, StaleChangeError, difference
from touchmap.store.database import WorkspaceError, reading, writing
from touchmap.store.journal import EditConflictError, Entry, Told, cells_text
from touchmap.store.schema import journal, projects, versions
from touchmap.store.states import SNAPSHOT_EVERY, change_of, packed, save_snapshot, state_at
from touchmap.store.times import now_text, time_of


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
        with reading(self.engine) as connection:
            head = int(self._row(connection).head)
            number = head if at is None else self._number(connection, at, head)
            project = state_at(connection, self.project_id, number, self._known if at is None else None)
        if at is None:
            self.remember(number, project)
        return project

    # --- Edits ----------------------------------------------------------------------------------------

    def commit(self, change: Change, *, author: str, undoes: int | None = None) -> Entry:
        """Apply an edit and write it into the journal; what others changed elsewhere stays.

        When this returns, the edit is on disk.

        Raises
        ------
        EditConflictError
            If somebody has changed the same cells since; it says who and what. Nothing is written.
        InvalidProjectError
            If a value is not legal.
        ValueError
            If the edit changes nothing.
        """
        if change.is_empty:
            raise ValueError("`change` must change something")
        with writing(self.engine) as connection:
            head = int(self._row(connection, lock=True).head)
            before = state_at(connection, self.project_id, head, self._known)
            _ = before.row_sum  # carried along from here on, so that hashing an edit is quick
            try:
                after = change.apply(before)
            except StaleChangeError as stale:
                told = [Told(c, self._who_touched(connection, c)) for c in stale.conflicts]
                raise EditConflictError(change.label, told) from None
            entry = Entry(head + 1, time_of(now_text()), author, change.label, after.hash, undoes)
            self._write(connection, entry, change, after)
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
        entries = self.entries()
        done = _standing(entries, author)
        return None if not done else self._again(done[-1], author, back=True)

    def redo(self, author: str) -> Entry | None:
        """Repeat the edit the author took back last, unless the author has edited since."""
        entries = self.entries()
        undone = _taken_back(entries, author)
        return None if not undone else self._again(undone[-1], author, back=False)

    def _again(self, number: int, author: str, *, back: bool) -> Entry:
        with reading(self.engine) as connection:
            data = connection.execute(
                sa.select(journal.c.change).where(
                    journal.c.project_id == self.project_id, journal.c.number == number
                )
            ).scalar_one()
        change = change_of(data)
        what = change.label.removeprefix("Undo: ").removeprefix("Redo: ")
        label = f"{'Undo' if back else 'Redo'}: {what}"
        again = change.inverse().model_copy(update={"label": label})
        return self.commit(again, author=author, undoes=number)

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
        columns = [c for c in journal.c if c.name not in ("change", "cells", "project_id")]
        query = sa.select(*columns).where(journal.c.project_id == self.project_id, journal.c.number > after)
        if since is not None:
            query = query.where(journal.c.at >= since.isoformat(timespec="milliseconds"))
        with reading(self.engine) as connection:
            return [_entry(row) for row in connection.execute(query.order_by(journal.c.number))]

    def difference(self, a: int | str, b: int | str | None = None) -> Change:
        """What differs between two states, each a number or the name of a version; b = now if not given."""
        return difference(self.project(a), self.project(b))

    # --- Versions -------------------------------------------------------------------------------------

    def name_version(self, name: str, *, author: str, number: int | None = None) -> Version:
        """Give a state a name; the latest if no number is given.

        Raises
        ------
        ValueError
            If the name is empty or taken.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= 200:
            raise ValueError(f"`name` must have 1 to 200 characters, got {len(name)}")
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

    def _write(self, connection: sa.Connection, entry: Entry, change: Change, after: Project) -> None:
        at = entry.at.isoformat(timespec="milliseconds")
        connection.execute(
            journal.insert().values(
                project_id=self.project_id,
                number=entry.number,
                at=at,
                author=entry.author,
                label=entry.label,
                change=packed(change.model_dump_json()),
                cells=cells_text(change),
                hash=entry.hash,
                undoes=entry.undoes,
            )
        )
        head = {"head": entry.number, "head_at": at, "head_hash": entry.hash}
        connection.execute(projects.update().where(projects.c.id == self.project_id).values(**head))
        if entry.number % SNAPSHOT_EVERY == 0:
            save_snapshot(connection, self.project_id, entry.number, after)

    def _who_touched(self, connection: sa.Connection, conflict: Conflict) -> Entry | None:
        """The latest edit of the cell or row in conflict."""
        row_sign = f"{conflict.table}|{conflict.row}|"
        query = (
            sa.select(*[c for c in journal.c if c.name not in ("change", "project_id")])
            .where(
                journal.c.project_id == self.project_id, journal.c.cells.contains(row_sign, autoescape=True)
            )
            .order_by(journal.c.number.desc())
        )
        for row in connection.execute(query):
            cells = row.cells.split("\n")
            if not conflict.field or f"{row_sign}{conflict.field}" in cells or row_sign in cells:
                return _entry(row)
        return None


def _entry(row: sa.Row[tuple[object, ...]]) -> Entry:
    return Entry(row.number, time_of(row.at), row.author, row.label, row.hash, row.undoes)


def _standing(entries: Sequence[Entry], author: str) -> list[int]:
    """Numbers of an author's edits that can be taken back: own edits and repeats, not yet taken back."""
    stack, _ = _stacks(entries, author)
    return stack


def _taken_back(entries: Sequence[Entry], author: str) -> list[int]:
    """Numbers of an author's undoings that can be taken back, since the author's last new edit."""
    _, undone = _stacks(entries, author)
    return undone


def _stacks(entries: Sequence[Entry], author: str) -> tuple[list[int], list[int]]:
    """What the author can undo and what the author can redo, the latest last.

    An undo takes an edit from the first stack and puts itself on the second; a redo the other way round;
    a new edit empties the second.
    """
    done: list[int] = []
    undone: list[int] = []
    for entry in entries:
        if entry.author != author:
            continue
        if entry.undoes is None:
            done.append(entry.number)
            undone.clear()
        elif entry.undoes in done:
            done.remove(entry.undoes)
            undone.append(entry.number)
        elif entry.undoes in undone:
            undone.remove(entry.undoes)
            done.append(entry.number)
    return done, undone
