"""Opening hours such as ``Mo-Fr 9-17; Sa 10-14`` or ``24x7``, as a set of hours of the week."""

from __future__ import annotations

import re
from functools import cache

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "|".join(_DAYS)
_HOUR = r"(\d{1,2})(?::00)?"
_PART = re.compile(rf"({_DAY})(?:-({_DAY}))?\s+{_HOUR}-{_HOUR}")
ALWAYS = frozenset(range(168))
"""Every hour of the week."""


@cache
def hours_of_week(text: str) -> frozenset[int]:
    """Hours of the week (0 = Monday 0–1 h … 167) that opening hours cover; blank covers all.

    Parameters
    ----------
    text
        ``24x7``, or parts ``Days hour-hour`` separated by ``;`` or ``,``.

    Raises
    ------
    ValueError
        If the text is not understood.

    >>> len(hours_of_week("Mo-Fr 9-17")), len(hours_of_week("24x7"))
    (40, 168)
    """
    if text.strip().lower() in ("", "24x7", "24/7"):
        return ALWAYS
    covered: set[int] = set()
    for part in re.split(r"[;,]", text):
        match = _PART.fullmatch(part.strip())
        if match is None or not int(match[3]) < int(match[4]) <= 24:
            raise ValueError(f"opening hours {text!r} are not understood; write e.g. 'Mo-Fr 9-17' or '24x7'")
        first, last = _DAYS.index(match[1]), _DAYS.index(match[2] or match[1])
        days = range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1))
        covered.update(day * 24 + hour for day in days for hour in range(int(match[3]), int(match[4])))
    return frozenset(covered)


def share_within(hours: frozenset[int], day_shares: dict[int, float], hour_shares: dict[int, float]) -> float:
    """Share of a week's volume that falls into some hours.

    Parameters
    ----------
    hours
        Hours of the week, as `hours_of_week` gives them.
    day_shares
        Share by day 1 (Monday) … 7; empty = flat.
    hour_shares
        Share by hour 0 … 23; empty = flat.

    >>> round(share_within(hours_of_week("Mo-Fr 0-24"), {}, {}), 4)
    0.7143
    """
    days = day_shares or dict.fromkeys(range(1, 8), 1 / 7)
    clock = hour_shares or dict.fromkeys(range(24), 1 / 24)
    total = sum(days.values()) * sum(clock.values())
    inside = sum(days.get(h // 24 + 1, 0.0) * clock.get(h % 24, 0.0) for h in hours)
    return inside / total if total else 0.0
