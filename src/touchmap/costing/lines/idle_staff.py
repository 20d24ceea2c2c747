"""Idle staff: paid because they cannot be sent home or were hired ahead of a peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.lines.pool_opening import open_pools
from touchmap.costing.lines.valley_work import in_valleys
from touchmap.costing.shapes import PartyAmount
from touchmap.costing.staffing import paid_staff
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Idle staff",
    "(paid − needed FTE) × cost of an FTE-month",
    "providers.flex_share, providers.ramp_fte_per_month, seasonality",
)


def idle(needed: Array, flex: float, ramp: float) -> Array:
    """Staff paid without work in each month, by what is needed.

    Half of the peak of 30 must be paid all year, and hiring 10 a month starts a month ahead:

    >>> idle(np.array([10.0, 10.0, 30.0]), flex=0.5, ramp=10.0)
    array([ 5., 10.,  0.])
    """
    return paid_staff(needed, flex, ramp) - needed


def needed_staff(costing: Costing, choice: Ints) -> tuple[Array, Array]:
    """FTE each provider needs in each calendar month: billed by staff (with opened pools), and otherwise.

    Work done in the valleys of opened pools needs nobody.

    Shapes (providers, 12) each.
    """
    staffed, other = (np.zeros((len(costing.options.providers), MONTHS)) for _ in range(2))
    rows = choice[choice != NONE]
    rows = rows[costing.options.people[rows] != NONE]
    people = costing.options.people[rows]
    np.add.at(staffed, people, costing.staff_billed_fte[rows])
    np.add.at(other, people, costing.fte[rows] - costing.staff_billed_fte[rows])
    for n in open_pools(costing, choice):
        pool = costing.pools[n]
        staffed[pool.provider] += pool.opening_fte - in_valleys(costing, pool, choice)
    return staffed, other


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """Staff paid while idle. Need beyond capacity, as today may have it, is bought and not employed."""
    staffed, _ = needed_staff(costing, choice)
    order = costing.calendar.order
    parts = []
    for j, staff in enumerate(costing.staff):
        if staff.is_rigid and staffed[j].any():
            without_work = np.zeros(MONTHS)
            without_work[order] = idle(np.minimum(staffed[j], staff.capacity)[order], staff.flex, staff.ramp)
            cost = without_work * staff.fte_month
            if cost.any():
                parts.append(PartyAmount("idle_staff", j, costing.weights(j) @ cost, float(cost.sum())))
    return parts
