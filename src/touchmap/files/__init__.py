"""Files: folder of CSV tables, Excel workbook and JSON document to `Project` and back.

The map of a project goes to other tools and comes back as GraphML, networkx node-link JSON or a
Mermaid ``journey``: `write_map` and `read_map`.

Every form reads back as exactly the same project, and every problem in the data is told with its
file, line and column.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from touchmap.errors import InvalidProjectError, Issue, UnreadableFileError
from touchmap.project import Project

__all__ = [
    "load",
    "origin_of",
    "project_from_tables",
    "read_changed",
    "read_map",
    "read_project",
    "save",
    "write_map",
    "write_template",
]


def load(path: str | os.PathLike[str]) -> Project:
    """Read a project from a folder of CSV files, an ``.xlsx`` workbook or a ``.json`` document.

    A map for other tools, ``.graphml``, ``.mmd`` or node-link ``.json``, is read too.

    Parameters
    ----------
    path
        The folder or file.

    Raises
    ------
    InvalidProjectError
        With every problem in the data, each with its place and what to do.
    UnreadableFileError
        If the file is missing, too large, damaged or not safe to open.

    Examples
    --------
    >>> import tempfile
    >>> work = {"processes": [{"name": "Billing", "contacts_per_month": 900, "handle_seconds": "6:10"}]}
    >>> own = {"providers": [{"name": "Us", "sourcing_model": "In-house", "base_rate": 30}]}
    >>> project = project_from_tables(work | own)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(project, Path(folder) / "company.json")
    ...     load(Path(folder) / "company.json") == project
    True
    """
    project, issues = read_project(path)
    if project is None:
        raise InvalidProjectError(issues)
    return project


def read_project(path: str | os.PathLike[str], *, check: bool = True) -> tuple[Project | None, list[Issue]]:
    """Read a project and tell everything there is to say about it, warnings included.

    Parameters
    ----------
    path
        The folder or file.
    check
        Compare the tables with each other too. Without it, only each row by itself is judged,
        so that a project may be read while it is still being filled in.

    Returns
    -------
    tuple
        The project, or None if there is any error; and all issues.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, damaged or not safe to open.
    """
    from touchmap.files.assemble import assemble
    from touchmap.files.formats import read_source

    return assemble(read_source(Path(path)), check=check)


def read_changed(path: str | os.PathLike[str], before: Project) -> tuple[Project, list[Issue]]:
    """Read a changed copy of a project, with every row that is wrong in it as it was before.

    Only each row by itself is judged.

    Returns
    -------
    tuple
        The project, and all issues.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, damaged or not safe to open.
    """
    from touchmap.files.assemble import assemble_partly
    from touchmap.files.formats import read_source

    return assemble_partly(read_source(Path(path)), before)


def project_from_tables(
    tables: Mapping[str, Iterable[Mapping[str, object]]],
    settings: Mapping[str, object] | None = None,
    *,
    check: bool = True,
) -> Project:
    """Make a project of plain rows, with the same shorthand and checks as files.

    Parameters
    ----------
    tables
        Rows of each table, as {column: value}.
    settings
        Settings, as {key: value}.
    check
        Compare the tables with each other too.

    Raises
    ------
    InvalidProjectError
        With every problem in the data.

    Examples
    --------
    >>> project = project_from_tables({"departments": [{"name": "Legal"}]}, check=False)
    >>> project.departments[0].department_id
    'DEP1'
    """
    from touchmap.files.assemble import assemble
    from touchmap.files.source import from_plain

    project, issues = assemble(from_plain(tables, settings or {}), check=check)
    if project is None:
        raise InvalidProjectError(issues)
    return project


def save(project: Project, path: str | os.PathLike[str], *, origin: str = "") -> None:
    """Write a project as a folder of CSV files, an ``.xlsx`` workbook or a ``.json`` document.

    The ending of the path says which; no ending means a folder. Either the whole is written or the
    old file stays as it was.

    Parameters
    ----------
    origin
        Text that says which state of a project the file is; `origin_of` reads it again. A workbook keeps
        it among its properties, a folder in a file of its own, a document under a key.

    Raises
    ------
    UnreadableFileError
        If it cannot be written there.
    """
    from touchmap.files.formats import write_project

    write_project(project, Path(path), origin)


def origin_of(path: str | os.PathLike[str]) -> str:
    """What was given to `save` as the origin of a file; empty where nothing was.

    Raises
    ------
    UnreadableFileError
        If it is a workbook that is not safe to open.
    """
    from touchmap.files.origin import origin_of as read

    return read(Path(path))


def write_map(project: Project, path: str | os.PathLike[str]) -> None:
    """Write the map of a project for other tools; the ending of the path says in which form.

    ``.graphml`` (yEd, Gephi, networkx) and ``.json`` (networkx node-link) carry stages, touchpoints,
    processes, departments, systems, transitions, demand with its shapes, hand-offs, which process uses
    which system, named journeys, and the settings that name the company. ``.mmd`` (Mermaid ``journey``)
    carries name and order of stages, and name, channel and emotion of touchpoints. None carries
    providers, prices, who does the work today, scenarios, rules or evidence. Either the whole is
    written or the old file stays as it was.

    Raises
    ------
    UnreadableFileError
        If it cannot be written there, or the path has another ending.
    """
    from touchmap.files.formats import write_map_file

    write_map_file(project, Path(path))


def read_map(path: str | os.PathLike[str]) -> Project:
    """Read a map: what `write_map` wrote, or what another tool drew, as far as it makes sense.

    Derived figures are left out. `read_project` tells what was not understood.

    Raises
    ------
    InvalidProjectError
        With every problem in the data, each with its place and what to do.
    UnreadableFileError
        If the file is missing, too large, damaged, not safe to open, or no map.

    Examples
    --------
    >>> import tempfile
    >>> project = project_from_tables({"departments": [{"name": "Legal"}]}, check=False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_map(project, Path(folder) / "map.graphml")
    ...     read_map(Path(folder) / "map.graphml") == project
    True
    """
    from touchmap.files.assemble import assemble
    from touchmap.files.formats import read_source

    source = read_source(Path(path))
    if not source.is_map:
        raise UnreadableFileError(f"{Path(path).name} is no map but a project; read it with touchmap.load")
    project, issues = assemble(source)
    if project is None:
        raise InvalidProjectError(issues)
    return project


def write_template(path: str | os.PathLike[str]) -> None:
    """Write an empty workbook to fill in: every table with its columns, units, ranges and drop-downs.

    Raises
    ------
    UnreadableFileError
        If it cannot be written there, or `path` does not end in ``.xlsx``.
    """
    from touchmap.files.workbook_writer import write_template_workbook

    write_template_workbook(Path(path))
