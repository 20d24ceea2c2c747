"""The settings: rows of key and value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.errors import Issue, Severity, Where
from touchmap.files.cascades import Failures
from touchmap.files.columns import columns
from touchmap.files.places import Places
from touchmap.files.rows import PlacedRow, build_row
from touchmap.files.source import RawRow, RawTable
from touchmap.files.wording import nearest, shown
from touchmap.project import SCHEMA_VERSION, Settings
from touchmap.project.shorthand import as_text, field_name

VERSION_KEY = "schema_version"


@dataclass(slots=True)
class SettingsReader:
    """Reads the settings; a value that is wrong is told and stays at its default."""

    issues: list[Issue]
    places: Places
    failures: Failures
    values: dict[str, Any] = field(default_factory=dict)

    def read(self, table: RawTable | None) -> Settings:
        """Give the settings."""
        if table is None:
            return Settings()
        missing = [name for name in ("key", "value") if name not in table.columns and table.rows]
        if missing:
            self.issues += [_no_column(table, name) for name in missing]
            self.failures.unreadable.add("settings")
            return Settings()
        for row in table.rows:
            if row.cells and not row.broken:
                self._read_row(table, row)
        return Settings.model_validate(self.values)

    def _read_row(self, table: RawTable, row: RawRow) -> None:
        key = as_text(row.cells.get("key"))
        name = field_name("settings", key)
        if key == VERSION_KEY:
            self.issues += check_version(row.cells.get("value"), _where(table, row, key))
        elif name is None:
            self.issues.append(_unknown(table, row, key))
        elif name in self.values or name in self.failures.settings:
            self.issues.append(_twice(table, row, name))
        else:
            self.places.add("settings", name, _where(table, row, name))
            self._read_value(table, row, name)

    def _read_value(self, table: RawTable, row: RawRow, name: str) -> None:
        home = RawTable(
            "settings", table.file, table.line, frozenset({name}), decimal_comma=table.decimal_comma
        )
        cells = {name: row.cells["value"]} if "value" in row.cells else {}
        bad = frozenset({name}) if "value" in row.bad else frozenset()
        entity, found = build_row(PlacedRow("settings", cells, home, RawRow(cells, row.line, bad)))
        where = _where(table, row, name)
        self.issues += [replace(issue, message=f"setting {issue.message}", where=where) for issue in found]
        if entity is None:
            self.failures.settings.add(name)
        elif name in entity.model_fields_set:
            self.values[name] = getattr(entity, name)


def check_version(value: object, where: Where) -> list[Issue]:
    """Refuse tables of another version than this one."""
    if as_text(value) == str(SCHEMA_VERSION):
        return []
    return [
        Issue(
            "wrong_schema_version",
            f"the tables have version {shown(value)!r}, but this program reads version {SCHEMA_VERSION}",
            f"update touchmap, or write {SCHEMA_VERSION} if the file was made for it",
            where,
            value=shown(value),
        )
    ]


def _where(table: RawTable, row: RawRow, name: str) -> Where:
    return Where("settings", name, "value", table.file, row.line)


def _no_column(table: RawTable, name: str) -> Issue:
    return Issue(
        "missing_required_column",
        f"table 'settings' has no column {name!r}, which is required",
        "give the settings as two columns: key, value",
        Where("settings", "", name, table.file, table.line),
        value=name,
    )


def _unknown(table: RawTable, row: RawRow, key: str) -> Issue:
    known = [*columns("settings")]
    where = Where("settings", key, "key", table.file, row.line)
    if not key:
        return Issue("blank_required", "a setting has a value but no key", "write its key", where)
    hint = nearest(key, known) or "remove the row; see the template for the settings there are"
    return Issue("unknown_setting", f"there is no setting {key!r}", hint, where, Severity.ERROR, key)


def _twice(table: RawTable, row: RawRow, name: str) -> Issue:
    where = Where("settings", name, "key", table.file, row.line)
    return Issue(
        "duplicate_key", f"setting {name!r} is there twice", "keep one of the two", where, value=name
    )
