"""Monthly costs of one package: every pricing model, premium, commission, revenue, governance, contingency.

P1 has 1000 contacts of 322.56 s a month for a year: 89.6 hours, 112 logged hours, 1 FTE.
"""

import pytest

from tests.builders import (
    P1,
    P2,
    costing_of,
    front,
    lines,
    offer,
    own,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
    web,
)
from touchmap.project import ExchangeRate, Seasonality

AT_OWN = today("D1", "OWN")
AT_VEN = today("D1", "VEN")


def cost(home, *rows, **settings):
    """Cost lines with P1 at a home."""
    return lines(costing_of(stream(), own(), *rows, **settings), home)


@pytest.mark.parametrize(
    ("model", "price", "monthly"),
    [
        ("per_contact", 2, 2000),
        ("per_minute", 0.5, 89.6 * 60 * 0.5),
        ("per_hour", 10, 1120),  # by the logged hour
        ("per_fte", 3000, 3000),
        ("per_resolution", 3, 0.75 * 3000),  # of what is resolved at first contact
    ],
)
def test_people_are_billed_by_the_unit_of_their_offer(model, price, monthly):
    """Units of a month × price, over the twelve months."""
    quoted = offer(pricing_model=model, price=price)
    found = cost("VEN", vendor(base_rate=None), quoted, AT_VEN, first_contact_resolution=0.75)
    assert found == pytest.approx({"run": 12 * monthly})


def test_a_fixed_price_is_owed_whatever_the_volume():
    """A flat amount a month is no run cost."""
    found = cost("VEN", vendor(base_rate=None), offer(pricing_model="fixed", price=900), AT_VEN)
    assert found == pytest.approx({"fixed_price": 12 * 900})


@pytest.mark.parametrize(
    ("model", "price", "monthly"),
    [
        ("per_resolution", 0.5, 200),  # 40 % of 1000 calls
        ("per_contact", 0.5, 500),  # every call it answers, resolved or not
        ("per_minute", 0.1, 1000 * 322.56 / 60 * 0.1),  # of the customers' time
    ],
)
def test_a_platform_is_billed_for_what_it_takes(model, price, monthly):
    """Resolutions are paid as such, else by visit; people's 600 calls take 1.15 times as long."""
    found = cost("OWN+BOT", platform(), front(0.4, price, pricing_model=model), AT_OWN)
    assert found == pytest.approx({"run": 12 * 0.6 * 1.15 * 2240, "platform": 12 * monthly})


def test_a_platform_at_a_fixed_price_is_owed_once():
    """A flat amount a month for the page, none by the visit."""
    costing = costing_of(stream(channel="web"), platform(), web(50, pricing_model="fixed"))
    assert lines(costing, "+BOT") == pytest.approx({"fixed_price": 600})


def test_a_base_rate_prices_what_no_offer_does():
    """20 a logged hour at OWN, 10 at VEN; own staff with a known full cost are billed by the FTE."""
    assert cost("OWN", AT_OWN) == pytest.approx({"run": 12 * 2240})
    assert cost("VEN", vendor(), AT_VEN) == pytest.approx({"run": 12 * 1120})
    rows = [stream(), own(loaded_fte_per_month=3000), AT_OWN]
    assert lines(costing_of(*rows)) == pytest.approx({"run": 12 * 3000})


def test_prices_in_another_currency_are_converted():
    """12.50 dollars at 1.25 for a euro are 10 euros."""
    dollars = ExchangeRate(currency="USD", rate=1.25)
    assert cost("VEN", vendor(currency="USD", base_rate=12.5), dollars, AT_VEN)["run"] == pytest.approx(
        12 * 1120
    )


def test_months_are_billed_as_they_come():
    """A plan from December to January pays twice the December volume once."""
    season = Seasonality(seasonality_id="S", m01=1, m12=2)
    rows = [stream(seasonality_id="S"), own(), season, AT_OWN]
    costing = costing_of(*rows, start_on="2027-12-01", horizon_months=2)
    assert lines(costing) == pytest.approx({"run": 3 * 2240})


def test_a_language_premium_is_on_top_of_the_run_cost():
    """15 % for Dutch, also on the platform's bill, where it is part of it."""
    rows = [
        vendor(),
        platform(),
        speaks(premium_share=0.15),
        speaks("BOT", premium_share=0.5),
        front(0.4, 1),
        AT_VEN,
    ]
    assert cost("VEN", *rows) == pytest.approx({"run": 12 * 1120, "language_premium": 12 * 168})
    assert cost("VEN+BOT", *rows)["platform"] == pytest.approx(12 * 400 * 1.5)


def test_commission_and_revenue_follow_the_successes():
    """Of 1000 contacts 5 % succeed and not 2 %: 50 × 4 of commission, and 30 × 30 of margin more."""
    rows = [
        process(value_per_success=30),
        own(),
        vendor(),
        offer("O0", "OWN", 20, conversion=0.02),
        offer(price=10, commission_per_success=4, conversion=0.05),
    ]
    found = cost("VEN", *rows, AT_OWN)
    assert found == pytest.approx({"run": 12 * 1120, "commission": 12 * 200, "revenue": -12 * 900})


SELLING = [
    process(value_per_success=30, automation_potential_share=1),
    vendor(),
    platform(),
    offer("O0", "OWN", 20, conversion=0.02),
    offer(price=10, conversion=0.05),
]
"""1000 contacts at OWN, of which 2 % succeed, 30 each; at VEN 5 % do."""


@pytest.mark.parametrize(
    ("home", "conversion", "margin"),
    [
        ("OWN+BOT", 0.01, 400 * (0.01 - 0.02)),  # 400 of the contacts succeed on BOT half as often
        ("OWN+BOT", 0, 400 * (0 - 0.02)),
        ("OWN+BOT", 0.02, 0),
        ("VEN+BOT", 0.01, 600 * (0.05 - 0.02) + 400 * (0.01 - 0.02)),
        ("VEN+BOT", None, 600 * (0.05 - 0.02)),  # not known, and listed as such
    ],
)
def test_what_a_platform_takes_off_people_succeeds_as_its_offer_says(home, conversion, margin):
    """Sales that people would have made are lost, and those on the platform won."""
    rows = [*SELLING, front(0.4, conversion=conversion)]
    assert cost(home, *rows, AT_OWN).get("revenue", 0) == pytest.approx(-12 * 30 * margin)


@pytest.mark.parametrize(
    ("home", "margin"),
    [
        ("OWN+BOT", 0),
        # 1000 calls reach people today, so BOT resolves 1000 × 0.4 ÷ 0.6; they come back to people
        ("OWN", 1000 * 0.4 / 0.6 * (0.02 - 0.01)),
        ("VEN+BOT", 1000 * (0.05 - 0.02)),
        ("VEN", 1000 / 0.6 * 0.05 - 1000 * 0.02 - 1000 * 0.4 / 0.6 * 0.01),
    ],
)
def test_what_todays_platform_sells_counts_too(home, margin):
    """Revenue is told against today as it is, with its platform."""
    known = today("D1", "OWN", platform_id="BOT")
    found = cost(home, *SELLING, front(0.4, conversion=0.01), known)
    assert found.get("revenue", 0) == pytest.approx(-12 * 30 * margin)


def test_an_unknown_conversion_is_no_zero():
    """Where today's offer states no conversion, VEN's 5 % gain nothing."""
    rows = [process(value_per_success=30), own(), vendor(), offer(price=10, conversion=0.05)]
    assert "revenue" not in cost("VEN", *rows, AT_OWN)


def test_commission_is_in_the_offers_currency():
    """5 dollars a success are 4 euros."""
    quoted = offer(currency="USD", price=1, commission_per_success=5, conversion=0.05)
    found = cost("VEN", vendor(), quoted, ExchangeRate(currency="USD", rate=1.25), AT_VEN)
    assert found["commission"] == pytest.approx(12 * 200)


def test_governance_is_a_share_of_a_third_partys_whole_bill():
    """5 % of 1120 run, 112 premium and 100 commission; own staff and revenue have no share in it."""
    rows = [process(value_per_success=99), vendor(governance_share=0.05), speaks(premium_share=0.1)]
    rows.append(offer(price=10, commission_per_success=1, conversion=0.1))
    assert cost("VEN", *rows, AT_VEN)["governance"] == pytest.approx(12 * 0.05 * 1332)
    own_share = [stream(), own(governance_share=0.05), AT_OWN]
    assert lines(costing_of(*own_share)).keys() == {"run"}


def test_a_platform_is_governed_too():
    """5 % of BOT's 400 a month, beside own people."""
    found = cost("OWN+BOT", platform(governance_share=0.05), front(0.4, 1), AT_OWN)
    assert found["governance"] == pytest.approx(12 * 20)


def test_providers_are_managed_for_a_share_or_by_own_staff_but_never_both():
    """Two own FTE at 2240 a month take the place of 5 % of every bill, for however many third parties."""
    rows = [process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"), own()]
    rows += [vendor(governance_share=0.05), vendor("VEN2", governance_share=0.05), AT_OWN, today("D2", "OWN")]
    by_share = costing_of(*rows, retained_organisation_fte=2)
    by_staff = costing_of(*rows, retained_organisation_fte=2, governance_basis="retained_organisation")
    moved = {P1: "VEN", P2: "VEN2"}
    assert lines(by_share, moved) == pytest.approx({"run": 24 * 1120, "governance": 24 * 56})
    assert lines(by_staff, moved) == pytest.approx({"run": 24 * 1120, "retained_organisation": 24 * 2240})
    assert lines(by_staff).keys() == {"run"}


UNCLEAR = {"contingency_share": 0.10, "unclear_contingency_share": 0.05}


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        ({}, 0.10),
        ({"metric_clarity": 4, "codifiability": 3}, 0.10),
        ({"metric_clarity": 3}, 0.15),
        ({"codifiability": 2}, 0.15),
        ({"metric_clarity": 1, "codifiability": 1}, 0.15),  # once
    ],
)
def test_contingency_is_more_where_work_is_hard_to_measure_or_write_down(fields, share):
    """10 % of what a third party bills for work that moves, 15 % where it is unclear."""
    found = cost("VEN", process(**fields), vendor(), speaks(premium_share=0.5), AT_OWN, **UNCLEAR)
    assert found["contingency"] == pytest.approx(12 * share * 1120 * 1.5)


@pytest.mark.parametrize(
    ("home", "rows"),
    [
        ("VEN", [vendor(), AT_VEN]),  # stays
        ("OWN", [vendor(), AT_VEN]),  # comes home
        ("VEN+BOT", [vendor(), platform(), front(0.4, 1), AT_VEN]),  # another platform in front of who stays
    ],
)
def test_only_work_that_moves_to_a_third_party_has_contingency(home, rows):
    """Who stays is known, and own staff are no third party."""
    assert "contingency" not in cost(home, *rows, **UNCLEAR)


def test_contingency_covers_the_platform_that_work_moves_to():
    """10 % of VEN's 0.6 × 1.15 × 1120 and of BOT's 400 a month."""
    found = cost("VEN+BOT", vendor(), platform(), front(0.4, 1), AT_OWN, **UNCLEAR)
    assert found["contingency"] == pytest.approx(12 * 0.1 * (0.69 * 1120 + 400))
