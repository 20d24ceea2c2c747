"""Rates of return, payback and break-even churn."""

import numpy as np
import pytest

from touchmap.analysis.returns import ReturnStatus, payback_month, rate_of_return
from touchmap.project import Settings
from touchmap.quality.break_even_churn import break_even_churn


def test_a_return_of_one_per_cent_a_month():
    """100 laid out, 1 a month and 101 at the end: 1.01 ^ 12 − 1 a year."""
    flows = np.array([-100.0] + [1.0] * 11 + [101.0])
    found = rate_of_return(flows)
    assert found.status is ReturnStatus.FOUND
    assert found.per_year == pytest.approx(1.01**12 - 1)


def test_a_negative_return_is_a_return():
    """100 laid out and 90 back after a year."""
    assert rate_of_return(np.array([-100.0] + [0.0] * 11 + [90.0])).per_year == pytest.approx(-0.1)


@pytest.mark.parametrize(
    ("flows", "status"),
    [
        ([0.0, 1.0, 2.0], ReturnStatus.NOTHING_LAID_OUT),
        ([0.0, 0.0], ReturnStatus.NOTHING_LAID_OUT),
        ([-1.0, -2.0], ReturnStatus.NEVER_EARNED_BACK),
        ([-100.0, 230.0, -132.0], ReturnStatus.SEVERAL),  # 10 % and 20 % both fit
    ],
)
def test_without_a_return_it_is_said_why(flows, status):
    """A rate that does not exist is a status and no error."""
    found = rate_of_return(np.array(flows))
    assert found.status is status
    assert found.per_year is None


@pytest.mark.parametrize(
    ("flows", "month"),
    [
        ([-100, 50, 50, 50], 2),
        ([-100, 99, 0, 1], 3),
        ([0, 10, 10], 0),
        ([-100, 150, -100, 60], 3),  # paid back, then laid out again
        ([-100, 50], None),
        ([10, -50, 60], 2),
    ],
)
def test_payback_is_the_month_from_which_money_stays_above_zero(flows, month):
    """Counted in months of the plan; none if it is not within the plan."""
    assert payback_month(np.array(flows, dtype=float)) == month


def test_break_even_churn_of_the_worked_example():
    """5.65 m ÷ (640,000 × 265 × 4.5) = 0.74 %."""
    found = break_even_churn(
        Settings(customers=640_000, annual_margin_per_customer=265, annual_churn=0.14), 5.65e6
    )
    assert found.share == pytest.approx(0.0074, abs=5e-5)
    assert found.lifetime_capped


def test_a_short_lifetime_needs_more_churn():
    """With half the customers leaving each year the lifetime is two years: 1000 ÷ (100 × 10 × 2)."""
    found = break_even_churn(Settings(customers=100, annual_margin_per_customer=10, annual_churn=0.5), 1000)
    assert found.share == pytest.approx(0.5)
    assert not found.lifetime_capped


def test_what_is_missing_is_said():
    """Nothing is guessed for customers or margin."""
    found = break_even_churn(Settings(customers=100), 1000)
    assert (found.share, found.missing) == (None, ("annual_margin_per_customer",))


def test_no_saving_has_no_break_even():
    """A plan that costs more has nothing to lose."""
    found = break_even_churn(Settings(customers=100, annual_margin_per_customer=10), -5)
    assert (found.share, found.missing) == (None, ())
