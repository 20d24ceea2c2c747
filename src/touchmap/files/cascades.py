"""Problems that exist only because a row elsewhere could not be read; they are not told."""

from __future__ import annotations

from dataclasses import dataclass, field

from touchmap.errors import Issue, Severity
from touchmap.files.columns import columns
from touchmap.files.rows import PlacedRow
from touchmap.project import TABLES
from touchmap.project.shorthand import as_text

_MISSES_ROWS_OF = {
    "no_process": ("processes",),
    "no_provider": ("providers",),
    "no_demand": ("demand", "processes"),
    "self_service_without_platform": ("providers",),
    "split_without_curve": ("curves", "demand"),
    "provider_without_price": ("offers",),
}
"""Findings that a table lacks something, and the tables whose lost rows may explain it."""

_MISSES_SETTING = {
    "dates_without_start": "start_on",
}
"""Findings that a setting is missing, and that setting."""

_MISSES_PARTS_IN = {
    "curve_sum": "curves",
    "transition_sum": "transitions",
    "tier_start": "volume_tiers",
    "rated_by_one": "ratings",
    "provider_scope_missing": "rule_scopes",
    "other_scope_missing": "rule_scopes",
    "requirement_missing": "rule_scopes",
}
"""Findings that a thing lacks parts, and the table of the parts; the first key names the thing."""

_RECEIVERS = ("processes", "departments")


@dataclass(slots=True)
class Failures:
    """Rows left out because they are wrong: their keys and ids, per table."""

    keys: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    settings: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    rows: list[PlacedRow] = field(default_factory=list)

    def add(self, row: PlacedRow) -> None:
        """Note a row that is left out."""
        if not row.raw.broken:
            self.rows.append(row)
        first = TABLES[row.table].key[0]
        self.keys.setdefault(row.table, set()).add(row.row_id)
        self.ids.setdefault(row.table, set()).add(as_text(row.cells.get(first)))

    def any_of(self, table: str) -> bool:
        """Tell whether a table lost rows."""
        return table in self.unreadable or table in self.keys

    def lost(self, table: str, row_id: str) -> bool:
        """Tell whether this id may have been in a row that is left out."""
        return table in self.unreadable or row_id in self.ids.get(table, ())

    def __bool__(self) -> bool:
        return bool(self.keys or self.settings or self.unreadable)


def is_cascade(issue: Issue, failures: Failures) -> bool:
    """Tell whether a finding of the cross-checks follows from a row that is left out.

    Warnings wait until the rows are right, because most of them say that something is missing.
    """
    if not failures:
        return False
    if issue.severity is Severity.WARNING:
        return True
    if issue.code in _MISSES_ROWS_OF:
        return any(failures.any_of(table) for table in _MISSES_ROWS_OF[issue.code])
    if issue.code in _MISSES_SETTING:
        return _MISSES_SETTING[issue.code] in failures.settings or "settings" in failures.unreadable
    if issue.code in _MISSES_PARTS_IN:
        return failures.lost(_MISSES_PARTS_IN[issue.code], issue.where.row_id.split("/")[0])
    return _names_lost_row(issue, failures)


def _names_lost_row(issue: Issue, failures: Failures) -> bool:
    if issue.code == "unknown_receiver":
        return any(failures.lost(table, issue.value) for table in _RECEIVERS)
    if issue.code == "unknown_evidence":
        return bool(failures.unreadable) or any(issue.value in keys for keys in failures.keys.values())
    if issue.code == "scope_value_unknown":
        return bool(failures.unreadable) or any(issue.value in ids for ids in failures.ids.values())
    if not issue.code.startswith("unknown") or issue.where.table not in TABLES:
        return False
    column = columns(issue.where.table).get(issue.where.column)
    return column is not None and bool(column.refers_to) and failures.lost(column.refers_to, issue.value)
