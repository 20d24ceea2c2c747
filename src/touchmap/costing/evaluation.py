"""`evaluate_choice`: what a plan costs and how good it is, without any solver.

Used for today's assignment, for what-ifs, for the independent check of solved plans and as the
reference the program is tested against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.costing.lines import (
    COST_LINES,
    LineKind,
    handoffs,
    idle_staff,
    irrecoverable_vat,
    minimum_commitment,
    pool_opening,
    valley_work,
    volume_discount,
)
from touchmap.costing.shapes import PartyAmount
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints

EPSILON = 1e-9


@dataclass(frozen=True)
class Evaluation:
    """A plan priced: cost lines, staff by month, quality and risk."""

    costing: Costing
    choice: Ints
    """Option of each package, `NONE` = left unassigned."""
    of_parties: tuple[PartyAmount, ...]
    unassigned: Array
    """Penalty for each package left unassigned, shape (packages,)."""
    left_undone: dict[str, Array]
    """One-off costs of packages left unassigned, by cost line, shape (packages,)."""

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
        for line, amount in self.left_undone.items():
            total[line] += float(amount.sum())
        return {line: value for line, value in total.items() if abs(value) > EPSILON}

    @property
    def displaced(self) -> Array:
        """One-off costs of each package left unassigned, all lines together, shape (packages,)."""
        return sum(self.left_undone.values(), start=np.zeros(len(self.choice)))

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
        *pool_opening.amounts(costing, choice),
        *valley_work.amounts(costing, choice),
        *idle_staff.amounts(costing, choice),
        *minimum_commitment.amounts(costing, choice),
        *volume_discount.amounts(costing, choice),
        *handoffs.amounts(costing, choice),
    ]
    parts += irrecoverable_vat.amounts(costing, parts)
    left = ~assigned
    penalty = np.zeros(len(choice))
    if left.any():
        penalty[left] = costing.unassigned_cost(unassigned_cost_per_contact)[left]
    left_undone = {line: np.where(left, amount, 0.0) for line, amount in costing.left_undone.items()}
    return Evaluation(costing, choice, tuple(parts), penalty, left_undone)


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
