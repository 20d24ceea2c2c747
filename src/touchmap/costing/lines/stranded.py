"""Stranded in-house cost: what stays for a time although the work has left."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Settings
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Stranded in-house cost",
    "(1 − avoidable) × today's own cost × months; avoidable as one share, or by cost group",
    "settings.avoidable_share, settings.stranded_months, "
    "settings.people_cost_share, settings.people_avoidable_share, settings.seats_cost_share, "
    "settings.seats_avoidable_share, settings.it_cost_share, settings.it_avoidable_share, "
    "settings.management_cost_share, settings.management_avoidable_share",
)
GROUPS = ("people", "seats", "it", "management")
"""Groups of own cost."""


def avoidable_share(settings: Settings) -> float | None:
    """Share of own cost that really goes away with the work; none if it is not known.

    By cost group where they are stated, ``Σ part of own cost × avoidable``, else as one figure. A group
    that is part of the cost but whose avoidable share is blank leaves the whole unknown.

    >>> groups = {"people_cost_share": 0.7, "people_avoidable_share": 0.9,
    ...           "seats_cost_share": 0.3, "seats_avoidable_share": 0.2}
    >>> round(avoidable_share(Settings(**groups)), 6)
    0.69
    """
    parts: dict[str, float | None] = {g: getattr(settings, f"{g}_cost_share") for g in GROUPS}
    if not any(parts.values()):
        return settings.avoidable_share
    total = 0.0
    for group, part in parts.items():
        goes_away: float | None = getattr(settings, f"{group}_avoidable_share")
        if part and goes_away is None:
            return None
        total += (part or 0.0) * (goes_away or 0.0)
    return total


def stranded(freed: Array, avoidable: float, months: float) -> Array:
    """What stays of a monthly own cost that the work no longer needs.

    >>> stranded(np.array([2240.0]), 0.75, 12)
    array([6720.])
    """
    return (1 - avoidable) * freed * months


def by_option(frame: Frame, own_run: Array) -> Array:
    """Money once by option; 0 where the avoidable share is not known.

    Parameters
    ----------
    own_run
        Monthly run cost of each option at own staff, average month, shape (options,).
    """
    avoidable = avoidable_share(frame.settings)
    if avoidable is None or not len(own_run):
        return np.zeros(len(frame.options.options))
    today = np.where(frame.known, own_run[np.where(frame.known, frame.options.today, 0)], 0.0)
    freed = np.maximum(today[frame.options.package] - own_run, 0.0)
    return stranded(freed, avoidable, min(frame.settings.stranded_months, frame.calendar.horizon))
