"""Writing an edit: applied to the latest state, held against what others did, put into the journal."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from touchmap.project import Project
from touchmap.project.edits import Change, Conflict, Draft, StaleChangeError, broken_references
from touchmap.store.database import WorkspaceError
from touchmap.store.journal import EditConflictError, Entry, Told, cells_text
from touchmap.store.modelling import model_mark
from touchmap.store.remarks import carry_remarks
from touchmap.store.schema import journal, projects
from touchmap.store.states import change_of, packed, state_at
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
    why: str = "",
    source: str = "",
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
    # Where somebody has put rows into the very same order, nothing is left to do; that is an edit, too.
    draft, done, told = tried(connection, row, change, known=known, seen=seen)
    if done is None or told:
        raise EditConflictError(change.label, told)
    after = draft.project()
    entry = Entry(row.head + 1, time_of(now_text()), author, kept(done.label), after.hash, undoes, kept(why))
    _write(connection, row.id, entry, done, source)
    return entry, after


def tried(
    connection: sa.Connection,
    row: Row,
    change: Change,
    *,
    known: tuple[int, Project] | None,
    seen: int | None,
) -> tuple[Draft, Change | None, list[Told]]:
    """The latest state with a change applied, what was done, and what it is to be refused for.

    A reference to nothing that nobody has caused was in the edit as its author made it; an unfinished
    project may hold such.
    """
    if seen is not None and not 0 <= seen <= row.head:
        raise WorkspaceError(
            f"you have seen edit {seen} of {row.name!r}, but its latest is {row.head}: the workspace was put "
            "back to an earlier state; open the project anew"
        )
    draft = Draft(_latest(connection, row, known))
    try:
        done = change.apply_to(draft)
    except StaleChangeError as stale:
        return draft, None, [Told(c, _cause(connection, row.id, c, seen)) for c in stale.conflicts]
    told = [Told(c, _cause(connection, row.id, c, seen)) for c in broken_references(draft, done)]
    return draft, done, [one for one in told if one.by is not None]


def taken_back(
    connection: sa.Connection, project_id: str, author: str, *, back: bool, number: int | None = None
) -> Entry | None:
    """The edit an author undoes or redoes next.

    Parameters
    ----------
    number
        Number of an edit of the author's to undo instead of the latest.

    Raises
    ------
    ValueError
        If there is no such edit, it is somebody else's, or is taken back already.
    """
    query = (
        sa.select(journal.c.number, journal.c.undoes)
        .where(journal.c.project_id == project_id, journal.c.author == author)
        .order_by(journal.c.number)
    )
    done, undone = stacks((row.number, row.undoes) for row in connection.execute(query))
    numbers = done if back else undone
    if number is not None and number not in numbers:
        raise ValueError(_why_not(connection, project_id, author, number))
    if not numbers:
        return None
    return entry_of(connection, project_id, numbers[-1] if number is None else number)


def reversal(connection: sa.Connection, project_id: str, entry: Entry, *, back: bool) -> Change:
    """The change that takes an edit back, or repeats what it took back."""
    data = connection.execute(
        sa.select(journal.c.change).where(
            journal.c.project_id == project_id, journal.c.number == entry.number
        )
    ).scalar_one()
    label = f"{'Undo' if back else 'Redo'}: {bare_label(entry.label)}"
    return change_of(data).inverse().model_copy(update={"label": label})


def bare_label(label: str) -> str:
    """What an edit does, without saying that it takes back or repeats it.

    >>> bare_label("Undo: Rename ‘A’ to ‘B’")
    'Rename ‘A’ to ‘B’'
    """
    return label.removeprefix("Undo: ").removeprefix("Redo: ")


def entry_of(connection: sa.Connection, project_id: str, number: int) -> Entry | None:
    """One entry of the journal."""
    query = entries_query(project_id).where(journal.c.number == number)
    return next((entry_from(row) for row in connection.execute(query)), None)


def entries_query(project_id: str) -> sa.Select[Any]:
    """Entries of a project's journal without the edits themselves."""
    columns = ("number", "at", "author", "label", "hash", "undoes", "why")
    return sa.select(*(journal.c[name] for name in columns)).where(journal.c.project_id == project_id)


def entry_from(row: sa.Row[Any]) -> Entry:
    """An entry from a row of `entries_query`."""
    at = time_of(row.at)
    return Entry(row.number, at, row.author, row.label, row.hash, row.undoes, row.why or "")


def _why_not(connection: sa.Connection, project_id: str, author: str, number: int) -> str:
    entry = entry_of(connection, project_id, number)
    if entry is None:
        return f"`number` must be that of an edit, got {number}"
    if entry.author != author:
        return f"`number` must be that of your own edit, got {number}, which is by {entry.author}"
    return f"`number` must be that of an edit that stands, got {number}, which is taken back already"


def recorded_hash(connection: sa.Connection, project_id: str, number: int) -> str:
    """Hash recorded with an edit; empty if there is no such edit."""
    query = sa.select(journal.c.hash).where(journal.c.project_id == project_id, journal.c.number == number)
    return str(connection.execute(query).scalar() or "")


def _latest(connection: sa.Connection, row: Row, known: tuple[int, Project] | None) -> Project:
    """The latest state, ready to be edited."""
    project = state_at(connection, row.id, row.head, known)
    if known is not None and project.hash != row.head_hash and row.model == model_mark():
        # What was at hand belongs to another history: the database was put back or exchanged.
        project = state_at(connection, row.id, row.head)
    _ = project.row_sum  # carried along from here on, so that hashing an edit is quick
    return project


def _write(connection: sa.Connection, project_id: str, entry: Entry, change: Change, source: str) -> None:
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
            why=entry.why or None,
            source=source or None,
            model=model_mark(),
        )
    )
    head = {"head": entry.number, "head_at": at, "head_hash": entry.hash, "model": model_mark()}
    connection.execute(projects.update().where(projects.c.id == project_id).values(**head))
    carry_remarks(connection, project_id, change, entry.number, entry.undoes)


def _cause(connection: sa.Connection, project_id: str, conflict: Conflict, seen: int | None) -> Entry | None:
    """The latest edit of the cell or row in conflict, since the author looked."""
    table, row, field = conflict.table, conflict.row, conflict.field
    if conflict.target is not None and conflict.seen is None:  # the row it refers to is what somebody took
        (table, row), field = conflict.target, ""
    sign = kept(f"{table}|{row}|")
    wanted = {sign, f"{sign}{field}"}
    query = (
        entries_query(project_id)
        .add_columns(journal.c.cells)
        .where(
            journal.c.number > (seen or 0),
            journal.c.cells.contains(sign, autoescape=True),
        )
        .order_by(journal.c.number.desc())
    )
    for found in connection.execute(query):
        lines = found.cells.split("\n")
        if wanted & set(lines) or (not field and any(line.startswith(sign) for line in lines)):
            return entry_from(found)
    return None
