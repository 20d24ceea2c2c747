"""A write that fails leaves what was there."""

from pathlib import Path

import pytest

from tests.files.builders import folder
from touchmap.errors import UnreadableFileError
from touchmap.files import load, save
from touchmap.project import Process, Project

NEW = Project(processes=(Process(process_id="P9", name="New"),))


def tree(path: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


@pytest.fixture
def old(tmp_path) -> Path:
    """A folder with a project in each form."""
    project = load(folder(tmp_path / "p"))
    save(project, tmp_path / "p.xlsx")
    save(project, tmp_path / "p.json")
    return tmp_path


@pytest.mark.parametrize("target", ["p", "p.xlsx", "p.json"])
@pytest.mark.parametrize("broken", ["write_bytes", "replace"])
def test_failing_write_changes_nothing(old, monkeypatch, target, broken):
    """If the disk is full or the last step fails, the old files are as they were and nothing is left over."""
    before = tree(old)
    monkeypatch.setattr(Path, broken, failing(getattr(Path, broken)))
    with pytest.raises(UnreadableFileError, match="No space"):
        save(NEW, old / target)
    monkeypatch.undo()
    assert tree(old) == before


def failing(real):
    """Let a file operation fail the first time it touches a file of a new project."""
    calls = []

    def fail(self, *args):
        calls.append(self)
        if len(calls) == 1 or "tmp" not in str(self):
            raise OSError(28, "No space left on device")
        return real(self, *args)

    return fail


def test_swap_is_undone(old, monkeypatch):
    """If only the last table cannot be put in place, the ones before it are taken back."""
    before = tree(old / "p")
    real = Path.replace

    def fail_on_last(self, target):
        if ".tmp" in str(self) and self.name == "settings.csv" and ".tmp" not in str(target):
            raise OSError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_last)
    with pytest.raises(UnreadableFileError, match="Permission denied"):
        save(NEW, old / "p")
    monkeypatch.undo()
    assert tree(old / "p") == before
    assert sorted(p.name for p in old.iterdir()) == ["p", "p.json", "p.xlsx"]


@pytest.mark.parametrize("target", ["p", "p.xlsx", "p.json"])
def test_saving_over_an_old_project(old, target):
    """Saving where a project is replaces it."""
    save(NEW, old / target)
    assert sorted(p.name for p in old.iterdir()) == ["p", "p.json", "p.xlsx"]


@pytest.mark.parametrize("target", ["nowhere/p", "nowhere/p.json", "p.csv", "p.ods"])
def test_no_place_to_save(tmp_path, target):
    """Saving into a missing folder or in an unknown form is refused and makes nothing."""
    with pytest.raises(UnreadableFileError):
        save(NEW, tmp_path / target)
    assert list(tmp_path.iterdir()) == []
