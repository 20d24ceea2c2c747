"""What each column of a table holds, read from the declarations of the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from touchmap.project import TABLES, Entity, Settings
from touchmap.project import entity as kinds


class Kind(StrEnum):
    """How a cell is read and written."""

    TEXT = "text"
    NAME = "name"
    ID = "identifier"
    LANGUAGE = "language code"
    COUNTRY = "country code"
    CURRENCY = "currency code"
    IDS = "identifiers"
    WORDS = "words"
    CHOICE = "one of a list"
    CHOICES = "some of a list"
    SHARES = "shares"
    INTEGER = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date"

    @property
    def is_text(self) -> bool:
        """Any text is a value of this kind, or of a code written as text."""
        return self in (Kind.TEXT, Kind.NAME, Kind.ID, Kind.LANGUAGE, Kind.COUNTRY, Kind.CURRENCY)

    @property
    def is_list(self) -> bool:
        """A cell holds several values: "a; b"."""
        return self in (Kind.IDS, Kind.WORDS, Kind.CHOICES, Kind.SHARES)


_SIMPLE: tuple[tuple[Any, Kind], ...] = (
    (kinds.Text, Kind.TEXT),
    (kinds.Name, Kind.NAME),
    (kinds.Id, Kind.ID),
    (kinds.Language, Kind.LANGUAGE),
    (kinds.Country, Kind.COUNTRY),
    (kinds.Currency, Kind.CURRENCY),
    (kinds.IdList, Kind.IDS),
    (kinds.WordList, Kind.WORDS),
    (kinds.ShareList, Kind.SHARES),
    (bool, Kind.YES_NO),
    (int, Kind.INTEGER),
    (float, Kind.NUMBER),
    (date, Kind.DATE),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: kind, unit, legal range, default and description."""

    table: str
    name: str
    kind: Kind
    required: bool
    default: Any
    unit: str
    description: str
    refers_to: str
    assumed: str
    choices: tuple[str, ...]
    limits: Mapping[str, float]
    """Legal range: any of ``ge``, ``gt``, ``le``, ``lt``."""

    @property
    def is_share(self) -> bool:
        """Runs from 0 to 1 and may be written as a percentage."""
        return self.unit == "share" or self.unit.startswith("share/") or self.name.endswith("_share")

    @property
    def is_seconds(self) -> bool:
        """A time in seconds, which may be written m:ss."""
        return self.unit == "s"

    @property
    def range_text(self) -> str:
        """The legal range in words, with its unit.

        >>> columns("demand")["concurrency"].range_text
        'from 1 to 20 contacts'
        """
        unit = f" {self.unit}" if self.unit and not self.is_share else ""
        low, high = _bound(self.limits, "ge", "gt"), _bound(self.limits, "le", "lt")
        if low and high and "gt" not in self.limits and "lt" not in self.limits:
            return f"from {low} to {high}{unit}"
        words = [f"more than {low}" if "gt" in self.limits else f"at least {low}"] if low else []
        if high:
            words.append(f"less than {high}" if "lt" in self.limits else f"at most {high}")
        return " and ".join(words) + unit if words else ""


def _bound(limits: Mapping[str, float], closed: str, opened: str) -> str:
    value = limits.get(closed, limits.get(opened))
    return "" if value is None else f"{value:,.12g}"


def entity_of(table: str) -> type[Entity]:
    """Class of a table's rows, or the settings."""
    return Settings if table == "settings" else TABLES[table]


@cache
def columns(table: str) -> Mapping[str, Column]:
    """Columns of a table (or ``settings``) by name, in their order.

    >>> list(columns("departments"))
    ['department_id', 'name']
    >>> columns("offers")["price"].unit
    'money/unit'
    """
    entity = entity_of(table)
    hints = get_type_hints(entity, include_extras=True)
    return MappingProxyType(
        {name: _column(table, name, hints[name], info) for name, info in entity.model_fields.items()}
    )


def _column(table: str, name: str, hint: Any, info: FieldInfo) -> Column:
    kind, choices = _kind(hint)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    limits = {
        side: getattr(m, side) for m in info.metadata for side in ("ge", "gt", "le", "lt") if hasattr(m, side)
    }
    return Column(
        table=table,
        name=name,
        kind=kind,
        required=info.is_required(),
        default=None if info.is_required() else info.get_default(),
        unit=str(extra.get("unit", "")),
        description=info.description or "",
        refers_to=str(extra.get("refers_to", "")),
        assumed=str(extra.get("assumed", "")),
        choices=choices,
        limits=MappingProxyType(limits),
    )


def _kind(hint: Any) -> tuple[Kind, tuple[str, ...]]:
    for known, kind in _SIMPLE:
        if hint == known:
            return kind, ()
    parts = get_args(hint)
    if NoneType in parts:
        return _kind(next(part for part in parts if part is not NoneType))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Kind.CHOICE, tuple(member.value for member in hint)
    listed = get_args(parts[0]) if parts and get_origin(parts[0]) is tuple else ()
    if listed and issubclass(listed[0], StrEnum):
        return Kind.CHOICES, tuple(member.value for member in listed[0])
    raise TypeError(f"no spreadsheet form for {hint!r}")
