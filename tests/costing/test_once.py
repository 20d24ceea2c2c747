"""One-off costs in proportion to the work: training, hiring, the social plan, stranded cost."""

import pytest

from tests.builders import (
    costing_of,
    front,
    lines,
    offer,
    own,
    plan,
    platform,
    process,
    stream,
    today,
    vendor,
)
from touchmap.project import ExchangeRate

AT_OWN = (stream(), own(), today("D1", "OWN"))
AT_VEN = (stream(), today("D1", "VEN"))


def test_people_who_take_work_over_are_trained():
    """1 FTE × 5 days × 8 h × 30; who does the work already is not."""
    rows = [process(training_days=5), *AT_OWN, vendor(training_rate_per_hour=30)]
    assert lines(costing_of(*rows), "VEN")["training"] == pytest.approx(1200)
    assert "training" not in lines(costing_of(*rows))


@pytest.mark.parametrize(("days", "cost"), [(2, 480), (0, 0), (None, 1200)])
def test_an_offers_training_goes_before_the_processs(days, cost):
    """A provider that needs fewer days says so in its offer, even none."""
    rows = [process(training_days=5), *AT_OWN, vendor(training_rate_per_hour=30), offer(training_days=days)]
    assert lines(costing_of(*rows), "VEN").get("training", 0) == pytest.approx(cost)


def test_training_is_in_the_providers_currency():
    """30 dollars an hour at 1.25 for a euro."""
    ven = vendor(training_rate_per_hour=30, currency="USD")
    rows = [process(training_days=5), *AT_OWN, ven, ExchangeRate(currency="USD", rate=1.25)]
    assert lines(costing_of(*rows), "VEN")["training"] == pytest.approx(960)


def test_own_staff_are_hired_for_work_that_comes_in():
    """1 FTE at 2000; a third party hires for itself, and who is there is there."""
    rows = [*AT_VEN, own(hiring_cost_per_fte=2000), vendor(hiring_cost_per_fte=999)]
    assert lines(costing_of(*rows), "OWN")["hiring"] == pytest.approx(2000)
    back = [*AT_OWN[:1], AT_OWN[2], own(hiring_cost_per_fte=2000), vendor(hiring_cost_per_fte=999)]
    assert lines(costing_of(*back)).keys() == {"run"}
    assert lines(costing_of(*back), "VEN").keys() == {"run"}


PLAN = {"average_tenure_years": 6, "gross_salary_per_month": 3000, "severance_months_per_year": 0.5}
"""6 years × half a month × 3000 = 9000 for each own FTE that is set free."""


@pytest.mark.parametrize(
    ("settings", "cost"),
    [
        ({}, 9000),
        ({"social_plan_factor": 1.5}, 13_500),
        ({"redeploy_share": 0.2}, 7200),
        ({"natural_attrition_per_month": 0.1, "transition_months": 2}, 9000 * 0.81),
        ({"average_tenure_years": None}, 0),  # not known
        ({"gross_salary_per_month": None}, 0),
        ({"severance_months_per_year": None}, 0),
    ],
)
def test_own_staff_set_free_get_the_social_plan(settings, cost):
    """Those who are not redeployed and do not leave anyway, by tenure and salary."""
    found = lines(costing_of(*AT_OWN, vendor(), **(PLAN | settings)), "VEN")
    assert found.get("social_plan", 0) == pytest.approx(cost)


@pytest.mark.parametrize(
    ("home", "freed"),
    [
        ("OWN", 0),
        ("OWN2", 0),  # moves with the work
        ("OWN+BOT", 1 - 0.6 * 1.15),  # 600 calls that take 1.15 times as long
        ("VEN+BOT", 1),
        (None, 1),  # left undone
    ],
)
def test_only_own_staff_who_are_no_longer_needed_are_set_free(home, freed):
    """Today's own FTE less what stays with own staff."""
    rows = [*AT_OWN, own("OWN2"), vendor(), platform(), front()]
    found = plan(costing_of(*rows, **PLAN), {"P1/nl/*/*": home})
    assert found.lines.get("social_plan", 0) == pytest.approx(9000 * freed)


def test_a_third_partys_staff_get_no_social_plan():
    """Work that leaves VEN frees nobody of ours; own staff who need more time displace nobody."""
    assert "social_plan" not in lines(costing_of(*AT_VEN, own(), vendor(), **PLAN), "OWN")
    slower = [*AT_OWN, own("OWN2", handle_factor=1.5)]
    assert "social_plan" not in lines(costing_of(*slower, **PLAN), "OWN2")


@pytest.mark.parametrize(
    ("settings", "cost"),
    [
        ({"avoidable_share": 0.75, "stranded_months": 6}, 0.25 * 2240 * 6),
        ({"avoidable_share": 0.75, "stranded_months": 6, "horizon_months": 3}, 0.25 * 2240 * 3),
        ({"avoidable_share": 1, "stranded_months": 6}, 0),
        ({"stranded_months": 6}, 0),  # not known
    ],
)
def test_a_part_of_own_cost_stays_for_a_while(settings, cost):
    """A quarter of OWN's 2240 a month does not go away for six months, within the plan."""
    found = lines(costing_of(*AT_OWN, vendor(), **settings), "VEN")
    assert found.get("stranded", 0) == pytest.approx(cost)


@pytest.mark.parametrize("home", ["OWN", "OWN2"])
def test_work_that_stays_own_strands_nothing(home):
    """Another own site that costs as much takes the staff along."""
    rows = [*AT_OWN, own("OWN2")]
    assert "stranded" not in lines(costing_of(*rows, avoidable_share=0, stranded_months=6), home)


def test_a_cheaper_own_site_strands_the_difference():
    """From 2240 to 1680 a month at the other site: a quarter of 560 for six months."""
    rows = [*AT_OWN, own("OWN2", base_rate=15)]
    found = lines(costing_of(*rows, avoidable_share=0.75, stranded_months=6), "OWN2")
    assert found["stranded"] == pytest.approx(0.25 * 560 * 6)
