"""An uploaded file, read once: what it holds and everything that is wrong with it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import streamlit as st

from touchmap.errors import InvalidProjectError, Issue, Severity, UnreadableFileError
from touchmap.files import origin_of, read_changed, read_project
from touchmap.files.zipped import unpack_tables
from touchmap.project import Project
from touchmap.project.checks import check_project

T = TypeVar("T")

ENDINGS = ("xlsx", "zip", "json")
KEPT = 12


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes

    @property
    def hash(self) -> str:
        """Hash of the content and of the ending, which says how it is read."""
        ending = Path(self.name).suffix.lower()
        return hashlib.sha256(ending.encode() + self.content).hexdigest()


@dataclass(frozen=True)
class Reading:
    """What a file holds."""

    project: Project | None
    """The project, perhaps unfinished; none if a row in it is not legal."""
    issues: tuple[Issue, ...]
    origin: str
    """State of a project of the workspace it says it was written from."""
    error: str = ""
    """Why it could not be read at all."""

    @property
    def errors(self) -> int:
        """Problems that stand in the way of a plan."""
        return sum(issue.severity is Severity.ERROR for issue in self.issues)


@st.cache_resource(max_entries=KEPT, hash_funcs={Upload: lambda upload: upload.hash})
def read_upload(upload: Upload) -> Reading:
    """Read a file; a second time only if its content is another."""
    try:
        return _at_a_place(upload, _read)
    except UnreadableFileError as error:
        return Reading(None, (), "", str(error))


def _read(path: Path) -> Reading:
    project, issues = read_project(path)
    if project is None:
        project, _ = read_project(path, check=False)
    return Reading(project, tuple(issues), origin_of(path))


def read_as_change(upload: Upload, before: Project) -> Project:
    """Read a file as a changed copy of a project.

    Raises
    ------
    InvalidProjectError
        With every cell that is not legal, and every id that is not there.
    UnreadableFileError
        If it cannot be read.
    """

    def read(path: Path) -> Project:
        after, issues = read_changed(path, before)
        known = {str(issue) for issue in check_project(before)}
        fresh = [issue for issue in check_project(after) if str(issue) not in known]
        wrong = [issue for issue in issues if issue.severity is Severity.ERROR]
        wrong += [issue for issue in fresh if issue.code in ("unknown_id", "duplicate_id")]
        if wrong:
            raise InvalidProjectError(wrong)
        return after

    return _at_a_place(upload, read)


def _at_a_place(upload: Upload, read: Callable[[Path], T]) -> T:
    with tempfile.TemporaryDirectory(prefix="touchmap-") as made:
        folder = Path(made)
        name = Path(upload.name.replace("\\", "/")).name or "upload"
        ending = Path(name).suffix.lower()
        path = folder / f"upload{ending}"
        path.write_bytes(upload.content)
        try:
            if ending == ".zip":
                tables = folder / "tables"
                tables.mkdir()
                return read(unpack_tables(path, tables))
            return read(path)
        except UnreadableFileError as error:
            raise UnreadableFileError(str(error).replace(str(folder), "").replace(path.name, name)) from error
