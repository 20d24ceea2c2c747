"""Writing an edit: applied to the latest state, held against what others did, put into the journal."""

from __future__ import annotations

import sqlalchemy as sa

from touchmap.project import Project
from touchmap.project.edits import Change, Conflict, Draft, StaleChangeError, broken_references
from touchmap.store.database import WorkspaceError
from touchmap.store.journal import EditConflictError, Entry, Told, cells_text
from touchmap.store.remarks import carry_remarks
from touchmap.store.schema import journal, projects
from touchmap.store.states import SNAPSHOT_EVERY, change_of, packed, save_snapshot, state_at
from touchmap.store.times import now_text, text_of, time_of
from touchmap.store.undoing import stacks
from touchmap.store.words import kept

Row = sa.Row[tuple[object, ...]]


def edit(
    connection: sa.Connection,
    row: Row,
    change: Change,
    *,
    author: str,
    known: tuple[int, Project] | None,
    undoes: int | None = None,
    seen: int | None = None,
) -> tuple[Entry, Project]:
    """Apply an edit to the latest state and write it; see `StoredProject.commit`.

    Parameters
    ----------
    row
        The project's row of the table of projects, locked.
    known
        A state at hand.
    """
    if change.is_empty and undoes is None:
        raise ValueError("`change` must change something")
    if row.deleted_at is not None:
        raise WorkspaceError(f"{row.name!r} is in the bin; take it out before you edit it")
    if seen is not None and not 0 <= seen <= row.head:
        raise WorkspaceError(
            f"you have seen edit {seen} of {row.name!r}, but its latest is {row.head}: the workspace was put "
            "back to an earlier state; open the project anew"
        )
    draft = Draft(_latest(connection, row, known))
    try:
        done = change.apply_to(draft)
    except StaleChangeError as stale:
        told = [Told(c, _cause(connection, row.id, c, seen)) for c in stale.conflicts]
        raise EditConflictError(change.label, told) from None
    # Where somebody has put rows into the very same order, nothing is left to do; that is an edit, too.
    _refuse_broken(connection, row.id, draft, done, seen)
    after = draft.project()
    entry = Entry(row.head + 1, time_of(now_text()), author, kept(done.label), after.hash, undoes)
    _write(connection, row.id, entry, done, after)
    return entry, after


def taken_back(
    connection: sa.Connection, project_id: str, author: str, *, back: bool
) -> tuple[int, Change] | None:
    """The edit an author undoes or redoes next: its number, and the change that does it."""
    query = (
        sa.select(journal.c.number, journal.c.undoes)
        .where(journal.c.project_id == project_id, journal.c.author == author)
        .order_by(journal.c.number)
    )
    done, undone = stacks((row.number, row.undoes) for row in connection.execute(query))
    numbers = done if back else undone
    if not numbers:
        return None
    data = connection.execute(
        sa.select(journal.c.change).where(journal.c.project_id == project_id, journal.c.number == numbers[-1])
    ).scalar_one()
    change = change_of(data)
    what = change.label.removeprefix("Undo: ").removeprefix("Redo: ")
    label = f"{'Undo' if back else 'Redo'}: {what}"
    return numbers[-1], change.inverse().model_copy(update={"label": label})


def _latest(connection: sa.Connection, row: Row, known: tuple[int, Project] | None) -> Project:
    project = state_at(connection, row.id, row.head, known)
    if known is not None and project.hash != row.head_hash:
        # What was at hand belongs to another history: the database was put back or exchanged.
        project = state_at(connection, row.id, row.head)
    _ = project.row_sum  # carried along from here on, so that hashing an edit is quick
    return project


def _refuse_broken(
    connection: sa.Connection, project_id: str, draft: Draft, done: Change, seen: int | None
) -> None:
    """Refuse an edit that does not go together with what somebody else has done.

    A reference to nothing that nobody has caused was in the edit as its author made it; an unfinished
    project may hold such.

    Raises
    ------
    EditConflictError
        If it removes what others refer to by now, or refers to what others have removed.
    """
    told = [Told(c, _cause(connection, project_id, c, seen)) for c in broken_references(draft, done)]
    caused = [one for one in told if one.by is not None]
    if caused:
        raise EditConflictError(done.label, caused)


def _write(connection: sa.Connection, project_id: str, entry: Entry, change: Change, after: Project) -> None:
    at = text_of(entry.at)
    connection.execute(
        journal.insert().values(
            project_id=project_id,
            number=entry.number,
            at=at,
            author=entry.author,
            undoes=entry.undoes,
            hash=entry.hash,
            label=entry.label,
            change=packed(change.model_dump_json()),
            cells=cells_text(change),
        )
    )
    head = {"head": entry.number, "head_at": at, "head_hash": entry.hash}
    connection.execute(projects.update().where(projects.c.id == project_id).values(**head))
    carry_remarks(connection, project_id, change)
    if entry.number % SNAPSHOT_EVERY == 0:
        save_snapshot(connection, project_id, entry.number, after)


def _cause(connection: sa.Connection, project_id: str, conflict: Conflict, seen: int | None) -> Entry | None:
    """The latest edit of the cell or row in conflict, since the author looked."""
    sign = kept(f"{conflict.table}|{conflict.row}|")
    wanted = {sign, f"{sign}{conflict.field}"}
    columns = [journal.c[name] for name in ("number", "at", "author", "label", "hash", "undoes", "cells")]
    query = (
        sa.select(*columns)
        .where(
            journal.c.project_id == project_id,
            journal.c.number > (seen or 0),
            journal.c.cells.contains(sign, autoescape=True),
        )
        .order_by(journal.c.number.desc())
    )
    for number, at, author, label, hash_, undoes, cells in connection.execute(query):
        lines = cells.split("\n")
        if wanted & set(lines) or (not conflict.field and any(line.startswith(sign) for line in lines)):
            return Entry(number, time_of(at), author, label, hash_, undoes)
    return None
