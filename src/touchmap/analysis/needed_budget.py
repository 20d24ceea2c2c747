"""How large a budget has to be: the cost of the cheapest plan that holds everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchmap.analysis.asking import Asker
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
    musts = (r for r in scenario.rules if r.rule.strength is Strength.MUST)
    rules = tuple(r for r in musts if r.rule.rule_id != rule_id)
    row = scenario.row.model_copy(update={"objective": Objective.COST, "unassigned_cost_per_contact": 0.0})
    answer = asker.ask(replace(scenario, row=row, rules=rules), gap=EXACT_GAP, seconds=seconds)
    if answer.choice is None or answer.result.cost is None:
        return None
    cost = answer.result.cost
    return NeededBudget(cost, min(answer.lowest, cost), answer.choice)
