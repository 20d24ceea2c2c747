"""States of a project: the latest snapshot and the edits since."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa
from pydantic import ValidationError

from touchmap.errors import InvalidProjectError
from touchmap.project import Project
from touchmap.project.edits import Change, StaleChangeError
from touchmap.project.edits.change import replay
from touchmap.project.stating import note_unstated, unstated_text
from touchmap.store.database import WorkspaceError, reading, writing
from touchmap.store.schema import journal, snapshots

SNAPSHOT_EVERY = 250
"""Edits after which whoever opens a project writes its whole state again; no edit waits for that."""
MAX_STATE_BYTES = 500_000_000
"""Largest state that is unpacked."""
_REMEDY = "see touchmap workspace check, and restore a backup"


@contextmanager
def without_collecting() -> Iterator[None]:
    """Do not look for garbage while many rows are made; that takes as long as making them."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def packed(text: str) -> bytes:
    """Text as it is kept in the database."""
    return zlib.compress(text.encode(), level=1)


def unpacked(data: bytes) -> str:
    """Text that `packed` made.

    Raises
    ------
    WorkspaceError
        If it is damaged or larger than is sensible.
    """
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data, MAX_STATE_BYTES)
    except zlib.error as error:
        raise WorkspaceError(f"an entry of the workspace is damaged; {_REMEDY}") from error
    if stream.unconsumed_tail or not stream.eof:
        raise WorkspaceError(f"an entry of the workspace is damaged or too large; {_REMEDY}")
    return text.decode()


def save_snapshot(connection: sa.Connection, project_id: str, number: int, project: Project) -> None:
    """Write a whole state."""
    connection.execute(snapshots.insert().values(project_id=project_id, number=number, **_whole(project)))


def _whole(project: Project) -> dict[str, bytes]:
    return {"data": packed(project.model_dump_json()), "unstated": packed(unstated_text(project))}


def keep_snapshot(engine: sa.Engine, project_id: str, number: int, project: Project) -> None:
    """Write a whole state if many edits were made since the last one; it only makes opening quicker."""
    last = sa.select(sa.func.max(snapshots.c.number)).where(snapshots.c.project_id == project_id)
    with reading(engine) as connection:
        if number - (connection.execute(last).scalar() or 0) < SNAPSHOT_EVERY:
            return
    whole = _whole(project)
    with suppress(WorkspaceError), writing(engine) as connection:
        if (connection.execute(last).scalar() or 0) < number:
            connection.execute(snapshots.insert().values(project_id=project_id, number=number, **whole))


def state_at(
    connection: sa.Connection, project_id: str, number: int, known: tuple[int, Project] | None = None
) -> Project:
    """The project after an edit.

    Parameters
    ----------
    number
        Number of the edit; 0 = as it came into the workspace.
    known
        A state at hand; the edits since it are applied to it where that is shorter.
    """
    if known is not None and known[0] == number:
        return known[1]
    start, project = _nearest(connection, project_id, number, known)
    rows = connection.execute(
        sa.select(journal.c.change)
        .where(journal.c.project_id == project_id, journal.c.number > start, journal.c.number <= number)
        .order_by(journal.c.number)
    )
    changes = [change_of(row.change) for row in rows]
    try:
        return replay(project, changes) if changes else project
    except (StaleChangeError, InvalidProjectError) as error:
        raise WorkspaceError(f"the edits {start + 1} to {number} do not follow; {_REMEDY}") from error


def change_of(data: bytes) -> Change:
    """A change as it is kept."""
    try:
        return Change.model_validate_json(unpacked(data))
    except ValidationError as error:
        raise WorkspaceError(f"an edit is damaged, or of a later touchmap; {_REMEDY}") from error


def _nearest(
    connection: sa.Connection, project_id: str, number: int, known: tuple[int, Project] | None
) -> tuple[int, Project]:
    found = connection.execute(
        sa.select(snapshots.c.number)
        .where(snapshots.c.project_id == project_id, snapshots.c.number <= number)
        .order_by(snapshots.c.number.desc())
        .limit(1)
    ).scalar()
    if known is not None and known[0] <= number and (found is None or known[0] >= found):
        return known
    if found is None:
        raise WorkspaceError("the workspace holds no state of this project; restore a backup")
    return found, snapshot(connection, project_id, found)


def snapshot(connection: sa.Connection, project_id: str, number: int) -> Project:
    """A whole state that was written.

    Raises
    ------
    WorkspaceError
        If it is damaged.
    """
    row = connection.execute(
        sa.select(snapshots).where(snapshots.c.project_id == project_id, snapshots.c.number == number)
    ).one()
    try:
        with without_collecting():
            project = Project.model_validate_json(unpacked(row.data))
            if row.unstated is not None:
                note_unstated(project, unpacked(row.unstated))
    except ValueError as error:
        raise WorkspaceError(f"state {number} is damaged, or of a later touchmap; {_REMEDY}") from error
    return project
