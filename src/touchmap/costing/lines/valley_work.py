"""Work in valleys: those who keep a language pool open do work that can wait while no customer calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.lines.pool_opening import Pool, open_pools
from touchmap.costing.shapes import PartyAmount
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Work done in the valleys of open pools",
    "− the smaller of FTE of work that can wait and opening FTE × blended occupancy ÷ occupancy, × cost of "
    "an FTE-month",
    "settings.staffing_curve, settings.blended_occupancy, providers.occupancy, "
    "provider_languages.opening_fte",
)


def saved_fte(waiting_fte: Array, valley_fte: float) -> Array:
    """FTE that work that can wait does not need in each month.

    >>> saved_fte(np.array([2.0, 9.0]), 6.9)
    array([2. , 6.9])
    """
    return np.minimum(waiting_fte, valley_fte)


def in_valleys(costing: Costing, pool: Pool, choice: Ints) -> Array:
    """FTE of a plan's work done in the valleys of an open pool in each calendar month, shape (12,)."""
    chosen = choice[choice != NONE]
    inside = chosen[np.isin(chosen, pool.members)]
    return saved_fte(costing.waiting_fte[inside].sum(axis=0), pool.valley_fte)


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """What the valleys of the pools a plan opens save, below 0."""
    parts = []
    for n in open_pools(costing, choice):
        pool = costing.pools[n]
        saved = in_valleys(costing, pool, choice) * costing.calendar.occurs
        if saved.any():
            monthly = -saved * costing.staff[pool.provider].fte_month
            worth = costing.weights(pool.provider) @ monthly
            parts.append(
                PartyAmount("valley_work", pool.provider, worth, float(monthly.sum()), pool.language)
            )
    return parts
