"""Stranded in-house cost: what stays for a time although the work has left."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Stranded in-house cost",
    "(1 − avoidable) × today's own cost × months",
    "settings.avoidable_share, settings.stranded_months",
)


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
    avoidable = frame.settings.avoidable_share
    if avoidable is None or not len(own_run):
        return np.zeros(len(frame.options.options))
    today = np.where(frame.known, own_run[np.where(frame.known, frame.options.today, 0)], 0.0)
    freed = np.maximum(today[frame.options.package] - own_run, 0.0)
    return stranded(freed, avoidable, min(frame.settings.stranded_months, frame.calendar.horizon))
