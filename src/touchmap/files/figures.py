"""Numbers as people type them: decimal comma, thousands separators, percentages, m:ss."""

from __future__ import annotations

import math
import re
from decimal import Decimal

_SPACES = " \u00a0\u202f\u2009"
"""Space, no-break space, narrow no-break space and thin space."""

_GROUPED_BY_SPACE = re.compile(rf"[+-]?\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,5}):([0-5]\d(?:[.,]\d+)?)", re.ASCII)
_LONGEST = 400


class AmbiguousNumberError(ValueError):
    """A number that could mean two things, such as 1,234."""


def read_number(text: str, *, decimal_comma: bool = False) -> float:
    """Read a number; `decimal_comma` says that the file is written with decimal commas.

    >>> [read_number(t) for t in ("0,35", "1.5", "1,234.5", "1.234,5", "1 234", "-2e3")]
    [0.35, 1.5, 1234.5, 1234.5, 1234.0, -2000.0]
    >>> read_number("1,234", decimal_comma=True)
    1.234
    >>> read_number("1,234")
    Traceback (most recent call last):
    touchmap.files.figures.AmbiguousNumberError: 1,234
    """
    value = float(_plain_digits(text, decimal_comma=decimal_comma))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def read_share(text: str, *, decimal_comma: bool = False) -> float:
    """Read a share written as such or as a percentage.

    >>> read_share("20 %"), read_share("7,5%"), read_share("0.2")
    (0.2, 0.075, 0.2)
    """
    bare = text.strip()
    if not bare.endswith("%"):
        return read_number(bare, decimal_comma=decimal_comma)
    digits = _plain_digits(bare[:-1], decimal_comma=decimal_comma)
    if not math.isfinite(float(digits)):
        raise ValueError(text)
    return float(Decimal(digits) / 100)


def read_seconds(text: str, *, decimal_comma: bool = False) -> float:
    """Read a time in seconds, or written m:ss or h:mm:ss.

    >>> read_seconds("6:10"), read_seconds("1:00:30"), read_seconds("370")
    (370.0, 3630.0, 370.0)
    """
    clock = _CLOCK.fullmatch(text.strip())
    if clock is None:
        return read_number(text, decimal_comma=decimal_comma)
    hours, minutes, seconds = clock.groups()
    if hours is not None and int(minutes) > 59:
        raise ValueError(text)
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def write_number(value: float) -> str:
    """Write a number so that reading it gives the same number.

    >>> write_number(5.0), write_number(0.1), write_number(1e300)
    ('5', '0.1', '1e+300')
    """
    return repr(float(value)).removesuffix(".0")


def _plain_digits(text: str, *, decimal_comma: bool) -> str:
    digits = text.strip().replace("−", "-")
    if len(digits) > _LONGEST:
        raise ValueError(text)
    if _GROUPED_BY_SPACE.fullmatch(digits):
        digits = re.sub(rf"[{_SPACES}'’]", "", digits)
        decimal_comma = decimal_comma or "," in digits
    elif "," in digits or decimal_comma:
        _refuse_ambiguous(digits, decimal_comma=decimal_comma)
    decimal, grouping = _marks(digits, decimal_comma=decimal_comma)
    if grouping in digits:
        whole = re.split(rf"[{decimal}eE]", digits)[0]
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:[{grouping}]\d{{3}})+", whole, re.ASCII):
            raise ValueError(text)
        digits = digits.replace(grouping, "")
    digits = digits.replace(decimal, ".")
    if not _PLAIN.fullmatch(digits):
        raise ValueError(text)
    return digits


def _refuse_ambiguous(digits: str, *, decimal_comma: bool) -> None:
    """Refuse three digits behind the mark that is not the file's decimal mark."""
    other = "." if decimal_comma else ","
    if _MAYBE_THOUSANDS.fullmatch(digits) and other in digits:
        raise AmbiguousNumberError(digits)


def _marks(digits: str, *, decimal_comma: bool) -> tuple[str, str]:
    """Give the decimal mark and the grouping mark of one number."""
    commas, dots = digits.count(","), digits.count(".")
    if commas and dots:
        return (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
    if commas == 1 or (commas == 0 and dots > 1):
        return ",", "."
    if commas > 1 or dots == 1:
        return ".", ","
    return (",", ".") if decimal_comma else (".", ",")
