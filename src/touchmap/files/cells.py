"""One cell: from what was typed to a value, and back."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from touchmap.files.columns import Column, Kind
from touchmap.files.figures import AmbiguousNumberError, read_number, read_seconds, read_share, write_number
from touchmap.files.word_lists import join_words, split_words
from touchmap.files.wording import KIND_CODES, KIND_NAMES, kind_hint, shown
from touchmap.project import Entity
from touchmap.project.shorthand import as_text, plain

BLANK: Any = object()
"""A cell that says nothing, so that the default holds."""

YES = frozenset({"yes", "y", "true", "1", "x", "on"})
NO = frozenset({"no", "n", "false", "0", "off"})

CHOICE_ALIASES: dict[str, str] = {
    "voice": "phone",
    "telephone": "phone",
    "call": "phone",
    "calls": "phone",
    "outbound": "outbound_phone",
    "mail": "email",
    "post": "letter",
    "whatsapp": "messaging",
    "inbound": "in",
    "inhouse": "in_house",
    "internal": "in_house",
    "insource": "insourced",
    "automation": "self_service",
}
"""Further spellings of listed words; used where the plain word is not itself in the list."""

_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)


class BadCellError(ValueError):
    """A cell that cannot be a value of its column."""

    def __init__(self, code: str, message: str, hint: str, value: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.value = code, message, hint, value


def read_cell(column: Column, raw: object, *, decimal_comma: bool = False) -> Any:
    """Give the value of a raw cell, or `BLANK`; the legal range is checked later.

    >>> from touchmap.files.columns import columns
    >>> read_cell(columns("demand")["handle_seconds"], "6:10")
    370.0
    >>> read_cell(columns("providers")["sourcing_model"], "In-house")
    'in_house'
    """
    if raw is None or (raw == "" and column.kind is not Kind.TEXT):
        return BLANK
    if isinstance(raw, str) and not raw.strip() and column.kind is not Kind.TEXT:
        return BLANK
    try:
        return _READERS[column.kind](column, raw, decimal_comma)
    except AmbiguousNumberError:
        digits = as_text(raw)
        raise BadCellError(
            "ambiguous_number",
            f"{column.name} is {shown(raw)!r}, which could mean two numbers",
            f"write {re.sub('[.,]', '', digits)} or {_both_ways(digits, decimal_comma=decimal_comma)}",
            shown(raw),
        ) from None
    except ValueError:
        raise wrong_kind(column, raw) from None


def wrong_kind(column: Column, raw: object) -> BadCellError:
    """Say that a cell is not of its column's kind."""
    value = shown(raw)
    what = KIND_NAMES.get(column.kind, "a value of this column")
    return BadCellError(
        KIND_CODES.get(column.kind, "bad_value"),
        f"{column.name} is {value!r}, which is not {what}",
        kind_hint(column, value),
        value,
    )


def write_cell(column: Column, value: Any) -> str:
    """Write a value as text that `read_cell` reads as the same value.

    >>> from touchmap.files.columns import columns
    >>> write_cell(columns("processes")["key_competency"], True)
    'yes'
    """
    if value is None:
        return ""
    write = _WRITERS.get(column.kind, join_words if column.kind.is_list else str)
    return write(value)


def is_given(row: Entity, column: Column) -> bool:
    """Tell whether somebody filled this value in; what nobody filled in stays blank in every file.

    >>> from touchmap.files.columns import columns
    >>> from touchmap.project import Department, Stage
    >>> is_given(Stage(stage_id="S", name="Use"), columns("stages")["position"])
    False
    """
    value = getattr(row, column.name)
    return value is not None and (column.name in row.model_fields_set or value != column.default)


def _both_ways(digits: str, *, decimal_comma: bool) -> str:
    return digits.replace(".", ",") if decimal_comma else digits.replace(",", ".")


def _text(_: Column, raw: object, __: bool) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == datetime.min.time() else raw.isoformat(" ")
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float) and not raw.is_integer():
        return write_number(_finite(raw))
    if not isinstance(raw, int | float | date):
        raise ValueError(raw)
    return as_text(raw)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(value)
    return value


def _number(column: Column, raw: object, decimal_comma: bool) -> float:
    if isinstance(raw, bool):
        raise ValueError(raw)
    if isinstance(raw, int | float):
        try:
            return _finite(float(raw))
        except OverflowError:
            raise ValueError(raw) from None
    if not isinstance(raw, str):
        raise ValueError(raw)
    if column.is_share:
        return read_share(raw, decimal_comma=decimal_comma)
    if column.is_seconds:
        return read_seconds(raw, decimal_comma=decimal_comma)
    return read_number(raw, decimal_comma=decimal_comma)


def _integer(column: Column, raw: object, decimal_comma: bool) -> int:
    value = _number(column, raw, decimal_comma)
    if not value.is_integer():
        raise ValueError(raw)
    return int(value)


def _yes_no(_: Column, raw: object, __: bool) -> bool:
    word = "yes" if raw is True else "no" if raw is False else as_text(raw).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(raw)


def _date(_: Column, raw: object, __: bool) -> date:
    if isinstance(raw, datetime):
        if raw.time() != datetime.min.time():
            raise ValueError(raw)
        return raw.date()
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str):
        raise ValueError(raw)
    if found := _YEAR_FIRST.fullmatch(raw.strip()):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(raw.strip()):
        return date(int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(raw)


def _choice(column: Column, raw: object, _: bool) -> str:
    return _spelled(column, _text(column, raw, False))


def _list(column: Column, raw: object, decimal_comma: bool) -> tuple[str, ...]:
    if isinstance(raw, list | tuple | set | frozenset):
        if not all(isinstance(word, str | int | float) for word in raw):
            raise ValueError(raw)
        words = tuple(_text(column, word, decimal_comma).strip() for word in raw)
    else:
        words = split_words(_text(column, raw, decimal_comma))
    if column.kind is Kind.CHOICES:
        return tuple(_listed(column, word) for word in words)
    return words


def _shares(_: Column, raw: object, decimal_comma: bool) -> tuple[float, ...]:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return (float(raw),)
    parts = raw.split(";") if isinstance(raw, str) else raw
    if not isinstance(parts, list | tuple) or any(isinstance(part, bool) for part in parts):
        raise ValueError(raw)
    words = [write_number(part) if isinstance(part, int | float) else str(part) for part in parts]
    return tuple(read_share(word, decimal_comma=decimal_comma) for word in words if word.strip())


def _listed(column: Column, word: str) -> str:
    try:
        return _spelled(column, word)
    except ValueError:
        raise wrong_kind(column, word) from None


def _spelled(column: Column, word: str) -> str:
    legal = _spellings(column.choices)
    found = legal.get(plain(word)) or CHOICE_ALIASES.get(plain(word), "")
    if found not in column.choices:
        raise ValueError(word)
    return found


@cache
def _spellings(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {plain(word): word for word in choices}


_READERS: dict[Kind, Callable[[Column, object, bool], Any]] = {
    Kind.TEXT: _text,
    Kind.NAME: _text,
    Kind.ID: _text,
    Kind.LANGUAGE: _text,
    Kind.COUNTRY: _text,
    Kind.CURRENCY: _text,
    Kind.IDS: _list,
    Kind.WORDS: _list,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _list,
    Kind.SHARES: _shares,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
}


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.SHARES: lambda value: "; ".join(write_number(share) for share in value),
    Kind.YES_NO: lambda value: "yes" if value else "no",
    Kind.NUMBER: write_number,
    Kind.DATE: date.isoformat,
}
