"""Minimum commitment: what an engaged party bills although it is not used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.prices import Prices
from touchmap.costing.shapes import PartyAmount
from touchmap.project import Project
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Minimum commitment",
    "shortfall of the month's bill against the minimum; a minimum in FTE does not grow with volumes",
    "providers.minimum_fte, providers.minimum_forecast_share",
    "usual 75–90 % of the forecast",
)


@dataclass(frozen=True)
class Commitment:
    """The least a party bills each month once engaged: an amount, or a share of its average month."""

    party: int
    amount: float
    share: float


def shortfall(least: Array | float, bill: Array) -> Array:
    """What a month's bill falls short of the least.

    >>> shortfall(100.0, np.array([80.0, 120.0]))
    array([20.,  0.])
    """
    return np.maximum(0.0, least - bill)


def commitments_of(project: Project, prices: Prices) -> list[Commitment]:
    """Commitments of the third parties that ask for one."""
    return [
        Commitment(j, p.minimum_fte * prices.fte_month(p), p.minimum_forecast_share)
        for j, p in enumerate(project.providers)
        if not p.is_own and (p.minimum_fte * prices.fte_month(p) > 0 or p.minimum_forecast_share > 0)
    ]


def monthly_bill(costing: Costing, choice: Ints, party: int) -> Array:
    """List-price bill of a party in each calendar month, people's and platform's part, shape (12,)."""
    rows = choice[choice != NONE]
    of_people = costing.spend[rows[costing.options.people[rows] == party]].sum(axis=0)
    of_platform = costing.platform_spend[rows[costing.options.platform[rows] == party]].sum(axis=0)
    total: Array = of_people + of_platform
    return total


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """Shortfalls of a plan.

    Bills grow with volumes, and so does a minimum that is a share of the forecast; a minimum in FTE
    does not, so that it binds the less the more a company grows.
    """
    rows = choice[choice != NONE]
    engaged = {int(j) for j in (*costing.options.people[rows], *costing.options.platform[rows])}
    occurs = costing.calendar.occurs
    volumes = costing.calendar.volumes[:, None]
    parts = []
    for c in costing.commitments:
        if c.party not in engaged:
            continue
        bill = monthly_bill(costing, choice, c.party)
        mean = float(bill[occurs].mean())
        least = np.maximum(c.amount, volumes * c.share * mean)
        short = np.where(occurs, shortfall(least, bill * volumes), 0)
        if short.any():
            worth = (costing.level_weights(c.party) * short).sum(axis=1)
            this_year = np.where(occurs, shortfall(max(c.amount, c.share * mean), bill), 0)
            parts.append(PartyAmount("minimum_commitment", c.party, worth, float(this_year.sum())))
    return parts
