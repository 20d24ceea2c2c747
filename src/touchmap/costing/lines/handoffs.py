"""Cut hand-offs: what each hand-off costs while its two ends are at different homes.

A home is a third party, or ``company`` for all own sites and the client's departments, or ``nobody``
for work left unassigned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.prices import Prices
from touchmap.costing.shapes import PartyAmount
from touchmap.project import Handoff
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.handoff_pairs import COMPANY, HandoffPair
from touchmap.work.options import NONE, Ints, Options
from touchmap.workload.handoffs import extra_seconds, receiver_hours

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Cut hand-offs",
    "contacts × extra seconds × hourly cost, half on either side; rework; flat",
    "handoffs.cut_seconds, handoffs.cut_rework_share, handoffs.cut_cost_per_month",
    "usual 60–120 s more by way of the team leader",
)


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


def extra_hours(contacts: Array, seconds: Array) -> Array:
    """Hours a month that a cut hand-off takes on either side.

    >>> extra_hours(np.array([1200.0]), np.array([60.0]))
    array([10.])
    """
    return contacts * seconds / 3600 / 2


def pair_costs(frame: Frame, pairs: tuple[HandoffPair, ...]) -> list[PairCost]:
    """Cost of each hand-off pair that costs anything when cut, by the homes of its ends.

    Extra seconds are spent half on either side at that side's hourly cost; rework is done by the
    receiver at its handle time; the flat amount is spread by volume.
    """
    prices, options, calendar = frame.prices, frame.options, frame.calendar
    dear = [p for p in pairs if _costs_anything(p.handoff)]
    contacts = np.array([p.contacts for p in dear]).reshape(-1, MONTHS)
    extra = extra_hours(contacts, np.array([extra_seconds(p.handoff) for p in dear])[:, None])
    redone = [p.handoff.cut_rework_share * receiver_hours(options.packages, p) for p in dear]
    both = extra + contacts * np.array(redone)[:, None]
    hourly, rises = _hourly(prices, options)
    worth = np.stack([calendar.weights(rise) for rise in rises]) * hourly[:, None, None]
    sender, receiver = (np.einsum("hyt,nt->nyh", worth, hours, optimize=True) for hours in (extra, both))
    this_year = [np.outer(hours[:, calendar.occurs].sum(axis=1), hourly) for hours in (extra, both)]
    flat_weights = calendar.weights(0.0, grows=False).sum(axis=1)
    costs = []
    for n, pair in enumerate(dear):
        monthly = pair.handoff.cut_cost_per_month * pair.share
        first_year = (this_year[0][n], this_year[1][n], monthly * frame.months)
        costs.append(PairCost(pair, sender[n], receiver[n], monthly * flat_weights, first_year))
    return costs


def _costs_anything(handoff: Handoff) -> bool:
    return bool(extra_seconds(handoff) or handoff.cut_rework_share or handoff.cut_cost_per_month)


def _hourly(prices: Prices, options: Options) -> tuple[Array, Array]:
    """Hourly cost and yearly rise of each home; nobody and platforms have no people and cost nothing."""
    hourly = [prices.company_hour]
    hourly += [0.0 if p.is_own or p.is_platform else prices.handled_hour(p) for p in options.providers]
    rises = np.concatenate([prices.escalations[-1:], prices.escalations[:-2], [0.0]])
    return np.array([*hourly, 0.0]), rises


def homes_of(costing: Costing, choice: Ints) -> Ints:
    """Home of each package under a plan, shape (packages,)."""
    homes = costing.homes.of_options(costing.options)
    return np.where(choice != NONE, homes[choice] if len(homes) else NONE, costing.homes.nobody)


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """What the hand-offs a plan cuts cost."""
    homes = homes_of(costing, choice)
    parts = []
    for cost in costing.pairs:
        a = int(homes[cost.pair.sender])
        b = 0 if cost.pair.receiver == COMPANY else int(homes[cost.pair.receiver])
        if a != b:
            worth = cost.sender_rate[:, a] + cost.receiver_rate[:, b] + cost.flat
            sender, receiver, flat = cost.first_year
            year = float(sender[a] + receiver[b] + flat)
            parts.append(
                PartyAmount(
                    "handoffs",
                    a - 1 if a <= len(costing.options.providers) else NONE,
                    worth,
                    year,
                    cost.pair.handoff.handoff_id,
                )
            )
    return parts
