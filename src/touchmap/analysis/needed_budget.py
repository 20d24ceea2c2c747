"""How large a budget has to be, and what has room in it: both by the search for the cheapest plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from touchmap.analysis.asking import Asker, WhatIf
from touchmap.analysis.spans import ROUNDING
from touchmap.project import ActiveRule, RuleStem, Scenario
from touchmap.project.vocabulary import Basis, Objective, Strength

EXACT_GAP = 2e-6
"""Gap of the search: above that at which ties are settled, which takes many solves."""


@dataclass(frozen=True)
class NeededBudget:
    """The smallest budget with a plan."""

    amount: float
    """Cost of the cheapest plan found: with this budget there is a plan."""
    least: float
    """Proven: no plan that holds everything else costs less."""
    choice: tuple[int, ...]
    """Option of each package in that plan, −1 = nobody."""


def is_budget(active: ActiveRule) -> bool:
    """Whether a rule limits the cost of the whole plan over the horizon, and must hold."""
    rule = active.rule
    of_all = rule.basis in (None, Basis.TOTAL)
    return rule.stem is RuleStem.BUDGET and rule.strength is Strength.MUST and of_all


def needed_budget(asker: Asker, scenario: Scenario, rule_id: str, seconds: float) -> NeededBudget | None:
    """Find the smallest budget with which a scenario has a plan; none if no plan was found.

    A budget counts cost and no penalties: so the cheapest plan is sought with the other must-rules alone.

    Parameters
    ----------
    asker
        Asks about the project.
    rule_id
        The budget, of the kind that `is_budget` tells.
    seconds
        Longest time of the search, > 0.
    """
    others = {r.rule.rule_id for r in scenario.rules} - {rule_id}
    answer = asker.ask(_cheapest(scenario, others), gap=EXACT_GAP, seconds=seconds)
    if answer.choice is None or answer.result.cost is None:
        return None
    cost = answer.result.cost
    return NeededBudget(cost, min(answer.lowest, cost), answer.choice)


def _cheapest(scenario: Scenario, kept: Collection[str]) -> Scenario:
    """A scenario that seeks the lowest cost, without penalties, under some of the must-rules."""
    musts = (r for r in scenario.rules if r.rule.strength is Strength.MUST)
    rules = tuple(r for r in musts if r.rule.rule_id in kept)
    row = scenario.row.model_copy(update={"objective": Objective.COST, "unassigned_cost_per_contact": 0.0})
    return replace(scenario, row=row, rules=rules)


class Purse:
    """Whether rules can hold within the one budget of a scenario, with all capacities and pools.

    The cheapest plan is sought, and none above the budget is of interest: that is decided far sooner than
    whether any plan at all satisfies a row that sums all costs.

    Parameters
    ----------
    asker
        Asks about the project.
    scenario
        Scenario with the budget.
    budget
        The budget, of the kind that `is_budget` tells.
    seconds
        Longest time of each search, > 0.
    """

    def __init__(self, asker: Asker, scenario: Scenario, budget: ActiveRule, seconds: float) -> None:
        self._asker, self._scenario, self._seconds = asker, scenario, seconds
        self.rule_id = budget.rule.rule_id
        limit = budget.rule.maximum or 0.0
        self._ceiling = limit + ROUNDING * max(1.0, abs(limit))
        self.plans: dict[frozenset[str], tuple[int, ...]] = {}
        """Plans found within the budget, by the ids of the other rules they were held to."""

    def can_hold(self, many: Iterable[Collection[str]]) -> list[bool | None]:
        """Whether each of some sets of rules has a plan within the budget; none where it is not known.

        Parameters
        ----------
        many
            Ids of the rules of each set; the budget goes without saying.
        """
        sets = [frozenset(ids) - {self.rule_id} for ids in many]
        asked = [
            WhatIf(_cheapest(self._scenario, kept), gap=1.0, seconds=self._seconds, ceiling=self._ceiling)
            for kept in sets
        ]
        found: list[bool | None] = []
        for kept, answer in zip(sets, self._asker.ask_all(asked), strict=True):
            holds = answer.result.cost is not None and answer.result.cost <= self._ceiling
            if holds and answer.choice is not None:
                self.plans[kept] = answer.choice
            found.append(True if holds else False if answer.is_impossible else None)
        return found
