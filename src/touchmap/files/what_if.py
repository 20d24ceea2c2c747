"""What-if variants: a project with a few rows changed, kept as a table of edits with their reasons.

A variant is a CSV file with the columns ``do``, ``table``, ``row``, ``field``, ``value`` and ``reason``; its
rows are done from the top. ``do`` is ``set``, ``add`` or ``remove``. ``row`` is the key of a row, ``*`` for
all, or ``field=value`` for those with that value; to add a row, all its fields: ``field=value; field=value``.
A blank value clears a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from touchmap.errors import TouchmapError, UnreadableFileError
from touchmap.files.csv_text import decode
from touchmap.project import Project
from touchmap.project.edits import Change, Draft

COLUMNS = ("do", "table", "row", "field", "value", "reason")
ALL = "*"


def read_what_if(project: Project, path: Path) -> Change:
    """The change a variant makes to a project; every value is checked as if somebody had typed it.

    Parameters
    ----------
    project
        The project it is a variant of.
    path
        The table of edits.

    Raises
    ------
    UnreadableFileError
        If the file or a row of it cannot be understood, or does not fit the project, with its line.
    """
    try:
        return what_if(project, decode(path.read_bytes()), path.stem)
    except OSError as error:
        raise UnreadableFileError(f"{path}: {error.strerror or error}") from error
    except TouchmapError as error:
        raise UnreadableFileError(f"{path.name}, {error}") from error


def what_if(project: Project, table: str, name: str = "what-if") -> Change:
    r"""The change a table of edits, given as text, makes to a project.

    Raises
    ------
    UnreadableFileError
        If a row cannot be understood or does not fit the project, with its line.

    >>> from touchmap.project import Process
    >>> project = Project(processes=(Process(process_id="P1", name="Billing"),))
    >>> edits = "do,table,row,field,value,reason\nset,processes,*,health,2,broken"
    >>> what_if(project, edits).apply(project).process("P1").health
    2
    """
    draft = Draft(project)
    reader = csv.DictReader(io.StringIO(table, newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise UnreadableFileError(f"the first line must be: {','.join(COLUMNS)}")
    for row in reader:
        do = _DOING.get(row["do"])
        if do is None:
            raise UnreadableFileError(
                f"line {reader.line_num}: no {row['do']!r}; there are: {', '.join(_DOING)}"
            )
        try:
            do(draft, row)
        except (TouchmapError, KeyError, ValueError) as error:
            raise UnreadableFileError(f"line {reader.line_num}: {error}") from error
    return Change.of(name, draft)


def _set(draft: Draft, edit: dict[str, str]) -> None:
    for key in _rows(draft, edit):
        draft.set(edit["table"], key, edit["field"], edit["value"] or None)


def _add(draft: Draft, edit: dict[str, str]) -> None:
    pairs = (pair.partition("=") for pair in edit["row"].split(";"))
    draft.add(edit["table"], {field.strip(): value.strip() for field, _, value in pairs})


def _remove(draft: Draft, edit: dict[str, str]) -> None:
    for key in _rows(draft, edit):
        draft.remove(edit["table"], key)


_DOING: dict[str, Callable[[Draft, dict[str, str]], None]] = {"set": _set, "add": _add, "remove": _remove}


def _rows(draft: Draft, edit: dict[str, str]) -> list[str]:
    """Keys of the rows an edit speaks of; at least one."""
    wanted, table = edit["row"], edit["table"]
    if table == "settings":
        return [wanted]
    field, means, value = wanted.partition("=")
    if wanted == ALL:
        keys = list(draft.rows(table))
    elif means:
        keys = [key for key in draft.rows(table) if str(draft.get(table, key, field)) == value]
    else:
        keys = [wanted]
    if not keys:
        raise UnreadableFileError(f"{table} has no row with {wanted}")
    return keys
