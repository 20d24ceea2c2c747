"""Attrition cover: recruiting and training the successors of own staff who leave.

A third party does so at its own cost: it is in its price.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import hiring, training
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import MONTHS, Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Attrition cover of own staff",
    "own FTE, with those who keep language pools open, × attrition ÷ 12 × (recruiting + training of one)",
    "providers.attrition, providers.hiring_cost_per_fte, processes.training_days, "
    "providers.training_rate_per_hour",
)


def cover(fte: Array, attrition: float, per_successor: float) -> Array:
    """Cost a month of replacing those who leave.

    >>> cover(np.array([10.0]), 0.24, 3000.0)
    array([600.])
    """
    return fte * attrition / MONTHS * per_successor


def per_fte(frame: Frame) -> Array:
    """Money a month for each FTE of an option's people, shape (options,)."""
    options = frame.options
    leaving = [p.attrition if p.is_own and not p.is_platform else 0.0 for p in options.providers]
    rate = np.array([*leaving, 0.0])[options.people]
    return rate / MONTHS * (hiring.per_fte(frame) + training.per_fte(frame))
