"""An Excel workbook, one sheet per table: a project, or an empty template."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from touchmap.errors import UnreadableFileError
from touchmap.files.atomic import replace_file
from touchmap.files.cells import is_given, write_cell
from touchmap.files.columns import Column, Kind, columns
from touchmap.files.escaping import escape_workbook
from touchmap.files.figures import write_number
from touchmap.files.origin import PROPERTY
from touchmap.files.readme_sheet import write_readme
from touchmap.files.settings_rows import VERSION_KEY
from touchmap.files.sheet_style import SPARE_ROWS, Look, blank_means, explanation
from touchmap.files.written import written_tables
from touchmap.project import SCHEMA_VERSION, TABLES, Entity, Project
from touchmap.project.shorthand import STREAM_COLUMNS

FIRST_SHEETS = ("processes", "demand", "providers", "offers")
"""Tables people fill in first."""

_EXCEL_DATES_FROM = date(1900, 3, 1)
_NOT_KEPT = re.compile(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_WIDTHS = {Kind.NAME: 32, Kind.TEXT: 28, Kind.WORDS: 24, Kind.IDS: 24, Kind.CHOICES: 24}


def write_workbook(project: Project, path: Path, origin: str = "") -> None:
    """Write a project: the settings, then a sheet for every table that has rows."""
    wanted = set(written_tables(project))
    data = _workbook(project, [name for name in sheet_order() if name in wanted], origin=origin)
    replace_file(path, lambda beside: _put(beside, data))


def write_template_workbook(path: Path) -> None:
    """Write the empty workbook to fill in, with every table and a sheet that explains it."""
    if path.suffix.lower() != ".xlsx":
        raise UnreadableFileError(f"the template is a workbook; {path.name} must end in .xlsx")
    data = _workbook(Project(), sheet_order(), template=True)
    replace_file(path, lambda beside: _put(beside, data))


def sheet_order() -> list[str]:
    """Tables in the order of the sheets.

    >>> sheet_order()[:5]
    ['processes', 'demand', 'providers', 'offers', 'stages']
    """
    return [*FIRST_SHEETS, *(name for name in TABLES if name not in FIRST_SHEETS)]


class _Exact(float):
    """A number the writer does not round; by default it keeps 16 digits, and some numbers need 17."""

    def __format__(self, spec: str) -> str:
        return write_number(self)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _workbook(project: Project, tables: Sequence[str], *, template: bool = False, origin: str = "") -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    if origin:
        book.set_custom_property(PROPERTY, origin, "text")
    look = Look.of(book)
    if template:
        write_readme(book, look)
    _write_settings(book, look, project)
    for name in tables:
        shown = [*columns(name).values()]
        if template and name == "processes":
            shown += [columns("demand")[column] for column in STREAM_COLUMNS]
        _write_table(book, look, name, shown, project.rows(name))
    book.close()
    return stream.getvalue()


def _write_table(book: Any, look: Look, name: str, shown: Sequence[Column], rows: Sequence[Entity]) -> None:
    sheet = book.add_worksheet(name)
    last = len(rows) + SPARE_ROWS
    for position, column in enumerate(shown):
        short = column.table != name
        look.heading(sheet, position, column, _short_note(column) if short else explanation(column))
        sheet.set_column(position, position, _width(column), look.cell(column))
        look.drop_down(sheet, column, 1, last, position)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(shown) - 1)
    for line, row in enumerate(rows, 1):
        for position, column in enumerate(shown):
            if is_given(row, column):
                _write(sheet, look, (line, position), column, getattr(row, column.name))


def _write_settings(book: Any, look: Look, project: Project) -> None:
    sheet = book.add_worksheet("settings")
    for position, (heading, width) in enumerate((("key", 32), ("value", 28), ("unit", 14), ("meaning", 90))):
        sheet.write_string(0, position, heading, look.required if position < 2 else look.optional)
        sheet.set_column(position, position, width)
    sheet.freeze_panes(1, 1)
    sheet.write_string(1, 0, VERSION_KEY)
    sheet.write_number(1, 1, SCHEMA_VERSION)
    sheet.write_string(1, 3, "Version of the tables; leave it as it is.")
    for line, column in enumerate(columns("settings").values(), 2):
        sheet.write_string(line, 0, column.name)
        if is_given(project.settings, column):
            _write(sheet, look, (line, 1), column, getattr(project.settings, column.name))
        else:
            sheet.write_blank(line, 1, None, look.cell(column))
        sheet.write_string(line, 2, column.unit)
        sheet.write_string(line, 3, f"{column.description} Blank: {blank_means(column)}.")
        look.drop_down(sheet, column, line, line, 1)
    sheet.autofilter(0, 0, len(columns("settings")) + 1, 3)


def _short_note(column: Column) -> str:
    return "Short form, instead of rows in the sheet demand: one stream for this process.\n" + explanation(
        column
    )


def _width(column: Column) -> int:
    return max(_WIDTHS.get(column.kind, 11), len(column.name) + 4)


def _write(sheet: Any, look: Look, place: tuple[int, int], column: Column, value: Any) -> None:
    """Write one value as its real type; text is always written as text."""
    write: Callable[..., Any] = sheet.write_string
    content: Any
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        write, content = sheet.write_number, _Exact(value)
    elif column.kind is Kind.DATE and value >= _EXCEL_DATES_FROM:
        write, content = sheet.write_datetime, value
    else:
        content = _text(column, value)
    if write(*place, content, look.cell(column)) not in (0, None):
        raise _too_long(column, place[0])


def _text(column: Column, value: Any) -> str:
    text = write_cell(column, value)
    if _NOT_KEPT.search(text):
        raise UnreadableFileError(
            f"{column.table}: a workbook cannot keep the text {text[:60]!r} of {column.name}"
        )
    if text == "" and column.default in ("", ()):
        return text
    return escape_workbook(text) if column.kind.is_text or column.kind.is_list else text


def _too_long(column: Column, line: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"{column.table}, line {line + 1}: {column.name} is longer than a workbook's cell; use CSV or JSON"
    )
