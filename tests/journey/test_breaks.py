"""Journey breaks: how likely a customer meets two parties or more."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, own, platform, process, stream, today, vendor
from tests.journey.maps import any_map, path, point, renamed, step
from touchmap.journey.breaks import NEUTRAL, PartyMixes, break_probability, journey_breaks
from touchmap.journey.contacts import expected_contacts
from touchmap.journey.parties import place, today_plan
from touchmap.plan import Plan
from touchmap.project.vocabulary import Channel


@st.composite
def mixes(draw):
    """Shares of V, W and nobody in one contact."""
    weights = draw(st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any))
    return {p: w / sum(weights) for p, w in zip(("V", "W", None), weights, strict=True) if w}


@given(st.lists(mixes(), min_size=1, max_size=4))
def test_break_is_counted_out(path):
    """The formula equals the sum over every way the contacts could fall out."""
    expected = 0.0
    for outcome in product(*(contact.items() for contact in path)):
        met = {party for party, _ in outcome} - {None}
        expected += np.prod([share for _, share in outcome]) if len(met) > 1 else 0.0
    assert break_probability(path) == pytest.approx(expected, abs=1e-9)


def two_steps(first: str | None, second: str | None, **fields):
    """A journey from A to B, each served by a process of its own and a party of its own."""
    rows = [point(t) for t in "AB"], [process(p) for p in "AB"], path("J", "AB")
    streams = [
        stream("A", 100, process_id="A", touchpoint_id="A", **fields),
        stream("B", 50, process_id="B", touchpoint_id="B"),
    ]
    now = [today(d, who) for d, who in zip("AB", (first, second), strict=True) if who]
    ours = [own("OWN"), own("OWN2"), vendor("V"), vendor("W")]
    return company(*rows[0], *rows[1], *rows[2], *streams, *ours, *now, step("A", "B", 0.5))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("V", "W", 1), ("V", "V", 0), ("OWN", "OWN2", 0), ("OWN", "V", 1), (None, "V", 0)],
)
def test_parties_of_a_journey(first, second, expected):
    """Two third parties are a break, two own sites are none, and nobody is no party."""
    found = journey_breaks(two_steps(first, second))
    assert found.journeys[0].probability == expected
    assert found.chain.probability == pytest.approx(0.5 * expected)


def test_work_nobody_sees_is_not_met():
    """A customer does not meet those who print his letter."""
    project = two_steps("V", "W", channel=Channel.PRODUCTION)
    assert journey_breaks(project).journeys[0].probability == 0


def test_platform_alone_is_not_met_and_people_behind_one_are():
    """Self-service is nobody; who answers behind a bot is somebody."""
    rows = (
        *(point(t) for t in "AB"),
        *(process(p) for p in "AB"),
        *(stream(p, process_id=p, touchpoint_id=p) for p in "AB"),
        platform(),
        vendor("V"),
        vendor("W"),
        *path("J", "AB"),
        today("B", "W"),
    )
    alone = company(*rows, today("A", None, platform_id="BOT"))
    behind = company(*rows, today("A", "V", platform_id="BOT"))
    assert [journey_breaks(p).journeys[0].probability for p in (alone, behind)] == [0, 1]


def test_customers_of_each_language_meet_their_own_parties():
    """A split by language breaks no journey as long as each language stays with one party."""
    rows = [point(t) for t in "AB"], [process(p) for p in "AB"]
    streams = [
        stream(f"{t}{language}", n, process_id=t, touchpoint_id=t, language=language)
        for t in "AB"
        for language, n in (("nl", 75), ("fr", 25))
    ]
    parties = {"Anl": "V", "Bnl": "V", "Afr": "W", "Bfr": "W"}
    for moved, expected in (({}, {"fr": 0, "nl": 0}), ({"Bfr": "V"}, {"fr": 1, "nl": 0})):
        now = [today(d, who) for d, who in (parties | moved).items()]
        project = company(*rows[0], *rows[1], *streams, vendor("V"), vendor("W"), *path("J", "AB"), *now)
        (found,) = journey_breaks(project).journeys
        assert found.by_language == expected
        assert found.probability == pytest.approx(0.25 * expected["fr"])


def test_neutral_contacts_are_everybodys():
    """Customers of every language have contacts that need none, and borrow where theirs is missing."""
    rows = (
        *(point(t) for t in "AB"),
        process("P1"),
        stream("1", 10, touchpoint_id="A", language=NEUTRAL),
        stream("2", 30, touchpoint_id="B", language="nl"),
        vendor("V"),
        vendor("W"),
        today("1", "V"),
        today("2", "W"),
    )
    found = PartyMixes(place(company(*rows)))
    assert found.at("A", "nl") == {"V": 1}
    assert found.at("B", "fr") == {"W": 1}
    assert found.at("C", "fr") == {None: 1}
    assert found.languages("AB") == {"nl": 30}


def test_breaks_along_the_chain():
    """Customers who go on to another party break, those who leave before do not."""
    # 100 customers at A (V). 40 % go on to B (half V, half W by fixed shares of two processes), and 50 %
    # of those on to C (W). A break is B with W: 0.2; or B with V and then C: 0.4 · 0.5 · 0.5 = 0.1.
    rows = (
        point("A", 100),
        point("B", 40),
        point("C", 20),
        *(process(p) for p in "ABCD"),
        stream("A", 100, process_id="A", touchpoint_id="A"),
        stream("B", 20, process_id="B", touchpoint_id="B"),
        stream("D", 20, process_id="D", touchpoint_id="B"),
        stream("C", 20, process_id="C", touchpoint_id="C"),
        step("A", "B", 0.4),
        step("B", "C", 0.5),
        vendor("V"),
        vendor("W"),
        *(today(d, who) for d, who in zip("ABDC", "VVWW", strict=True)),
    )
    assert journey_breaks(company(*rows)).chain.probability == pytest.approx(0.3)


def test_nobody_comes_in():
    """Where no customer is known to come in there is no chance to state."""
    assert journey_breaks(company(point("A"), *path("J", "A"))).chain.probability is None
    assert journey_breaks(company(point("A"), *path("J", "A"))).journeys[0].probability is None


def test_closed_loop_breaks_for_certain_or_never():
    """Who goes round for ever meets everybody on the way; with one party alone he meets no other."""
    rows = [
        *(point(t, v) for t, v in (("A", 100), ("B", None))),
        *(process(p) for p in "AB"),
        *(stream(p, process_id=p, touchpoint_id=p, contacts=100) for p in "AB"),
        step("A", "B", 1),
        step("B", "A", 1),
        vendor("V"),
        vendor("W"),
        today("A", "V"),
    ]
    project = company(*rows, today("B", "W"), point("C", 5), step("C", "A", 0.5))
    # 5 come in at C, which nobody serves; half of them get into the loop.
    assert journey_breaks(project).chain.probability == pytest.approx(0.5, abs=1e-6)
    same = company(*rows, today("B", "V"), point("C", 5), step("C", "A", 0.5))
    assert journey_breaks(same).chain.probability == pytest.approx(0, abs=1e-6)


@given(any_map())
def test_chance_is_in_range_and_nil_with_one_party(project):
    """Breaks are chances, and there are none while all work is at one party."""
    found = journey_breaks(project)
    for row in (*found.journeys, found.chain):
        assert row.probability is None or 0 <= row.probability <= 1
        assert all(0 <= p <= 1 for p in row.by_language.values())
    rows = tuple(a.model_copy(update={"provider_id": "V"}) for a in today_plan(project).assignments)
    alone = journey_breaks(project, Plan(assignments=rows))
    assert all(not row.probability for row in (*alone.journeys, alone.chain))


@given(any_map(largest=4))
def test_chain_is_that_of_following_customers(project):
    """The linear systems agree with following every customer by place and party met, step by step."""
    contacts = expected_contacts(project)
    found = journey_breaks(project)
    parties = PartyMixes(place(project))
    chain, ids = contacts.chain, contacts.chain.touchpoint_ids
    q = chain.probability.toarray()
    states = ["nobody", *("V", "W", "company"), "two"]
    for language, chance in found.chain.by_language.items():
        coming = np.zeros(len(ids))
        for i, t in enumerate(ids):
            here = parties.languages([t]) or parties.languages(ids)
            coming[i] = contacts.outside[i] * here.get(language, 0) / sum(here.values())
        # at[i][s]: customers about to have contact i who have met s; ended[s]: those who left.
        at = np.zeros((len(ids), len(states)))
        at[:, 0] = coming
        ended = np.zeros(len(states))
        for _ in range(400):
            after = np.zeros_like(at)
            for i, t in enumerate(ids):
                for party, share in parties.at(t, language).items():
                    for s, met in enumerate(states):
                        now = (
                            met
                            if party is None or met in ("two", party)
                            else party
                            if met == "nobody"
                            else "two"
                        )
                        after[i, states.index(now)] += at[i, s] * share
            ended += chain.leaves @ after
            at = q.T @ after
        assert chance == pytest.approx(ended[-1] / coming.sum(), abs=1e-6)


@given(any_map())
def test_other_ids_change_no_break(project):
    """Renamed touchpoints and processes break as often."""
    names = {f"{k}{i}": f"{k}{9 - i}x" for k in "TP" for i in range(9)}
    one, two = journey_breaks(project), journey_breaks(renamed(project, names))
    for a, b in ((one.journeys[0], two.journeys[0]), (one.chain, two.chain)):
        assert b.by_language == pytest.approx(a.by_language)
        assert b.probability == (None if a.probability is None else pytest.approx(a.probability))
