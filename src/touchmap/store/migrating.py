"""Bringing the database of a workspace to today's tables, from any earlier ones."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from touchmap.store.database import WorkspaceError, alone, explained, place_of, writing
from touchmap.store.schema import VERSION_TABLE, metadata

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: sa.Engine, to: str = "head") -> None:
    """Bring the tables up to date; nothing happens if they are.

    Parameters
    ----------
    to
        Number of earlier tables to make instead, in an empty database.

    Raises
    ------
    WorkspaceError
        If the workspace was made by a later touchmap, or the database holds something else.
    """
    settings = _settings()
    scripts = ScriptDirectory.from_config(settings)
    with explained(engine), engine.connect() as connection:
        found = revision_of(connection)
    if found is not None and found == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    for revision in (found, None if to == "head" else to):
        if revision is not None and revision not in known:
            raise WorkspaceError(
                f"{place_of(engine)} was made by a later touchmap (tables {revision}); update touchmap"
            )
    with writing(engine) as connection:
        alone(connection)
        if revision_of(connection) is None:
            _refuse_others(engine, connection)
        settings.attributes["connection"] = connection
        command.upgrade(settings, to)


def revision_of(connection: sa.Connection) -> str | None:
    """Number of the tables of a database; none if it has none."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _refuse_others(engine: sa.Engine, connection: sa.Connection) -> None:
    """Leave alone a database that holds something else.

    Raises
    ------
    WorkspaceError
        If a file holds any table, or PostgreSQL tables of the same names.
    """
    there = set(sa.inspect(connection).get_table_names())
    if (engine.dialect.name == "sqlite" and there) or there & metadata.tables.keys():
        raise WorkspaceError(f"{place_of(engine)} is a database of something else; choose another place")


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return settings
