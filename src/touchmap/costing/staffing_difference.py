"""Staffing difference: the FTE a plan is costed at beside what its pools take exactly, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.costing.evaluation import Evaluation
from touchmap.costing.lines.pool_opening import open_pools
from touchmap.costing.lines.valley_work import in_valleys
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.packages import month_contacts


@dataclass(frozen=True)
class PoolDifference:
    """Staff of one language at one provider under a plan; arrays of shape (12,), January first."""

    provider_id: str
    language: str
    live_hours: Array
    """Handle hours of live work in the month."""
    waiting_hours: Array
    """Handle hours of work that can wait."""
    costed_fte: Array
    """FTE the plan is costed at: along the line where staffing curves are on, else work ÷ occupancy."""
    exact_fte: Array
    """FTE of the very same work in whole agents, hour by hour."""
    fte_month: float
    """Cost of an FTE-month."""
    occurs: Array
    """Months of the plan, 1 or 0."""

    @property
    def difference_fte(self) -> float:
        """Exact minus costed FTE, average over the months of the plan."""
        return float((self.exact_fte - self.costed_fte) @ self.occurs / self.occurs.sum())

    @property
    def difference_per_month(self) -> float:
        """What the difference would cost in an average month; shown, never summed into a cost."""
        return self.difference_fte * self.fte_month


def staffing_differences(evaluation: Evaluation) -> tuple[PoolDifference, ...]:
    """Lay the FTE of a plan beside exact ones, for each provider and language with work billed by staff.

    The line of a pool is its cost; it was fitted to all work the pool could do, so a plan that gives it
    other hours or another mix takes somewhat more or fewer people. Work billed by contact, minute,
    resolution or as a fixed price is staffed at its provider's risk and left out, and so is work whose
    FTE an offer states.

    Returns
    -------
    tuple
        One row for each pool, sorted by provider and language.
    """
    from touchmap.workload.staffing.groups import is_live
    from touchmap.workload.staffing.pool_curve import PoolWork, pools_fte

    costing, lines = evaluation.costing, evaluation.costing.lines
    options, project = costing.options, costing.project
    work: dict[tuple[str, str], list[PoolWork]] = {}
    parts: dict[tuple[str, str], list[Array]] = {}
    chosen = set(evaluation.chosen.tolist())
    for n, (i, piece, offer) in enumerate(zip(lines.option, lines.piece, lines.people_offer, strict=True)):
        stated = offer is None or offer.fte_override is not None
        if int(i) not in chosen or stated or not lines.billed_by_staff[n] or not lines.hours[n].any():
            continue
        provider = options.providers[options.people[i]]
        key = (provider.provider_id, options.packages[options.package[i]].language)
        entered = month_contacts(project, piece.stream)
        there = entered > 0
        share = np.divide(lines.people_contacts[n], entered, out=np.zeros(MONTHS), where=there)
        plain = lines.people_contacts[n].sum() * piece.stream.handle_seconds / piece.stream.concurrency / 3600
        work.setdefault(key, []).append(PoolWork(piece.stream, share, float(lines.hours[n].sum() / plain)))
        kind = is_live(piece.stream)
        hours = [lines.hours[n] * kind, lines.hours[n] * (not kind), lines.fte[n]]
        parts[key] = [a + b for a, b in zip(parts.get(key, [np.zeros(MONTHS)] * 3), hours, strict=True)]
    for n in open_pools(costing, evaluation.choice):
        pool = costing.pools[n]
        key = (options.providers[pool.provider].provider_id, pool.language)
        if key in parts:
            parts[key][2] = parts[key][2] + pool.opening_fte - in_valleys(costing, pool, evaluation.choice)
    exact = pools_fte(project, work)
    return tuple(
        PoolDifference(
            provider_id=key[0],
            language=key[1],
            live_hours=parts[key][0],
            waiting_hours=parts[key][1],
            costed_fte=parts[key][2],
            exact_fte=exact[key],
            fte_month=costing.prices.fte_month(project.provider(key[0])),
            occurs=costing.calendar.occurs.astype(float),
        )
        for key in sorted(work)
    )
