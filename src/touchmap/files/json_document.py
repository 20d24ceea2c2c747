"""One JSON document: ``{"schema_version": 1, "settings": {...}, "<table>": [rows...]}``."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from touchmap.errors import Issue, Severity, UnreadableFileError, Where
from touchmap.files.atomic import replace_file
from touchmap.files.cells import is_given
from touchmap.files.columns import Column, columns
from touchmap.files.headings import rename_cells
from touchmap.files.json_text import JsonReader, Repeated, is_node_link
from touchmap.files.limits import MAX_ROWS
from touchmap.files.origin import STATE_KEY
from touchmap.files.settings_rows import check_version
from touchmap.files.source import RawRow, RawTable, Source, settings_table, unknown_table
from touchmap.files.wording import shown
from touchmap.files.written import written_settings, written_tables
from touchmap.project import SCHEMA_VERSION, TABLES, Entity, Project
from touchmap.project.shorthand import table_name


def read_json(path: Path) -> Source:
    """Read a document, or the map in a node-link document; every row knows its line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if is_node_link(text):
            from touchmap.files.node_link import read_node_link

            return read_node_link(JsonReader(text), path.name)
        return read_document(JsonReader(text), path.name)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name} is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise UnreadableFileError(f"{path.name} is not JSON: line {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise UnreadableFileError(f"{path.name} is nested too deeply to be a project") from error
    except OSError as error:
        raise UnreadableFileError(f"cannot read {path}: {error.strerror or error}") from error


def write_json(project: Project, path: Path, origin: str = "") -> None:
    """Write a document with one row per line."""
    text = json_text(project, origin)
    replace_file(path, lambda beside: _write(beside, text))


def json_text(project: Project, origin: str = "") -> str:
    """Give the JSON document of a project, and say which state it is where that is given.

    >>> print(json_text(Project()))
    {
    "schema_version": 1,
    "settings": {},
    "processes": [],
    "demand": [],
    "providers": []
    }
    <BLANKLINE>
    """
    settings = {c.name: plain_value(c, getattr(project.settings, c.name)) for c in written_settings(project)}
    parts = [f'"schema_version": {SCHEMA_VERSION}']
    parts += [f'"{STATE_KEY}": {_dump(origin)}'] if origin else []
    parts.append(f'"settings": {_dump(settings)}')
    for name in written_tables(project):
        rows = [_dump(_row(row, name)) for row in project.rows(name)]
        parts.append(f'"{name}": [' + ("\n" + ",\n".join(rows) + "\n" if rows else "") + "]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _row(row: Entity, table: str) -> dict[str, Any]:
    return {c.name: plain_value(c, getattr(row, c.name)) for c in columns(table).values() if is_given(row, c)}


def plain_value(column: Column, value: Any) -> Any:
    """Give a value as JSON has it."""
    if column.kind.is_list:
        return [part if isinstance(part, float) else str(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def read_document(reader: JsonReader, file: str) -> Source:
    """Read the settings and tables of a document."""
    source = Source()
    version_seen = False
    seen: set[str] = set()
    for entry, line in reader.entries():
        where = Where(file=file, line=line)
        name = table_name(entry)
        if entry in seen:
            source.issues.append(_duplicate(entry, Where(name or "", "", entry, file, line)))
            reader.value()
            continue
        seen.add(entry)
        if entry == "schema_version":
            version_seen = True
            source.issues += check_version(reader.value(), Where("", "", entry, file, line))
        elif entry == STATE_KEY:
            reader.value()
        elif name == "settings":
            _read_settings(reader.value(), source, file, line)
        elif name is None:
            reader.value()
            source.issues.append(unknown_table(entry, TABLES, where))
        else:
            _read_rows(reader, RawTable(name, file, line), source)
    if not version_seen:
        source.issues.append(_no_version(file))
    return source


def _read_settings(value: object, source: Source, file: str, line: int) -> None:
    if not isinstance(value, dict):
        where = Where("settings", file=file, line=line)
        source.issues.append(
            Issue("bad_table", "settings is not an object", 'write {"key": value, ...}', where)
        )
        source.unreadable.add("settings")
        return
    repeated = [_duplicate(key, Where("settings", key, "key", file, line)) for key in Repeated.of(value)]
    given = {key: cell for key, cell in value.items() if cell is not None}
    source.add(settings_table(given, file, line), repeated)


def _read_rows(reader: JsonReader, table: RawTable, source: Source) -> None:
    if not reader.at_list():
        reader.value()
        where = Where(table.name, file=table.file, line=table.line)
        source.issues.append(
            Issue("bad_table", f"{table.name} is not a list of rows", "write [{...}, ...]", where)
        )
        source.unreadable.add(table.name)
        return
    issues: list[Issue] = []
    for value, line in reader.items():
        if len(table.rows) >= MAX_ROWS:
            raise UnreadableFileError(f"{table.file}: table {table.name!r} has more than {MAX_ROWS:,} rows")
        where = Where(table.name, "", "", table.file, line)
        if not isinstance(value, dict):
            issues.append(Issue("bad_row", "the row is not an object", 'write {"field": value, ...}', where))
            table.rows.append(RawRow({}, line, broken=True))
            continue
        cells, found = rename_cells(table, value, line, seen=issues)
        issues += found
        repeated = Repeated.of(value)
        issues += [_duplicate(key, Where(table.name, "", key, table.file, line)) for key in repeated]
        bad = {key: _nested(key, cell, where) for key, cell in cells.items() if _is_nested(cell)}
        issues += bad.values()
        table.rows.append(RawRow(cells, line, frozenset({*bad, *repeated})))
    table.columns = frozenset(name for row in table.rows for name in row.cells)
    source.add(table, issues)


def _is_nested(cell: object) -> bool:
    return isinstance(cell, dict) or (
        isinstance(cell, list) and any(isinstance(part, dict | list) for part in cell)
    )


def _nested(key: str, cell: object, where: Where) -> Issue:
    place = Where(where.table, "", key, where.file, where.line)
    return Issue(
        "bad_value",
        f"{key} holds nested data: {shown(cell)}",
        "write one value or a flat list",
        place,
        value=shown(cell),
    )


def _duplicate(key: str, where: Where) -> Issue:
    return Issue("duplicate_json_key", f"{key!r} is there twice", "keep one of the two", where, value=key)


def _no_version(file: str) -> Issue:
    return Issue(
        "missing_schema_version",
        "the document does not say which version of the tables it has",
        f'add "schema_version": {SCHEMA_VERSION}',
        Where(column="schema_version", file=file),
        Severity.WARNING,
    )
