"""The short ways people write tables, spelled out before anything is validated.

Works on plain rows (dictionaries of raw cells), so that every file format and plain Python data share it:
headings in the field's words, ids left out, names left out, and a process list that carries its own volume
and handle time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from touchmap.errors import Issue, Severity, Where
from touchmap.project.model import TABLES
from touchmap.project.settings import Settings

STREAM_COLUMNS = ("channel", "language", "contacts_per_month", "handle_seconds")
"""What a process row may carry in place of a row of its own in the demand table."""

ID_PREFIXES = {
    "stages": "ST",
    "touchpoints": "T",
    "processes": "P",
    "demand": "D",
    "contracts": "C",
    "handoffs": "H",
    "departments": "DEP",
    "systems": "SYS",
    "providers": "PR",
    "offers": "O",
    "rules": "R",
}
"""How generated ids begin, per table."""

_SINGULAR = {
    "stages": "stage",
    "touchpoints": "touchpoint",
    "processes": "process",
    "departments": "department",
    "systems": "system",
    "providers": "provider",
    "scenarios": "scenario",
}

_VOLUME = {
    "volume": "contacts_per_month",
    "monthly volume": "contacts_per_month",
    "volume per month": "contacts_per_month",
    "contacts": "contacts_per_month",
    "monthly contacts": "contacts_per_month",
    "aht": "handle_seconds",
    "aht seconds": "handle_seconds",
    "handle time": "handle_seconds",
    "handling time": "handle_seconds",
    "average handle time": "handle_seconds",
    "average handling time": "handle_seconds",
}

COLUMN_ALIASES: dict[str, dict[str, str]] = {
    "touchpoints": {**_VOLUME, "csat": "satisfaction"},
    "processes": {**_VOLUME, "family": "process_family"},
    "demand": {**_VOLUME, "country": "market"},
    "handoffs": {"volume": "contacts_per_month", "contacts": "contacts_per_month"},
    "providers": {
        "vendor": "name",
        "supplier": "name",
        "partner": "name",
        "sourcing": "sourcing_model",
        "model": "sourcing_model",
        "rate": "base_rate",
        "hourly rate": "base_rate",
        "price per hour": "base_rate",
        "capacity": "capacity_fte",
        "city": "site",
        "csat": "satisfaction",
    },
    "offers": {"channels": "channel", "vendor": "provider_id", "supplier": "provider_id"},
    "provider_languages": {"vendor": "provider_id", "supplier": "provider_id"},
    "today": {"platform": "platform_id"},
}
"""Headings in the field's words, beside the names of the fields themselves."""

_UNIT_WORDS = {
    "s": {"s", "sec", "secs", "seconds", "mss", "mmss"},
    "contacts/month": {"month", "permonth", "contacts/month", "amonth"},
    "share": {"share"},
}


def plain(word: str) -> str:
    """Give a word without case, spaces, underscores, hyphens and dots.

    >>> plain("Sourcing model") == plain("sourcing_model") == plain(" SOURCING-MODEL ")
    True
    """
    return re.sub(r"[\s_\-.]+", "", word).casefold()


def as_text(value: object) -> str:
    """Give a raw cell as text; a whole number read from a spreadsheet has no decimals.

    >>> as_text(1001.0), as_text(" P1 "), as_text(None)
    ('1001', 'P1', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def field_name(table: str, heading: str) -> str | None:
    """Field a heading means, or None; blind to case, spaces, underscores and a matching unit in brackets.

    >>> field_name("processes", "AHT (s)"), field_name("offers", "Provider")
    ('handle_seconds', 'provider_id')
    >>> field_name("processes", "AHT (minutes)") is None
    True
    """
    names = _names(table)
    exact = names.get(plain(heading))
    if exact is not None:
        return exact
    unit = re.fullmatch(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*", heading, re.DOTALL)
    if unit is None:
        return None
    name = names.get(plain(unit[1]))
    return name if name is not None and _unit_fits(table, name, unit[2]) else None


def table_name(word: str) -> str | None:
    """Table a file or sheet name means, or None.

    >>> table_name("Provider languages"), table_name("Sheet1")
    ('provider_languages', None)
    """
    return {plain(name): name for name in (*TABLES, "settings")}.get(plain(word))


def column_names(table: str) -> tuple[str, ...]:
    """Give all headings a table may have: its fields, and for processes the shorthand columns.

    >>> column_names("processes")[-1]
    'handle_seconds'
    """
    entity = Settings if table == "settings" else TABLES[table]
    return (*entity.model_fields, *(STREAM_COLUMNS if table == "processes" else ()))


@cache
def _names(table: str) -> dict[str, str]:
    fields = column_names(table)
    names = {plain(alias): name for alias, name in COLUMN_ALIASES.get(table, {}).items() if name in fields}
    own = _SINGULAR.get(table)
    if own is not None:
        names.update({own: "name", own + "name": "name"})
    if table in ID_PREFIXES or own is not None:
        names["id"] = TABLES[table].key[0]
    for name in fields:
        if name.endswith("_id"):
            names.setdefault(plain(name.removesuffix("_id")), name)
    names.update({plain(name): name for name in fields})
    return names


def _unit_fits(table: str, name: str, unit: str) -> bool:
    entity = (
        TABLES["demand"] if name in STREAM_COLUMNS else (Settings if table == "settings" else TABLES[table])
    )
    declared = entity.model_fields[name].json_schema_extra
    own = str(declared.get("unit", "")) if isinstance(declared, dict) else ""
    short = re.sub(r"[\s:_.]+", "", unit).casefold()
    if own.startswith("money") and re.fullmatch(r"[A-Z]{3}|€|£|\$", unit.strip()):
        return True
    return bool(own) and (short == plain(own) or short in _UNIT_WORDS.get(own, set()))


@dataclass(frozen=True, slots=True)
class RowSource:
    """Where a spelled-out row comes from: table and position as they were given."""

    table: str
    index: int


@dataclass(slots=True)
class SpelledOut:
    """Rows after the shorthand, with the source of each, and what there is to say about it."""

    tables: dict[str, list[dict[str, Any]]]
    sources: dict[str, list[RowSource]]
    issues: list[Issue] = field(default_factory=list)


def spell_out(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> SpelledOut:
    """Spell out the shorthand in raw rows, keyed by field names, blank cells left out.

    >>> work = {"processes": [{"name": "Billing", "contacts_per_month": 900, "handle_seconds": 300}]}
    >>> spelled = spell_out(work)
    >>> spelled.tables["processes"]
    [{'process_id': 'P1', 'name': 'Billing'}]
    >>> spelled.tables["demand"]
    [{'demand_id': 'P1', 'process_id': 'P1', 'contacts_per_month': 900, 'handle_seconds': 300}]
    """
    rows = {name: [dict(row) for row in given] for name, given in tables.items()}
    sources = {name: [RowSource(name, i) for i in range(len(given))] for name, given in rows.items()}
    spelled = SpelledOut(rows, sources)
    for name, listed in rows.items():
        if name in ID_PREFIXES and _fill_ids(name, listed):
            _refer_by_id(name, rows)
        _fill_names(name, listed)
    _spell_out_streams(spelled)
    return spelled


def _fill_ids(table: str, rows: list[dict[str, Any]]) -> bool:
    """Number the rows of a table that has no ids at all; a single blank id stays an error."""
    key = TABLES[table].key[0]
    if not rows or any(as_text(row.get(key)) for row in rows):
        return False
    for position, row in enumerate(rows, 1):
        row.pop(key, None)
        ordered = {key: f"{ID_PREFIXES[table]}{position}", **row}
        row.clear()
        row.update(ordered)
    return True


def _refer_by_id(table: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Where ids were generated, let other tables refer to rows by their name if it is unique."""
    key = TABLES[table].key[0]
    ids_by_name: dict[str, list[str]] = {}
    for row in rows[table]:
        ids_by_name.setdefault(as_text(row.get("name")), []).append(row[key])
    own_ids = {row[key] for row in rows[table]}
    for other, column in _references(table):
        for row in rows.get(other, ()):
            word = as_text(row.get(column))
            if word and word not in own_ids and len(ids_by_name.get(word, ())) == 1:
                row[column] = ids_by_name[word][0]


@cache
def _references(table: str) -> tuple[tuple[str, str], ...]:
    found = []
    for name, entity in TABLES.items():
        for column, info in entity.model_fields.items():
            extra = info.json_schema_extra
            if isinstance(extra, dict) and extra.get("refers_to") == table:
                found.append((name, column))
    return tuple(found)


def _fill_names(table: str, rows: list[dict[str, Any]]) -> None:
    info = TABLES[table].model_fields.get("name")
    if info is None or not info.is_required():
        return
    key = TABLES[table].key[0]
    for row in rows:
        if not as_text(row.get("name")) and as_text(row.get(key)):
            row["name"] = as_text(row[key])


def _spell_out_streams(spelled: SpelledOut) -> None:
    """Give each process row with its own volume a demand stream, unless the demand table has one."""
    demand = spelled.tables.get("demand", [])
    has_stream = {as_text(row.get("process_id")) for row in demand}
    taken = {as_text(row.get("demand_id")) for row in demand}
    streams: list[dict[str, Any]] = []
    sources: list[RowSource] = []
    for index, row in enumerate(spelled.tables.get("processes", ())):
        carried = {name: row.pop(name) for name in STREAM_COLUMNS if name in row}
        process_id = as_text(row.get("process_id"))
        if process_id in has_stream and carried:
            spelled.issues.append(_not_used(process_id, tuple(carried)))
        elif carried.keys() & {"contacts_per_month", "handle_seconds"}:
            demand_id = _free_id(process_id, taken)
            taken.add(demand_id)
            streams.append({"demand_id": demand_id, "process_id": process_id, **carried})
            sources.append(RowSource("processes", index))
    if streams:
        spelled.tables["demand"] = [*demand, *streams]
        spelled.sources["demand"] = [*spelled.sources.get("demand", []), *sources]


def _free_id(wanted: str, taken: Iterable[str]) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _not_used(process_id: str, columns: tuple[str, ...]) -> Issue:
    return Issue(
        "not_used",
        f"{', '.join(columns)} of process {process_id!r} is not used: the demand table has its streams",
        "leave these columns of the process blank, or remove its rows from the demand table",
        Where("processes", row_id=process_id, column=columns[0]),
        Severity.WARNING,
        process_id,
    )
