"""Scenarios of a project that has none written down."""

from tests.builders import company, own, process, stream, vendor
from touchmap.project import Rule, ScenarioRow, find_scenario, scenario_ids
from touchmap.solving import solve


def test_there_are_three_scenarios_to_begin_with():
    """Today, the cheapest without any rule, and a blend."""
    facts = company(process(), stream(), own())
    assert scenario_ids(facts) == ("today", "cheapest", "blended")
    assert find_scenario(facts, "Cheapest").rules == ()


def test_key_competencies_stay_home_unless_told_otherwise():
    """VEN is cheaper, but without any rule of its own the blend keeps what the company lives by."""
    facts = company(process(key_competency=True), stream(), own(), vendor())
    assert solve(facts, in_process=True).plan.of("P1/nl/*/*").provider_id == "OWN"
    assert solve(facts, "cheapest", in_process=True).plan.of("P1/nl/*/*").provider_id == "VEN"


def test_own_rules_take_the_place_of_the_recommended_ones():
    """Whoever writes a rule down decides what is on."""
    facts = company(process(), stream(), own()).replace(
        rules=[Rule(rule_id="few", stem="provider_count", maximum=1)]
    )
    assert [r.rule.rule_id for r in find_scenario(facts).rules] == ["few"]


def test_written_scenarios_take_the_place_of_the_ready_ones():
    """A project with scenarios has those, and today."""
    facts = company(process(), stream(), own()).replace(
        scenarios=[ScenarioRow(scenario_id="ours", name="Ours")]
    )
    assert scenario_ids(facts) == ("today", "ours")
