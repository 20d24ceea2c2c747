"""Enterprises made up for measuring are like real ones, the same every time, and always have a plan."""

import numpy as np
import pytest

from benchmarks.enterprise import SCENARIO, SIZES, Family, enterprise
from touchmap.costing.costing import build_costing
from touchmap.eligibility import find_eligible
from touchmap.errors import Severity
from touchmap.project import find_scenario
from touchmap.solving import plan_of
from touchmap.validation import validate
from touchmap.verifying import verify_plan


@pytest.mark.parametrize("family", Family)
def test_the_same_seed_gives_the_same_enterprise(family):
    """Family, size and seed decide every row; another seed gives another enterprise."""
    assert enterprise(40, 10, family, 2).to_tables() == enterprise(40, 10, family, 2).to_tables()
    assert enterprise(40, 10, family, 2).to_tables() != enterprise(40, 10, family, 3).to_tables()


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize(("packages", "vendors"), SIZES[:2])
def test_doing_everything_in_house_holds_every_rule(family, packages, vendors):
    """Today's arrangement is a plan that the independent check accepts, so that there always is one."""
    project = enterprise(packages, vendors, family, seed=3)
    costing = build_costing(project)
    plan = plan_of(costing.options, costing.options.today)
    found = verify_plan(project, find_scenario(project, SCENARIO), plan, costing=costing)
    assert not found.violations


@pytest.mark.parametrize("family", Family)
def test_the_facts_hold_no_error(family):
    """The checks of facts that users' projects must pass find no error."""
    found = validate(enterprise(40, 10, family))
    assert [issue for issue in found if issue.severity is Severity.ERROR] == []


def test_vendors_can_do_about_half_of_the_work():
    """Languages, families of processes and data classes leave vendors 40 to 60 % of all pairs."""
    shares = []
    for seed in range(1, 6):
        project = enterprise(100, 14, seed=seed)
        options = build_costing(project).options
        own = np.array([provider.is_own for provider in options.providers])
        open_ = find_eligible(project, options).possible & ~own[options.people]
        shares.append(open_.sum() / (100 * 14))
    assert 0.4 < np.mean(shares) < 0.6


def test_families_differ_in_what_makes_them_hard():
    """H passes on three times a process, C has 55 % of the room; demand is the same in all."""
    light, dear, tight = (enterprise(100, 14, family) for family in Family)
    assert light.demand == dear.demand == tight.demand
    assert len(light.handoffs) <= len(light.processes)
    assert len(dear.handoffs) > 2.9 * len(dear.processes)
    rooms = [sum(p.capacity_fte - 2 for p in project.providers if not p.is_own) for project in (light, tight)]
    assert rooms[1] == pytest.approx(0.55 * rooms[0], rel=0.01)
    assert next(rule.maximum for rule in tight.rules if rule.rule_id == "few") <= 8
