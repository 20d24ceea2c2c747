"""Generalised assignment, facility location and task allocation are exact special cases."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classical.exact import best_assignment, best_by_counting
from tests.classical.problems import Problem
from touchmap.errors import Severity
from touchmap.plan import SolveStatus
from touchmap.solving import solve
from touchmap.validation import validate

FEW = settings(max_examples=max(10, settings.default.max_examples // 3))


def _table(rows: int, columns: int, low: int, high: int) -> st.SearchStrategy:
    row = st.tuples(*[st.integers(low, high)] * columns)
    return st.tuples(*[row] * rows)


@st.composite
def problems(draw: st.DrawFn, *, opening: bool = False, communication: bool = False) -> Problem:
    """An instance with 1 to 6 tasks and 2 or 3 agents, often tight."""
    tasks, agents = draw(st.integers(1, 6)), draw(st.integers(2, 3))
    row = st.tuples(*[st.integers(0, 30)] * agents)
    return Problem(
        price=draw(_table(tasks, agents, 0, 50)),
        load=draw(_table(tasks, agents, 1, 9)),
        capacity=draw(st.tuples(*[st.integers(3, 20)] * agents)),
        opening=draw(row) if opening else (),
        communication=draw(_table(tasks, tasks, 0, 20)) if communication else (),
    )


def _agrees(problem: Problem, best: float) -> None:
    result = solve(problem.project(), "least", gap=0.0, in_process=True)
    if math.isinf(best):
        assert result.status is SolveStatus.INFEASIBLE
        return
    assert result.status is SolveStatus.OPTIMAL
    assert result.objective == pytest.approx(best, abs=1e-6)


@FEW
@given(problems())
def test_generalised_assignment(problem):
    """Least price of giving each task to one agent within the agents' capacities."""
    _agrees(problem, best_by_counting(problem))


@FEW
@given(problems(opening=True))
def test_single_source_facility_location(problem):
    """The same with a cost for each facility that is opened at all."""
    _agrees(problem, best_by_counting(problem))


@FEW
@given(problems(communication=True))
def test_task_allocation_with_communication(problem):
    """The same with a cost for each two tasks that are done by different agents."""
    _agrees(problem, best_by_counting(problem))


@FEW
@given(problems(opening=True, communication=True))
def test_all_of_it_together(problem):
    """Opening and communication costs at once."""
    _agrees(problem, best_by_counting(problem))


@pytest.mark.parametrize("seed", range(3))
def test_larger_assignment_by_dynamic_programming(seed):
    """18 tasks and 3 agents, 3^18 ways: the least price agrees with dynamic programming."""
    dice = random.Random(seed)
    tasks, agents = 18, 3
    load = tuple(tuple(dice.randint(3, 12) for _ in range(agents)) for _ in range(tasks))
    # Capacity for 90 % of the average load, so that capacities bind.
    room = int(0.9 * sum(map(sum, load)) / agents / agents)
    problem = Problem(
        price=tuple(tuple(dice.randint(10, 50) for _ in range(agents)) for _ in range(tasks)),
        load=load,
        capacity=(room,) * agents,
    )
    _agrees(problem, best_assignment(problem))


def test_the_two_ways_of_counting_agree():
    """Dynamic programming and trying everything give the same on an instance done by hand.

    Agent 0 has room for one task only. Both tasks are cheaper there (4 + 5), so the better of
    4 + 7 and 6 + 5 is 11.
    """
    problem = Problem(price=((4, 6), (5, 7)), load=((3, 2), (3, 2)), capacity=(3, 9))
    assert best_by_counting(problem) == best_assignment(problem) == 11


def test_an_instance_is_a_valid_project():
    """Nothing in the translation is refused by the checks of a project."""
    problem = Problem(((4, 6), (5, 7)), ((3, 2), (3, 2)), (3, 9), (1, 2), ((0, 3), (3, 0)))
    assert [i for i in validate(problem.project()) if i.severity is Severity.ERROR] == []
