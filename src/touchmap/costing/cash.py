"""Cash: what a plan pays in each month, not discounted; discounting it gives the cost lines again.

A project is costed a second time with a calendar that tells months apart and discounts nothing, so
that today and every plan are told month by month by the formulas that price them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.project import Project
from touchmap.work.calendar import Array, month_by_month
from touchmap.work.options import NONE, Ints


@dataclass(frozen=True)
class Cash:
    """Money a plan pays at the start (month 0) and at the end of each month, by cost line and party."""

    discount: Array
    """Worth today of 1 at the start and in each month, shape (months + 1,)."""
    by_party: dict[str, Array]
    """Amounts of each cost line, shape (providers + 2, months + 1).

    The last row but one holds what belongs to nobody, the last what belongs to the company.
    """

    @cached_property
    def lines(self) -> dict[str, Array]:
        """Amounts of each cost line that is not zero, shape (months + 1,)."""
        return {line: rows.sum(axis=0) for line, rows in self.by_party.items() if rows.any()}

    @cached_property
    def total(self) -> Array:
        """What is paid in each month, all lines together, shape (months + 1,)."""
        return sum(self.lines.values(), start=np.zeros(len(self.discount)))

    @cached_property
    def parties(self) -> Array:
        """What is paid to each party in each month, shape (providers + 2, months + 1)."""
        rows = list(self.by_party.values())
        return sum(rows[1:], start=rows[0]) if rows else np.zeros((2, len(self.discount)))

    @cached_property
    def present_values(self) -> dict[str, float]:
        """Present value of each cost line: its amounts × their worth today."""
        return {line: float(amounts @ self.discount) for line, amounts in self.lines.items()}

    @property
    def cost(self) -> float:
        """Net present cost of the plan."""
        return float(self.total @ self.discount)


def build_cash_costing(project: Project) -> Costing:
    """Cost a project month by month, for `cash_of`."""
    with month_by_month():
        return build_costing(project)


def focused(costing: Costing, *choices: Ints, later: float = 0.0) -> Costing:
    """The same costing for a few plans only, which is quick: other options start at once.

    Parameters
    ----------
    later
        Months by which every move starts later than planned, within the horizon.
    """
    some = np.zeros(len(costing.options.options), dtype=bool)
    for choice in choices:
        some[choice[choice != NONE]] = True
    delays = np.where(some, costing.delays, 0.0)
    if later:
        moving = some & costing.options.moves & costing.options.is_known
        late = np.minimum(costing.delays + later, costing.calendar.horizon)
        delays = np.where(moving, late, delays)
    return replace(costing, delays=delays)


def cash_of(costing: Costing, choice: Ints, *, later: float = 0.0) -> Cash:
    """What a plan pays in each month.

    Amounts fall due when the cost lines count them: running cost at the end of each month, what is paid
    once at the start (month 0) unless its line says otherwise. Penalties are no money anybody pays.

    Parameters
    ----------
    costing
        Costing by month, from `build_cash_costing`.
    choice
        Option of each package, `NONE` for work left undone.
    later
        Months by which every move starts later than planned.

    Raises
    ------
    ValueError
        If the costing tells years and not months.
    """
    if not costing.calendar.by_month:
        raise ValueError("`costing` must tell months apart; make it with build_cash_costing")
    part = focused(costing, np.asarray(choice), later=later)
    evaluation = evaluate_choice(part, choice)
    parties = len(part.options.providers) + 2
    out = {line: np.zeros((parties, part.calendar.years)) for line in COST_LINES}
    _add_options(evaluation, out)
    for amount in evaluation.of_parties:
        out.setdefault(amount.line, np.zeros((parties, part.calendar.years)))[amount.party] += amount.by_year
    for line, left in evaluation.left_undone.items():
        out[line][-1, 0] += float(left.sum())
    paid = {line: rows for line, rows in out.items() if not _is_penalty(line)}
    return Cash(part.calendar.discount, paid)


def _add_options(evaluation: Evaluation, out: dict[str, Array]) -> None:
    costing, chosen = evaluation.costing, evaluation.chosen
    options = costing.options
    for cost in costing.running:
        np.add.at(out[cost.line], cost.party[chosen], costing.present_value(cost, chosen))
    before = options.lead[options.today[options.package[chosen]]]
    np.add.at(out["until_start"], before, costing.until_start[chosen])
    for line, amounts in costing.one_off.items():
        np.add.at(out[line][:, 0], options.lead[chosen], amounts[chosen])


def _is_penalty(line: str) -> bool:
    return line in COST_LINES and COST_LINES[line].kind is LineKind.PENALTY
