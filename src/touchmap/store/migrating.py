"""Bringing the database of a workspace to today's tables, from any earlier ones."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from touchmap.store.database import WorkspaceError, explained, writing

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: sa.Engine) -> None:
    """Bring the tables up to date; nothing happens if they are.

    Raises
    ------
    WorkspaceError
        If the workspace was made by a later touchmap.
    """
    settings = _settings()
    scripts = ScriptDirectory.from_config(settings)
    with explained(engine), engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == scripts.get_current_head():
        return
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise WorkspaceError(f"the workspace was made by a later touchmap (tables {found}); update touchmap")
    with writing(engine) as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return settings
