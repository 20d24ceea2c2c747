"""Which state of a project a file was written from, so that it can be held against the state its author saw.

A workbook keeps it among the properties of the document, where Excel and LibreOffice leave it; a folder in
a file of its own; a JSON document under a key.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from touchmap.errors import UnreadableFileError
from touchmap.files.json_text import JsonReader
from touchmap.files.limits import MAX_FILE_BYTES
from touchmap.files.zip_safety import check_workbook

PROPERTY = "touchmap state"
"""Property of a workbook."""
STATE_FILE = "touchmap-state.txt"
"""File in a folder of tables."""
STATE_KEY = "touchmap_state"
"""Key of a JSON document."""
_PART = "docProps/custom.xml"
_LONGEST = 1_000_000


def origin_of(path: Path) -> str:
    """What was given as `origin` when a project was saved; empty where there is none.

    Raises
    ------
    UnreadableFileError
        If the file is a workbook that is not safe to open.
    """
    if path.is_dir():
        return _first_line(path / STATE_FILE)
    if not path.is_file():
        return ""
    if path.suffix.lower() == ".json":
        return _in_document(path)
    return _in_workbook(path) if path.suffix.lower() == ".xlsx" else ""


def write_state_file(folder: Path, origin: str) -> None:
    """Say in a folder of tables which state they are from; without one, nothing is said."""
    place = folder / STATE_FILE
    try:
        if not origin:
            place.unlink(missing_ok=True)
            return
        place.write_text(f"{origin}\nThe state these tables were written from. Keep this file with them.\n")
    except OSError as error:
        raise UnreadableFileError(f"cannot write {place}: {error.strerror or error}") from error


def _first_line(path: Path) -> str:
    if not path.is_file() or path.is_symlink() or path.stat().st_size > _LONGEST:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _in_document(path: Path) -> str:
    if path.stat().st_size > MAX_FILE_BYTES:
        return ""
    try:
        reader = JsonReader(path.read_bytes().decode("utf-8-sig"))
        found = next((reader.value() for entry, _ in reader.entries() if _is_state(entry, reader)), "")
    except (OSError, ValueError, RecursionError):
        return ""
    return found.strip() if isinstance(found, str) else ""


def _is_state(entry: str, reader: JsonReader) -> bool:
    """Whether an entry is the state; any other is passed by."""
    if entry == STATE_KEY:
        return True
    reader.value()
    return False


def _in_workbook(path: Path) -> str:
    check_workbook(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if _PART not in archive.namelist() or archive.getinfo(_PART).file_size > _LONGEST:
                return ""
            properties = fromstring(archive.read(_PART))
    except (OSError, zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError):
        return ""
    for found in properties:
        if found.get("name") == PROPERTY:
            return "".join(found.itertext()).strip()
    return ""
