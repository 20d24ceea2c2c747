"""Rules in words: every stem has a sentence that holds its limit and names for ids."""

import pytest

import touchmap
from touchmap.project import STEM_FACTS, ActiveRule, Project, Rule, RuleStem
from touchmap.project.scenario import find_scenario
from touchmap.project.vocabulary import ScopeSide
from touchmap.report.rule_words import example_words, rule_words


@pytest.mark.parametrize("stem", list(RuleStem))
def test_every_stem_says_its_limits(stem):
    """Whatever the stem, the sentence ends well and tells each limit the stem uses."""
    limits = {name: 0.25 if name == "minimum" else 0.75 for name in STEM_FACTS[stem].limits}
    said = rule_words(Project(), ActiveRule(Rule(rule_id="R", stem=stem, **limits), {}))
    assert said[0].isupper()
    assert said.endswith(".")
    for value in limits.values():
        assert f"{value:g}" in said or f"{100 * value:g} %" in said


def test_ids_are_told_by_name():
    """People read names of processes and providers, not ids."""
    project = touchmap.example("telecom_isp")
    said = example_words(
        project,
        Rule(rule_id="R", stem="forbid"),
        [("work", "process", "P12"), ("provider", "provider", "PR03")],
    )
    assert said == f"Billing & payment enquiries: not done by {project.provider('PR03').name}."


def test_models_stand_in_their_fixed_order():
    """The order in the sentence is that of every table, not that of the alphabet."""
    active = ActiveRule(
        Rule(rule_id="R", stem="allowed_sourcing"),
        {ScopeSide.PROVIDER: {"sourcing_model": ("nearshore", "in_house", "onshore")}},
    )
    assert "in-house, onshore or nearshore providers" in rule_words(Project(), active)


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_no_rule_of_a_sample_says_an_id_or_a_field(sample):
    """Underscores are how tables write, not how people talk."""
    project = touchmap.example(sample)
    for active in find_scenario(project, "blended").rules:
        assert "_" not in rule_words(project, active)
