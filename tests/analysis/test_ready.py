"""The ready scenarios: added to any project with one edit, each solvable and asking what its name says."""

import pytest

from tests.builders import company, offer, own, process, stream, today, vendor
from touchmap.analysis.ready import FEW, READY, add_ready_scenarios, missing_scenarios
from touchmap.examples import EXAMPLES, example
from touchmap.project import Rule, RuleScope, find_scenario, scenario_ids
from touchmap.project.checks import check_project
from touchmap.project.journey_defaults import blank_project
from touchmap.solving import solve


@pytest.mark.parametrize("sample", EXAMPLES)
def test_samples_have_them_all(sample):
    """Every sample company comes with the ready scenarios, so that there is nothing to add."""
    assert missing_scenarios(example(sample)) == ()
    assert add_ready_scenarios(example(sample)).is_empty


def test_a_blank_project_gets_the_six_and_can_be_undone():
    """A new project gets all of them beside its own three, with one edit that can be taken back."""
    project = blank_project("Acme")
    change = add_ready_scenarios(project)
    after = change.apply(project)
    assert set(scenario_ids(after)) == {"today", "cheapest", "blended", *(s.scenario_id for s in READY)}
    assert find_scenario(after, "blended").rules == find_scenario(project, "blended").rules
    assert find_scenario(after, "cheapest").rules == ()
    assert not [issue for issue in check_project(after) if "scenario" in issue.code]
    assert missing_scenarios(after) == ()
    assert change.inverse().apply(after) == project


FEW_RULE = Rule(rule_id="few_providers", stem="provider_count", maximum=5)


@pytest.mark.parametrize(
    ("rule", "scopes"),
    [
        (Rule(rule_id="few_providers", stem="max_moves", maximum=1), ()),
        (FEW_RULE, (RuleScope(rule_id="few_providers", side="work", field="process", value="P1"),)),
        (FEW_RULE.model_copy(update={"minimum": 2}), ()),
        (FEW_RULE.model_copy(update={"include_platforms": True}), ()),
    ],
)
def test_a_rule_that_means_something_else_by_that_id_is_left_alone(rule, scopes):
    """No scenario is offered that would take a rule of another kind, scope or lower limit for its own."""
    project = blank_project("Acme").replace(rules=(rule,), rule_scopes=scopes)
    assert "cheapest_few" not in {s.scenario_id for s in missing_scenarios(project)}
    assert add_ready_scenarios(project).apply(project).rules[0] == project.rules[0]


def test_a_rule_with_another_limit_keeps_it_and_the_scenario_has_its_own():
    """*At most 3 providers* means 3, where a rule of the project allows 5 for its other scenarios."""
    project = blank_project("Acme").replace(rules=(FEW_RULE,))
    after = add_ready_scenarios(project).apply(project)
    assert [r.rule.maximum for r in find_scenario(after, "cheapest_few").rules] == [FEW]
    assert next(r for r in after.rules if r.rule_id == "few_providers") == FEW_RULE


def test_each_asks_what_its_name_says():
    """Four third parties are cheapest for one process each; at most three may work, or own staff alone."""
    names = [f"P{n}" for n in range(1, 5)]
    bids = [offer(f"O{n}", f"V{n}", 5, process_id=f"P{n}") for n in range(1, 5)]
    project = company(
        own(),
        *(vendor(f"V{n}") for n in range(1, 5)),
        *bids,
        *map(process, names),
        *(stream(f"D{n}", process_id=f"P{n}") for n in range(1, 5)),
        *(today(f"D{n}", "OWN") for n in range(1, 5)),
    )
    project = add_ready_scenarios(project).apply(project)

    def parties(scenario: str) -> set[str | None]:
        plan = solve(project, scenario, in_process=True).plan
        assert plan is not None
        return {row.provider_id for row in plan.assignments}

    assert parties("cheapest") == {"V1", "V2", "V3", "V4"}
    assert len(parties("cheapest_few") - {"OWN"}) == 3
    assert parties("in_house_only") == {"OWN"}
