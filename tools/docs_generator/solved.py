"""Plans of the samples, solved to a full proof, so that every machine writes the same pages."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import touchmap
from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import conclude
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import Ready
from touchmap.sourcing.ties import TIE

SECONDS = 1800.0
SETTLED = Limits(gap=TIE, seconds=SECONDS)
AT_ONCE = 2
"""Solves that run side by side."""


def proven(costing: Costing, scenario: Scenario) -> Result:
    """A scenario solved until its plan, or that there is none, is proven; seconds are left out.

    Raises
    ------
    RuntimeError
        If the time limit came first, or the plan did not hold.
    """
    result = conclude(costing, scenario, Ready(costing, scenario).find(SETTLED), SETTLED)
    if result.status not in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
        raise RuntimeError(f"{scenario.scenario_id}: {result.status.value}, {result.message}")
    return result.model_copy(update={"seconds": 0.0})


@cache
def sample(name: str) -> Project:
    """A sample company, read once."""
    return touchmap.example(name)


@cache
def costing_of(name: str) -> Costing:
    """A sample company, priced once."""
    return build_costing(sample(name))


@cache
def solved(name: str, scenario: str) -> Result:
    """A scenario of a sample, solved once."""
    wanted = find_scenario(sample(name), scenario)
    if wanted.row.objective is Objective.TODAY:
        return touchmap.evaluate(sample(name), None, scenario)
    return proven(costing_of(name), wanted)


def all_scenarios(name: str) -> dict[str, Result]:
    """Every scenario of a sample, by id."""
    ids = [row.scenario_id for row in sample(name).scenarios]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(ids, pool.map(lambda scenario: solved(name, scenario), ids), strict=True))


def each_proven(costing: Costing, scenarios: Iterable[Scenario]) -> list[Result]:
    """Several scenarios of one project, solved side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda scenario: proven(costing, scenario), scenarios))
