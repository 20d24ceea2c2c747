"""Which rows refer to a row, so that it can be renamed or removed with what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from touchmap.project.edits.draft import Draft
from touchmap.project.model import TABLES
from touchmap.project.scenario_tables import Evidence, RuleScope
from touchmap.project.scope_fields import SCOPE_FIELDS
from touchmap.project.vocabulary import NodeKind, ScopeSide
from touchmap.project.work_tables import Handoff

_RECEIVERS = {"processes": NodeKind.PROCESS, "departments": NodeKind.DEPARTMENT}


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell that holds the id of a row."""

    table: str
    row: str
    field: str
    optional: bool
    """Whether the cell may be blank."""


@cache
def reference_fields() -> tuple[tuple[str, str, str, bool], ...]:
    """Table, field, table referred to, and whether it may be blank, of every declared reference."""
    found = []
    for table, entity in TABLES.items():
        for name, info in entity.model_fields.items():
            extra = info.json_schema_extra
            target = extra.get("refers_to", "") if isinstance(extra, dict) else ""
            if target:
                found.append((table, name, str(target), not info.is_required()))
    return tuple(found)


def references_to(draft: Draft, table: str, key: str) -> Iterator[Reference]:
    """Every cell that refers to a row, the declared ones first."""
    for where, field, target, optional in reference_fields():
        # A row of a table with several key fields, such as one point of a curve, is not what is meant.
        if target == table and len(TABLES[table].key) == 1:
            for row_key, row in draft.rows(where).items():
                if getattr(row, field) == key:
                    yield Reference(where, row_key, field, optional)
    if table in _RECEIVERS:
        for row_key, row in draft.rows("handoffs").items():
            if isinstance(row, Handoff) and (row.to_id, row.to_kind) == (key, _RECEIVERS[table]):
                yield Reference("handoffs", row_key, "to_id", optional=False)
    yield from _in_scopes(draft, table, key)
    yield from evidence_of(draft, table, key)


def _in_scopes(draft: Draft, table: str, key: str) -> Iterator[Reference]:
    for row_key, row in draft.rows("rule_scopes").items():
        if isinstance(row, RuleScope) and row.value == key:
            scope = SCOPE_FIELDS[row.side].get(row.field)
            if scope is not None and scope.table == table:
                yield Reference("rule_scopes", row_key, "value", optional=False)


def evidence_of(draft: Draft, table: str, key: str) -> Iterator[Reference]:
    """Rows of evidence about one row."""
    for row_key, row in draft.rows("evidence").items():
        if isinstance(row, Evidence) and (row.table, row.row_id) == (table, key):
            yield Reference("evidence", row_key, "row_id", optional=False)


def references_from(table: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Field, table and id of every row that a row refers to.

    >>> list(references_from("touchpoints", {"touchpoint_id": "T1", "stage_id": "S1"}))
    [('stage_id', 'stages', 'S1')]
    """
    for where, field, target, _ in reference_fields():
        if where == table and values.get(field):
            yield field, target, str(values[field])
    if table == "handoffs":
        for target, kind in _RECEIVERS.items():
            if values.get("to_kind") == kind and values.get("to_id"):
                yield "to_id", target, str(values["to_id"])
    elif table == "rule_scopes" and values.get("side"):
        scope = SCOPE_FIELDS[ScopeSide(values["side"])].get(str(values.get("field")))
        if scope is not None and scope.table:
            yield "value", scope.table, str(values.get("value"))
    elif table == "evidence" and values.get("row_id"):
        yield "row_id", str(values.get("table")), str(values["row_id"])
