"""`evaluate_choice`: what a plan costs and how good it is, without any solver.

Used for today's assignment, for what-ifs, for the independent check of solved plans and as the
reference the program is tested against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.costing.staffing import paid_staff
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.handoff_pairs import COMPANY
from touchmap.work.options import NONE, Ints

EPSILON = 1e-9


@dataclass(frozen=True)
class PartyAmount:
    """A cost that belongs to a party, a contract or a pair of packages rather than to one package."""

    line: str
    party: int
    """Provider (index), `NONE` = the company."""
    by_year: Array
    first_year: float
    note: str = ""


@dataclass(frozen=True)
class Evaluation:
    """A plan priced: cost lines, staff by month, quality and risk."""

    costing: Costing
    choice: Ints
    """Option of each package, `NONE` = left unassigned."""
    of_parties: tuple[PartyAmount, ...]
    unassigned: Array
    """Penalty for each package left unassigned, shape (packages,)."""
    displaced: Array
    """Social plan of packages left unassigned, shape (packages,)."""

    @cached_property
    def chosen(self) -> Ints:
        """Options of the packages that are assigned."""
        return _chosen(self.choice)

    @cached_property
    def lines(self) -> dict[str, float]:
        """Present value of each cost line that is not zero, in the order of reports."""
        total = dict.fromkeys(COST_LINES, 0.0)
        for line, amount in self.costing.linear.items():
            total[line] += float(amount[self.chosen].sum())
        for part in self.of_parties:
            total[part.line] += float(part.by_year.sum())
        total["unassigned"] += float(self.unassigned.sum())
        total["social_plan"] += float(self.displaced.sum())
        return {line: value for line, value in total.items() if abs(value) > EPSILON}

    @property
    def cost(self) -> float:
        """Net present cost: the sum of the cost lines, without penalties."""
        return sum(v for line, v in self.lines.items() if COST_LINES[line].kind is not LineKind.PENALTY)

    @property
    def total(self) -> float:
        """Net present cost with the penalty for work left unassigned."""
        return sum(self.lines.values())

    @cached_property
    def one_off(self) -> float:
        """What is paid once."""
        return sum(v for line, v in self.lines.items() if COST_LINES[line].kind is LineKind.ONE_OFF)

    @cached_property
    def first_year_running(self) -> float:
        """Running cost of one calendar year at today's prices, not discounted."""
        own = float(self.costing.first_year_running[self.chosen].sum())
        return own + sum(part.first_year for part in self.of_parties)

    def average(self, values: Array, weights: Array) -> float:
        """Mean of option values over the assigned packages, weighted by package; NaN if nothing weighs.

        Parameters
        ----------
        values
            One value per option.
        weights
            One weight per package.
        """
        weight = weights[self.choice != NONE]
        total = float(weight.sum())
        return float(values[self.chosen] @ weight) / total if total > 0 else float("nan")

    @cached_property
    def fte_by_party(self) -> Array:
        """FTE needed at each provider in each calendar month, shape (providers, 12)."""
        out = np.zeros((len(self.costing.options.providers), MONTHS))
        people = self.costing.options.people[self.chosen]
        staffed = people != NONE
        np.add.at(out, people[staffed], self.costing.fte[self.chosen[staffed]])
        return out

    @property
    def engaged(self) -> frozenset[int]:
        """Providers and platforms that do anything."""
        options = self.costing.options
        used = np.concatenate([options.people[self.chosen], options.platform[self.chosen]])
        return frozenset(int(j) for j in used) - {NONE}


def evaluate_choice(costing: Costing, choice: Ints, unassigned_cost_per_contact: float = 0.0) -> Evaluation:
    """Price a plan given as one option index per package.

    Parameters
    ----------
    choice
        Option of each package, `NONE` for work left unassigned, shape (packages,).
    unassigned_cost_per_contact
        Penalty for a contact nobody takes, money per contact.

    Raises
    ------
    ValueError
        If an option belongs to another package.
    """
    choice = np.asarray(choice, dtype=np.int64)
    assigned = choice != NONE
    if (costing.options.package[choice[assigned]] != np.flatnonzero(assigned)).any():
        raise ValueError("`choice` must name, for each package, one of its own options or -1")
    parts = [
        *_charges(costing, choice),
        *_pools(costing, choice),
        *_idle(costing, choice),
        *_commitments(costing, choice),
        *_discounts(costing, choice),
        *_handoffs(costing, choice),
    ]
    left = ~assigned
    penalty = np.zeros(len(choice))
    if left.any():
        penalty[left] = costing.unassigned_cost(unassigned_cost_per_contact)[left]
    return Evaluation(
        costing, choice, tuple(parts), penalty, np.where(left, costing.unassigned_social_plan, 0.0)
    )


def evaluate_today(costing: Costing) -> Evaluation:
    """Price today's assignment by the same rules as any plan."""
    return evaluate_choice(costing, costing.options.today)


def _chosen(choice: Ints) -> Ints:
    chosen: Ints = choice[choice != NONE]
    return chosen


def _charges(costing: Costing, choice: Ints) -> list[PartyAmount]:
    chosen = np.zeros(len(costing.options.options), dtype=bool)
    chosen[_chosen(choice)] = True
    return [
        PartyAmount(c.line, c.party, c.amount, c.first_year, c.key)
        for c in costing.charges
        if chosen[c.members].any() or (c.unless and (choice[list(c.packages)] == NONE).any())
    ]


def open_pools(costing: Costing, choice: Ints) -> list[int]:
    """Indices of the language pools a plan opens."""
    chosen = np.zeros(len(costing.options.options), dtype=bool)
    chosen[_chosen(choice)] = True
    return [n for n, pool in enumerate(costing.pools) if chosen[pool.members].any()]


def _pools(costing: Costing, choice: Ints) -> list[PartyAmount]:
    opened = [costing.pools[n] for n in open_pools(costing, choice)]
    return [
        PartyAmount("pool_opening", p.provider, p.amount, p.first_year, p.language)
        for p in opened
        if p.opening_fte
    ]


def needed_staff(costing: Costing, choice: Ints) -> tuple[Array, Array]:
    """FTE each provider needs in each calendar month: billed by staff (with opened pools), and otherwise.

    Shapes (providers, 12) each.
    """
    staffed, other = (np.zeros((len(costing.options.providers), MONTHS)) for _ in range(2))
    rows = _chosen(choice)
    rows = rows[costing.options.people[rows] != NONE]
    people = costing.options.people[rows]
    np.add.at(staffed, people, costing.staff_billed_fte[rows])
    np.add.at(other, people, costing.fte[rows] - costing.staff_billed_fte[rows])
    for n in open_pools(costing, choice):
        staffed[costing.pools[n].provider] += costing.pools[n].opening_fte
    return staffed, other


def _idle(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """Staff paid while idle. Need beyond capacity, as today may have it, is bought and not employed."""
    staffed, _ = needed_staff(costing, choice)
    order = costing.calendar.order
    parts = []
    for j, staff in enumerate(costing.staff):
        if staff.is_rigid and staffed[j].any():
            idle = np.zeros(MONTHS)
            there = np.minimum(staffed[j], staff.capacity)[order]
            idle[order] = paid_staff(there, staff.flex, staff.ramp) - there
            cost = idle * staff.fte_month
            if cost.any():
                parts.append(PartyAmount("idle_staff", j, costing.weights(j) @ cost, float(cost.sum())))
    return parts


def monthly_bill(costing: Costing, choice: Ints, party: int) -> Array:
    """List-price bill of a party in each calendar month, people's and platform's part, shape (12,)."""
    rows = _chosen(choice)
    of_people = costing.bill[rows[costing.options.people[rows] == party]].sum(axis=0)
    of_platform = costing.platform_bill[rows[costing.options.platform[rows] == party]].sum(axis=0)
    total: Array = of_people + of_platform
    return total


def _commitments(costing: Costing, choice: Ints) -> list[PartyAmount]:
    rows = _chosen(choice)
    engaged = {int(j) for j in (*costing.options.people[rows], *costing.options.platform[rows])}
    occurs = costing.calendar.occurs
    parts = []
    for c in costing.commitments:
        if c.party not in engaged:
            continue
        bill = monthly_bill(costing, choice, c.party)
        least = max(c.amount, c.share * float(bill[occurs].mean()))
        shortfall = np.where(occurs, np.maximum(0, least - bill), 0)
        if shortfall.any():
            worth = costing.weights(c.party) @ shortfall
            parts.append(PartyAmount("minimum_commitment", c.party, worth, float(shortfall.sum())))
    return parts


def tier_reached(costing: Costing, choice: Ints, tiers_index: int) -> int:
    """Tier a plan reaches at a provider by its average FTE."""
    tiers = costing.tiers[tiers_index]
    rows = _chosen(choice)
    size = float(costing.average_fte[rows[costing.options.people[rows] == tiers.party]].sum())
    return int(np.searchsorted(tiers.from_fte, size + 1e-7, side="right")) - 1


def _discounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    rows = _chosen(choice)
    parts = []
    for n, tiers in enumerate(costing.tiers):
        discount = float(tiers.discount[tier_reached(costing, choice, n)])
        ours = rows[costing.options.people[rows] == tiers.party]
        if discount and len(ours):
            worth = (costing.by_year["run"][ours] + costing.by_year["language_premium"][ours]).sum(axis=0)
            year = float(costing.bill[ours][:, costing.calendar.occurs].sum())
            parts.append(PartyAmount("volume_discount", tiers.party, -discount * worth, -discount * year))
    return parts


def homes_of(costing: Costing, choice: Ints) -> Ints:
    """Home of each package under a plan, shape (packages,)."""
    homes = costing.homes.of_options(costing.options)
    return np.where(choice != NONE, homes[choice] if len(homes) else NONE, costing.homes.nobody)


def _handoffs(costing: Costing, choice: Ints) -> list[PartyAmount]:
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
