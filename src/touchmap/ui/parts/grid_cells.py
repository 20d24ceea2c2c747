"""Cells of a grid as people read and type them: percentages, m:ss, thousands apart; and back to values."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from touchmap.files.cells import write_cell
from touchmap.files.columns import Column, Kind
from touchmap.files.one_cell import read_value
from touchmap.project import Entity

THIN = "\u202f"
"""Stands between thousands: it never breaks and is read back as what it is."""
CLOCK = frozenset({"handle_seconds"})
"""Times that are written m:ss; other times in seconds, such as the 20 of a service level, stay seconds."""
_BARE = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def is_flag(column: Column) -> bool:
    """Whether a column is ticked rather than typed."""
    return column.kind is Kind.YES_NO


def cell_of(column: Column, row: Entity) -> Any:
    """What a grid shows of a row: a tick as a truth value, anything else as text."""
    return shown_value(column, getattr(row, column.name))


def shown_value(column: Column, value: Any) -> Any:
    """What a grid shows for a value.

    >>> from touchmap.files.columns import columns
    >>> demand = columns("demand")
    >>> shown_value(demand["handle_seconds"], 370.0), shown_value(demand["service_level_share"], 0.855)
    ('6:10', '85.5 %')
    >>> shown_value(demand["contacts_per_month"], 12580.0) == f"12{THIN}580"
    True
    """
    if is_flag(column):
        return bool(value)
    if value is None:
        return ""
    if column.kind is Kind.NUMBER:
        return _number(column, float(value))
    return write_cell(column, value)


def setting_text(column: Column, value: Any) -> str:
    """What a grid of settings shows for a value: text for every kind.

    >>> from touchmap.files.columns import columns
    >>> setting_text(columns("processes")["key_competency"], True)
    'yes'
    """
    return write_cell(column, value) if is_flag(column) else str(shown_value(column, value))


def typed_value(column: Column, typed: Any) -> Any:
    """The value of what was typed into a cell; a percentage may do without its sign: 20 is 20 %.

    Raises
    ------
    BadCellError
        With what is wrong, the value seen and what to do.

    >>> from touchmap.files.columns import columns
    >>> share = columns("demand")["service_level_share"]
    >>> [typed_value(share, text) for text in ("80 %", "80", "0.8", "")]
    [0.8, 0.8, 0.8, None]
    """
    if column.kind is Kind.NUMBER and column.is_share and isinstance(typed, str):
        bare = typed.strip()
        if _BARE.fullmatch(bare) and abs(float(bare.replace(",", "."))) > 1:
            typed = f"{bare} %"
    return read_value(column, "" if typed is None else typed)


def _number(column: Column, value: float) -> str:
    if column.is_share:
        percent = (Decimal(repr(value)) * 100).normalize()
        return f"{percent:f} %"
    if column.name in CLOCK:
        return _clock(value)
    if value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", THIN)
    whole, _, rest = repr(value).partition(".")
    if "e" in rest or "e" in whole:
        return repr(value)
    return f"{int(whole):,}".replace(",", THIN) + f".{rest}" if abs(value) >= 1 else repr(value)


def _clock(seconds: float) -> str:
    """A time as m:ss or h:mm:ss, exact.

    >>> _clock(370), _clock(21600), _clock(370.5), _clock(59)
    ('6:10', '6:00:00', '6:10.5', '0:59')
    """
    exact = Decimal(repr(float(seconds)))
    minutes, rest = divmod(exact, 60)
    tail = f"{rest.normalize():f}"
    tail = tail if len(tail.partition(".")[0]) > 1 else f"0{tail}"
    hours, over = divmod(int(minutes), 60)
    return f"{hours}:{over:02d}:{tail}" if hours else f"{over}:{tail}"
