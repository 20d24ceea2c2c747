"""Workspaces of every earlier touchmap open with this one, and the migrations give the declared tables."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from tests.store.filled import EDITS
from touchmap.plan import Result, SolveStatus
from touchmap.project.edits import set_setting
from touchmap.store import Workspace
from touchmap.store.migrating import FOLDER
from touchmap.store.schema import VERSION_TABLE, metadata

KEPT = Path(__file__).resolve().parents[1] / "data" / "workspaces"


def test_the_migrations_give_the_declared_tables(workspace):
    """Nothing differs between the tables made by migrating and those the code declares."""
    with workspace.engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.sqlite")), ids=lambda path: path.stem)
def test_every_earlier_workspace_opens(path, tmp_path):
    """A kept workspace is brought up to date, is sound, and can be edited; all that was in it is there."""
    mine = shutil.copy(path, tmp_path / "w.sqlite")
    with Workspace(mine) as workspace:
        assert workspace.check().problems == ()
        stored = workspace.open("Acme")
        assert stored.revision == EDITS + 1
        assert [one.name for one in workspace.list(deleted=True)] == ["Old"]
        assert [v.name for v in stored.versions()] == ["Board"]
        assert stored.results.latest("blended").is_stale
        assert [r.text for r in stored.remarks.all()] == ["Ours"]
        assert stored.jobs.all()[0].result_id == stored.results.latest("blended").result_id
        assert [m.email for m in stored.members.all()] == (
            [] if path.stem < "0002" else ["ann@example.com", "bob@example.com"]
        )
        assert {e.why for e in stored.entries(latest=9, before=EDITS)} == (
            {""} if path.stem < "0002" else {"As agreed"}
        )
        assert stored.undo("Bob") is not None
        assert workspace.check().is_sound


def test_other_defaults_do_not_look_like_damage(tmp_path, small):
    """A touchmap whose fields have other defaults gives other hashes: the workspace is sound all the same."""
    place = tmp_path / "w.sqlite"
    with Workspace(place) as workspace:
        stored = workspace.add("Acme", small, author="Ann")
        stored.commit(set_setting(small, "name", "X"), author="Ann")
    with closing(sqlite3.connect(place)) as connection:  # as if it were written by other defaults
        connection.execute("UPDATE journal SET hash = 'f', model = 'other'")
        connection.execute("UPDATE projects SET head_hash = 'f', model = 'other'")
        connection.commit()
    with Workspace(place) as workspace:
        assert workspace.check().problems == ()
        stored, after = workspace.open("Acme"), set_setting(small, "name", "X").apply(small)
        result = Result(scenario_id="s", status=SolveStatus.NO_PLAN, input_hash=after.hash)
        assert not stored.results.save(result, author="Ann").is_stale
        stored.undo("Ann")
        assert stored.project() == small
        assert workspace.check().problems == ()


def test_a_workspace_of_every_migration_is_kept():
    """Whoever adds a migration keeps a workspace of its tables: python -m tests.store.filled."""
    made = {path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*.py")}
    assert {path.stem for path in KEPT.glob("*.sqlite")} == made
