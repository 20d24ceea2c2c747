"""By which fields a hash was worked out, so that a later touchmap does not take a state for damaged."""

from __future__ import annotations

import hashlib
from functools import cache

import sqlalchemy as sa

from touchmap.project import SCHEMA_VERSION, TABLES, Settings
from touchmap.store.database import WorkspaceError, alone, reading, writing
from touchmap.store.schema import projects
from touchmap.store.states import state_at


@cache
def model_mark() -> str:
    """Digest of every field of a project and its default.

    What has its default does not count in the hash of a project, so another default gives another hash.

    >>> len(model_mark())
    16
    """
    tables = [(name, TABLES[name]) for name in sorted(TABLES)] + [("settings", Settings)]
    said = [str(SCHEMA_VERSION)]
    for name, entity in tables:
        said += [f"{name}.{field}={info.default!r}" for field, info in sorted(entity.model_fields.items())]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def hash_anew(engine: sa.Engine) -> None:
    """Give every project the hash its latest state has by the fields of today.

    The hashes of earlier edits stay as they were written.
    """
    others = sa.select(projects.c.id, projects.c.head).where(
        projects.c.model.is_(None) | (projects.c.model != model_mark())
    )
    with reading(engine) as connection:
        if connection.execute(others.limit(1)).first() is None:
            return
    with writing(engine) as connection:
        alone(connection)
        for row in connection.execute(others).all():
            try:
                found = state_at(connection, row.id, row.head).hash
            except WorkspaceError:
                continue  # it is damaged, as whoever opens it is told
            here = projects.update().where(projects.c.id == row.id)
            connection.execute(here.values(head_hash=found, model=model_mark()))
