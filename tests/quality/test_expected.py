"""Expected quality: measured today, what an offer adds, how well people fit, and what self-service does."""

import pytest

from tests.builders import (
    costing_of,
    find,
    front,
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
from touchmap.project import Touchpoint

AT_OWN = today("D1", "OWN")


def expected(home, *rows, **settings):
    """Expected quality of an option of P1, measured at 70 unless a touchpoint says otherwise."""
    costing = costing_of(*rows, **({"satisfaction_today": 70} | settings))
    return float(costing.quality.expected[find(costing.options, home)])


@pytest.mark.parametrize(
    "rows",
    [
        [own(satisfaction=90)],
        [own(satisfaction=20, quality_capability=0, attrition=1, mandate_granted=0)],
        [own(), speaks("OWN", level="A2")],
    ],
    ids=["good figures", "bad figures", "bad language"],
)
def test_who_stays_keeps_what_was_measured(rows):
    """Whatever the figures of today's people say, their work is as good as it was measured."""
    assert expected("OWN", process(mandate=3, health=1), stream(), AT_OWN, *rows) == pytest.approx(70)


def test_todays_platform_stays_as_measured_too():
    """People behind today's platform are measured together with it."""
    behind = today("D1", "OWN", platform_id="BOT")
    assert expected("OWN+BOT", stream(), own(), platform(satisfaction=10), front(), behind) == pytest.approx(
        70
    )


def test_what_was_measured_is_weighted_by_contacts():
    """300 contacts at 60 and 100 at 90 are 67.5; work without a measured touchpoint does not count."""
    places = [
        Touchpoint(touchpoint_id="T1", stage_id="S", name="1", satisfaction=60),
        Touchpoint(touchpoint_id="T2", stage_id="S", name="2", satisfaction=90),
        Touchpoint(touchpoint_id="T3", stage_id="S", name="3"),
    ]
    streams = [
        stream("D1", 300, touchpoint_id="T1"),
        stream("D2", 100, touchpoint_id="T2"),
        stream("D3", 500, touchpoint_id="T3"),
        stream("D4", 500),
    ]
    assert expected(
        "OWN", *places, *streams, own(), *(today(f"D{n}", "OWN") for n in range(1, 5))
    ) == pytest.approx(67.5)


def test_half_of_what_is_claimed_counts():
    """VEN claims 90 where OWN's own figure is 80: 70 + 0.5 × 10."""
    assert expected("VEN", stream(), own(satisfaction=80), vendor(satisfaction=90), AT_OWN) == pytest.approx(
        75
    )


def test_a_brochure_cannot_beat_a_measurement():
    """A claim of 98 is worth less than a measured 90; both are set against OWN's 80."""
    rows = [stream(), own(satisfaction=80), AT_OWN]
    claimed = expected("VEN", *rows, vendor(satisfaction=98))  # 70 + 0.5 × 18
    measured = expected("VEN", *rows, vendor(satisfaction=90, confidence=1))  # 70 + 10
    assert (claimed, measured) == pytest.approx((79, 80))


def test_own_figures_are_claims_too():
    """Work that comes home from VEN counts half of what OWN claims beyond VEN: 70 + 0.5 × (85 − 80)."""
    rows = [stream(), own(satisfaction=85), vendor(satisfaction=80), today("D1", "VEN")]
    assert expected("OWN", *rows) == pytest.approx(72.5)


@pytest.mark.parametrize(
    ("quoted", "points"),
    [
        ({"expected_quality": 100}, 80),  # 70 + 0.5 × (100 − 80), before the provider's 90
        ({"confidence": 0.2}, 72),  # 70 + 0.2 × (90 − 80)
        ({"expected_quality": 100, "confidence": 0}, 70),
    ],
)
def test_an_offers_figures_go_before_its_providers(quoted, points):
    """Quality and confidence are the offer's where it states them."""
    rows = [stream(), own(satisfaction=80), vendor(satisfaction=90, confidence=0.5), offer(**quoted), AT_OWN]
    assert expected("VEN", *rows) == pytest.approx(points)


def test_several_offers_weigh_by_contacts_at_the_lowest_confidence():
    """Calls at 90 and a third as many mails at 60 are 82.5: 70 + 0.4 × 2.5."""
    rows = [stream("D1", 900), stream("D2", 300, channel="email"), own(satisfaction=80), vendor()]
    rows += [offer("O1", expected_quality=90, confidence=0.8)]
    rows += [offer("O2", channel="email", expected_quality=60, confidence=0.4)]
    assert expected("VEN", *rows, AT_OWN, today("D2", "OWN")) == pytest.approx(71)


def test_without_a_today_an_offer_is_set_against_what_was_measured():
    """Nobody knows who reached 70: VEN's claim of 90 gives 70 + 0.5 × 20."""
    assert expected("VEN", stream(), own("A"), own("B"), vendor(satisfaction=90)) == pytest.approx(80)


def test_without_any_figure_quality_stays():
    """Who claims nothing in place of somebody who claimed nothing changes nothing."""
    assert expected("VEN", stream(), own(), vendor(), AT_OWN) == pytest.approx(70)


def test_who_claims_nothing_neither_gains_nor_loses():
    """VEN says nothing of its quality: 70 stays 70, although OWN claims 80."""
    assert expected("VEN", stream(), own(satisfaction=80), vendor(), AT_OWN) == pytest.approx(70)


# name of the term, needs of the process, VEN's ratings, points
TERMS = [
    ("language_fit", {"touch_need": 5}, {}, 0.10 * (60 - 90) * 5 / 3),  # the quality of its Dutch is 60
    ("culture_fit", {"brand_sensitivity": 4}, {"cultural_match": 45}, 0.05 * (45 - 75) * 4 / 3),
    ("complexity_fit", {"complexity": 2}, {"quality_capability": 90}, 0.05 * (90 - 75) * 2 / 3),
    ("coaching_fit", {"brand_sensitivity": 5}, {"brand_coaching": 20}, 0.02 * (20 - 50) * 5 / 3),
    ("attrition_fit", {"complexity": 3}, {"attrition": 0.6}, -5 * 0.3),
    ("attrition_fit", {"complexity": 5}, {"attrition": 0.3}, 0),  # usual attrition costs nothing
    ("mandate_fit", {"mandate": 3}, {"mandate_granted": 1}, -1.5 * 2),
    ("mandate_fit", {"mandate": 3}, {"mandate_granted": 5}, 0),  # more than needed is no gain
    ("mandate_fit", {"mandate": 3}, {}, 0),  # blank = what is needed
    ("readiness_fit", {"health": 1}, {}, -1.5 * 2),
    ("readiness_fit", {"health": 3}, {}, 0),
]


@pytest.mark.parametrize(("term", "needs", "ratings", "points"), TERMS)
def test_a_fit_term_moves_quality_by_itself(term, needs, ratings, points):
    """Each rating of VEN that differs from OWN's moves quality by its term and nothing else."""
    language = [speaks(quality=60)] if term == "language_fit" else []
    costing = costing_of(
        process(**needs), stream(), own(), vendor(**ratings), *language, AT_OWN, satisfaction_today=70
    )
    i = find(costing.options, "VEN")
    assert costing.quality.terms[term][i] == pytest.approx(points)
    assert costing.quality.expected[i] == pytest.approx(70 + points)


def test_every_fit_term_is_tried_here():
    """No term of the breakdown is left out."""
    costing = costing_of(stream(), own(), AT_OWN)
    others = {"measured_today", "offer_against_today", "self_service"}
    assert {name for name, *_ in TERMS} | others == costing.quality.terms.keys()


def test_fit_is_set_against_that_of_today():
    """OWN fits one point better than usual, which is lost when work moves: 0.05 × (95 − 75)."""
    assert expected("VEN", stream(), own(cultural_match=95), vendor(), AT_OWN) == pytest.approx(69)


def test_a_level_stands_for_the_quality_of_a_language():
    """B1 without a stated quality counts as 65: 70 + 0.10 × (65 − 90)."""
    assert expected("VEN", stream(), own(), vendor(), speaks(level="B1"), AT_OWN) == pytest.approx(67.5)


def test_a_platforms_share_has_the_platforms_quality():
    """BOT claims 50 and takes 40 %: 0.6 × 70 + 0.4 × (0.5 × 50 + 0.5 × 70) = 66."""
    rows = [stream(), own(satisfaction=70), platform(satisfaction=50), front(), AT_OWN]
    assert expected("OWN+BOT", *rows) == pytest.approx(66)


def test_without_todays_platform_its_share_is_as_people_do_it():
    """BOT's 40 % at 60 points were part of the measured 70; people do them at 70, 4 points better."""
    rows = [stream(), own(satisfaction=70), platform(satisfaction=50), front()]
    rows += [today("D1", "OWN", platform_id="BOT")]
    assert expected("OWN", *rows) == pytest.approx(74)


def test_a_page_moves_by_what_its_platforms_claim():
    """From BOT (60) to BOT2 (80), a claim: 70 + 0.5 × 20; no fit of people is asked."""
    other = offer("O2", "BOT2", channel="web", pricing_model="per_contact")
    platforms = [platform(satisfaction=60), platform("BOT2", satisfaction=80, cultural_match=0)]
    rows = [stream(channel="web"), *platforms, web(), other, today("D1", None, platform_id="BOT")]
    assert expected("+BOT", *rows) == pytest.approx(70)
    assert expected("+BOT2", *rows) == pytest.approx(80)


@pytest.mark.parametrize(("figure", "points"), [(100, 100), (0, 0)])
def test_quality_stays_on_its_scale(figure, points):
    """Measured 50, set against OWN's opposite figure, would be −50 or 150."""
    rows = [stream(), own(satisfaction=100 - figure), vendor(satisfaction=figure, confidence=1), AT_OWN]
    assert expected("VEN", *rows, satisfaction_today=50) == points


def test_the_terms_add_up():
    """Expected quality is the sum of its breakdown."""
    rows = [
        process(mandate=2, complexity=4),
        stream(),
        own(satisfaction=80),
        platform(satisfaction=50),
        front(),
    ]
    rows += [
        vendor(satisfaction=75, cultural_match=60, attrition=0.5, mandate_granted=1),
        speaks(level="B2"),
        AT_OWN,
    ]
    quality = costing_of(*rows, satisfaction_today=70).quality
    assert sum(quality.terms.values()) == pytest.approx(quality.expected)


def test_fit_is_the_sum_of_the_fit_terms():
    """VEN at B2 (78), touch need 3, everything else usual, against native own staff: −1.2 − 0.5."""
    quality = (
        costing := costing_of(
            stream(), own(), speaks("OWN", level="native"), vendor(), speaks(level="B2"), AT_OWN
        )
    ).quality
    assert float(quality.fit[find(costing.options, "VEN")]) == pytest.approx(-1.7)
    assert float(quality.fit[find(costing.options, "OWN")]) == pytest.approx(0)
