"""Bonus and malus: the part of a fee that depends on whether quality reaches its target.

A bonus is a cost, a malus a negative one. A malus is what the client gets back for quality it did
not get: a plan that counts on one is listed among the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import MONTHS, Array, times

if TYPE_CHECKING:
    from touchmap.costing.book import Bills

FACTS = LineFacts(
    LineKind.RUNNING,
    "Bonus and malus",
    "bill × share at risk × attainment, −1 to 1: points above the satisfaction target ÷ points of a "
    "whole bonus",
    "offers.bonus_malus_share, processes.satisfaction_target, settings.bonus_malus_points",
    "usual 5–8 % of the fee, up or down",
)


def attainment(quality: Array, target: Array, points: float) -> Array:
    """How far a target is reached: 0 at the target, 1 for the whole bonus, −1 for the whole malus.

    Parameters
    ----------
    quality
        Expected quality, 0–100.
    target
        Satisfaction target, 0–100.
    points
        Distance from the target at which the whole is due.

    >>> attainment(np.array([76.0, 95.0]), np.array([80.0, 80.0]), 10.0)
    array([-0.4,  1. ])
    """
    result: Array = np.clip((quality - target) / points, -1, 1)
    return result


def by_option(frame: Frame, bills: Bills) -> Array:
    """Money a month by option, shape (options, 12); nothing where the process has no target."""
    lines = frame.lines
    share = np.nan_to_num(lines.people_offer.field("bonus_malus_share"))
    reached = attainment(
        frame.quality.expected,
        frame.options.of_process("satisfaction_target"),
        frame.settings.bonus_malus_points,
    )
    if not share.any():
        return np.zeros((len(reached), MONTHS))
    return times(lines.per_option(times(bills.by_line, share)), np.nan_to_num(reached))
