"""Plans of the samples, solved to a full proof, so that every machine writes the same pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import touchmap
from touchmap.plan import Result
from touchmap.project import Project, ScenarioRule

FULL_PROOF = 1e-6
"""Relative gap below which ties are settled and the plan is the same on every machine."""
SECONDS = 1800.0
AT_ONCE = 2
"""Solves that run side by side, each in a process of its own."""


def proven(project: Project, scenario: str) -> Result:
    """A scenario solved until its plan, or that there is none, is proven; seconds are left out.

    Raises
    ------
    RuntimeError
        If the time limit came first, or the plan did not hold.
    """
    result = touchmap.solve(project, scenario, gap=FULL_PROOF, time_limit=SECONDS)
    if result.status.value not in ("optimal", "infeasible", "evaluated"):
        raise RuntimeError(f"{scenario}: {result.status.value}, {result.message}")
    return result.model_copy(update={"seconds": 0.0})


@cache
def sample(name: str) -> Project:
    """A sample company, read once."""
    return touchmap.example(name)


@cache
def solved(name: str, scenario: str) -> Result:
    """A scenario of a sample, solved once."""
    return proven(sample(name), scenario)


def all_scenarios(name: str) -> dict[str, Result]:
    """Every scenario of a sample, by id."""
    ids = [row.scenario_id for row in sample(name).scenarios]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(ids, pool.map(lambda scenario: solved(name, scenario), ids), strict=True))


def with_rules(
    project: Project,
    scenario: str,
    *,
    off: tuple[str, ...] = (),
    only: tuple[str, ...] | None = None,
    minimum: dict[str, float] | None = None,
) -> Project:
    """The project with some rules of a scenario off, or only some on, or with other lower limits."""
    limits = minimum or {}

    def changed(row: ScenarioRule) -> ScenarioRule:
        if row.scenario_id != scenario:
            return row
        dropped = row.rule_id in off or (only is not None and row.rule_id not in only)
        update: dict[str, object] = {"on": row.on and not dropped}
        if row.rule_id in limits:
            update["minimum"] = limits[row.rule_id]
        return row.model_copy(update=update)

    return project.replace(scenario_rules=[changed(row) for row in project.scenario_rules])
