"""Reading everything a workspace holds, to see whether every edit still gives what it gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from touchmap.errors import InvalidProjectError
from touchmap.project.edits import Draft, StaleChangeError
from touchmap.store.database import WorkspaceError, reading
from touchmap.store.modelling import model_mark
from touchmap.store.remarks import RemarkKind
from touchmap.store.schema import journal, projects, remarks, results, snapshots, versions
from touchmap.store.states import change_of, snapshot, unpacked


@dataclass(frozen=True, slots=True)
class Report:
    """What a check has read and what is wrong."""

    projects: int
    edits: int
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(engine: sa.Engine) -> Report:
    """Read everything; see `Workspace.check`."""
    with reading(engine) as connection:
        problems = list(_database(connection))
        rows = connection.execute(sa.select(projects).order_by(projects.c.name)).all()
        edits = 0
        for row in rows:
            edits += connection.execute(
                sa.select(sa.func.count()).where(journal.c.project_id == row.id)
            ).scalar_one()
            problems += [f"{row.name}: {problem}" for problem in _project(connection, row)]
    return Report(len(rows), edits, tuple(problems))


def _database(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield f"database: {said}"
    for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"database: a row of {table} belongs to no project"


def _project(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Iterator[str]:
    yield from _replay(connection, row)
    named = sa.select(versions.c.name, versions.c.number).where(versions.c.project_id == row.id)
    for name, number in connection.execute(named):
        if not 0 <= number <= row.head:
            yield f"version {name!r} names edit {number}, which is not there"
    for found in connection.execute(
        sa.select(results.c.id, results.c.data).where(results.c.project_id == row.id)
    ):
        try:
            unpacked(found.data)
        except WorkspaceError:
            yield f"result {found.id} is damaged"
    kinds = sa.select(remarks.c.id).where(
        remarks.c.project_id == row.id, remarks.c.kind.not_in([kind.value for kind in RemarkKind])
    )
    for (remark_id,) in connection.execute(kinds):
        yield f"remark {remark_id} is damaged"


def _replay(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Iterator[str]:
    """Apply every edit to the first state, and hold each state against what was recorded."""
    whole = set(
        connection.execute(sa.select(snapshots.c.number).where(snapshots.c.project_id == row.id)).scalars()
    )
    if 0 not in whole:
        yield "the first state is missing"
        return
    last = 0
    try:
        first = snapshot(connection, row.id, 0)
        _ = first.row_sum
        draft, said = Draft(first), first.hash
        query = sa.select(journal.c.number, journal.c.hash, journal.c.model, journal.c.change).where(
            journal.c.project_id == row.id
        )
        for number, recorded, model, data in connection.execute(query.order_by(journal.c.number)):
            if number != last + 1:
                yield f"after edit {last} comes edit {number}"
                return
            change_of(data).apply_to(draft)
            last, said = number, draft.project().hash
            if said != recorded and model == model_mark():
                yield f"edit {number} gives another state than the one recorded"
                return
            if number in whole and snapshot(connection, row.id, number).hash != said:
                yield f"the state written after edit {number} is another than its edits give"
    except (StaleChangeError, InvalidProjectError) as error:
        yield f"edit {last + 1} does not follow the one before it: {error}"
    except WorkspaceError as error:
        yield f"after edit {last}: {error}"
    else:
        if last != row.head:
            yield f"edits {last + 1} to {row.head} are missing"
        elif said != row.head_hash:
            yield "its state is not the one recorded"
