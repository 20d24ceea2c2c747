"""A folder of CSV files, one per table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from touchmap.errors import Issue, UnreadableFileError, Where
from touchmap.files.atomic import replace_tables
from touchmap.files.cells import is_given, write_cell
from touchmap.files.columns import Column
from touchmap.files.csv_text import decode, records, sniff, write_records
from touchmap.files.escaping import escape_csv, unescape_csv
from touchmap.files.headings import read_headings
from touchmap.files.limits import MAX_FILE_BYTES, MAX_ROWS
from touchmap.files.records import read_record, too_many_rows
from touchmap.files.settings_rows import VERSION_KEY
from touchmap.files.source import RawTable, Source, unknown_table
from touchmap.files.written import written_columns, written_settings, written_tables
from touchmap.project import SCHEMA_VERSION, TABLES, Entity, Project
from touchmap.project.shorthand import field_name, table_name


def read_folder(folder: Path) -> Source:
    """Read the tables of a folder; other files are left alone."""
    source = Source()
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if sum(path.lstat().st_size for path in found) > MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"the tables in {folder} are larger than {MAX_FILE_BYTES // 1_000_000} MB together"
        )
    for path in found:
        name = table_name(path.stem)
        if name is None:
            source.issues.append(
                unknown_table(path.name, [f"{t}.csv" for t in TABLES], Where(file=path.name))
            )
        elif path.is_symlink() or not path.is_file():
            source.unreadable.add(name)
            source.issues.append(
                _unreadable(name, path, "is a link and not a file", "copy the file itself here")
            )
        else:
            _read_file(name, path, source)
    if not source.tables and not source.unreadable:
        source.issues.append(_no_tables(folder))
    return source


def write_folder(project: Project, folder: Path) -> None:
    """Write one CSV file per table that has rows; tables that are now empty go."""
    files = {"settings.csv": settings_text(project)}
    files |= {f"{name}.csv": table_text(project, name) for name in written_tables(project)}
    replace_tables(folder, {name: text.encode() for name, text in files.items()})


def _no_tables(folder: Path) -> Issue:
    return Issue(
        "no_tables",
        f"folder {folder.name!r} holds no table",
        "put processes.csv, providers.csv and the other tables here, or start from the template",
        Where(file=folder.name),
        value=folder.name,
    )


def _unreadable(name: str, path: Path, what: str, hint: str) -> Issue:
    where = Where(name, file=path.name)
    return Issue("unreadable_file", f"{path.name} {what}", hint, where, value=path.name)


def _read_file(name: str, path: Path, source: Source) -> None:
    try:
        text = decode(path.read_bytes())
        table, issues = _read_text(name, path.name, text)
    except UnicodeDecodeError as error:
        bad = f"holds a byte (0x{error.object[error.start]:02x}) that is no character"
        source.unreadable.add(name)
        source.issues.append(_unreadable(name, path, bad, "save it as CSV UTF-8"))
    except (OSError, csv.Error) as error:
        hint = 'look for a " that is never closed, and save it anew as CSV UTF-8'
        source.unreadable.add(name)
        source.issues.append(_unreadable(name, path, f"cannot be read ({error})", hint))
    else:
        if any(issue.code in ("empty_file", "too_many_rows") for issue in issues):
            source.unreadable.add(name)
        source.add(table, issues)


def _read_text(name: str, file: str, text: str) -> tuple[RawTable, list[Issue]]:
    """Read one table; blank lines do not count."""
    delimiter = sniff(text, lambda word: _is_heading(name, word))
    lines = records(text, delimiter)
    table = RawTable(name, file, decimal_comma=delimiter == ";")
    line, headings = next(lines, (1, []))
    table.line = line
    if not headings:
        hint = "delete the file, or write the headings in the first line"
        return table, [Issue("empty_file", f"{file} is empty", hint, table.where(), value=file)]
    fields, issues = read_headings(table, headings)
    table.columns = frozenset(field for field in fields if field)
    issues += _read_rows(table, fields, lines)
    return table, issues


def _read_rows(
    table: RawTable, fields: list[str | None], lines: Iterator[tuple[int, list[str]]]
) -> list[Issue]:
    issues: list[Issue] = []
    for line, record in lines:
        if len(table.rows) >= MAX_ROWS:
            issues.append(too_many_rows(table, line))
            break
        cells = [unescape_csv(cell) if cell else None for cell in record]
        issues += read_record(table, fields, cells, line, ragged=len(record) < len(fields))
    return issues


def _is_heading(table: str, word: str) -> bool:
    word = word.strip()
    return word.casefold() in ("key", "value") if table == "settings" else field_name(table, word) is not None


def settings_text(project: Project) -> str:
    """The settings as the text of a CSV file."""
    rows = [(VERSION_KEY, str(SCHEMA_VERSION))]
    rows += [(column.name, _cell_text(project.settings, column)) for column in written_settings(project)]
    return write_records([("key", "value"), *rows])


def table_text(project: Project, name: str) -> str:
    """One table as the text of a CSV file."""
    written = written_columns(project, name)
    lines = [[_cell_text(row, column) for column in written] for row in project.rows(name)]
    return write_records([[column.name for column in written], *lines])


def _cell_text(row: Entity, column: Column) -> str:
    if not is_given(row, column):
        return ""
    text = write_cell(column, getattr(row, column.name))
    return _escaped(column, text)


def _escaped(column: Column, text: str) -> str:
    """Escape text; an empty text where blank means just that stays blank."""
    is_text = column.kind.is_text or column.kind.is_list
    if not is_text or (text == "" and column.default in ("", ())):
        return text
    return escape_csv(text)
