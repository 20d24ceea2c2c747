"""A gate is asked once of options that look alike to it, and says the same of all of them."""

import pytest

import touchmap
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.eligibility import GATES, find_eligible
from touchmap.eligibility.gates import Facts
from touchmap.project import Project
from touchmap.work.options import build_options
from touchmap.work.packages import build_packages


def _asked_one_by_one(project: Project) -> None:
    options, facts = build_options(project, build_packages(project)), Facts(project)
    found = find_eligible(project, options)
    for name, gate in GATES.items():
        for i, option in enumerate(options.options):
            refused = gate.ask(facts, options.packages[option.package], option) is not None
            assert found.refused_by[name][i] == refused, (name, option.identity)


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_options_of_a_sample_that_look_alike_are_refused_alike(sample):
    """Each option of a sample is refused by the gates that refuse it when asked by itself."""
    _asked_one_by_one(touchmap.example(sample))


@pytest.mark.parametrize("seed", range(20))
def test_options_of_any_mix_that_look_alike_are_refused_alike(seed):
    """The same holds for a project in which every feature may occur."""
    _asked_one_by_one(build_project(SeededDice(seed)))


def test_a_gate_that_looks_at_less_would_be_found_out():
    """Language refuses some of a sample's packages at a provider and not others, so it has to look at it."""
    project = touchmap.example("telecom_isp")
    options = build_options(project, build_packages(project))
    refused = find_eligible(project, options).refused_by["language"]
    providers = {int(j) for j in options.people[refused]}
    assert any(not refused[options.people == j].all() for j in providers)
