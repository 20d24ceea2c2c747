"""Months of the plan and what a monthly amount is worth today."""

import numpy as np
import pytest

from touchmap.project import Settings
from touchmap.work.calendar import Calendar


def calendar(horizon=12, first=0, rate=0.0, growth=0.0):
    return Calendar(horizon, first, rate, growth)


@pytest.mark.parametrize(
    ("start_on", "horizon", "order", "years"),
    [
        (None, 3, [0, 1, 2], 1),  # blank = a January
        ("2027-10-15", 5, [9, 10, 11, 0, 1], 1),
        ("2027-12-31", 12, [11, *range(11)], 1),
        ("2027-03-01", 13, [*range(2, 12), 0, 1], 2),
        ("2027-01-01", 36, list(range(12)), 3),
    ],
)
def test_months_come_in_the_order_of_the_plan(start_on, horizon, order, years):
    """The first twelve months at most, each once, from the month in which the plan starts."""
    found = Calendar.of(Settings(start_on=start_on, horizon_months=horizon))
    assert found.order == order
    assert list(np.flatnonzero(found.occurs)) == sorted(order)
    assert found.years == years


def test_without_discount_and_rises_each_month_counts_once():
    """A plan of 18 months has each month once, and January to June twice."""
    assert calendar(18).weights(0.0).tolist() == [[1] * 12, [1] * 6 + [0] * 6]


def test_the_start_month_moves_the_first_year():
    """Three months from November are November, December and January, all in the plan's first year."""
    weights = calendar(3, first=10).weights(0.0)
    assert weights.shape == (1, 12)
    assert np.flatnonzero(weights[0]).tolist() == [0, 10, 11]


def test_amounts_are_discounted_at_the_end_of_their_month():
    """At 21 % a year month 6 is worth 1 / 1.1, month 12 is worth 1 / 1.21, month 24 its square."""
    weights = calendar(24, rate=0.21).weights(0.0)
    assert weights[0, 5] == pytest.approx(1 / 1.1)
    assert weights[0, 11] == pytest.approx(1 / 1.21)
    assert weights[1, 11] == pytest.approx(1 / 1.21**2)


def test_prices_rise_once_a_year_of_the_plan():
    """10 % a year from October on: 1 until next September, then 1.1."""
    weights = calendar(24, first=9).weights(0.10)
    assert weights[0].tolist() == [1] * 12
    assert weights[1] == pytest.approx(np.full(12, 1.1))


def test_volumes_grow_on_top_of_prices():
    """Prices + 10 % and volumes + 20 % are 1.32 in the second year; a fee that does not grow is 1.1."""
    grown = calendar(24, growth=0.2)
    assert grown.weights(0.10)[1, 0] == pytest.approx(1.32)
    assert grown.weights(0.10, grows=False)[1, 0] == pytest.approx(1.1)


@pytest.mark.parametrize("delay", [0, 1, 5, 12, 14, 18, 30])
def test_before_and_after_a_delay_are_the_whole(delay):
    """What counts until a month and what counts after it add up, whatever the month."""
    whole = calendar(18, first=4, rate=0.08, growth=0.03)
    parts = whole.weights(0.02, until=delay) + whole.weights(0.02, after=delay)
    assert parts == pytest.approx(whole.weights(0.02))
    assert whole.weights(0.02, until=delay).astype(bool).sum() == min(delay, 18)


def test_a_delay_leaves_out_the_first_months():
    """After a delay of three months January to March of the first year count nothing."""
    assert calendar(12).weights(0.0, after=3)[0].tolist() == [0] * 3 + [1] * 9


def test_an_average_covers_the_months_that_occur():
    """A plan of November to January sees nothing of the rest of the year."""
    monthly = np.array([[30.0, *[999.0] * 9, 10.0, 20.0]])
    assert calendar(3, first=10).average(monthly) == pytest.approx([20])
