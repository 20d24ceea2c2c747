"""Offers: which ones fit a stream, which is the most specific, and how they cover a package together."""

import pytest

from tests.builders import company, offer, own, platform, stream, vendor
from touchmap.work.offers import OfferBook, base_offer, bundles, fits, most_specific


@pytest.mark.parametrize(
    ("fields", "fit"),
    [
        ({}, True),
        ({"process_id": "P1"}, True),
        ({"process_id": "P2"}, False),
        ({"language": "nl"}, True),
        ({"language": "de"}, False),
        ({"channel": "phone; chat"}, True),
        ({"channel": "chat"}, False),
        ({"process_id": "P1", "channel": "phone", "language": "de"}, False),
    ],
)
def test_an_offer_fits_what_it_names_and_what_it_leaves_open(fields, fit):
    """Process, channel and language must each be open or that of the stream."""
    assert fits(offer(**fields), stream(channel="phone")) is fit


@pytest.mark.parametrize("channel", ["web", "bot"])
def test_self_service_must_be_named(channel):
    """An offer for any channel is not one for the web or for a bot."""
    assert not fits(offer(), stream(channel=channel))
    assert fits(offer(channel=channel), stream(channel=channel))


RANKED = [
    {"process_id": "P1", "channel": "phone", "language": "nl"},
    {"process_id": "P1", "channel": "phone"},
    {"process_id": "P1", "language": "nl"},
    {"channel": "phone", "language": "nl"},
    {"process_id": "P1"},
    {"channel": "phone"},
    {"language": "nl"},
    {},
]
"""From the most to the least specific: first by how much is named, then process before channel."""


@pytest.mark.parametrize("n", range(len(RANKED) - 1))
def test_the_most_specific_offer_wins(n):
    """Each offer wins over all that follow it, in whatever order they are given."""
    offers = [offer(f"O{len(RANKED) - i}", **fields) for i, fields in enumerate(RANKED)][n:]
    assert most_specific(offers, stream()) is offers[0]
    assert most_specific(offers[::-1], stream()) is offers[0]


def test_among_equals_the_first_id_wins():
    """Equally specific offers are settled by id, so that nothing depends on the order of rows."""
    assert most_specific([offer("O2"), offer("O1"), offer("O3")], stream()).offer_id == "O1"
    assert most_specific([offer(process_id="P2")], stream()) is None


def test_own_staff_are_priced_by_the_fte_where_its_full_cost_is_known():
    """The base rate is by the hour; the full cost of an own FTE goes before it."""
    assert base_offer(own(loaded_fte_per_month=4000)).pricing_model == "per_fte"
    assert base_offer(own(loaded_fte_per_month=4000)).price == 4000
    assert (base_offer(own()).pricing_model, base_offer(own()).price) == ("per_hour", 20)
    assert base_offer(vendor(loaded_fte_per_month=4000)).price == 10
    assert base_offer(vendor(base_rate=None)) is None


CALLS, MAILS = stream("D1"), stream("D2", channel="email")


def ids(found):
    """Offer ids of each bundle."""
    return [tuple(o.offer_id for o in bundle) for bundle in found]


def test_each_pricing_model_that_covers_everything_is_a_bundle():
    """A price by contact and one by hour are two ways, each with its most specific offers."""
    offers = [
        offer("H", pricing_model="per_hour"),
        offer("C", pricing_model="per_contact"),
        offer("C-MAIL", pricing_model="per_contact", channel="email"),
    ]
    assert ids(bundles(offers, [CALLS, MAILS])) == [("C", "C-MAIL"), ("H", "H")]


def test_the_most_specific_offers_of_any_model_are_a_bundle_too():
    """A price by contact for mails alone goes with a price by hour for everything, or is left aside."""
    offers = [offer("H"), offer("C-MAIL", pricing_model="per_contact", channel="email")]
    assert ids(bundles(offers, [CALLS, MAILS])) == [("H", "H"), ("H", "C-MAIL")]


def test_pricing_models_mix_only_where_none_is_complete():
    """Calls by the hour and mails by contact make one bundle together."""
    offers = [offer("H", channel="phone"), offer("C", pricing_model="per_contact", channel="email")]
    assert ids(bundles(offers, [CALLS, MAILS])) == [("H", "C")]


def test_work_without_a_price_is_covered_by_no_bundle():
    """Calls alone are no way to do calls and mails."""
    assert bundles([offer("H", channel="phone")], [CALLS, MAILS]) == []


def test_the_book_gives_offers_for_a_process_and_for_any():
    """Offers that name another process are left out."""
    book = OfferBook(
        company(vendor(), platform(), offer("A"), offer("B", process_id="P1"), offer("C", process_id="P2"))
    )
    assert {o.offer_id for o in book.of_process("P1")["VEN"]} == {"A", "B"}
    assert book.has_offers("VEN")
    assert not book.has_offers("BOT")
