"""Opening of language pools: the staff it takes just to keep a language open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import PartyAmount
from touchmap.project import Project
from touchmap.work.calendar import Array
from touchmap.work.grouping import grouped
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Opening of language pools",
    "opening FTE × cost of an FTE-month",
    "provider_languages.opening_fte, settings.staffing_curve",
    "stated, or the opening of the pool's staffing curve",
)


@dataclass(frozen=True)
class Pool:
    """People of one provider who work in one language."""

    provider: int
    language: str
    capacity: float
    opening_fte: float
    valley_fte: float
    """FTE of work that can wait done by those who keep it open."""
    amount: Array
    """Present value of keeping it open, by year, shape (years,)."""
    first_year: float
    members: Ints
    """Options whose work is done in it."""
    openers: Ints
    """Members that open it: all, or those with live work where staffing curves are on."""


def opening(fte: float, fte_month: float) -> float:
    """Cost a month of keeping a pool open.

    >>> opening(0.5, 2240)
    1120.0
    """
    return fte * fte_month


def pools_of(frame: Frame) -> list[Pool]:
    """Language pools that have a limit or cost something to keep open."""
    options, prices, calendar = frame.options, frame.prices, frame.calendar
    staffed = np.flatnonzero(options.people != NONE)
    pool = options.people[staffed] * len(options.languages) + options.language[staffed]
    members = {
        (
            options.providers[key // len(options.languages)].provider_id,
            options.languages[key % len(options.languages)],
        ): staffed[places]
        for key, places in grouped(pool)
    }
    opens = _opens(frame)
    stated = _staffed(frame.project)
    pools = []
    for row in frame.project.provider_languages:
        inside = members.get((row.provider_id, row.language), np.zeros(0, dtype=np.int64))
        opening_fte, valley_fte = stated[row.row_key]
        if row.language == "xx" or not len(inside) or (row.capacity_fte is None and not opening_fte):
            continue
        j = options.position[row.provider_id]
        monthly = opening(opening_fte, prices.fte_month(options.providers[j]))
        worth = calendar.weights(float(prices.escalations[j])).sum(axis=1)
        pools.append(
            Pool(
                provider=j,
                language=row.language,
                capacity=np.inf if row.capacity_fte is None else row.capacity_fte,
                opening_fte=opening_fte,
                valley_fte=valley_fte,
                amount=monthly * worth,
                first_year=monthly * frame.months,
                members=inside,
                openers=inside[opens[inside]],
            )
        )
    return pools


def _staffed(project: Project) -> dict[str, tuple[float, float]]:
    """Opening FTE and FTE in valleys of every language of a provider, by the key of its row."""
    if not project.settings.staffing_curve:
        return {row.row_key: (row.opening_fte or 0.0, 0.0) for row in project.provider_languages}
    from touchmap.workload.staffing.pool_staff import pool_staff

    pools = pool_staff(project)
    found = {row.row_key: pools.get((row.provider_id, row.language)) for row in project.provider_languages}
    return {key: (p.opening_fte, p.valley_fte) if p else (0.0, 0.0) for key, p in found.items()}


def _opens(frame: Frame) -> np.ndarray:
    """Whether each option opens its pool, shape (options,)."""
    if not frame.settings.staffing_curve:
        return np.ones(len(frame.options.options), dtype=bool)
    lines = frame.lines
    hours = lines.per_option((lines.hours * lines.on_curve[:, None]).sum(axis=1))
    return hours > 0


def open_pools(costing: Costing, choice: Ints) -> list[int]:
    """Indices of the language pools a plan opens."""
    chosen = np.zeros(len(costing.options.options), dtype=bool)
    chosen[choice[choice != NONE]] = True
    return [n for n, pool in enumerate(costing.pools) if chosen[pool.openers].any()]


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """What the pools a plan opens cost."""
    opened = [costing.pools[n] for n in open_pools(costing, choice)]
    return [
        PartyAmount("pool_opening", p.provider, p.amount, p.first_year, p.language)
        for p in opened
        if p.opening_fte
    ]
