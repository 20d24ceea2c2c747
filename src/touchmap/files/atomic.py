"""Writing that either happens as a whole or leaves the old file as it was."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from touchmap.errors import UnreadableFileError
from touchmap.project.shorthand import table_name


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `path`, then put it in its place in one step."""
    beside = _beside(path)
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        raise UnreadableFileError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)


def replace_tables(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make the tables in a folder exactly these files; everything else in the folder stays.

    The new files are written beside the folder first. If putting them in place fails, the old ones
    are put back.
    """
    fresh, old = _beside(folder), _beside(folder)
    try:
        fresh.mkdir()
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        if folder.is_dir():
            old.mkdir()
            _swap(folder, fresh, old, files)
        else:
            fresh.rename(folder)
    except OSError as error:
        raise UnreadableFileError(f"cannot write {folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _swap(folder: Path, fresh: Path, old: Path, files: Iterable[str]) -> None:
    stale = [
        path.name for path in folder.iterdir() if path.suffix.lower() == ".csv" and table_name(path.stem)
    ]
    moved: list[str] = []
    placed: list[str] = []
    try:
        for name in stale:
            (folder / name).replace(old / name)
            moved.append(name)
        for name in files:
            (fresh / name).replace(folder / name)
            placed.append(name)
    except OSError:
        for name in placed:
            (folder / name).unlink(missing_ok=True)
        for name in moved:
            (old / name).replace(folder / name)
        raise


def _beside(path: Path) -> Path:
    whole = path.absolute()
    return whole.with_name(f".{whole.name}.{secrets.token_hex(4)}.tmp")
