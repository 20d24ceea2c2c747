"""Prices in the project's currency, and what an hour and a month of staff cost."""

import pytest

from tests.builders import company, offer, own, platform, vendor
from touchmap.costing.prices import Prices
from touchmap.project import ExchangeRate

DOLLARS = ExchangeRate(currency="USD", rate=1.25)
"""10 dollars are 8 euros."""


def prices(*rows, **settings):
    return Prices(company(DOLLARS, *rows, **settings))


@pytest.mark.parametrize(
    ("of_offer", "of_provider", "price"),
    [(None, None, 10), ("USD", None, 8), (None, "USD", 8), ("EUR", "USD", 10), ("USD", "EUR", 8)],
)
def test_an_offer_is_in_its_own_currency_or_else_its_providers(of_offer, of_provider, price):
    """A blank currency of the offer is the provider's, of the provider the project's."""
    quoted, provider = offer(price=10, currency=of_offer), vendor(currency=of_provider)
    assert prices().offer(quoted, provider) == pytest.approx(price)


def test_a_currency_without_a_rate_is_an_error():
    """An amount that cannot be converted is never taken as it is."""
    with pytest.raises(ValueError, match="no exchange rate for GBP"):
        prices().converted(10, "GBP")


def test_amounts_of_a_providers_row_are_in_its_currency():
    """Set-up fees, training and base rates follow the provider."""
    provider = vendor(currency="USD", base_rate=12.5)
    assert prices().of_provider(10, provider) == pytest.approx(8)
    assert prices().logged_hour(provider) == pytest.approx(10)


@pytest.mark.parametrize(
    ("provider", "offers", "hour", "month"),
    [
        (vendor(), [], 10, 10 * 112),  # 160 paid hours × 0.7 present
        (vendor(shrinkage=0.5), [], 10, 10 * 80),
        (
            vendor(loaded_fte_per_month=2000),
            [],
            10,
            2000,
        ),  # the base rate by the hour, the full cost by the month
        (own(base_rate=None, loaded_fte_per_month=2240), [], 20, 2240),
        (vendor(base_rate=None), [offer("A", price=12), offer("B", price=8)], 10, 1120),  # mean of its offers
        (vendor(base_rate=None), [offer(pricing_model="per_fte", price=2240)], 20, 2240),
        (vendor(base_rate=None), [offer(pricing_model="per_contact", price=3)], 0, 0),  # nothing says so
    ],
)
def test_what_staff_cost(provider, offers, hour, month):
    """A logged hour and an FTE-month follow from whatever is stated."""
    found = prices(provider, *offers)
    assert found.logged_hour(provider) == pytest.approx(hour)
    assert found.fte_month(provider) == pytest.approx(month)


def test_an_hour_of_work_is_dearer_than_a_logged_hour():
    """At 0.8 occupied an hour of work takes 1.25 logged hours; shrinkage is in the rate already."""
    assert prices().handled_hour(vendor()) == pytest.approx(12.5)


def test_the_companys_hour_is_the_mean_of_its_own_people():
    """Of 20 and 40 a logged hour 37.5 an hour of work; platforms and third parties do not count."""
    rows = [own("A"), own("B", base_rate=40), vendor(), platform(ownership="own", base_rate=999)]
    assert prices(*rows).company_hour == pytest.approx(30 / 0.8)
    assert prices(*rows).company_fte_month == pytest.approx(30 * 112)


def test_without_own_people_an_experts_hour_counts():
    """The expert rate is that of an hour of work, and 160 of them are a month."""
    found = prices(vendor(), expert_rate_per_hour=50)
    assert (found.company_hour, found.company_fte_month) == (50, 8000)


def test_own_wages_rise_and_contracts_are_indexed():
    """Each provider rises by what applies to it; nothing at FLAT; the company by the mean of its own."""
    rises = {"wage_inflation": 0.04, "indexation": 0.02}
    assert prices(own(**rises), vendor(**rises)).escalations == pytest.approx([0.04, 0.02, 0.0, 0.04])
