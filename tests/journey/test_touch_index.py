"""The touch index proposes; people decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, process, stream
from tests.journey.maps import point
from touchmap import example
from touchmap.journey.touch_index import (
    WEIGHTS,
    derived_preference,
    propose_touch,
    scaled_value,
    touch_index,
    touch_progress,
)
from touchmap.project.vocabulary import Decision, TouchClass

SCALE = st.floats(1, 5)


def test_terms_add_up_to_the_index():
    """Each term is listed with what it adds, and the sum is the index."""
    # Contacts are all at A, so its value is the average: 3. Two processes 3 : 1 by contacts:
    # complexity (3 · 5 + 1 · 1) ÷ 4 = 4; automation (3 · 0.2 + 0.6) ÷ 4 = 0.3;
    # codifiability (3 · 2 + 4) ÷ 4 = 2.5.
    # 0.3 · 5 + 0.2 · 4 + 0.2 · 3 + 0.15 · 4 + 0.15 · 2 − 0.02 · 30 · 2.5 ÷ 5 = 3.8 − 0.3.
    rows = (
        point(
            "A", emotional_stake=5, brand_sensitivity=4, value_at_stake=30, person_preference=2, touch_need=4
        ),
        process("P1", complexity=5, automation_potential_share=0.2, codifiability=2),
        process("P2", complexity=1, automation_potential_share=0.6, codifiability=4),
        stream("D1", 300, touchpoint_id="A"),
        stream("D2", 100, touchpoint_id="A", process_id="P2"),
    )
    (found,) = propose_touch(company(*rows))
    assert found.index == pytest.approx(3.5)
    assert sum(t.points for t in found.terms) == pytest.approx(found.index)
    assert [str(t) for t in found.terms] == [
        "emotional stake 5 → 1.50",
        "complexity 4 → 0.80",
        "value at stake 3 → 0.60",
        "brand sensitivity 4 → 0.60",
        "preference for a person 2 → 0.30",
        "automation potential 30 %, codifiability 2.5 → -0.30",
    ]
    assert (found.proposed, found.entered, found.differs) == (TouchClass.MIXED, TouchClass.HIGH_TOUCH, True)


def test_preference_of_the_channel_is_marked():
    """Where customers were not asked, the preference is taken from the channel and says so."""
    (found,) = propose_touch(company(point("A", channel="chat"), stream(touchpoint_id="A", channel="chat")))
    (term,) = (t for t in found.terms if t.name == "preference for a person")
    assert (term.value, term.derived) == (3, True)


@pytest.mark.parametrize(
    ("channel", "direction", "expected"),
    [
        ("phone", "in", 5),
        ("video", "in", 5),
        ("outbound_phone", "out", 3),
        ("phone", "out", 3),
        ("email", "in", 3),
        ("web", "in", 1),
        ("bot", "in", 1),
    ],
)
def test_channel_speaks_of_the_preference(channel, direction, expected):
    """Only a contact that the customer starts says anything about persons."""
    assert derived_preference(point("A", channel=channel, direction=direction)) == expected


def test_touchpoint_without_process_has_no_proposal():
    """Nothing is proposed where nothing is known of the work."""
    (found,) = propose_touch(company(point("A")))
    assert (found.index, found.proposed, found.differs, found.terms) == (None, None, False, ())


def test_progress_counts_what_was_said():
    """Confirmed, parked and disagreed touch needs are counted, the rest is not asked yet."""
    said = [*[Decision.CONFIRMED] * 3, Decision.PARKED, Decision.DISAGREED, Decision.DISAGREED, None]
    rows = [point(f"T{n}", touch_confirmed=word) for n, word in enumerate(said)]
    found = touch_progress(company(*rows))
    assert (found.touchpoints, found.confirmed, found.parked, found.disagreed) == (7, 3, 1, 2)


@given(st.floats(0, 1e6), st.floats(0.01, 1e6), st.floats(0.01, 100))
def test_scaled_value_knows_no_currency(value, average, rate):
    """The scale is 1 … 5 and the same in any currency."""
    assert 1 <= scaled_value(value, average) <= 5
    assert scaled_value(value * rate, average * rate) == pytest.approx(scaled_value(value, average))


@given(st.tuples(*[SCALE] * 5), st.floats(0, 1), SCALE)
def test_index_grows_with_every_need_for_a_person(scales, automation, codifiability):
    """More at stake never lowers the index, more automation potential never raises it."""
    names = ("emotional_stake", "complexity", "value_at_stake", "brand_sensitivity", "person_preference")
    needs = dict(zip(names, scales, strict=True))
    usual = needs | {"automation_potential_share": automation, "codifiability": codifiability}
    index = touch_index(**usual)
    assert -1 - 1e-9 <= index <= 5 + 1e-9
    for name in needs:
        assert touch_index(**(usual | {name: 5})) >= index - 1e-9
    assert touch_index(**(usual | {"automation_potential_share": 1})) <= index + 1e-9


def test_weights_sum_to_one():
    """A contact that is 3 on every scale, and cannot be automated, has the index 3."""
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "agreeing", "touchpoints"),
    [("telecom_isp", 33, 39), ("insurer", 31, 42), ("online_retailer", 32, 41)],
)
def test_proposals_for_the_samples(name, agreeing, touchpoints):
    """The index agrees with most of what the samples enter; the page on the map states how often."""
    found = propose_touch(example(name))
    assert (sum(not p.differs for p in found), len(found)) == (agreeing, touchpoints)
