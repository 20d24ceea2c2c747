"""A folder of tables in one ``.zip``, as people send it: unpacked only after it has been looked at."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from touchmap.errors import UnreadableFileError
from touchmap.files.limits import MAX_FILE_BYTES, MAX_PARTS


def unpack_tables(path: Path, folder: Path) -> Path:
    """Unpack the CSV tables of a ``.zip`` side by side; anything else in it is left out.

    Parameters
    ----------
    path
        The ``.zip``.
    folder
        An empty folder that takes the tables.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UnreadableFileError
        If it is no ``.zip``, is damaged or locked, unpacks to more than is read of a folder, holds a table
        twice or none at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _tables(path, archive)
            for name, part in parts.items():
                content = _read(path, archive, part)
                (folder / name).write_bytes(content)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFileError(f"{path.name} is not a .zip, or it is damaged or locked") from error
    return folder


def _tables(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Tables by the name of their file, wherever in the archive they lie."""
    listed = archive.infolist()
    if len(listed) > MAX_PARTS:
        raise UnreadableFileError(f"{path.name} holds {len(listed):,} files; at most {MAX_PARTS:,} are read")
    found: dict[str, zipfile.ZipInfo] = {}
    for part in listed:
        place = PurePosixPath(part.filename.replace("\\", "/"))
        if part.is_dir() or place.suffix.lower() != ".csv" or place.name.startswith("."):
            continue
        if "__MACOSX" in place.parts:
            continue
        name = place.name.lower()
        if name in found:
            raise UnreadableFileError(f"{path.name} holds {name} twice; keep one of the two")
        found[name] = part
    if not found:
        raise UnreadableFileError(f"{path.name} holds no CSV table")
    total = sum(part.file_size for part in found.values())
    if total > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise UnreadableFileError(f"{path.name} unpacks to {total:,} bytes; at most {limit} is read")
    return found


def _read(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Content of a part, which may not be larger than it says."""
    with archive.open(part) as opened:
        content = opened.read(part.file_size + 1)
    if len(content) > part.file_size:
        raise UnreadableFileError(f"{path.name}: {part.filename} is larger than it says")
    return content
