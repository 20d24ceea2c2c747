"""Opening of language pools: the staff it takes just to keep a language open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import PartyAmount
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Opening of language pools",
    "opening FTE × cost of an FTE-month",
    "provider_languages.opening_fte",
)


@dataclass(frozen=True)
class Pool:
    """People of one provider who work in one language."""

    provider: int
    language: str
    capacity: float
    opening_fte: float
    amount: Array
    """Present value of keeping it open, by year, shape (years,)."""
    first_year: float
    members: Ints


def opening(fte: float, fte_month: float) -> float:
    """Cost a month of keeping a pool open.

    >>> opening(0.5, 2240)
    1120.0
    """
    return fte * fte_month


def pools_of(frame: Frame) -> list[Pool]:
    """Language pools that have a limit or cost something to keep open."""
    options, prices, calendar = frame.options, frame.prices, frame.calendar
    members: dict[tuple[str, str], list[int]] = {}
    for i, option in enumerate(options.options):
        if option.provider_id is not None:
            members.setdefault((option.provider_id, options.packages[option.package].language), []).append(i)
    pools = []
    for row in frame.project.provider_languages:
        inside = members.get((row.provider_id, row.language), [])
        if row.language == "xx" or not inside or (row.capacity_fte is None and not row.opening_fte):
            continue
        j = options.position[row.provider_id]
        monthly = opening(row.opening_fte, prices.fte_month(options.providers[j]))
        worth = calendar.weights(float(prices.escalations[j])).sum(axis=1)
        capacity = np.inf if row.capacity_fte is None else row.capacity_fte
        first_year = monthly * frame.months
        pools.append(
            Pool(j, row.language, capacity, row.opening_fte, monthly * worth, first_year, np.array(inside))
        )
    return pools


def open_pools(costing: Costing, choice: Ints) -> list[int]:
    """Indices of the language pools a plan opens."""
    chosen = np.zeros(len(costing.options.options), dtype=bool)
    chosen[choice[choice != NONE]] = True
    return [n for n, pool in enumerate(costing.pools) if chosen[pool.members].any()]


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """What the pools a plan opens cost."""
    opened = [costing.pools[n] for n in open_pools(costing, choice)]
    return [
        PartyAmount("pool_opening", p.provider, p.amount, p.first_year, p.language)
        for p in opened
        if p.opening_fte
    ]
