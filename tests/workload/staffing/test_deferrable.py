"""Work that waits for a valley: nothing is lost, nothing is late, nobody does more than there is time for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from touchmap.workload.staffing.deferrable import blended_occupancy, fill_valleys

WEEK = st.lists(st.integers(0, 9), min_size=6, max_size=6)


@given(WEEK, WEEK, st.integers(1, 20))
def test_every_hour_of_work_is_done(work, idle, deadline):
    """What is done in valleys and what is left add up to the work; valleys are never overfull."""
    filled = fill_valleys(np.array(work, float), np.array(idle, float), deadline)
    assert filled.in_valleys.sum() + filled.remaining.sum() == pytest.approx(sum(work))
    assert (filled.in_valleys <= np.array(idle) + 1e-9).all()
    assert (filled.remaining >= 0).all()


@given(WEEK, WEEK, st.integers(1, 9))
def test_no_other_order_does_more(work, idle, deadline):
    """A linear program that may put every hour of work anywhere before its deadline finds no better."""
    span = len(work)
    pairs = [(a, (a + d) % span) for a in range(span) for d in range(min(deadline, span))]
    rows = [[1.0 if a == hour else 0.0 for a, _ in pairs] for hour in range(span)]
    rows += [[1.0 if t == hour else 0.0 for _, t in pairs] for hour in range(span)]
    best = linprog([-1.0] * len(pairs), A_ub=rows, b_ub=[*map(float, work), *map(float, idle)])
    filled = fill_valleys(np.array(work, float), np.array(idle, float), deadline)
    assert filled.in_valleys.sum() == pytest.approx(-best.fun, abs=1e-7)


@given(WEEK, WEEK, st.integers(1, 12))
def test_more_time_leaves_less(work, idle, deadline):
    """A later deadline never leaves more to do."""
    early, late = (
        fill_valleys(np.array(work, float), np.array(idle, float), d).remaining.sum()
        for d in (deadline, deadline + 1)
    )
    assert late <= early + 1e-9


def test_work_of_the_end_of_the_week_is_done_at_its_start():
    """Weeks repeat: what comes on the last hour is done in the first."""
    filled = fill_valleys([0.0, 0, 0, 2], [5.0, 0, 0, 0], 2)
    assert filled.in_valleys.tolist() == [2, 0, 0, 0]


def test_groups_are_worked_out_together():
    """Leading axes are groups and months."""
    work, idle = np.ones((3, 2, 4)), np.full((3, 2, 4), 0.5)
    assert fill_valleys(work, idle, 3).remaining.sum(axis=2) == pytest.approx(np.full((3, 2), 2.0))


def test_no_staff_has_no_occupancy():
    """Without logged hours occupancy is 0 and no error."""
    assert blended_occupancy([0, 80], [0, 100]).tolist() == [0, 0.8]


def test_a_deadline_is_at_least_an_hour():
    """Less than the hour in which work comes cannot be asked for."""
    with pytest.raises(ValueError, match="`deadline_hours` must be at least 1, got 0"):
        fill_valleys([1.0], [1.0], 0)
