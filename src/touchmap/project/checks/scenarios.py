"""Scenarios: objectives with what they need, names that tell them apart."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, some, warning
from touchmap.project.model import Project, group
from touchmap.project.scenario import TODAY
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import Objective


def check_for_scenario_ambiguous(project: Project) -> Iterator[Issue]:
    """Scenarios are looked up by id or name, blind to capitals."""
    meant: dict[str, str] = {}
    for row in project.scenarios:
        for word in dict.fromkeys((row.scenario_id.lower(), row.name.lower())):
            other = meant.setdefault(word, row.scenario_id)
            if other != row.scenario_id:
                what = f"cannot be told from scenario {other}"
                yield error("scenario_ambiguous", row, "name", what, "give each scenario its own id and name")
                break


def check_for_today_objective(project: Project) -> Iterator[Issue]:
    """The scenario *today* is the state of today."""
    for row in project.scenarios:
        if row.scenario_id.lower() == TODAY and row.objective is not Objective.TODAY:
            hint = "set objective to 'today', or give the scenario another id"
            what = "is called today but seeks something else"
            yield error("today_objective", row, "objective", what, hint)


def check_for_today_with_rules(project: Project) -> Iterator[Issue]:
    """Today is evaluated, never solved, so no rule steers it."""
    switched = group(tuple(s for s in project.scenario_rules if s.on), "scenario_id")
    for row in project.scenarios:
        rules = [s.rule_id for s in switched.get(row.scenario_id, ())]
        if row.objective is Objective.TODAY and rules:
            what = "is only evaluated, so its rules do not steer it"
            hint = "take its rows out of scenario_rules, or choose another objective"
            yield warning("today_with_rules", row, "objective", what, hint, value=some(rules))


def check_for_unassigned_cost_missing(project: Project) -> Iterator[Issue]:
    """Work may be left undone only at a price."""
    for row in project.scenarios:
        if row.allow_unassigned and row.unassigned_cost_per_contact is None:
            hint = "fill unassigned_cost_per_contact, or set allow_unassigned to no"
            what = "lets work be left undone without a price"
            yield error("unassigned_cost_missing", row, "unassigned_cost_per_contact", what, hint)


def check_for_blend_price_missing(project: Project) -> Iterator[Issue]:
    """The objective *blend* weighs quality in money."""
    for row in project.scenarios:
        if row.objective is Objective.BLEND and row.quality_price_per_point is None:
            hint = "fill quality_price_per_point, or use the objective 'cost' with a quality rule"
            what = "blends cost and quality without a price for quality"
            yield error("blend_price_missing", row, "quality_price_per_point", what, hint)


def check_for_quality_without_budget(project: Project) -> Iterator[Issue]:
    """The best quality at any price is rarely what is meant."""
    budgets = {r.rule_id for r in project.rules if r.stem is RuleStem.BUDGET}
    limited = {s.scenario_id for s in project.scenario_rules if s.on and s.rule_id in budgets}
    for row in project.scenarios:
        seeks_quality = row.objective in (Objective.QUALITY, Objective.WORST_TOUCHPOINT)
        if seeks_quality and row.scenario_id not in limited:
            hint = "switch a budget rule on in it"
            yield warning("quality_without_budget", row, "objective", "seeks quality without a budget", hint)
