"""Rows that must exist, keys that must be unique, identifiers that must be known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, shown, warning
from touchmap.project.model import TABLES, Project
from touchmap.project.vocabulary import NodeKind


def _references() -> list[tuple[str, str, str]]:
    """Every (table, field, table referred to), as declared."""
    found = []
    for table, entity in TABLES.items():
        for field, info in entity.model_fields.items():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and "refers_to" in extra:
                found.append((table, field, str(extra["refers_to"])))
    return found


REFERENCES = _references()
_NAMED_BY_PEOPLE = ("stages", "touchpoints", "processes", "providers", "departments", "systems", "contracts")


def ids_of(project: Project, table: str) -> set[str]:
    """Identifiers in a table: the values of the first field of its key."""
    field = TABLES[table].key[0]
    return {getattr(row, field) for row in project.rows(table)}


def _loose(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[^a-z0-9]", "", text.casefold()))


def _suggestion(wanted: str, known: dict[str, str], table: str) -> str:
    near = known.get(_loose(wanted))
    return f"did you mean {near!r}?" if near else f"add it to {table}, or correct the id"


def check_for_no_process(project: Project) -> Iterator[Issue]:
    """A project without a process has nothing to source."""
    if not project.processes:
        yield error(
            "no_process", "processes", "", "has no row", "add the processes behind the touchpoints", value=0
        )


def check_for_no_provider(project: Project) -> Iterator[Issue]:
    """A project without a provider has nobody to do the work."""
    if not project.providers:
        hint = "add own staff as a provider, and bids or market stand-ins"
        yield error("no_provider", "providers", "", "has no row", hint, value=0)


def check_for_no_demand(project: Project) -> Iterator[Issue]:
    """Processes without any demand have no work to give."""
    if project.processes and not project.demand:
        yield error(
            "no_demand",
            "demand",
            "",
            "has no row",
            "add the volume of each process by channel and language",
            value=0,
        )


def check_for_duplicate_key(project: Project) -> Iterator[Issue]:
    """Two rows of a table have the same key."""
    for table in TABLES:
        seen: set[str] = set()
        for row in project.rows(table):
            key = row.row_key
            if key in seen:
                column = row.key[-1]
                hint = "give each row its own key, or delete the row that was pasted twice"
                yield error(
                    "duplicate_key", row, column, "stands in the table more than once", hint, value=key
                )
            seen.add(key)


def check_for_similar_id(project: Project) -> Iterator[Issue]:
    """Two ids differ only in capitals, spaces or leading zeros."""
    for table in _NAMED_BY_PEOPLE:
        first: dict[str, str] = {}
        for row in project.rows(table):
            key = row.row_key
            plain = re.sub(r"(?<!\d)0+(?=\d)", "", key.casefold().replace(" ", ""))
            other = first.setdefault(plain, key)
            if other != key:
                what = f"has nearly the id of {other!r}"
                yield warning("similar_id", row, row.key[0], what, "use one id if both are the same thing")


def check_for_unknown_id(project: Project) -> Iterator[Issue]:
    """A field holds an id that its table does not have."""
    for table, field, target in REFERENCES:
        known = ids_of(project, target)
        near: dict[str, str] = {}
        for row in project.rows(table):
            value = getattr(row, field)
            if value is None or value in known:
                continue
            near = near or {_loose(k): k for k in known}
            hint = _suggestion(value, near, target)
            yield error("unknown_id", row, field, f"names an id that {target} does not have", hint)


def check_for_unknown_receiver(project: Project) -> Iterator[Issue]:
    """A hand-off leads to a process or department that does not exist."""
    tables = {NodeKind.PROCESS: "processes", NodeKind.DEPARTMENT: "departments"}
    known = {kind: ids_of(project, table) for kind, table in tables.items()}
    near: dict[NodeKind, dict[str, str]] = {}
    for row in project.handoffs:
        if row.to_id in known[row.to_kind]:
            continue
        kind, table = row.to_kind, tables[row.to_kind]
        if kind not in near:
            near[kind] = {_loose(k): k for k in known[kind]}
        elsewhere = next((other for other in NodeKind if row.to_id in known[other]), None)
        hint = f"set to_kind to {elsewhere}" if elsewhere else _suggestion(row.to_id, near[kind], table)
        yield error("unknown_receiver", row, "to_id", f"leads to an id that {table} does not have", hint)


def check_for_unknown_evidence(project: Project) -> Iterator[Issue]:
    """Evidence is given for a table, row or field that does not exist."""
    keys: dict[str, set[str]] = {"settings": {""}}
    for row in project.evidence:
        if row.table not in TABLES and row.table != "settings":
            hint = f"write one of: settings, {', '.join(TABLES)}"
            yield error("unknown_evidence", row, "table", "names a table that does not exist", hint)
            continue
        if row.table not in keys:
            keys[row.table] = {r.row_key for r in project.rows(row.table)}
        entity = type(project.settings) if row.table == "settings" else TABLES[row.table]
        if row.row_id and row.row_id not in keys[row.table]:
            hint = (
                f"write the row's key, {shown('/'.join(entity.key))}, or leave it blank for the whole table"
            )
            yield error(
                "unknown_evidence", row, "row_id", f"names a row that {row.table} does not have", hint
            )
        elif row.field and row.field not in entity.model_fields:
            hint = f"write one of: {', '.join(entity.model_fields)}"
            yield error(
                "unknown_evidence", row, "field", f"names a field that {row.table} does not have", hint
            )
