"""The business case: savings before and after what a board strikes out, and when they come."""

import pytest

from tests.builders import P1, company, offer, own, plan, speaks, stream, today, vendor
from touchmap.analysis.business_case import after_haircut, business_case
from touchmap.analysis.facts import facts_of
from touchmap.analysis.returns import ReturnStatus
from touchmap.costing.costing import build_costing
from touchmap.costing.staffing_difference import staffing_differences
from touchmap.examples import example
from touchmap.solving import evaluate, plan_of, solve

AT_OWN = (stream(), own(), today("D1", "OWN"))
CUSTOMERS = {"customers": 1000, "annual_margin_per_customer": 100, "annual_churn": 0.5}


def case_of(*rows, home="VEN", draws=200, **facts):
    """Business case of P1 at a home."""
    project = company(*rows, **facts)
    costing = build_costing(project)
    moved = plan_of(costing.options, plan(costing, {P1: home}).choice)
    return business_case(project, evaluate(project, moved), draws=draws)


def test_the_haircut_comes_off_a_saving_and_not_off_a_loss():
    """A quarter less of what is saved."""
    assert (after_haircut(100, 0.25), after_haircut(-100, 0.25)) == (75, -100)


def test_saving_before_and_after_one_offs_and_haircut():
    """1120 a month for a year less 5000 laid out is 8440; three quarters of it are counted on."""
    case = case_of(*AT_OWN, vendor(engagement_cost=5000))
    assert case.one_off == pytest.approx(5000)
    assert case.computed.amount == pytest.approx(8440)
    assert case.counted.amount == pytest.approx(6330)
    assert case.rate_card.amount == pytest.approx(13_440)
    assert case.steady.amount == pytest.approx(13_440)


def test_break_even_churn_stands_beside_every_saving():
    """13,440 a year ÷ (1000 customers × 100 × 2 years) = 6.72 %."""
    case = case_of(*AT_OWN, vendor(), **CUSTOMERS)
    assert case.steady.churn.share == pytest.approx(0.0672)
    assert case.counted.churn.share == pytest.approx(0.75 * 0.0672)
    without = case_of(*AT_OWN, vendor())
    assert without.net.p50.churn.missing == ("customers", "annual_margin_per_customer")


def test_a_spread_along_bent_curves_says_how_far_it_may_be_off():
    """With curves on, an error of half a percent of the width or more stands beside the saving."""
    rows = [stream(contacts=20_000), own(), today("D1", "OWN"), vendor(), speaks("OWN"), speaks()]
    case = case_of(*rows, staffing_curve=True)
    (told,) = [s for s in case.not_known if "staffing curves as straight" in s]
    assert f"{case.straight_error:,.0f}" in told
    width = case.net.p90.amount - case.net.p10.amount
    assert f"{100 * case.straight_error / width:.1f} %" in told
    assert not any("straight" in s for s in case_of(*rows).not_known)


def test_payback_and_return():
    """5000 laid out and 1120 saved a month: back in the fifth month; the return is that of an annuity."""
    case = case_of(*AT_OWN, vendor(engagement_cost=5000))
    assert case.payback == case.payback_discounted == 5
    rate = (1 + case.irr.per_year) ** (1 / 12) - 1
    assert sum(1120 / (1 + rate) ** n for n in range(1, 13)) == pytest.approx(5000)


def test_discounting_delays_payback():
    """5590 laid out are 4.99 months of saving; at 50 % a year money of month 5 is worth a sixth less."""
    case = case_of(*AT_OWN, vendor(engagement_cost=5590), discount_rate=0.5)
    assert (case.payback, case.payback_discounted) == (5, 6)


def test_nothing_laid_out_has_no_return():
    """The status says why."""
    case = case_of(*AT_OWN, vendor())
    assert case.irr.status is ReturnStatus.NOTHING_LAID_OUT
    assert case.payback == 0


def test_what_prices_rise_faster_crosses_over():
    """10 × 1.3 ^ y against 20 × 1.02 ^ y: 16.9 / 20.8 in the third year, 21.97 / 21.2 in the fourth."""
    rows = (stream(), own(wage_inflation=0.02), today("D1", "OWN"), vendor(indexation=0.3))
    assert case_of(*rows).crossover.year == 4
    assert case_of(*AT_OWN, vendor()).crossover.year is None
    at_ven = (stream(), today("D1", "VEN"), vendor(), vendor("NEW", base_rate=5))
    assert not case_of(*at_ven, home="NEW").crossover.moved


def test_exit_value_after_a_year():
    """12 × 1120 saved less 5000 set-up; two months' bill of 1120 to leave; 0.8 to 1.2 × 5000 to go back."""
    case = case_of(*AT_OWN, vendor(engagement_cost=5000, exit_fee_months=2), horizon_months=18)
    (found,) = case.exits
    assert found.month == 12
    assert found.so_far == pytest.approx(12 * 1120 - 5000)
    assert found.exit_fees == pytest.approx(2240)
    assert (found.low, found.high) == pytest.approx((8440 - 2240 - 6000, 8440 - 2240 - 4000))


def test_what_is_asked_out_of_hours_is_on_the_price_list_and_in_the_exit_fee():
    """Open around the clock, 128 of 168 hours lie outside office hours: 20 % more is asked for them."""
    open_all = stream(opening_hours="Mo-Su 0-24")
    quoted = offer(price=10, out_of_hours_premium_share=0.2)
    case = case_of(open_all, own(), today("D1", "OWN"), vendor(exit_fee_months=1), quoted)
    bill = 1120 * (1 + 0.2 * 128 / 168)
    assert case.exits[0].exit_fees == pytest.approx(bill)
    assert case.rate_card.amount == pytest.approx(12 * (2240 - bill))


def test_exit_values_are_discounted():
    """At 25 % a year the fee in month 12 is worth a fifth less."""
    case = case_of(*AT_OWN, vendor(exit_fee_months=1), discount_rate=0.25)
    assert case.exits[0].exit_fees == pytest.approx(1120 * 0.8)


def test_the_delay_is_in_the_spread():
    """Without other ranges the saving is uniform between 9 and 12 months of it: P10 is 9.3 of them."""
    only = {"volume_range_share": 0, "handle_time_range_share": 0, "wage_range_share": 0}
    case = case_of(*AT_OWN, vendor(), draws=20_000, **only)
    for found, months in ((case.net.p10, 9.3), (case.net.p50, 10.5), (case.net.p90, 11.7)):
        assert found.amount == pytest.approx(0.75 * 1120 * months, rel=0.01)
    assert case.net.loses_share == 0


def test_a_plan_that_costs_more_saves_nothing():
    """Every draw loses, no haircut makes it better."""
    case = case_of(*AT_OWN, vendor(base_rate=30))
    assert case.net.loses_share == 1
    assert case.counted.amount == case.computed.amount == pytest.approx(-12 * 1120)
    assert case.payback is None


def test_years_add_up_to_the_months():
    """The start, then each year, then the sum."""
    case = case_of(*AT_OWN, vendor(engagement_cost=5000), horizon_months=18)
    rows = case.by_year()
    assert [row["saved"] for row in rows] == pytest.approx([-5000, 12 * 1120, 6 * 1120])
    assert rows[-1]["cumulated"] == pytest.approx(float(case.monthly.sum()))


def test_work_left_undone_is_no_saving():
    """It is said that the comparison is not of the same work."""
    case = case_of(*AT_OWN, vendor(), home=None)
    assert "left undone" in " ".join(case.not_known)


@pytest.mark.slow
def test_people_that_no_figure_counts_are_said_beside_the_saving():
    """Pools staffed exactly take more people than work ÷ occupancy; with staffing curves they are counted."""
    project = example("online_retailer")
    told = " ".join(business_case(project, evaluate(project), draws=10).not_known)
    assert "hour by hour" not in told, "today beside today is the same gap twice"
    result = evaluate(project, solve(project, "cheapest", gap=0.02).plan, "cheapest")
    told = " ".join(business_case(project, result, draws=10).not_known)
    fte = sum(d.difference_fte for d in staffing_differences(facts_of(project, result).evaluation))
    assert f"the plan needs {abs(fte):,.1f} FTE {'fewer' if fte < 0 else 'more'} than it is priced at" in told


def test_a_case_is_remembered():
    """Asking twice costs once."""
    project = company(*AT_OWN, vendor())
    result = evaluate(project)
    assert business_case(project, result, draws=10) is business_case(project, result, draws=10)
