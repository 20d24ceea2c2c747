"""What each hand-off costs while its two ends are at different homes.

A home is a third party, or ``company`` for all own sites and the client's departments, or ``nobody``
for work left unassigned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.costing.prices import Prices
from touchmap.project import Project
from touchmap.work.calendar import Array, Calendar
from touchmap.work.handoff_pairs import HandoffPair
from touchmap.work.options import NONE, Ints, Options
from touchmap.workload.handoffs import extra_seconds, receiver_hours


@dataclass(frozen=True)
class Homes:
    """Homes as numbers: 0 the company, 1 + j third party j, last nobody."""

    of_provider: Ints
    nobody: int
    names: tuple[str, ...]

    @classmethod
    def of(cls, options: Options) -> Homes:
        """Number the homes of a project's providers."""
        homes = np.array([0 if p.is_own else j + 1 for j, p in enumerate(options.providers)], dtype=np.int64)
        names = ("company", *(p.provider_id for p in options.providers), "nobody")
        return cls(homes, len(options.providers) + 1, names)

    def of_options(self, options: Options) -> Ints:
        """Home of each option: its people, or its platform where there are no people."""
        party = np.where(options.people != NONE, options.people, options.platform)
        return self.of_provider[party] if len(options.providers) else party


@dataclass(frozen=True)
class PairCost:
    """Present value of one pair's cost if its ends are apart, by year: on either side, and flat."""

    pair: HandoffPair
    sender_rate: Array
    """Shape (years, homes)."""
    receiver_rate: Array
    flat: Array
    """Shape (years,)."""
    first_year: tuple[Array, Array, float]
    """Undiscounted first-year amounts: sender's and receiver's by home, and flat."""


def pair_costs(
    project: Project, prices: Prices, options: Options, pairs: tuple[HandoffPair, ...]
) -> list[PairCost]:
    """Cost of each hand-off pair that costs anything when cut, by the homes of its ends.

    Extra seconds are spent half on either side at that side's hourly cost; rework is done by the
    receiver at its handle time; the flat amount is spread by volume.
    """
    calendar = Calendar.of(project.settings)
    hourly, rises = _hourly(prices, options)
    weights = np.stack([calendar.weights(rise) for rise in rises])
    flat_weights = calendar.weights(0.0, grows=False).sum(axis=1)
    costs = []
    for pair in pairs:
        handoff = pair.handoff
        seconds = extra_seconds(handoff)
        if not (seconds or handoff.cut_rework_share or handoff.cut_cost_per_month):
            continue
        extra = pair.contacts * seconds / 3600 / 2
        rework = pair.contacts * handoff.cut_rework_share * receiver_hours(options.packages, pair)
        worth = np.einsum("hyt,t->hy", weights, extra) * hourly[:, None]
        redo = np.einsum("hyt,t->hy", weights, rework) * hourly[:, None]
        occurs = calendar.occurs
        once = (extra[occurs].sum() * hourly, (extra + rework)[occurs].sum() * hourly)
        monthly = handoff.cut_cost_per_month * pair.share
        costs.append(
            PairCost(
                pair,
                worth.T,
                (worth + redo).T,
                monthly * flat_weights,
                (*once, monthly * int(occurs.sum())),
            )
        )
    return costs


def _hourly(prices: Prices, options: Options) -> tuple[Array, Array]:
    """Hourly cost and yearly rise of each home; nobody and platforms have no people and cost nothing."""
    hourly = [prices.company_hour]
    hourly += [0.0 if p.is_own or p.is_platform else prices.handled_hour(p) for p in options.providers]
    rises = np.concatenate([prices.escalations[-1:], prices.escalations[:-2], [0.0]])
    return np.array([*hourly, 0.0]), rises
