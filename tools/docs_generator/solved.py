"""Plans of the samples, solved to a full proof, so that every machine writes the same pages."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import touchmap
from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import conclude
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.search import TIE, Found, Ready
from touchmap.work.options import NONE

SECONDS = 1800.0
CLOSE = Limits(gap=1.1 * TIE, seconds=SECONDS)
"""As close as plans are told apart, without settling ties."""
SETTLED = Limits(gap=TIE, seconds=SECONDS)
AT_ONCE = 2
"""Solves that run side by side."""


@dataclass(frozen=True)
class OtherThan:
    """A plan in which not every package is done as in a given one."""

    choice: tuple[int, ...]

    def add_to(self, program: Program) -> None:
        """Add the row."""
        kept = Linear(constant=1.0 - len(self.choice))
        for k, i in enumerate(self.choice):
            kept.add(program.unassigned[k] if i == NONE else program.x[i], 1.0)
        program.add("other_than", "", kept.expression() <= 0)


def proven(costing: Costing, scenario: Scenario) -> Result:
    """A scenario solved until its plan, or that there is none, is proven; seconds are left out.

    Where it is proven too that no other plan is as good, every machine finds this one. Elsewhere ties are
    settled, which takes several times as long.

    Raises
    ------
    RuntimeError
        If the time limit came first, or the plan did not hold.
    """
    ready = Ready(costing, scenario)
    found, limits = ready.find(CLOSE), CLOSE
    if found.outcome is Outcome.PROVEN and not _is_alone(ready, found):
        found, limits = Ready(costing, scenario).find(SETTLED), SETTLED
    result = conclude(costing, scenario, found, limits)
    if result.status not in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
        raise RuntimeError(f"{scenario.scenario_id}: {result.status.value}, {result.message}")
    return result.model_copy(update={"seconds": 0.0})


def _is_alone(ready: Ready, found: Found) -> bool:
    """Whether no other plan is as good, or nearly."""
    assert found.choice is not None
    other = OtherThan(tuple(int(i) for i in found.choice))
    ceiling = found.objective + 2 * CLOSE.gap * max(abs(found.objective), 1.0)
    return ready.find(CLOSE, extras=[other], ceiling=ceiling).outcome is Outcome.INFEASIBLE


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
