"""Backups of either kind hold everything and go into any empty workspace; damaged ones are refused."""

import pytest
import sqlalchemy as sa

from tests.store.filled import fill
from touchmap.store import Workspace, WorkspaceError
from touchmap.store.schema import metadata


def everything(workspace):
    """Every row of every table."""
    with workspace.engine.connect() as connection:
        return {t.name: sorted(map(repr, connection.execute(sa.select(t)))) for t in metadata.sorted_tables}


@pytest.mark.parametrize("ending", [".sqlite", ".jsonl"])
def test_a_backup_holds_everything(workspace, tmp_path, small, ending):
    """Restored into an empty place, every row is there again and the journal replays."""
    fill(workspace, small)
    path = tmp_path / f"backup{ending}"
    if ending == ".sqlite" and workspace.engine.dialect.name != "sqlite":
        with pytest.raises(WorkspaceError, match=r"\.jsonl"):
            workspace.backup(path)
        return
    workspace.backup(path)
    assert [p.name for p in tmp_path.iterdir() if "backup" in p.name] == [path.name]
    with Workspace(tmp_path / "new.sqlite") as fresh:
        fresh.restore(path)
        assert everything(fresh) == everything(workspace)
        assert fresh.check() == workspace.check()
        with pytest.raises(WorkspaceError, match="empty one"):
            fresh.restore(path)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".sqlite", ".jsonl"])
def test_a_workspace_moves_from_sqlite_to_postgresql(postgres, tmp_path, small, ending):
    """A backup of a file goes into a database of a team, and back again."""
    with Workspace(tmp_path / "w.sqlite") as mine, Workspace(postgres()) as team:
        fill(mine, small)
        mine.backup(tmp_path / f"b{ending}")
        team.restore(tmp_path / f"b{ending}")
        assert everything(team) == everything(mine)
        assert team.check().is_sound
        team.backup(tmp_path / "back.jsonl")
        with Workspace(tmp_path / "n.sqlite") as again:
            again.restore(tmp_path / "back.jsonl")
            assert everything(again) == everything(mine)


def test_a_backup_cut_off_or_changed_is_refused(tmp_path, small):
    """Of a damaged backup nothing is taken over."""
    with Workspace(tmp_path / "w.sqlite") as workspace:
        fill(workspace, small)
        workspace.backup(tmp_path / "b.jsonl")
    whole = (tmp_path / "b.jsonl").read_bytes()
    bad = {
        "cut.jsonl": b"".join(whole.splitlines(keepends=True)[:-2]),
        "half.jsonl": whole[: len(whole) // 2],
        "changed.jsonl": whole.replace(b"Ann", b"Eve", 1),
        "empty.jsonl": b"",
        "other.jsonl": b'{"a": 1}\n',
        "text.sqlite": b"Dear all, " * 999,
        "empty.sqlite": b"",
    }
    with Workspace(tmp_path / "n.sqlite") as fresh:
        for name, data in bad.items():
            (tmp_path / name).write_bytes(data)
            with pytest.raises(WorkspaceError, match=name):
                fresh.restore(tmp_path / name)
        with pytest.raises(WorkspaceError, match="no file"):
            fresh.restore(tmp_path / "nowhere.jsonl")
        assert fresh.list() == []
        fresh.restore(tmp_path / "b.jsonl")


def test_a_backup_that_cannot_be_written_leaves_the_old_one(workspace, tmp_path):
    """Nothing half written stays behind."""
    with pytest.raises(WorkspaceError, match="cannot write"):
        workspace.backup(tmp_path / "nowhere" / "b.jsonl")


def test_a_backup_does_not_replace_a_workspace_in_use(tmp_path, small):
    """A workspace that somebody has open cannot be overwritten by a backup, not even by its own."""
    place = tmp_path / "w.sqlite"
    with Workspace(place) as workspace, Workspace(tmp_path / "other.sqlite") as other:
        fill(workspace, small)
        for source in (workspace, other):
            with pytest.raises(WorkspaceError, match="in use"):
                source.backup(place)
        assert workspace.check()


def test_a_workspace_that_was_killed_is_restored_with_its_last_edits(tmp_path, small):
    """What stands only in the log beside a database file is taken over too."""
    place = tmp_path / "w.sqlite"
    with Workspace(place) as workspace:
        fill(workspace, small)
        with Workspace(tmp_path / "new.sqlite") as fresh:
            assert (tmp_path / "w.sqlite-wal").stat().st_size > 0
            fresh.restore(place)
            assert everything(fresh) == everything(workspace)
