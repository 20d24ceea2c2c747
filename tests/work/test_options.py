"""Options: people, a platform in front of them, a platform alone; today's option among them."""

import pytest

from tests.builders import (
    find,
    front,
    homes_of,
    offer,
    options_of,
    own,
    platform,
    process,
    stream,
    today,
    vendor,
    web,
)
from touchmap.work.options import NONE


def test_everybody_with_a_price_is_an_option():
    """A base rate is enough; who has no price at all is none."""
    options = options_of(stream(), own(), vendor(), vendor("DUMB", base_rate=None))
    assert homes_of(options) == ["OWN", "VEN"]
    assert options.options[find(options, "VEN")].offer_ids == ("base_rate",)


def test_a_platform_stands_in_front_of_each_provider():
    """Everybody's people come with and without the platform, which is no option alone."""
    options = options_of(stream(), own(), vendor(), platform(), front())
    assert homes_of(options) == ["OWN", "OWN+BOT", "VEN", "VEN+BOT"]
    both = options.options[find(options, "VEN+BOT")]
    assert both.offer_ids == ("BOT-TALK", "base_rate")
    assert options.lead[find(options, "VEN+BOT")] == options.position["VEN"]


def test_a_platform_stands_in_front_only_of_what_it_quotes():
    """A platform for chats is no front for calls."""
    assert homes_of(options_of(stream(), own(), platform(), front(channel="chat"))) == ["OWN"]


@pytest.mark.parametrize("channel", ["web", "bot"])
def test_people_never_serve_the_web_or_a_bot(channel):
    """Self-service is done by a platform alone, even if an offer of people names the channel."""
    rows = [
        stream(channel=channel),
        own(),
        vendor(),
        offer(channel=channel),
        platform(),
        web(channel=channel),
    ]
    options = options_of(*rows)
    assert homes_of(options) == ["+BOT"]
    assert options.people[0] == NONE
    assert options.lead[0] == options.position["BOT"]


def test_a_page_without_a_platform_has_no_option():
    """Where no platform quotes the web, nobody can do it."""
    options = options_of(stream(channel="web"), own(), platform())
    assert len(options.options) == 0
    assert list(options.today) == [NONE]
    assert options.moves.shape == options.is_today.shape == (0,)


def test_calls_and_pages_in_one_package_need_both():
    """The platform serves the page, people the calls; neither can do the package alone."""
    options = options_of(stream("D1"), stream("D2", channel="web"), own(), platform(), web())
    assert homes_of(options) == ["OWN+BOT"]
    option = options.options[0]
    assert [o and o.offer_id for o in option.people_offers] == ["base_rate", None]
    assert [o and o.offer_id for o in option.platform_offers] == [None, "BOT-WEB"]


def test_who_quotes_is_not_asked_by_the_base_rate_too():
    """A provider with offers does what they cover and nothing else."""
    rows = [process("P1"), process("P2"), stream("D1"), stream("D2", process_id="P2"), vendor()]
    options = options_of(*rows, offer(process_id="P1"))
    assert homes_of(options) == ["VEN"]
    assert options.options[0].offer_ids == ("O1",)
    assert homes_of(options, "P2/nl/*/*") == []


def test_todays_provider_goes_on_at_its_base_rate():
    """What a provider does today without an offer is priced by its base rate, beside its offers."""
    rows = [vendor(), offer(channel="email"), today("D1", "VEN"), today("D2", "VEN")]
    options = options_of(stream("D1"), stream("D2", channel="email"), *rows)
    assert homes_of(options) == ["VEN"]
    assert [o.offer_id for o in options.options[0].people_offers] == ["base_rate", "O1"]


def test_a_platform_needs_an_offer_to_be_priced():
    """A platform's base rate prices nothing, so a page that is on it today without an offer has no option."""
    rows = [own(), platform(base_rate=1), today("D1", "OWN", platform_id="BOT")]
    assert homes_of(options_of(stream("D1"), *rows)) == ["OWN"]
    options = options_of(
        stream("D1", channel="web"), platform(base_rate=1), today("D1", None, platform_id="BOT")
    )
    assert homes_of(options) == []
    assert options.today[0] == NONE


def test_each_pricing_model_is_an_option():
    """Two complete prices of a provider are two options, told apart by their offers."""
    options = options_of(stream(), vendor(), offer("H"), offer("C", pricing_model="per_contact"))
    assert [o.identity for o in options.options] == [("VEN", None, ("C",)), ("VEN", None, ("H",))]
    assert options.by_identity[0, "VEN", None, ("H",)] == 1


def test_the_price_paid_today_is_the_first_of_todays_provider():
    """Of several prices the first by offer id counts as today's, yet each is today's people."""
    rows = [vendor(), offer("H"), offer("C", pricing_model="per_contact"), today("D1", "VEN")]
    options = options_of(stream(), *rows)
    assert options.today[0] == 0
    assert list(options.is_today) == [True, True]
    assert list(options.moves) == [False, False]


def test_work_moves_when_its_lead_changes():
    """Another platform in front is a change and no move; other people are both."""
    options = options_of(stream(), own(), vendor(), platform(), front(), today("D1", "OWN"))
    facts = {h: (bool(options.moves[i]), bool(options.is_today[i])) for i, h in enumerate(homes_of(options))}
    assert facts == {
        "OWN": (False, True),
        "OWN+BOT": (False, False),
        "VEN": (True, False),
        "VEN+BOT": (True, False),
    }


def test_work_of_nobody_known_moves():
    """Where today is not recorded every option is a move."""
    options = options_of(stream(), own(), vendor(), today("D9", "OWN"))
    assert options.today[0] == NONE
    assert list(options.moves) == [True, True]
    assert not options.is_today.any()


def test_a_today_that_cannot_be_priced_is_not_known():
    """A provider without any price has no option, so nothing is known of today."""
    options = options_of(stream(), own(), vendor(base_rate=None), today("D1", "VEN"))
    assert options.today[0] == NONE
    assert list(options.is_known) == [False]


def test_options_are_grouped_by_package():
    """The options of a package are those that say so."""
    options = options_of(stream("D1"), stream("D2", language="de"), own(), vendor())
    assert [list(i) for i in options.of_package] == [[0, 1], [2, 3]]
    assert list(options.package) == [0, 0, 1, 1]
