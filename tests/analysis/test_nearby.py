"""Plans near a given one: what is better by itself, and that every plan that is kept is checked in full."""

import math
from dataclasses import replace

import pytest

from tests.analysis.in_process import HereAsker
from tests.builders import company, own, process, stream, today, vendor
from touchmap.analysis.first_look import FirstLook
from touchmap.analysis.nearby import Neighbourhood
from touchmap.project import Rule, Structural, find_scenario
from touchmap.project.scenario import ActiveRule, Scenario
from touchmap.project.vocabulary import ScopeSide
from touchmap.verifying import STRUCTURAL_CHECKS
from touchmap.verifying.check import Check, broken_structure

BAN = ActiveRule(
    Rule(rule_id="ban", stem="forbid", reason="A competitor owns it."),
    {ScopeSide.PROVIDER: {"provider": ("VEN",)}},
)


@pytest.fixture(scope="module")
def project():
    """One process at own staff, which are dearer and better than the vendor."""
    return company(
        process(), stream(), own(quality_capability=90), vendor(quality_capability=50), today("D1", "OWN")
    )


def wanted(project, *rules, **fields):
    """The scenario *cheapest*, with other rules and another objective."""
    row = find_scenario(project, "cheapest").row.model_copy(update=fields)
    return Scenario(row, rules)


@pytest.mark.parametrize(
    ("objective", "point", "best"),
    [("cost", None, "VEN"), ("quality", None, "OWN"), ("blend", 1e9, "OWN"), ("blend", 1e-9, "VEN")],
)
def test_better_by_itself_is_what_the_scenario_seeks(project, objective, point, best):
    """Where cost and quality are weighed, a dear enough point of quality makes the better party first."""
    desk = HereAsker(project)
    row = wanted(project).row
    scenario = wanted(project, objective=type(row.objective)(objective), quality_price_per_point=point)
    options = desk.costing.options
    chosen = Neighbourhood(desk.costing, scenario, None).first(options.of_package[0])
    assert options.providers[options.lead[chosen]].provider_id == best


def test_a_plan_that_is_kept_is_checked_as_every_plan_is(project, monkeypatch):
    """A plan that breaks any constraint at all is worth nothing, near a plan and in a first look."""
    desk = HereAsker(project)
    base = desk.ask(wanted(project, BAN))
    free = Neighbourhood(desk.costing, wanted(project), replace(base, scenario=wanted(project)))
    vendor_index = desk.costing.options.position["VEN"]
    look = FirstLook(desk.costing, base, Neighbourhood(desk.costing, base.scenario, base).admission)
    assert free.with_party((0,), vendor_index).value == look.without("ban").value < base.highest
    broken = Check((broken_structure(Structural.CHARGED_ONCE, "Charged twice."),))
    monkeypatch.setitem(STRUCTURAL_CHECKS, Structural.CHARGED_ONCE, lambda _: broken)
    assert free.with_party((0,), vendor_index).value == math.inf
    assert look.without("ban") is None
