"""Which form a path stands for: folder of CSV files, workbook or JSON document, or a map for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from touchmap.errors import UnreadableFileError
from touchmap.files.limits import MAX_FILE_BYTES
from touchmap.files.source import Source
from touchmap.project import Project

_REMEDIES = {
    ".csv": "one CSV file is one table; give the folder that holds the tables",
    ".xls": "save it as .xlsx",
    ".xlsm": "it may contain macros; save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".ods": "save it as .xlsx",
    ".zip": "unpack it and give the folder",
}


class Form(StrEnum):
    """How a project is stored."""

    FOLDER = "folder"
    WORKBOOK = "workbook"
    JSON = "json"
    GRAPHML = "graphml"
    MERMAID = "mermaid"

    @property
    def is_whole(self) -> bool:
        """Holds a whole project and not only its map."""
        return self in (Form.FOLDER, Form.WORKBOOK, Form.JSON)


_ENDINGS = {
    ".xlsx": Form.WORKBOOK,
    ".json": Form.JSON,
    ".graphml": Form.GRAPHML,
    ".mmd": Form.MERMAID,
    ".mermaid": Form.MERMAID,
}


def read_source(path: Path) -> Source:
    """Read whatever is at the path."""
    if not path.exists():
        raise UnreadableFileError(f"there is no file or folder {path}")
    form = form_of(path)
    if form is Form.FOLDER:
        from touchmap.files.csv_folder import read_folder

        return read_folder(path)
    if not path.is_file():
        raise UnreadableFileError(f"{path} is not a file")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise UnreadableFileError(f"{path.name} is larger than {MAX_FILE_BYTES // 1_000_000} MB")
    if form is Form.WORKBOOK:
        from touchmap.files.workbook_reader import read_workbook

        return read_workbook(path)
    if form is Form.GRAPHML:
        from touchmap.files.graphml_reader import read_graphml

        return read_graphml(path)
    if form is Form.MERMAID:
        from touchmap.files.mermaid_reader import read_mermaid

        return read_mermaid(path)
    from touchmap.files.json_document import read_json

    return read_json(path)


def write_project(project: Project, path: Path, origin: str = "") -> None:
    """Write the project in the form the path stands for."""
    form = form_of(path)
    _require_folder(path)
    if not form.is_whole:
        raise UnreadableFileError(
            f"{path.name} would hold only the map of the project; write it with touchmap.files.write_map"
        )
    if form is Form.FOLDER:
        from touchmap.files.csv_folder import write_folder
        from touchmap.files.origin import write_state_file

        write_folder(project, path)
        write_state_file(path, origin)
    elif form is Form.WORKBOOK:
        from touchmap.files.workbook_writer import write_workbook

        write_workbook(project, path, origin)
    else:
        from touchmap.files.json_document import write_json

        write_json(project, path, origin)


def write_map_file(project: Project, path: Path) -> None:
    """Write the map of a project in the form the path stands for; JSON is a node-link document."""
    form = form_of(path)
    _require_folder(path)
    if form is Form.GRAPHML:
        from touchmap.files.graphml import write_graphml

        write_graphml(project, path)
    elif form is Form.MERMAID:
        from touchmap.files.mermaid import write_mermaid

        write_mermaid(project, path)
    elif form is Form.JSON:
        from touchmap.files.node_link import write_node_link

        write_node_link(project, path)
    else:
        raise UnreadableFileError(f"{path.name} is no map: end it in .graphml, .json or .mmd")


def _require_folder(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise UnreadableFileError(f"cannot write {path}: there is no folder {path.absolute().parent}")


def form_of(path: Path) -> Form:
    """Form a path stands for; a path without an ending is a folder.

    >>> form_of(Path("company.xlsx")).value, form_of(Path("data/company")).value
    ('workbook', 'folder')
    """
    ending = path.suffix.lower()
    if path.is_dir():
        return Form.FOLDER
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if ending == "" and not path.is_file():
        return Form.FOLDER
    remedy = _REMEDIES.get(ending, "give a folder of CSV files, an .xlsx workbook or a .json document")
    raise UnreadableFileError(f"{path.name} is not a form a project is kept in: {remedy}")
