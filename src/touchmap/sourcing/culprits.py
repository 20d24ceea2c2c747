"""Which rules cannot hold even alone: a first answer to why a scenario has no plan.

Each must-rule is tried by itself against capacities and pools. This names rules that are impossible
on their own; rules that only clash with each other are found by `touchmap.analysis.clash`.
"""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.costing.costing import Costing
from touchmap.project import RuleStem, Scenario
from touchmap.sourcing.elastic import Elastic, Member, MemberKind
from touchmap.sourcing.fence import Outcome

SECONDS_EACH = 2.0
"""Longest time for trying one rule; a rule that is not decided by then is not named."""


@dataclass(frozen=True)
class Culprits:
    """What cannot hold by itself."""

    without_rules: bool
    """Whether no plan fits even without any rule."""
    alone: tuple[str, ...]
    """Rules that cannot hold even alone, by id."""


def find_culprits(costing: Costing, scenario: Scenario) -> Culprits:
    """Try a scenario without rules, and with each must-rule alone."""
    elastic = Elastic(costing, scenario, with_budgets=False)
    room = [m for m in elastic.members if m.kind is not MemberKind.RULE]
    if _is_impossible(elastic, room):
        return Culprits(True, ())
    rules = [m for m in elastic.members if m.kind is MemberKind.RULE]
    alone = {m.subject for m in rules if _is_impossible(elastic, [m, *room])}
    if budgets := [r.rule.rule_id for r in scenario.rules if r.rule.stem is RuleStem.BUDGET]:
        whole = Elastic(costing, scenario)
        members = [Member(MemberKind.RULE, b) for b in budgets]
        alone |= {m.subject for m in members if m in whole.members and _is_impossible(whole, [m, *room])}
    return Culprits(False, tuple(r.rule.rule_id for r in scenario.rules if r.rule.rule_id in alone))


def _is_impossible(elastic: Elastic, kept: list[Member]) -> bool:
    """Whether it is proven that no plan holds; any plan at all disproves it."""
    return elastic.can_hold(kept, SECONDS_EACH).outcome is Outcome.INFEASIBLE
