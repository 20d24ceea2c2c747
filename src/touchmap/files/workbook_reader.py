"""An Excel workbook, one sheet per table, read without ever calculating anything."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from touchmap.errors import Issue, UnreadableFileError, Where
from touchmap.files.escaping import unescape_workbook
from touchmap.files.headings import read_headings
from touchmap.files.limits import MAX_COLUMNS, MAX_ROWS
from touchmap.files.records import read_record, too_many_rows
from touchmap.files.source import RawTable, Source, unknown_table
from touchmap.files.wording import shown
from touchmap.files.zip_safety import check_workbook
from touchmap.project import TABLES
from touchmap.project.shorthand import plain, table_name

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

README_SHEET = "Read-me"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DAMAGED = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    EOFError,
    OSError,
    RecursionError,
    SyntaxError,  # what a broken XML part raises
    NotImplementedError,
    OverflowError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_workbook(path: Path) -> Source:
    """Read every sheet that is named like a table."""
    check_workbook(path)
    source = Source()
    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for sheet in _open(stream).worksheets:
                _read_sheet(sheet, f"{path.name}, sheet {sheet.title}", source)
    except _DAMAGED as error:
        raise UnreadableFileError(
            f"{path.name} cannot be read as a workbook: it is damaged or not safe to open"
        ) from error
    if not source.tables:
        source.issues.append(_no_tables(path))
    return source


def _open(stream: BinaryIO) -> Workbook:
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    class Reader(ExcelReader):
        """Reads texts exactly; the library's own way loses some escapes."""

        def read_strings(self) -> None:
            package: Any = self.package
            part = package.find(SHARED_STRINGS)
            if part is None:
                return
            with self.archive.open(part.PartName[1:]) as strings:
                for _, node in iterparse(strings):
                    if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                        text: Any = Text.from_tree(node)
                        self.shared_strings.append(_unescaped(text.content))
                        node.clear()

    reader: Any = Reader(stream, read_only=True, keep_vba=False, data_only=False, keep_links=False)
    reader.read()
    book: Workbook = reader.wb
    return book


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _no_tables(path: Path) -> Issue:
    return Issue(
        "no_tables",
        f"workbook {path.name!r} has no sheet named like a table",
        "name the sheets processes, demand, providers …, or start from the template",
        Where(file=path.name),
        value=path.name,
    )


def _read_sheet(sheet: Any, file: str, source: Source) -> None:
    name = table_name(sheet.title)
    if name is None:
        if not sheet.title.startswith("_") and plain(sheet.title) != plain(README_SHEET):
            source.issues.append(unknown_table(sheet.title, TABLES, Where(file=file)))
        return
    sheet.reset_dimensions()
    table = RawTable(name, file)
    lines = _lines(sheet)
    line, headings = next(lines, (1, ()))
    table.line = line
    texts = ["" if cell.value is None else str(cell.value) for cell in headings]
    issues: list[Issue] = [
        _formula(table, text, line) for text, c in zip(texts, headings, strict=True) if _is_formula(c)
    ]
    fields, found = read_headings(table, texts)
    table.columns = frozenset(field for field in fields if field)
    issues += found
    for line, row in lines:
        if line > MAX_ROWS + 1:
            issues.append(too_many_rows(table, line))
            source.unreadable.add(name)
            break
        issues += _read_row(table, fields, row, line)
    source.add(table, issues)


def _lines(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows that are not blank, with their numbers."""
    from openpyxl.cell.read_only import EMPTY_CELL

    rows: Iterable[Sequence[Any]] = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS)
    filler: Sequence[Any] | None = None  # missing rows come as one and the same row
    for line, row in enumerate(rows, 1):
        last = 0
        if row is not filler:
            filled = [n for n, cell in enumerate(row, 1) if cell is not EMPTY_CELL and not _is_blank(cell)]
            last = filled[-1] if filled else 0
        if last == 0:
            filler = row
        if last or line > MAX_ROWS + 1:
            yield line, row[:last]


def _is_blank(cell: Any) -> bool:
    return cell.value is None or cell.value == ""


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", "n") == "f"


def _read_row(table: RawTable, fields: Sequence[str | None], row: Sequence[Any], line: int) -> list[Issue]:
    bad: dict[str, Issue] = {}
    cells: list[object] = []
    for number, cell in enumerate(row):
        name = (fields[number] if number < len(fields) else None) or ""
        try:
            cells.append(None if _is_blank(cell) else _value(cell))
        except _CellError as error:
            cells.append(shown(cell.value))
            if name:
                code, message, hint = error.args
                where = Where(table.name, "", name, table.file, line)
                bad[name] = Issue(code, f"{name} {message}", hint, where, value=shown(cell.value))
    return read_record(table, fields, cells, line, bad=bad)


class _CellError(Exception):
    """Code, message and hint of a cell that holds no value."""


def _value(cell: Any) -> object:
    if _is_formula(cell):
        raise _CellError("formula_cell", "contains a formula", "copy the cell and paste it as values")
    if cell.data_type == "e":
        raise _CellError("error_cell", f"contains the error {cell.value}", "correct the cell")
    value = cell.value
    if isinstance(value, str):
        return unescape_workbook(value)
    if isinstance(value, time | timedelta):
        return _clock(value, str(cell.number_format))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return value if isinstance(value, bool | int | float | date) else str(value)


def _clock(value: time | timedelta, number_format: str) -> str:
    """Give a time of day as it was typed: 6:10 is minutes and seconds unless the format shows seconds."""
    whole = (
        value
        if isinstance(value, timedelta)
        else timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    )
    total = round(whole.total_seconds())
    hours, minutes, seconds = total // 3600, total // 60 % 60, total % 60
    if "s" not in number_format.casefold():
        return f"{hours}:{minutes:02d}"
    if hours and seconds == 0:
        hint = f"write the seconds as a number: {60 * hours + minutes} if it is {hours}:{minutes:02d} minutes"
        raise _CellError("ambiguous_time", f"is a clock time of {hours} h {minutes:02d} min", hint)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


def _formula(table: RawTable, text: str, line: int) -> Issue:
    where = Where(table.name, "", text, table.file, line)
    return Issue(
        "formula_cell",
        "a heading contains a formula",
        "write the name of the column",
        where,
        value=shown(text),
    )
