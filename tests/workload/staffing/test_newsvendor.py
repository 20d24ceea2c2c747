"""Base and peak: the cheapest base on any distribution, and a sentence that says why."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, own, stream
from touchmap.project import Seasonality
from touchmap.workload.staffing.newsvendor import base_level, base_levels, mean_cost

SEASON = [30.0] * 9 + [100.0] * 3


@pytest.mark.parametrize(
    ("flexible", "base"),
    [(0.8, 0), (0.99, 0), (1.01, 30), (2, 30), (3.9, 30), (4.1, 100), (9, 100)],
)
def test_the_cases_of_the_method(flexible, base):
    """30 FTE for nine months, 100 for three: nobody below the own cost, 30 up to 4 times it, then all."""
    assert base_level(SEASON, 1, flexible).base_fte == base


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=12),
    st.floats(0, 10),
    st.floats(0, 10),
)
def test_no_other_level_is_cheaper(required, kept, flexible):
    """Tried one after the other, no level costs less."""
    best = base_level(required, kept, flexible)
    tried = mean_cost(np.arange(0, 60, 0.5), required, kept, flexible)
    assert best.cost_per_month <= tried.min() + 1e-7
    assert best.base_fte + best.peak_fte == max(*required, 0)


def test_requirements_may_have_weights():
    """Nine months and three are weights 9 and 3, or 0.75 and 0.25."""
    by_month, by_weight = base_level(SEASON, 4, 6), base_level([30, 100], 4, 6, weights=[0.75, 0.25])
    assert by_month.base_fte == by_weight.base_fte
    assert by_month.cost_per_month == pytest.approx(by_weight.cost_per_month)


def test_cost_by_hand():
    """30 kept at 4,000 and 70 for a quarter of the year at 6,000: 120,000 + 105,000."""
    assert base_level(SEASON, 4000, 6000).cost_per_month == pytest.approx(225_000)
    assert base_level(SEASON, 4000, 6000).share_above == pytest.approx(0.25)


def test_a_tie_is_told():
    """At exactly 4 times the own cost 30 and 100 cost the same; the smaller base is taken."""
    tie = base_level(SEASON, 1, 4)
    assert tie.is_tie
    assert tie.base_fte == 30
    assert not base_level(SEASON, 1, 3).is_tie


@pytest.mark.parametrize(
    ("flexible", "words"),
    [
        (3_500, "Keep nobody: flexible staff costs no more than own even all year (4,000 kept against 3,500"),
        (
            6_000,
            "more than 30.0 is needed in 25 % of the time, and an FTE of the base pays if it is needed",
        ),
        (17_000, "Keep all 100.0 FTE: an FTE of the base pays if it is needed in more than 24 % of the time"),
    ],
)
def test_the_answer_says_why(flexible, words):
    """Each case has its sentence with the figures that decide."""
    assert words in base_level(SEASON, 4_000, flexible).explanation


def test_nothing_required_keeps_nobody():
    """No work, no base."""
    assert base_level([0, 0], 4000, 6000).base_fte == 0
    assert base_level(SEASON, 4000, 0).base_fte == 0


def test_each_process_has_its_level():
    """A flat process is kept whole; one with three high months keeps its low level."""
    season = Seasonality(seasonality_id="S", m10=3, m11=3, m12=3)
    office = {"opening_hours": "Mo-Fr 9-17", "channel": "back_office"}
    rows = [stream("D1", 10_000, seasonality_id="S", **office), season, own()]
    level = base_levels(company(*rows), 4000, {"P1": 6000})["P1"]
    assert level.base_fte == pytest.approx(10, rel=1e-6)
    assert level.peak_fte == pytest.approx(20, rel=1e-6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([-1], 1, 1), "`required_fte` must be in"),
        (([1], -1, 1), "`cost_base` must be in"),
        (([1], 1, -1), "`cost_flex` must be in"),
        (([1, 2], 1, 1, [1]), "`weights` must match 2 requirements and not all be 0, got 1"),
        (([1], 1, 1, [0]), "`weights` must match 1 requirements and not all be 0, got 1"),
    ],
)
def test_figures_outside_their_range_are_told(arguments, message):
    """The message names the argument."""
    with pytest.raises(ValueError, match="must") as caught:
        base_level(*arguments)
    assert str(caught.value).startswith(message)
