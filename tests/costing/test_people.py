"""One-off lines about people: transfer, outplacement, experts, learning, double running, stranded groups."""

import pytest

from tests.builders import (
    costing_of,
    lines,
    offer,
    own,
    plan,
    process,
    stream,
    today,
    vendor,
)

AT_OWN = (stream(), own(), today("D1", "OWN"))
AT_VEN = (stream(), today("D1", "VEN"))
PLAN = {"average_tenure_years": 6, "gross_salary_per_month": 3000, "severance_months_per_year": 0.5}
"""6 years × half a month × 3000 = 9000 for each own FTE that is set free."""


def test_staff_who_go_over_need_no_severance():
    """4 in 10 of 1 FTE go over at 1500 each; the rest get the social plan and outplacement of 2000."""
    terms = {"staff_transfer_share": 0.4, "transfer_cost_per_fte": 1500, "outplacement_cost_per_fte": 2000}
    found = lines(costing_of(*AT_OWN, vendor(), **PLAN, **terms), "VEN")
    assert found["staff_transfer"] == pytest.approx(600)
    assert found["social_plan"] == pytest.approx(5400)
    assert found["outplacement"] == pytest.approx(1200)


def test_a_provider_can_take_others_over_than_usual():
    """The law of its country may let nobody go over."""
    terms = {"staff_transfer_share": 0.4, "transfer_cost_per_fte": 1500}
    found = lines(costing_of(*AT_OWN, vendor(staff_transfer_share=0), **PLAN, **terms), "VEN")
    assert "staff_transfer" not in found
    assert found["social_plan"] == pytest.approx(9000)


def test_nobody_goes_over_to_own_staff():
    """Between two own centres the social plan does not arise at all."""
    terms = {"staff_transfer_share": 0.4, "transfer_cost_per_fte": 1500}
    found = lines(costing_of(*AT_OWN, own("OWN2", hiring_cost_per_fte=0), **PLAN, **terms), "OWN2")
    assert found.keys() == {"run"}


def test_outplacement_is_for_those_who_must_leave():
    """A quarter is redeployed; work left undone sets people free as well."""
    costing = costing_of(*AT_OWN, vendor(), outplacement_cost_per_fte=2000, redeploy_share=0.25)
    assert lines(costing, "VEN")["outplacement"] == pytest.approx(1500)
    undone = plan(costing, {"P1/nl/*/*": None})
    assert undone.lines == pytest.approx({"outplacement": 1500})
    assert undone.one_off == pytest.approx(1500)


def test_project_management_runs_for_the_transition():
    """6 months at 1000, once however much moves; nothing if nothing does."""
    rows = [*AT_OWN, stream("D2", language="de"), today("D2", "OWN"), vendor()]
    costing = costing_of(*rows, project_management_per_month=1000)
    both = {"P1/nl/*/*": "VEN", "P1/de/*/*": "VEN"}
    assert lines(costing, "VEN")["project_management"] == pytest.approx(6000)
    assert lines(costing, both)["project_management"] == pytest.approx(6000)
    assert "project_management" not in lines(costing)


def test_experts_are_kept_after_own_work_has_left():
    """Half an own FTE at 2240 for 3 months; not if own work goes to other own staff."""
    rows = [*AT_OWN, vendor(), own("OWN2")]
    costing = costing_of(*rows, retained_experts_fte=0.5, retained_experts_months=3)
    assert lines(costing, "VEN")["retained_experts"] == pytest.approx(3360)
    assert "retained_experts" not in lines(costing, "OWN2")
    long = costing_of(*rows, retained_experts_fte=0.5, retained_experts_months=99)
    assert lines(long, "VEN")["retained_experts"] == pytest.approx(12 * 1120)


@pytest.mark.parametrize(
    ("usual", "quoted", "weeks"), [(13, None, 13), (13, 26, 26), (13, 0, 0), (None, None, 0)]
)
def test_todays_side_works_on_while_the_new_one_learns(usual, quoted, weeks):
    """13 weeks are 3 months of today's 2240; an offer goes before its provider."""
    rows = [*AT_OWN, vendor(double_running_weeks=usual), offer(price=10, double_running_weeks=quoted)]
    found = lines(costing_of(*rows), "VEN")
    assert found.get("double_running", 0) == pytest.approx(weeks / 13 * 3 * 2240)


@pytest.mark.parametrize(
    ("fields", "maturity", "weeks"),
    [
        ({"complexity": 2}, None, 6),
        ({"complexity": 3}, None, 12),
        ({"complexity": 5}, None, 26),
        ({"complexity": 5, "proficiency_weeks": 13}, None, 13),
        ({"complexity": 3}, 1, 14.4),
        ({"complexity": 3}, 5, 10.8),
    ],
)
def test_new_people_are_slower_for_some_weeks(fields, maturity, weeks):
    """On average 20 % too long while 1.4 falls to 1, of a bill of 1120 a month, 12 ÷ 52 months a week."""
    rows = [process(**fields), *AT_OWN, vendor(people_cmm=maturity)]
    found = lines(costing_of(*rows, learning_factor=1.4), "VEN")
    assert found["learning_curve"] == pytest.approx(0.2 * weeks * 12 / 52 * 1120)


@pytest.mark.parametrize("model", ["per_contact", "per_resolution", "fixed"])
def test_learning_is_the_providers_cost_where_time_is_not_billed(model):
    """A price per contact is the same on the first day."""
    rows = [*AT_OWN, vendor(), offer(price=2, pricing_model=model)]
    assert "learning_curve" not in lines(costing_of(*rows, learning_factor=1.4), "VEN")


def test_work_that_stays_learns_nothing_and_runs_once():
    """Neither a learning curve nor double running without a move."""
    rows = [*AT_VEN, vendor(double_running_weeks=4)]
    assert lines(costing_of(*rows, learning_factor=1.4)).keys() == {"run"}


GROUPS = {
    "people_cost_share": 0.7,
    "people_avoidable_share": 0.9,
    "seats_cost_share": 0.2,
    "seats_avoidable_share": 0.25,
    "it_cost_share": 0.1,
    "it_avoidable_share": 0.0,
}
"""Avoidable: 0.63 + 0.05 = 0.68."""


@pytest.mark.parametrize(
    ("settings", "stranded"),
    [
        (GROUPS, 0.32),
        (GROUPS | {"avoidable_share": 1.0}, 0.32),
        ({"avoidable_share": 0.6}, 0.4),
        (GROUPS | {"it_avoidable_share": None}, 0),  # not known
    ],
)
def test_what_is_stranded_can_be_told_by_cost_group(settings, stranded):
    """Of 2240 a month for 3 months; groups go before the single share."""
    found = lines(costing_of(*AT_OWN, vendor(), stranded_months=3, **settings), "VEN")
    assert found.get("stranded", 0) == pytest.approx(stranded * 3 * 2240)
