"""Why a scenario has no plan: what cannot hold even alone."""

import touchmap
from tests.builders import company, own, process, stream, vendor
from touchmap.project import Rule, RuleScope, ScenarioRow, ScenarioRule
from touchmap.solving import solve


def asked(*rows, rules=(), scopes=()):
    """A scenario with these rules on, solved."""
    facts = company(*rows)
    facts = facts.replace(
        scenarios=[ScenarioRow(scenario_id="wanted", name="Wanted")],
        rules=rules,
        rule_scopes=scopes,
        scenario_rules=[ScenarioRule(scenario_id="wanted", rule_id=r.rule_id) for r in rules],
    )
    return solve(facts, "wanted", in_process=True)


KEEP = Rule(rule_id="core", stem="retained_knowledge", minimum=1.0)
"""1 FTE of own work; OWN has room for half of one."""
FEW = Rule(rule_id="few", stem="provider_count", maximum=5)


def test_a_rule_that_cannot_hold_alone_is_named():
    """The core of own staff needs more than own capacity, whatever else is wanted."""
    result = asked(process(), stream(), own(capacity_fte=0.5), vendor(), rules=[KEEP, FEW])
    assert result.status is touchmap.SolveStatus.INFEASIBLE
    assert result.message.endswith("not even alone: core")


def test_capacity_that_is_too_small_is_said_to_be_so():
    """1 FTE of work and half of one at everybody together: no rule is to blame."""
    result = asked(process(), stream(), own(capacity_fte=0.5), rules=[FEW])
    assert result.message.endswith("none would even without any rule")


def test_rules_that_clash_with_each_other_are_told_apart():
    """Own work only, and own work never: each could hold alone; gates say which package has no home."""
    rules = [Rule(rule_id="own", stem="pin"), Rule(rule_id="away", stem="forbid")]
    scopes = [RuleScope(rule_id=r, side="provider", field="ownership", value="own") for r in ("own", "away")]
    result = asked(process(), stream(), own(), vendor(), rules=rules, scopes=scopes)
    assert result.message == "some work has no home: P1/nl/*/*: no home is left under own, away"
