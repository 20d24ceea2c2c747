"""From headings, as people write them, to the fields of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from touchmap.errors import Issue, Severity, Where
from touchmap.files.source import RawTable
from touchmap.files.wording import nearest
from touchmap.project.shorthand import column_names, field_name

IGNORED_SETTINGS_COLUMNS = frozenset({"unit", "meaning"})
"""Columns of a settings sheet that only explain."""


def read_headings(table: RawTable, headings: Sequence[str]) -> tuple[list[str | None], list[Issue]]:
    """Give the field of each heading, and what is wrong with them.

    A blank heading gives an empty field name: nothing may stand beneath it. A heading that is not
    understood, and told so, gives None.
    """
    fields: list[str | None] = []
    issues: list[Issue] = []
    for heading in headings:
        name = _field(table.name, heading)
        if name is None and heading.strip() and not _explains(table.name, heading):
            issues.append(unknown_column(table, heading))
        elif name is not None and name in fields:
            issues.append(_duplicate(table, heading, name))
            name = None
        fields.append(name if heading.strip() else "")
    return fields, issues


def rename_cells(
    table: RawTable, row: Mapping[str, object], line: int | None, seen: Iterable[Issue] = ()
) -> tuple[dict[str, object], list[Issue]]:
    """Give the cells of a plain row by field name; each unknown name is told once per table."""
    cells: dict[str, object] = {}
    issues: list[Issue] = []
    told = {
        issue.value for issue in seen if issue.where.table == table.name and issue.code == "unknown_column"
    }
    for heading, value in row.items():
        name = _field(table.name, heading)
        if name is None:
            if heading not in told:
                issues.append(unknown_column(table, heading, line))
        elif name in cells:
            issues.append(_duplicate(table, heading, name, line))
        elif value is not None:
            cells[name] = value
    return cells, issues


def unknown_column(table: RawTable, heading: str, line: int | None = None) -> Issue:
    """Say that a table has no such column, and which one may be meant."""
    known = ("key", "value") if table.name == "settings" else column_names(table.name)
    return Issue(
        "unknown_column",
        f"table {table.name!r} has no column {heading!r}",
        nearest(heading, known) or "remove the column, or rename it to one of the template's",
        Where(table.name, "", heading, table.file, line or table.line),
        Severity.ERROR,
        heading,
    )


def _duplicate(table: RawTable, heading: str, name: str, line: int | None = None) -> Issue:
    return Issue(
        "duplicate_column",
        f"column {name!r} is there twice, the second time as {heading!r}",
        "keep one of the two",
        Where(table.name, "", name, table.file, line or table.line),
        Severity.ERROR,
        heading,
    )


def _field(table: str, heading: str) -> str | None:
    if table == "settings":
        name = heading.strip().casefold()
        return name if name in ("key", "value") else None
    return field_name(table, heading)


def _explains(table: str, heading: str) -> bool:
    return table == "settings" and heading.strip().casefold() in IGNORED_SETTINGS_COLUMNS
