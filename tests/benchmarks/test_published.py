"""Published classes of problems are made as their papers say."""

import math

import pytest

from benchmarks.published import (
    RECIPES,
    SIZES,
    assignment_c,
    assignment_d,
    assignment_e,
    facility_location,
    task_allocation,
)


@pytest.mark.parametrize("name", RECIPES)
def test_a_seed_gives_one_instance_of_the_size_asked_for(name):
    """Each recipe is reproducible, and has as many agents and tasks as asked for."""
    for agents, tasks in SIZES[name]:
        problem = RECIPES[name](agents, tasks, 1)
        assert problem == RECIPES[name](agents, tasks, 1)
        assert problem != RECIPES[name](agents, tasks, 2)
        assert len(problem.price) == len(problem.load) == tasks
        assert {len(row) for row in (*problem.price, *problem.load, problem.capacity)} == {agents}


@pytest.mark.parametrize("recipe", [assignment_c, assignment_d, assignment_e])
def test_capacities_of_generalised_assignment(recipe):
    """Every agent has room for 0.8 times all its loads, divided by the number of agents."""
    problem = recipe(5, 100, 1)
    for agent, room in enumerate(problem.capacity):
        whole = 0.8 * sum(row[agent] for row in problem.load) / 5
        assert whole - 1 < room <= whole


def test_ranges_of_types_c_and_d():
    """C draws loads from 5 to 25 and prices from 10 to 50; in D price and load add up to 111 ± 10."""
    c, d = assignment_c(10, 200, 1), assignment_d(10, 200, 1)
    loads, prices = ({value for row in rows for value in row} for rows in (c.load, c.price))
    assert (min(loads), max(loads), min(prices), max(prices)) == (5, 25, 10, 50)
    sums = {p + a for ps, loads in zip(d.price, d.load, strict=True) for p, a in zip(ps, loads, strict=True)}
    assert (min(sums), max(sums)) == (101, 121)


def test_type_e_is_dear_where_little_is_taken():
    """In E the price lies at most 10 below 1000 ÷ load; a mean load is 11, as of 1 − 10 ln u."""
    problem = assignment_e(20, 200, 1)
    pairs = [
        (p, a)
        for ps, ls in zip(problem.price, problem.load, strict=True)
        for p, a in zip(ps, ls, strict=True)
    ]
    assert all(max(0, 1000 / a - 10.5) <= p <= 1000 / a + 0.5 for p, a in pairs)
    # Mean of an exponential of scale 10, plus 1; 4,000 draws have a standard error of 0.16.
    assert sum(a for _, a in pairs) / len(pairs) == pytest.approx(11, abs=0.7)


def test_facilities_have_twice_the_room_needed():
    """Capacities together are twice the demand, but for rounding up; opening grows with their root."""
    problem = facility_location(50, 200, 1)
    demand = sum(row[0] for row in problem.load)
    assert 2 * demand <= sum(problem.capacity) <= 2 * demand + 50
    assert all(5 <= row[0] <= 35 and len(set(row)) == 1 for row in problem.load)
    # Capacities are drawn from 10 to 160.
    assert all(99 * math.sqrt(10) <= cost <= 90 + 111 * math.sqrt(160) for cost in problem.opening)


def test_communicating_pairs_of_task_allocation():
    """20 processors, 50 tasks: 200 pairs communicate; 10 and 100: 300 pairs. Room is no limit."""
    for size, count in (((20, 50), 200), ((10, 100), 300)):
        problem = task_allocation(*size, 1)
        costs = [(s, t, c) for s, row in enumerate(problem.communication) for t, c in enumerate(row) if c]
        assert len(costs) == count
        assert all(s < t and 1 <= c <= 50 for s, t, c in costs)
        assert min(problem.capacity) >= size[1]
