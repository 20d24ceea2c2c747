"""States of a project: the latest snapshot and the edits since."""

from __future__ import annotations

import json
import zlib
from typing import Any

import sqlalchemy as sa

from touchmap.project import Project
from touchmap.project.edits import Change
from touchmap.project.edits.change import replay
from touchmap.store.database import WorkspaceError
from touchmap.store.schema import journal, snapshots

SNAPSHOT_EVERY = 250
"""Edits after which the whole state is written again."""
MAX_STATE_BYTES = 500_000_000
"""Largest state that is unpacked."""


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
        raise WorkspaceError("an entry of the workspace is damaged; restore a backup") from error
    if stream.unconsumed_tail or not stream.eof:
        raise WorkspaceError("an entry of the workspace is damaged or too large; restore a backup")
    return text.decode()


def save_snapshot(connection: sa.Connection, project_id: str, number: int, project: Project) -> None:
    """Write a whole state."""
    data = packed(project.model_dump_json())
    connection.execute(snapshots.insert().values(project_id=project_id, number=number, data=data))


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
    start, project = _nearest(connection, project_id, number, known)
    rows = connection.execute(
        sa.select(journal.c.change)
        .where(journal.c.project_id == project_id, journal.c.number > start, journal.c.number <= number)
        .order_by(journal.c.number)
    )
    changes = [change_of(row.change) for row in rows]
    return replay(project, changes) if changes else project


def change_of(data: bytes) -> Change:
    """A change as it is kept."""
    return Change.model_validate_json(unpacked(data))


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
    data = connection.execute(
        sa.select(snapshots.c.data).where(snapshots.c.project_id == project_id, snapshots.c.number == found)
    ).scalar_one()
    values: dict[str, Any] = json.loads(unpacked(data))
    return found, Project.model_validate(values)
