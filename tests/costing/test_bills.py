"""Running lines that depend on when work comes in, how good it is and what a rate contains."""

import pytest

from tests.builders import (
    P1,
    costing_of,
    find,
    front,
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
)
from touchmap.project import CurvePoint, Seasonality, Touchpoint, VolumeTier

AT_OWN = (own(), today("D1", "OWN"))
AT_VEN = (vendor(), today("D1", "VEN"))
VISITED = Touchpoint(touchpoint_id="T1", stage_id="S", name="Call", satisfaction=80)
A_YEAR_AT_VEN = 12 * 1120
"""VEN's bill for 1 FTE at 10 an hour: 112 logged hours × 10 × 12."""


# --- Out of hours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening_hours", "share"),
    [("Mo-Fr 9-17", 0), ("Mo-Fr 9-21", 4 / 12), ("Sa 9-17", 1), ("24x7", 128 / 168), ("", 0)],
)
def test_a_premium_is_paid_on_work_outside_office_hours(opening_hours, share):
    """Office is Mo–Fr 9–17, 40 hours; blank opening hours without a curve are not known and cost nothing."""
    quoted = offer(price=10, out_of_hours_premium_share=0.25)
    found = lines(costing_of(stream(opening_hours=opening_hours), *AT_VEN, quoted))
    assert found.get("out_of_hours_premium", 0) == pytest.approx(0.25 * share * A_YEAR_AT_VEN)


def test_a_curve_says_how_much_comes_in_outside_office_hours():
    """Three quarters of the calls at 10 o'clock, one quarter at 20; the same on every day of the week."""
    clock = [CurvePoint(curve_id="C", kind="hour", position=h, share=s) for h, s in ((10, 0.75), (20, 0.25))]
    quoted = offer(price=10, out_of_hours_premium_share=0.2)
    found = lines(costing_of(stream(curve_id="C"), *AT_VEN, quoted, *clock))
    outside = 1 - 0.75 * 5 / 7
    assert found["out_of_hours_premium"] == pytest.approx(0.2 * outside * A_YEAR_AT_VEN)


def test_the_part_outside_office_hours_pays_the_whole_premium():
    """Work split by office hours: the part inside pays none."""
    rows = [process(split_by="hours"), stream(opening_hours="Mo-Fr 9-21"), *AT_VEN]
    costing = costing_of(*rows, offer(price=10, out_of_hours_premium_share=0.25))
    by_package = {
        costing.options.packages[costing.options.package[i]].layer: costing.linear["out_of_hours_premium"][i]
        for i in range(len(costing.options.options))
    }
    assert by_package["office"] == 0
    assert by_package["outside"] == pytest.approx(0.25 * A_YEAR_AT_VEN / 3)


def test_premiums_are_managed_discounted_and_count_as_spend():
    """An out-of-hours premium is part of the bill: governance and volume discounts are shares of it."""
    rows = [stream(opening_hours="Sa 9-17"), vendor(governance_share=0.1), today("D1", "VEN")]
    tier = VolumeTier(provider_id="VEN", from_fte=0, discount_share=0.05)
    found = lines(costing_of(*rows, offer(price=10, out_of_hours_premium_share=0.25), tier))
    assert found["governance"] == pytest.approx(0.1 * 1.25 * A_YEAR_AT_VEN)
    assert found["volume_discount"] == pytest.approx(-0.05 * 1.25 * A_YEAR_AT_VEN)


# --- Bonus and malus ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "attainment"), [(80, 0), (75, 0.5), (60, 1), (84, -0.4), (95, -1), (None, 0)]
)
def test_a_bonus_costs_and_a_malus_saves(target, attainment):
    """Measured at 80 today, 10 points for the whole; without a target nothing is due."""
    rows = [process(satisfaction_target=target), stream(touchpoint_id="T1"), VISITED, *AT_VEN]
    found = lines(costing_of(*rows, offer(price=10, bonus_malus_share=0.08)))
    assert found.get("bonus_malus", 0) == pytest.approx(0.08 * attainment * A_YEAR_AT_VEN)


def test_the_distance_of_a_whole_bonus_is_a_setting():
    """Two points above the target of 78 are all of a bonus that is due at 2 points, half of one due at 4."""
    rows = [process(satisfaction_target=78), stream(touchpoint_id="T1"), VISITED, *AT_VEN]
    quoted = offer(price=10, bonus_malus_share=0.08)
    assert lines(costing_of(*rows, quoted, bonus_malus_points=2))["bonus_malus"] == pytest.approx(1075.2)
    assert lines(costing_of(*rows, quoted, bonus_malus_points=4))["bonus_malus"] == pytest.approx(537.6)


# --- Repeat contacts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("delta", "factor", "cost"), [(-0.1, 1, 1344), (0.05, 1, -672), (-0.1, 0.5, 672)])
def test_only_the_difference_of_first_contact_resolution_costs(delta, factor, cost):
    """A tenth fewer resolved at first contact than today: a tenth of the bill more."""
    rows = [stream(), *AT_OWN, vendor(resolution_delta=delta)]
    costing = costing_of(*rows, repeat_cost_factor=factor)
    assert lines(costing, "VEN")["repeat_contacts"] == pytest.approx(cost)
    assert "repeat_contacts" not in lines(costing)


def test_repeat_contacts_are_the_providers_own_where_it_bills_resolutions():
    """A price per resolution already pays for what is resolved and nothing else."""
    quoted = offer(price=2, pricing_model="per_resolution")
    rows = [stream(), *AT_OWN, vendor(resolution_delta=-0.1), quoted]
    assert "repeat_contacts" not in lines(costing_of(*rows), "VEN")


# --- Rate basis --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "cost"),
    [("ongoing", 0), ("basic", 0.2 * A_YEAR_AT_VEN), ("fully_loaded", -0.1 * A_YEAR_AT_VEN)],
)
def test_rates_are_made_comparable(basis, cost):
    """A basic rate lacks a fifth, a fully loaded one holds a tenth too much."""
    stated = {"basic_rate_uplift_share": 0.2, "loaded_rate_reduction_share": 0.1}
    rows = [stream(), *AT_OWN, vendor(rate_basis=basis)]
    assert lines(costing_of(*rows, **stated), "VEN").get("rate_basis", 0) == pytest.approx(cost)
    assert "rate_basis" not in lines(costing_of(*rows), "VEN")


# --- Attrition, tax, brand ---------------------------------------------------------------------------


def test_successors_of_own_staff_are_recruited_and_trained():
    """A quarter of 1 FTE leaves in a year: 2000 to recruit and 5 days × 8 h × 30 to train each."""
    us = own(attrition=0.25, hiring_cost_per_fte=2000, training_rate_per_hour=30)
    them = vendor(attrition=0.9, training_rate_per_hour=30)
    costing = costing_of(process(training_days=5), stream(), us, them, today("D1", "OWN"))
    assert lines(costing)["attrition_cover"] == pytest.approx(0.25 * 3200)
    assert "attrition_cover" not in lines(costing, "VEN")


def test_tax_that_cannot_be_recovered_is_on_every_running_bill():
    """21 % of VEN's bill with its language premium; own staff bill nobody."""
    costing = costing_of(stream(), *AT_OWN, vendor(), speaks(premium_share=0.5), irrecoverable_vat_share=0.21)
    assert lines(costing, "VEN")["irrecoverable_vat"] == pytest.approx(0.21 * 1.5 * A_YEAR_AT_VEN)
    assert "irrecoverable_vat" not in lines(costing)


def test_tax_follows_minimums_and_discounts():
    """A minimum of 2 FTE doubles the bill of 1; a discount of 10 % takes a tenth off the run."""
    them = vendor(minimum_fte=2)
    tier = VolumeTier(provider_id="VEN", from_fte=0, discount_share=0.1)
    found = lines(costing_of(stream(), *AT_OWN, them, tier, irrecoverable_vat_share=0.2), "VEN")
    assert found["irrecoverable_vat"] == pytest.approx(0.2 * (1 + 1 - 0.1) * A_YEAR_AT_VEN)


BRAND = {
    "customers": 12_000,
    "annual_margin_per_customer": 50,
    "annual_churn": 0.5,
    "churn_at_full_offshore_voice": 0.01,
}


def test_brand_risk_is_money_only_if_asked_for():
    """12,000 × 50 × 2 years × 1 % = 12,000 a year at full risk; brand 3, touch 3, language 90 abroad: 6 %."""
    rows = [stream(), *AT_OWN, vendor()]
    on = costing_of(*rows, **BRAND, brand_risk_counted=True)
    assert lines(on, "VEN")["brand_risk"] == pytest.approx(12_000 * 0.06)
    assert "brand_risk" not in lines(on)
    assert "brand_risk" not in lines(costing_of(*rows, **BRAND), "VEN")
    unknown = costing_of(*rows, **(BRAND | {"customers": None}), brand_risk_counted=True)
    assert "brand_risk" not in lines(unknown, "VEN")


def test_a_package_bears_its_share_of_the_brand_risk():
    """A quarter of the visible contacts goes abroad: a quarter of the loss."""
    rows = [stream(), stream("D2", 3000, language="de", market="NL"), *AT_OWN, today("D2", "OWN"), vendor()]
    costing = costing_of(*rows, **BRAND, brand_risk_counted=True)
    assert lines(costing, "VEN")["brand_risk"] == pytest.approx(12_000 * 0.06 / 4)


# --- Fixed prices, minimums --------------------------------------------------------------------------


def test_a_fixed_price_is_a_bill_like_any_other():
    """900 a month flat: governance 10 %, contingency 20 % as it moves, tax 21 %."""
    quoted = offer(price=900, pricing_model="fixed")
    rows = [stream(), *AT_OWN, vendor(governance_share=0.1), quoted]
    found = lines(costing_of(*rows, contingency_share=0.2, irrecoverable_vat_share=0.21), "VEN")
    assert found["fixed_price"] == pytest.approx(10_800)
    assert found["governance"] == pytest.approx(1080)
    assert found["contingency"] == pytest.approx(2160)
    assert found["irrecoverable_vat"] == pytest.approx(2268)


def test_a_fixed_price_that_stays_has_no_contingency():
    """Contingency is for work that moves."""
    quoted = offer(price=900, pricing_model="fixed")
    assert "contingency" not in lines(costing_of(stream(), *AT_VEN, quoted, contingency_share=0.2))


def test_a_fixed_price_counts_in_spend_by_the_work_of_a_package():
    """Two languages, 1 and 3 FTE, share 800 a month: 200 and 600."""
    rows = [stream(), stream("D2", 3000, language="de"), *AT_OWN, today("D2", "OWN"), vendor()]
    costing = costing_of(*rows, offer(price=800, pricing_model="fixed"))
    assert costing.spend[find(costing.options, "VEN", P1), 0] == pytest.approx(200)
    assert costing.spend[find(costing.options, "VEN", "P1/de/*/*"), 0] == pytest.approx(600)
    assert costing.bill[find(costing.options, "VEN", P1), 0] == 0


def test_a_fixed_price_counts_against_a_minimum():
    """A minimum of 1 FTE, 1120 a month, is met by 1200 flat."""
    rows = [stream(), *AT_OWN, vendor(minimum_fte=1), offer(price=1200, pricing_model="fixed")]
    assert "minimum_commitment" not in lines(costing_of(*rows), "VEN")


def test_a_minimum_in_fte_does_not_grow_with_volumes():
    """A minimum of 2 FTE at volumes that double: short by 1120 a month in the first year, by none after."""
    rows = [stream(), *AT_OWN, vendor(minimum_fte=2)]
    found = lines(costing_of(*rows, horizon_months=24, volume_growth=1), "VEN")
    assert found["minimum_commitment"] == pytest.approx(12 * 1120)


def test_a_minimum_share_of_the_forecast_grows_with_volumes():
    """The mean is 1120: short by 560 in half the months, and by twice that when volumes have doubled."""
    wave = Seasonality(seasonality_id="W", **{f"m{m:02d}": 0.5 if m <= 6 else 1.5 for m in range(1, 13)})
    rows = [stream(seasonality_id="W"), *AT_OWN, vendor(minimum_forecast_share=1), wave]
    found = lines(costing_of(*rows, horizon_months=24, volume_growth=1), "VEN")
    assert found["minimum_commitment"] == pytest.approx(6 * 560 * (1 + 2))


def test_a_platform_in_front_has_its_part_in_the_bill_taxed():
    """400 contacts resolved at 1 each a month by BOT, a third party."""
    rows = [stream(), *AT_OWN, platform(), front(0.4, 1)]
    found = lines(costing_of(*rows, irrecoverable_vat_share=0.2), "OWN+BOT")
    assert found["irrecoverable_vat"] == pytest.approx(0.2 * 400 * 12)


def test_today_is_priced_by_the_offer_recorded():
    """VEN quotes by the hour and by the contact; today names the second."""
    by_hour = offer("A", price=10)
    by_contact = offer("B", price=2, pricing_model="per_contact")
    rows = [stream(), vendor(), by_hour, by_contact]
    assert plan(costing_of(*rows, today("D1", "VEN"))).cost == pytest.approx(A_YEAR_AT_VEN)
    recorded = costing_of(*rows, today("D1", "VEN", offer_id="B"))
    assert plan(recorded).cost == pytest.approx(12 * 2000)
