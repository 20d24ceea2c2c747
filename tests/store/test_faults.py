"""What goes wrong around a workspace is said in plain words, and the last state stays."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.store.worker import start
from touchmap.errors import TouchmapError
from touchmap.project.edits import set_field, set_setting
from touchmap.store import Workspace, WorkspaceError


@pytest.fixture
def file(tmp_path, small):
    """A workspace in a file, with the small project and one edit."""
    path = tmp_path / "deep" / "w.sqlite"
    with Workspace(path) as workspace:
        stored = workspace.add("Acme", small, author="Ann")
        stored.commit(set_setting(small, "name", "Kept"), author="Ann")
    return path


def test_a_full_disk_keeps_the_last_state(file):
    """An edit that does not fit any more is refused as a whole; afterwards work goes on."""
    with Workspace(file) as workspace:
        stored = workspace.open("Acme")
        with workspace.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        long = os.urandom(9000).hex()
        with pytest.raises(WorkspaceError, match="disk is full"):
            stored.commit(set_field(stored.project(), "processes", "P1", "note", long), author="Ann")
        assert (stored.revision, stored.project().settings.name) == (1, "Kept")
        with workspace.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        stored.commit(set_field(stored.project(), "processes", "P1", "note", long), author="Ann")
        assert workspace.check().is_sound


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 600 kB of its own; only root may have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def filled_up(place):
    """Fill a disk to the last byte."""
    file = os.open(place / "fill", os.O_WRONLY | os.O_CREAT)
    try:
        with pytest.raises(OSError, match="No space"):
            [os.write(file, b"x" * 4096) for _ in range(1000)]
    finally:
        os.close(file)


def test_a_disk_that_is_really_full_keeps_the_last_state(small_disk, small):
    """Of an open workspace and of one that is opened then; once there is room, work goes on."""
    with Workspace(small_disk / "w.sqlite") as workspace:
        stored = workspace.add("Acme", small, author="Ann")
        stored.commit(set_setting(small, "name", "Kept"), author="Ann")
        filled_up(small_disk)
        for _ in range(3):
            change = set_field(stored.project(), "processes", "P1", "note", os.urandom(9000).hex())
            with pytest.raises(WorkspaceError, match="disk is full"):
                stored.commit(change, author="Ann")
        assert (stored.revision, stored.project().settings.name) == (1, "Kept")
        (small_disk / "fill").unlink()
        stored.commit(change, author="Ann")
    filled_up(small_disk)
    with pytest.raises(WorkspaceError, match="disk is full"):
        Workspace(small_disk / "w.sqlite")
    (small_disk / "fill").unlink()
    with Workspace(small_disk / "w.sqlite") as workspace:
        assert workspace.open("Acme").revision == 2
        assert workspace.check().is_sound


def test_a_read_only_folder_is_told_and_nothing_changes(file):
    """Whoever may not write is told so, also where the tests run as root."""
    for parent in (file.parent, *file.parents):
        if parent.owner() == file.owner() and "pytest" in str(parent):
            parent.chmod(0o755)  # so that somebody else comes as far as the file
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        out, error = start("powerless", file).communicate(timeout=120)
    finally:
        file.parent.chmod(0o755)
        file.chmod(0o644)
    assert out.startswith("refused: workspace sqlite:///"), out + error
    with Workspace(file) as workspace:
        assert workspace.open("Acme").project().settings.name == "Kept"
        assert workspace.check().is_sound


def test_a_file_that_is_no_workspace_is_refused(tmp_path):
    """Neither a text nor a database of something else is touched."""
    text = tmp_path / "a.sqlite"
    text.write_text("Dear all, " * 1000)
    with pytest.raises(WorkspaceError, match="no workspace"):
        Workspace(text)
    assert text.read_text() == "Dear all, " * 1000
    other = tmp_path / "b.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(WorkspaceError, match="something else"):
        Workspace(other)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("sqlite://", "kept in a file"),
        ("mysql://host/db", "SQLite or PostgreSQL"),
        ("postgresql://nobody@127.0.0.1:1/x?connect_timeout=2", "127.0.0.1"),
        ("://", "no address"),
        ("postgres://ann:sec@ret@host:x/team", "no address"),
        ("postgresql+asyncpg://ann:secret@host/team", r"postgresql://…"),
        ("postgresql://ann:secret@127.0.0.1:1/x?connect_timeout=1", r"ann:\*\*\*@127"),
        ("postgresql:///x?host=/nowhere&password=secret", "/nowhere"),
        ("postgresql://[::1/x", "no address"),
        ("sqlite:////tmp/x.sqlite?mode=ro", "in a file"),
        ("sqlite+aiosqlite:///x.sqlite", "SQLite or PostgreSQL"),
        ("~nobody99/w.sqlite", "no place"),
        ("x" * 5000, "no place|cannot make"),
        ("/", "is a folder"),
    ],
)
def test_places_that_cannot_be_are_told(place, said):
    """A wrong address is an error of the project's own, which does not tell the password."""
    with pytest.raises(TouchmapError, match=said) as raised:
        Workspace(place)
    assert not any(word in str(raised.value) for word in ("secret", "ret@"))


def test_a_mistyped_place_makes_nothing_where_nothing_is_to_be_made(tmp_path):
    """Whoever only reads is told that there is no workspace; no file and no folder come into being."""
    with pytest.raises(WorkspaceError, match="there is no workspace"):
        Workspace(tmp_path / "a" / "w.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []
    Workspace(tmp_path / "w.sqlite").close()
    Workspace(tmp_path / "w.sqlite", create=False).close()


def test_a_place_below_a_file_is_told(tmp_path):
    """Where no folder can be made, the folder is named."""
    (tmp_path / "a").write_text("")
    with pytest.raises(WorkspaceError, match="cannot make the folder"):
        Workspace(tmp_path / "a" / "b" / "w.sqlite")


def test_a_damaged_file_is_found(file):
    """Bytes overwritten in the middle are found by the check or by opening, in words."""
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    for start_ in range(middle, len(data) - 4096, 4096):
        data[start_ : start_ + 2000] = b"\x5a" * 2000
    file.write_bytes(data)
    try:
        with Workspace(file) as workspace:
            said = " ".join(workspace.check().problems)
    except WorkspaceError as error:
        said = str(error)
    assert "damaged" in said or "database: " in said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE journal SET change = x'00112233'", "damaged"),
        ("UPDATE journal SET hash = 'f' WHERE number = 1", "another state"),
        ("DELETE FROM journal", "edits 1 to 1 are missing"),
        ("UPDATE projects SET head_hash = 'f'", "not the one recorded"),
        ("DELETE FROM snapshots", "first state is missing"),
        ("UPDATE snapshots SET data = x'78'", "damaged"),
        ("UPDATE snapshots SET unstated = x'78'", "damaged"),
    ],
)
def test_check_finds_what_does_not_fit(file, statement, said):
    """Every entry is read and replayed: one that is changed is named."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()
    with Workspace(file) as workspace:
        report = workspace.check()
    assert len(report.problems) == 1
    assert said in report.problems[0]
    assert report.problems[0].startswith("Acme: ")


def test_a_workspace_of_a_later_touchmap_is_refused(file):
    """Tables nobody knows yet are not touched."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE workspace_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(WorkspaceError, match=r"later touchmap \(tables 9999\)"):
        Workspace(file)


def test_the_place_is_named_by_the_environment(tmp_path, monkeypatch):
    """Without an address the environment decides, else a file in the user's data directory."""
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", str(tmp_path / "e.sqlite"))
    with Workspace() as workspace:
        assert workspace.address == str(tmp_path / "e.sqlite")
    monkeypatch.setenv("TOUCHMAP_WORKSPACE", " ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with Workspace() as workspace:
        assert workspace.address.endswith("workspace.sqlite")
