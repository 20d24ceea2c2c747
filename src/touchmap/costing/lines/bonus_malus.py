"""Bonus and malus: the part of a fee that depends on whether quality reaches its target.

A bonus is a cost, a malus a negative one. A malus is what the client gets back for quality it did
not get: a plan that counts on one is listed among the findings.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Bonus and malus",
    "bill × share at risk × attainment, −1 to 1: points above the satisfaction target ÷ points of a "
    "whole bonus",
    "offers.bonus_malus_share, processes.satisfaction_target, settings.bonus_malus_points",
    "usual 5–8 % of the fee, up or down",
)


def attainment(quality: float, target: float, points: float) -> float:
    """How far a target is reached: 0 at the target, 1 for the whole bonus, −1 for the whole malus.

    Parameters
    ----------
    quality
        Expected quality, 0–100.
    target
        Satisfaction target, 0–100.
    points
        Distance from the target at which the whole is due.

    >>> attainment(76.0, 80.0, 10.0), attainment(95.0, 80.0, 10.0)
    (-0.4, 1.0)
    """
    return float(np.clip((quality - target) / points, -1, 1))


def by_option(frame: Frame, billed: Array) -> Array:
    """Money a month by option, shape (options, 12); nothing where the process has no target.

    Parameters
    ----------
    billed
        Bill of each line's people, premiums included, shape (lines, 12).
    """
    lines, options = frame.lines, frame.options
    share = np.array([0.0 if o is None else o.bonus_malus_share for o in lines.people_offer])
    at_risk = lines.per_option(billed * share[:, None])
    targets = [options.packages[k].process.satisfaction_target for k in options.package]
    points = frame.settings.bonus_malus_points
    reached = np.array(
        [
            0.0 if target is None else attainment(quality, target, points)
            for quality, target in zip(frame.quality.expected, targets, strict=True)
        ]
    )
    result: Array = at_risk * reached[:, None]
    return result
