"""Programs asked again and again: ceilings, starts of known worth, parties decided beforehand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

import touchmap
from tests.analysis.in_process import values
from tests.properties.projects import small_projects
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.sourcing.extras import DifferFrom, difference
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.search import Ready, search

GAP = 1e-3


def room(value: float) -> float:
    """Rounding of values that are the same."""
    return 3e-6 * max(1.0, abs(value))


@given(small_projects())
@settings(max_examples=25)
def test_a_start_of_known_worth_is_kept_or_beaten(project):
    """From any plan there is, what comes back is proven against the best of all plans to the gap."""
    plans = values(project)
    ready = Ready(build_costing(project), find_scenario(project, "s"))
    best = min((value for _, value in plans), default=math.inf)
    for choice, value in plans[:3]:
        for narrow in (False, True):
            found = ready.find(Limits(GAP), start=choice, worth=value, narrow=narrow)
            assert found.outcome is Outcome.PROVEN
            assert found.bound <= best + room(best)
            assert best - room(best) <= found.objective <= value + room(value)
            assert found.objective - found.bound <= GAP * abs(found.objective) + room(value)


@given(small_projects())
@settings(max_examples=25)
def test_nothing_is_lost_under_a_ceiling(project):
    """A plan is found under a ceiling where brute force knows one, and none is where it knows none."""
    plans = values(project)
    ready = Ready(build_costing(project), find_scenario(project, "s"))
    if not plans:
        assert ready.find(Limits(GAP), ceiling=1e12).outcome is Outcome.INFEASIBLE
        return
    best = min(value for _, value in plans)
    step = 0.01 * max(1.0, abs(best))
    for narrow in (False, True):
        above = ready.find(Limits(GAP), ceiling=best + step, narrow=narrow)
        assert above.outcome is Outcome.PROVEN
        assert best - room(best) <= above.objective <= best + step + room(best)
        below = ready.find(Limits(GAP), ceiling=best - step, narrow=narrow)
        assert below.outcome is Outcome.INFEASIBLE
        assert below.choice is None


@pytest.fixture(scope="module")
def insurer():
    """The sample insurer, priced."""
    return build_costing(touchmap.example("insurer"))


def test_a_question_leaves_nothing_behind(insurer):
    """Conditions, ceilings and decided parties of one question do not reach the next."""
    scenario = find_scenario(insurer.project, "blended")
    alone = search(insurer, scenario, Limits(GAP), find_why=False)
    ready = Ready(insurer, scenario)
    first = ready.find(Limits(GAP))
    assert first.choice is not None
    ceiling = first.objective * 1.05
    other = ready.find(
        Limits(GAP), extras=(DifferFrom(tuple(first.choice), 7),), ceiling=ceiling, narrow=True
    )
    assert other.choice is not None
    assert difference(first.choice, other.choice, insurer.options.lead) >= 7
    again = ready.find(Limits(GAP))
    assert np.array_equal(again.choice, first.choice)
    assert np.array_equal(alone.choice, first.choice)
    assert again.bound == first.bound == alone.bound


def test_a_program_whose_ties_were_settled_is_given_up(insurer):
    """Settling ties changes the program; it then says that it is ready no more."""
    ready = Ready(insurer, find_scenario(insurer.project, "in_house_only"))
    assert ready.find(Limits(gap=1e-6)).ties_settled
    assert ready.is_spent
