"""Every plan of a small project, priced and checked without the program: the reference for the solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.lines import COST_LINES
from touchmap.costing.objective_value import HIGHER_IS_BETTER, objective_value
from touchmap.eligibility import find_eligible
from touchmap.plan import Violation
from touchmap.project import Project, Structural, find_scenario
from touchmap.project.vocabulary import Strength
from touchmap.verifying import RULE_CHECKS, STRUCTURAL_CHECKS, Context
from touchmap.work.options import NONE, Ints

LIMITING = (
    Structural.ASSIGN_EACH_PACKAGE,
    Structural.PROVIDER_CAPACITY,
    Structural.PROVIDER_RAMP,
    Structural.LANGUAGE_POOL,
)
"""Constraints that forbid plans; the others say what a plan costs."""


@dataclass(frozen=True)
class Best:
    """The best plan of all; no choice if no plan holds every must."""

    choice: Ints | None
    value: float
    tried: int


class BruteForce:
    """Tries every plan of a scenario."""

    def __init__(self, project: Project, scenario: str = "s", costing: Costing | None = None) -> None:
        self.project, self.scenario = project, find_scenario(project, scenario)
        self.costing = build_costing(project) if costing is None else costing

    def context(self, choice: Ints) -> Context:
        """A plan beside the facts."""
        row = self.scenario.row
        found = evaluate_choice(self.costing, choice, row.unassigned_cost_per_contact or 0.0)
        left = frozenset(int(k) for k in np.flatnonzero(choice == NONE))
        return Context(self.project, self.scenario, self.costing, found, (), left)

    def possible(self) -> list[list[int]]:
        """Eligible options of each package, and nobody where that is allowed."""
        left = find_eligible(self.project, self.costing.options).possible
        nobody = [NONE] if self.scenario.row.allow_unassigned else []
        return [nobody + [int(i) for i in inside if left[i]] for inside in self.costing.options.of_package]

    def plans(self) -> Iterator[Ints]:
        """Every combination of possible options."""
        return (np.array(c, dtype=np.int64) for c in product(*self.possible()))

    def penalties(self, context: Context) -> float | None:
        """Penalties of should-rules; none if a must does not hold."""
        for stem in LIMITING:
            if not all(_is_line(v) for v in STRUCTURAL_CHECKS[stem](context).violations):
                return None
        spent = 0.0
        for rule in self.scenario.rules:
            check = RULE_CHECKS[rule.rule.stem](context, rule)
            if rule.rule.strength is Strength.SHOULD:
                spent += (rule.rule.penalty_per_unit or 0.0) * sum(a.violation for a in check.activity)
            elif check.violations:
                return None
        return spent

    def best(self) -> Best:
        """The best plan. Plans are checked in the order of what they are worth before penalties."""
        sign = -1.0 if self.scenario.row.objective in HIGHER_IS_BETTER else 1.0
        worth = []
        for choice in self.plans():
            context = self.context(choice)
            worth.append((sign * objective_value(context.evaluation, self.scenario.row), len(worth), context))
        best, chosen = float("inf"), None
        for value, _, context in sorted(worth, key=lambda w: w[:2]):
            if value >= best:
                break
            penalties = self.penalties(context)
            if penalties is None:
                continue
            priced = sign * objective_value(context.evaluation, self.scenario.row, penalties)
            if priced < best:
                best, chosen = priced, context.evaluation.choice
        return Best(chosen, sign * best, len(worth))


def _is_line(violation: Violation) -> bool:
    """Whether a violation is about a cost line, not about a limit."""
    return violation.subject in COST_LINES


def disagreements(context: Context) -> list[str]:
    """Cost lines of a plan on which the evaluation and the independent check differ."""
    found = [v for check in STRUCTURAL_CHECKS.values() for v in check(context).violations]
    return [v.message for v in found if _is_line(v)]
