"""Containment: what a platform takes off people, never twice, and how much longer the rest takes."""

import pytest

from tests.builders import (
    SECONDS,
    company,
    find,
    front,
    offer,
    own,
    platform,
    process,
    stream,
    today,
    vendor,
    web,
)
from touchmap.project import Settings
from touchmap.work.options import build_options
from touchmap.work.packages import build_packages
from touchmap.workload.amounts import build_lines
from touchmap.workload.containment import contained_share, residual_factor


@pytest.mark.parametrize(
    ("quoted", "potential", "share"),
    [
        ({"containment_share": 0.5}, 1, 0.5 * 0.6),  # the setting says what is achieved
        ({"containment_share": 0.5, "achieved_share": 0.8}, 1, 0.4),
        ({"containment_share": 0.5, "achieved_share": 0}, 1, 0),
        ({"containment_share": 0.5, "achieved_share": 0.8}, 0.3, 0.3),  # no more than could be automated
        ({"containment_share": 1, "achieved_share": 1}, 1, 0.99),  # somebody always asks for a person
        ({}, 1, 0),
    ],
)
def test_a_platform_contains_what_is_achieved_of_its_maximum(quoted, potential, share):
    """The maximum × what is achieved in practice, up to the automation potential."""
    facts = process(automation_potential_share=potential)
    settings = Settings(achieved_containment_share=0.6)
    assert contained_share(offer(**quoted), stream(), facts, settings) == pytest.approx(share)


def test_nothing_is_contained_without_a_platform_nor_on_the_web():
    """Without an offer nobody is in front; a web page is done on the platform as a whole."""
    assert contained_share(None, stream(), process(), Settings()) == 0
    assert contained_share(web(containment_share=0.5), stream(channel="web"), process(), Settings()) == 0


def test_contacts_that_remain_take_longer():
    """1 + 0.375 × the share taken, unless the offer states a factor; nothing taken changes nothing."""
    assert residual_factor(front(), 0.4) == pytest.approx(1.15)
    assert residual_factor(front(residual_handle_factor=1.05), 0.4) == 1.05
    assert residual_factor(front(residual_handle_factor=1.05), 0) == 1


def january(home, *rows):
    """People's contacts, platform's contacts and seconds of a person's contact in an option of P1."""
    project = company(own(), vendor(), platform(), platform("BOT2"), *rows)
    options = build_options(project, build_packages(project))
    found = build_lines(project, options)
    n = list(found.option).index(find(options, home))
    people = found.people_contacts[n, 0]
    return people, found.platform_contacts[n, 0], found.hours[n, 0] * 3600 / people if people else 0


BOT2 = offer(
    "O2", "BOT2", channel="phone", pricing_model="per_resolution", containment_share=0.5, achieved_share=1
)


def test_a_new_platform_takes_its_share_and_leaves_the_hard_ones():
    """Of 1000 calls 400 are resolved; the other 600 take 1.15 times as long."""
    rows = [stream(), front(), today("D1", "OWN")]
    assert january("OWN", *rows) == pytest.approx((1000, 0, SECONDS))
    assert january("OWN+BOT", *rows) == pytest.approx((600, 400, 1.15 * SECONDS))


def test_what_is_contained_today_is_not_contained_twice():
    """600 calls that reach people today are what a platform of 40 % leaves of 1000; staying changes none."""
    rows = [stream("D1", 600), front(), today("D1", "OWN", platform_id="BOT")]
    assert january("OWN+BOT", *rows) == pytest.approx((600, 400, SECONDS))
    assert january("VEN+BOT", *rows) == pytest.approx((600, 400, SECONDS))


def test_without_todays_platform_its_contacts_come_back():
    """Taking the platform away gives people all 1000 calls, and the easy ones with them."""
    rows = [stream("D1", 600), front(), today("D1", "OWN", platform_id="BOT")]
    assert january("OWN", *rows) == pytest.approx((1000, 0, SECONDS / 1.15))


def test_another_platform_starts_from_the_whole():
    """In place of today's 40 % a platform of 50 % takes 500 of all 1000 calls: × 1.1875 ÷ 1.15."""
    rows = [stream("D1", 600), front(), BOT2, today("D1", "OWN", platform_id="BOT")]
    assert january("OWN+BOT2", *rows) == pytest.approx((500, 500, SECONDS * 1.1875 / 1.15))


def test_only_the_channels_quoted_are_contained():
    """In a package of calls and mails a platform for calls leaves the mails alone."""
    project = company(own(), platform(), front(), stream("D1"), stream("D2", 500, channel="email"))
    options = build_options(project, build_packages(project))
    found = build_lines(project, options)
    both = find(options, "OWN+BOT")
    assert found.per_option(found.people_contacts)[both, 0] == pytest.approx(600 + 500)
    assert found.per_option(found.platform_contacts)[both, 0] == pytest.approx(400)


def test_a_page_is_done_on_the_platform_as_a_whole():
    """All visits are the platform's and none is people's."""
    assert january("+BOT", stream("D1", channel="web"), web()) == (0, 1000, 0)
