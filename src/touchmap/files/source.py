"""What a file holds before it is understood: raw cells, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from touchmap.errors import Issue, Severity, Where
from touchmap.project import TABLES
from touchmap.project.shorthand import table_name


@dataclass(slots=True)
class RawRow:
    """One row: cells by field name, blank cells left out."""

    cells: dict[str, object]
    line: int | None = None
    bad: frozenset[str] = frozenset()
    """Columns whose cell is already complained about."""
    broken: bool = False
    """The row as a whole is already complained about; its cells may be shifted."""


@dataclass(slots=True)
class RawTable:
    """One table of a file."""

    name: str
    file: str = ""
    line: int | None = None
    """Line of the headings."""
    columns: frozenset[str] = frozenset()
    """Fields that have a column, or appear in any row."""
    rows: list[RawRow] = field(default_factory=list)
    decimal_comma: bool = False

    def where(self, column: str = "", row: RawRow | None = None, row_id: str = "") -> Where:
        """Give the place of a cell, a row or the headings."""
        line = self.line if row is None else row.line
        return Where(self.name, row_id, column, self.file, line)


@dataclass(slots=True)
class Source:
    """All tables of a file, the settings among them, and what was wrong with the file."""

    tables: dict[str, RawTable] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    """Tables that are there but could not be read in full."""
    is_map: bool = False
    """The file is a map, which has no place for providers and may do without the work behind it."""

    def add(self, table: RawTable, issues: Iterable[Issue] = ()) -> None:
        """Add a table; a second one of the same name is an issue."""
        self.issues.extend(issues)
        if table.name in self.tables:
            first = self.tables[table.name].file
            self.issues.append(
                Issue(
                    "duplicate_table",
                    f"table {table.name!r} is there twice: {first!r} and {table.file!r}",
                    "keep one of the two",
                    Where(table.name, file=table.file),
                    value=table.file,
                )
            )
            return
        self.tables[table.name] = table


def from_plain(
    tables: Mapping[str, Iterable[Mapping[str, object]]], settings: Mapping[str, object]
) -> Source:
    """Take plain Python rows as a source; places are table and row id only."""
    from touchmap.files.headings import rename_cells

    source = Source()
    for given, rows in tables.items():
        name = table_name(given)
        if name is None or name == "settings":
            source.issues.append(replace(unknown_table(given, TABLES, Where()), severity=Severity.ERROR))
            continue
        table = RawTable(name)
        for row in rows:
            cells, issues = rename_cells(table, row, None, seen=source.issues)
            source.issues.extend(issues)
            table.rows.append(RawRow(cells))
        table.columns = frozenset(c for row in table.rows for c in row.cells)
        source.add(table)
    source.add(settings_table(settings))
    return source


def settings_table(settings: Mapping[str, object], file: str = "", line: int | None = None) -> RawTable:
    """Take settings given as one mapping."""
    rows = [RawRow({"key": key, "value": value}, line) for key, value in settings.items()]
    return RawTable("settings", file, line, frozenset({"key", "value"}), rows)


def unknown_table(name: str, known: Iterable[str], where: Where) -> Issue:
    """Say that a sheet, file or entry is no table and is left out."""
    from touchmap.files.wording import nearest

    return Issue(
        "unknown_table",
        f"{name!r} is not a table and is not read",
        nearest(name, known)
        or "rename it if it should be read; see the template for the names of the tables",
        where,
        Severity.WARNING,
        name,
    )
