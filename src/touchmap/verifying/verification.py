"""`verify_plan`: the verdict on a plan."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.costing.objective_value import objective_value
from touchmap.plan import Plan, RuleActivity, Violation
from touchmap.project import Project, Scenario
from touchmap.project.vocabulary import Strength
from touchmap.verifying.check import agrees
from touchmap.verifying.context import Context
from touchmap.verifying.find import find_choice, unassigned_packages
from touchmap.verifying.registry import RULE_CHECKS, STRUCTURAL_CHECKS


@dataclass(frozen=True)
class Verification:
    """What the independent check of a plan found."""

    violations: tuple[Violation, ...]
    """Broken constraints and must-rules; a broken should-rule is priced in `penalties` instead."""
    activity: tuple[RuleActivity, ...]
    evaluation: Evaluation
    penalties: dict[str, float]
    """Money for each should-rule: penalty per unit × violation."""
    objective: float
    """Value of the plan, in the unit of the scenario's objective."""
    claimed: float | None = None
    """Value of the objective that was reported for the plan."""

    @property
    def objective_agrees(self) -> bool:
        """Whether the reported objective is the plan's, to 1e-6 relative; true if none was reported."""
        return self.claimed is None or agrees(self.claimed, self.objective)

    @property
    def ok(self) -> bool:
        """Whether the plan holds every constraint and must-rule and is worth what was reported."""
        return not self.violations and self.objective_agrees


def verify_plan(
    project: Project,
    scenario: Scenario,
    plan: Plan,
    *,
    costing: Costing | None = None,
    objective: float | None = None,
) -> Verification:
    """Check a plan against the facts, constraint by constraint and rule by rule.

    Parameters
    ----------
    costing
        The project's costing if it is at hand; built if not given.
    objective
        The value reported for the plan, in the unit of the scenario's objective.
    """
    context = read_plan(project, scenario, plan, build_costing(project) if costing is None else costing)
    violations = [v for check in STRUCTURAL_CHECKS.values() for v in check(context).violations]
    activity: list[RuleActivity] = []
    penalties: dict[str, float] = {}
    for rule in scenario.rules:
        found = RULE_CHECKS[rule.rule.stem](context, rule)
        activity.extend(found.activity)
        if rule.rule.strength is Strength.MUST:
            violations.extend(found.violations)
        else:
            price = rule.rule.penalty_per_unit or 0.0
            penalties[rule.rule.rule_id] = price * sum(a.violation for a in found.activity)
    value = objective_value(context.evaluation, scenario.row, sum(penalties.values()))
    return Verification(tuple(violations), tuple(activity), context.evaluation, penalties, value, objective)


def read_plan(project: Project, scenario: Scenario, plan: Plan, costing: Costing) -> Context:
    """Find a plan's options, price them and lay the plan beside the facts."""
    choice, found = find_choice(costing, plan)
    per_contact = scenario.row.unassigned_cost_per_contact or 0.0
    evaluation = evaluate_choice(costing, choice, per_contact)
    return Context(project, scenario, costing, evaluation, tuple(found), unassigned_packages(costing, plan))
