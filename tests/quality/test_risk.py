"""Brand risk away from the customer's market, and customer insight that comes back."""

import pytest

from tests.builders import costing_of, find, front, own, platform, process, speaks, stream, today, vendor, web

SENSITIVE = process(brand_sensitivity=4, touch_need=3)
"""At a language quality of 80 a contact abroad is 100 × 4/5 × (1 − 0.80) × 3/3 = 16 points."""


def risk(home, *rows, **settings):
    """Brand risk of an option of P1."""
    costing = costing_of(*rows, **settings)
    return float(costing.brand_risk[find(costing.options, home)])


def test_work_abroad_risks_the_brand():
    """Dutch customers served from Poland at a language quality of 80."""
    assert risk("VEN", SENSITIVE, stream(), vendor(), speaks(quality=80)) == pytest.approx(16)


def test_risk_grows_with_the_need_for_touch():
    """At a touch need of 5 it is 5/3 of that."""
    touchy = process(brand_sensitivity=4, touch_need=5)
    assert risk("VEN", touchy, stream(), vendor(), speaks(quality=80)) == pytest.approx(16 * 5 / 3)


def test_a_language_that_is_not_listed_counts_as_90():
    """100 × 4/5 × (1 − 0.90) = 8 points."""
    assert risk("VEN", SENSITIVE, stream(), vendor()) == pytest.approx(8)


@pytest.mark.parametrize(
    ("fields", "country", "points"),
    [
        ({}, "NL", 0),  # at the company's home
        ({}, None, 0),  # blank = home
        ({}, "BE", 8),  # the Dutch market of a Dutch company
        ({"market": "BE"}, "BE", 0),  # Belgian customers served in Belgium
        ({"language": "de"}, "DE", 0),
        ({"language": "de"}, "NL", 8),  # the company's own country is abroad for German customers
    ],
)
def test_abroad_is_judged_from_the_customers_market(fields, country, points):
    """Who works where the customer lives risks nothing, wherever the company is at home."""
    rows = [SENSITIVE, stream(**fields), vendor(country=country)]
    language = fields.get("language", "nl")
    costing = costing_of(*rows)
    i = find(costing.options, "VEN", f"P1/{language}/*/*")
    assert costing.brand_risk[i] == pytest.approx(points)


@pytest.mark.parametrize("channel", ["back_office", "analytics", "production"])
def test_what_the_customer_never_sees_is_no_risk(channel):
    """Backstage work may be done anywhere."""
    assert risk("VEN", SENSITIVE, stream(channel=channel), vendor()) == 0


def test_risk_is_weighted_by_contacts():
    """A quarter of the contacts is backstage: three quarters of 8."""
    rows = [SENSITIVE, stream("D1", 900), stream("D2", 300, channel="back_office"), vendor()]
    assert risk("VEN", *rows) == pytest.approx(6)


def test_contacts_on_a_platform_are_no_risk():
    """With 40 % resolved by BOT 60 % of the risk remains; a page is none at all."""
    assert risk("VEN+BOT", SENSITIVE, stream(), vendor(), platform(country="IN"), front()) == pytest.approx(
        0.6 * 8
    )
    assert risk("+BOT", SENSITIVE, stream(channel="web"), platform(country="IN"), web()) == 0


def test_insight_comes_from_whoever_has_the_contact():
    """VEN feeds back 50 % of its 60 contacts in 100, BOT 90 % of its 40: 0.3 + 0.36."""
    rows = [
        stream(),
        own(insight_feedback=80),
        vendor(insight_feedback=50),
        platform(insight_feedback=90),
        front(),
    ]
    costing = costing_of(*rows, today("D1", "OWN"))
    found = {home: float(costing.insight[find(costing.options, home)]) for home in ("OWN", "VEN", "VEN+BOT")}
    assert found == pytest.approx({"OWN": 0.8, "VEN": 0.5, "VEN+BOT": 0.66})
