"""Which rules cannot hold even alone: a first answer to why a scenario has no plan.

Each must-rule is tried by itself against capacities and pools. This names rules that are impossible
on their own; rules that only clash with each other are not found here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchmap.costing.costing import Costing
from touchmap.project import ActiveRule, Scenario
from touchmap.project.vocabulary import Strength
from touchmap.sourcing import fence
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.program import Linear

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
    if _is_impossible(costing, replace(scenario, rules=())):
        return Culprits(True, ())
    musts = [r for r in scenario.rules if r.rule.strength is Strength.MUST]
    alone = [r.rule.rule_id for r in musts if _is_impossible(costing, _only(scenario, r))]
    return Culprits(False, tuple(alone))


def _only(scenario: Scenario, rule: ActiveRule) -> Scenario:
    return replace(scenario, rules=(rule,))


def _is_impossible(costing: Costing, scenario: Scenario) -> bool:
    """Whether it is proven that no plan holds; any plan at all disproves it."""
    from touchmap.sourcing.search import admit, build_program

    facts = GateFacts(costing)
    admission = admit(costing, scenario, facts)
    if admission.blocked():
        return not scenario.row.allow_unassigned
    program = build_program(costing, scenario, facts, admission)
    program.problem.setObjective(Linear().expression())
    return fence.run(program.problem, Limits(gap=1.0, seconds=SECONDS_EACH)).outcome is Outcome.INFEASIBLE
