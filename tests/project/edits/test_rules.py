"""Edits of rules and scenarios as a whole: each is one change, and can be taken back."""

import pytest

import touchmap
from touchmap.project import find_scenario
from touchmap.project.checks import check_project
from touchmap.project.edits import MissingRowError
from touchmap.project.edits.rules import add_rule, copy_rule, copy_scenario, set_limit, set_scope
from touchmap.project.vocabulary import ScopeSide


@pytest.fixture(scope="module")
def telecom():
    """The sample telecom company."""
    return touchmap.example("telecom_isp")


def rule_of(project, scenario, rule):
    """A rule that is on in a scenario, with its limits there."""
    return next((r for r in find_scenario(project, scenario).rules if r.rule.rule_id == rule), None)


def test_a_rule_is_added_with_its_scope_and_switched_on(telecom):
    """One change makes a whole rule, and undoing it leaves nothing behind."""
    change = add_rule(
        telecom,
        {"stem": "share_limit", "basis": "contacts", "maximum": 0.2, "reason": "Few."},
        [("provider", "sourcing_model", "nearshore")],
        scenario="cheapest",
    )
    after = change.apply(telecom)
    found = rule_of(after, "cheapest", "share_limit")
    assert found.scope(ScopeSide.PROVIDER) == {"sourcing_model": ("nearshore",)}
    assert rule_of(after, "blended", "share_limit") is None
    assert not {str(i) for i in check_project(after)} - {str(i) for i in check_project(telecom)}
    assert change.inverse().apply(after) == telecom


def test_a_rule_for_a_scenario_that_is_not_there_is_refused(telecom):
    """Nothing is written for an unknown scenario."""
    with pytest.raises(MissingRowError):
        add_rule(telecom, {"stem": "provider_count", "maximum": 3}, scenario="nowhere")


def test_a_copy_of_a_rule_says_the_same_in_the_same_scenarios(telecom):
    """Scope, limits and switches are those of the rule."""
    after = copy_rule(telecom, "mixed_touch").apply(telecom)
    for scenario in ("blended", "best_quality", "cheapest"):
        own, copied = (rule_of(after, scenario, r) for r in ("mixed_touch", "mixed_touch_copy"))
        assert (own is None) == (copied is None)
        assert own is None or own.scopes == copied.scopes


def test_a_copy_of_a_scenario_has_the_same_rules_on(telecom):
    """Only id and name differ."""
    after = copy_scenario(telecom, "blended", "Blended, few moves").apply(telecom)
    copied = find_scenario(after, "Blended, few moves")
    assert copied.scenario_id == "blended_few_moves"
    assert [r.rule for r in copied.rules] == [r.rule for r in find_scenario(after, "blended").rules]


def test_a_limit_in_one_scenario_leaves_the_others(telecom):
    """A blank limit gives the rule's own back."""
    after = set_limit(telecom, "offshore_cap", "maximum", 0.2, scenario="blended").apply(telecom)
    assert rule_of(after, "blended", "offshore_cap").rule.maximum == 0.2
    assert next(r for r in after.rules if r.rule_id == "offshore_cap").maximum == 0.4
    back = set_limit(after, "offshore_cap", "maximum", None, scenario="blended").apply(after)
    assert rule_of(back, "blended", "offshore_cap").rule.maximum == 0.4
    everywhere = set_limit(telecom, "offshore_cap", "maximum", 0.3, scenario=None).apply(telecom)
    assert rule_of(everywhere, "blended", "offshore_cap").rule.maximum == 0.3


def test_a_limit_where_the_rule_is_off_does_not_switch_it_on(telecom):
    """Setting a limit and switching on are two things."""
    after = set_limit(telecom, "few_providers", "maximum", 2, scenario="best_quality").apply(telecom)
    assert rule_of(after, "best_quality", "few_providers") is None


def test_the_scope_becomes_exactly_what_is_chosen(telecom):
    """Values that are no longer chosen go, new ones come, others stay."""
    change = set_scope(telecom, "high_touch", "provider", "sourcing_model", ["in_house", "nearshore"])
    after = change.apply(telecom)
    scope = rule_of(after, "blended", "high_touch").scope(ScopeSide.PROVIDER)
    assert scope == {"sourcing_model": ("in_house", "nearshore")}
    none = set_scope(after, "high_touch", "provider", "sourcing_model", []).apply(after)
    assert not rule_of(none, "blended", "high_touch").scope(ScopeSide.PROVIDER)
