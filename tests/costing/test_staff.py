"""Staff over the year: idle and hired ahead, language pools, minimum commitments, volume tiers."""

import numpy as np
import pytest

from tests.builders import (
    P1,
    P2,
    costing_of,
    lines,
    offer,
    own,
    plan,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
    web,
)
from touchmap.costing.staffing import flex_of, paid_staff, staff_of
from touchmap.project import ProviderCapacity, Seasonality, VolumeTier

PEAK = Seasonality(seasonality_id="S", m12=2)
"""1 FTE from January to November, 2 in December."""
SEASONAL = (stream(seasonality_id="S"), PEAK)
TWO = (process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"))
AT_OWN = (own(), today("D1", "OWN"), today("D2", "OWN"))


# ---- paid staff


@pytest.mark.parametrize(
    ("flex", "ramp", "paid"),
    [
        (1, np.inf, [1, 1, 4, 2]),
        (0, np.inf, [4, 4, 4, 4]),
        (0.25, np.inf, [3, 3, 4, 3]),
        (1, 2, [1, 2, 4, 2]),  # two of the four are there a month ahead
        (1, 1, [2, 3, 4, 2]),
        (0.5, 1, [2, 3, 4, 2]),
    ],
)
def test_staff_are_paid_who_cannot_go_home_or_are_hired_ahead(flex, ramp, paid):
    """At least what is needed and what cannot be flexed, and no more hired in a month than can be."""
    assert paid_staff(np.array([1.0, 1, 4, 2]), flex, ramp) == pytest.approx(paid)


def test_own_staff_flex_a_little_and_third_parties_fully():
    """Without a figure own staff can send home 15 % of the peak, and others everybody."""
    assert flex_of(own(flex_share=None)) == 0.15
    assert flex_of(vendor()) == 1
    assert flex_of(vendor(flex_share=0.4)) == 0.4


def test_capacity_is_that_of_the_month():
    """A month's own capacity replaces the usual one; none stated is no limit, nor is a platform's."""
    rows = [own(capacity_fte=5), vendor(), platform(capacity_fte=5)]
    rows.append(ProviderCapacity(provider_id="OWN", month=7, capacity_fte=3))
    costing = costing_of(stream(), *rows)
    own_staff, ven, bot = staff_of(costing.project, costing.prices)
    assert own_staff.capacity.tolist() == [5] * 6 + [3] + [5] * 5
    assert np.isinf(ven.capacity).all()
    assert np.isinf(bot.capacity).all()


# ---- idle staff


@pytest.mark.parametrize(
    ("flex", "idle_fte_months"),
    [(0, 11), (None, 11 * 0.7), (0.5, 0), (1, 0)],  # none of 2, 85 %, half, nobody is kept
)
def test_idle_staff_are_paid(flex, idle_fte_months):
    """Staff who cannot be sent home after December cost 2240 a month while idle."""
    found = lines(costing_of(*SEASONAL, own(flex_share=flex), today("D1", "OWN")))
    assert found.get("idle_staff", 0) == pytest.approx(idle_fte_months * 2240)


def test_staff_hired_ahead_are_idle_until_the_peak():
    """A quarter FTE a month: 1.25, 1.5 and 1.75 FTE are there from September to November."""
    found = lines(costing_of(*SEASONAL, vendor(ramp_fte_per_month=0.25), today("D1", "VEN")))
    assert found["idle_staff"] == pytest.approx(1.5 * 1120)


def test_nobody_is_hired_ahead_of_the_first_month():
    """Months follow the plan: one that starts in December is at its peak from the start."""
    rows = [*SEASONAL, vendor(ramp_fte_per_month=0.25), today("D1", "VEN")]
    assert "idle_staff" not in lines(costing_of(*rows, start_on="2027-12-01"))
    late = lines(costing_of(*rows, start_on="2027-11-01"))  # 1.75 FTE in November, of whom 0.75 idle
    assert late["idle_staff"] == pytest.approx(0.75 * 1120)


def test_months_outside_the_plan_need_nobody():
    """A plan of three months never sees December."""
    rows = [*SEASONAL, own(flex_share=0), today("D1", "OWN")]
    assert "idle_staff" not in lines(costing_of(*rows, horizon_months=3))


@pytest.mark.parametrize("model", ["per_contact", "per_minute", "fixed"])
def test_idle_staff_of_who_bills_otherwise_is_its_own_risk(model):
    """Only hours and FTE leave idle staff to the client."""
    rows = [*SEASONAL, vendor(flex_share=0), offer(pricing_model=model), today("D1", "VEN")]
    assert "idle_staff" not in lines(costing_of(*rows))


def test_peaks_that_balance_each_other_leave_nobody_idle():
    """P1 doubles in December, when P2 rests: one provider of both needs 2 FTE all year."""
    rest = Seasonality(seasonality_id="R", m12=0)
    rows = [process("P1"), process("P2"), *SEASONAL, stream("D2", process_id="P2", seasonality_id="R"), rest]
    rows += [own(flex_share=0), own("OWN2", flex_share=0), today("D1", "OWN"), today("D2", "OWN")]
    assert "idle_staff" not in lines(costing_of(*rows))
    apart = lines(costing_of(*rows), {P2: "OWN2"})  # 1 FTE idle in eleven months, and in December at OWN2
    assert apart["idle_staff"] == pytest.approx(12 * 2240)


# ---- language pools


def test_a_pool_is_opened_once_by_any_work_in_its_language():
    """Half an FTE keeps German open at VEN, for one process or two, and only where it works in German."""
    rows = [process("P1"), process("P2"), own(), vendor(), speaks(), speaks(language="de", opening_fte=0.5)]
    rows += [stream("D1", language="de"), stream("D2", process_id="P2", language="de"), stream("D3")]
    costing = costing_of(*rows)
    de1, de2 = "P1/de/*/*", "P2/de/*/*"
    for moved, fte in (
        ({P1: "VEN"}, 0),
        ({de1: "VEN"}, 0.5),
        ({de1: "VEN", de2: "VEN"}, 0.5),
        ({de1: "OWN"}, 0),
    ):
        assert lines(costing, moved).get("pool_opening", 0) == pytest.approx(12 * fte * 1120)


def test_work_without_a_language_opens_no_pool():
    """Language-neutral work is nobody's pool."""
    rows = [stream(language="xx"), vendor(), speaks(language="xx", opening_fte=0.5), today("D1", "VEN")]
    assert lines(costing_of(*rows)).keys() == {"run"}


# ---- minimum commitments


@pytest.mark.parametrize(("minimum_fte", "shortfall"), [(0, 0), (1, 0), (3, 2 * 1120)])
def test_a_minimum_by_fte_is_billed_each_month(minimum_fte, shortfall):
    """3 FTE are 3360 a month; what 1 FTE bills is less by 2240."""
    costing = costing_of(stream(), own(), vendor(minimum_fte=minimum_fte), today("D1", "OWN"))
    assert lines(costing, "VEN").get("minimum_commitment", 0) == pytest.approx(12 * shortfall)
    assert "minimum_commitment" not in lines(costing)  # not engaged


def test_a_minimum_by_forecast_is_a_share_of_the_average_month():
    """Nothing in January and twice as much in December average 1120: 80 % of it are missing in January."""
    season = Seasonality(seasonality_id="S", m01=0, m12=2)
    ven = vendor(minimum_forecast_share=0.8)
    found = lines(costing_of(stream(seasonality_id="S"), season, ven, today("D1", "VEN")))
    assert found["minimum_commitment"] == pytest.approx(0.8 * 1120)


def test_the_larger_of_both_minimums_counts():
    """Half an FTE (560) is less than 80 % of the average month (896), three quarters (840) too."""
    season = Seasonality(seasonality_id="S", m01=0, m12=2)
    for minimum_fte, least in ((0.5, 896), (0.75, 896), (0.9, 1008)):
        ven = vendor(minimum_forecast_share=0.8, minimum_fte=minimum_fte)
        found = lines(costing_of(stream(seasonality_id="S"), season, ven, today("D1", "VEN")))
        assert found["minimum_commitment"] == pytest.approx(least)


def test_a_platforms_bill_counts_for_its_minimum():
    """A page that is quiet in January, at 1 a visit: 80 % of 1000 are missing."""
    season = Seasonality(seasonality_id="S", m01=0, m12=2)
    rows = [stream(channel="web", seasonality_id="S"), season, platform(minimum_forecast_share=0.8), web(1)]
    assert lines(costing_of(*rows), "+BOT")["minimum_commitment"] == pytest.approx(800)


def test_own_staff_have_no_minimum():
    """What own staff cost while idle is another line."""
    assert lines(costing_of(stream(), own(minimum_fte=9), today("D1", "OWN"))).keys() == {"run"}


# ---- volume tiers

TIERS = (
    VolumeTier(provider_id="VEN", from_fte=4, discount_share=0.2),
    VolumeTier(provider_id="VEN", from_fte=2, discount_share=0.1),
)


@pytest.mark.parametrize(
    ("contacts", "share"), [(1999, 0), (2000, 0.1), (3999, 0.1), (4000, 0.2), (9000, 0.2)]
)
def test_a_tier_discounts_all_units(contacts, share):
    """From 2 FTE on 10 % and from 4 FTE on 20 %, of the whole bill."""
    found = lines(costing_of(stream("D1", contacts), vendor(), today("D1", "VEN"), *TIERS))
    assert found.get("volume_discount", 0) == pytest.approx(-12 * share * contacts / 1000 * 1120)


def test_the_size_is_a_providers_average_over_all_its_work():
    """Two packages of 1 FTE reach the tier of 2 FTE together, as does one of 1 and 13 FTE."""
    both = lines(costing_of(*TWO, *AT_OWN, vendor(), *TIERS), {P1: "VEN", P2: "VEN"})
    assert both["volume_discount"] == pytest.approx(-12 * 0.1 * 2240)
    season = Seasonality(seasonality_id="S", m12=13)
    peak = lines(costing_of(stream(seasonality_id="S"), season, vendor(), today("D1", "VEN"), *TIERS))
    assert peak["volume_discount"] == pytest.approx(-0.1 * 24 * 1120)


def test_the_premium_is_discounted_and_commission_is_not():
    """10 % off the run cost of 2 FTE and its premium of 50 %."""
    quoted = offer(price=10, commission_per_success=1, conversion=0.5)
    rows = [stream("D1", 2000), vendor(), speaks(premium_share=0.5), quoted, today("D1", "VEN"), *TIERS]
    assert lines(costing_of(*rows))["volume_discount"] == pytest.approx(-12 * 0.1 * 2240 * 1.5)


def test_shared_staff_costs_are_in_the_year_too():
    """The running cost of a year has idle staff, pools, minimums and discounts as the cost lines do."""
    ven = vendor(flex_share=0, minimum_fte=5)
    rows = [
        stream("D1", 2000, seasonality_id="S"),
        PEAK,
        ven,
        speaks(opening_fte=0.5),
        today("D1", "VEN"),
        *TIERS,
    ]
    found = plan(costing_of(*rows))
    assert found.lines.keys() == {
        "run",
        "volume_discount",
        "minimum_commitment",
        "idle_staff",
        "pool_opening",
    }
    assert found.first_year_running == pytest.approx(found.cost)
