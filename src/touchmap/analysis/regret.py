"""The plan whose worst regret over a set of futures is least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from touchmap.analysis.draws import Future
from touchmap.analysis.futures import (
    Job,
    Record,
    costing_of_draw,
    judge,
)
from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Plan
from touchmap.project import Scenario
from touchmap.solving import plan_of
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.futures import least_regret
from touchmap.sourcing.search import search
from touchmap.work.options import Ints


@dataclass(frozen=True)
class LeastRegret:
    """The plan whose worst regret over a set of futures is least."""

    futures: tuple[str, ...]
    outcome: Outcome
    plan: Plan | None
    choice: tuple[int, ...] | None
    highest: float | None
    """Worst regret of the plan, at most: against the bounds of the futures' best plans."""
    lowest: float | None
    """No plan that holds in all these futures has a lower worst regret."""
    worst: dict[str, float]
    """Worst regret over the same futures of each plan that holds in all of them."""
    message: str = ""


def least_regret_json(least: LeastRegret) -> dict[str, Any]:
    """Plain data for JSON."""
    return {
        "futures": list(least.futures),
        "outcome": least.outcome.value,
        "lowest": least.lowest,
        "highest": least.highest,
        "worst": least.worst,
        "plan": None if least.plan is None else least.plan.model_dump(mode="json")["assignments"],
        "message": least.message,
    }


def least_regret_of_draws(job: Job, solved: tuple[Record, ...], count: int) -> list[Record]:
    """The least-regret plan as a record; a plain function, so that it can run anywhere."""
    return [{"name": "least regret", "least": _least_regret(job, build_costing(job.project), solved, count)}]


def _least_regret(job: Job, costing: Costing, solved: Sequence[Record], count: int) -> LeastRegret | None:
    """The least-regret plan over things as planned and the draws in which the plan regrets most."""
    name = job.plans[0][0]
    feasible = [r for r in solved if r["objective"] is not None]
    if not feasible:
        return None
    feasible.sort(key=lambda r: (-(r["plans"][name]["objective"] - r["objective"]), r["name"]))
    chosen = feasible[:count]
    planned = search(costing, job.scenario, job.limits, start=_first(job), find_why=False)
    if planned.choice is None:
        return None
    facts = [(Future().name, costing, planned.objective, planned.bound)]
    for record in chosen:
        future, its = costing_of_draw(job, record["name"])
        facts.append((future.name, its, record["objective"], record["bound"]))
    return min_max_regret(job.scenario, facts, dict(job.plans), job.limits)


def _first(job: Job) -> Ints:
    return np.array(job.plans[0][1], dtype=np.int64)


def min_max_regret(
    scenario: Scenario,
    futures: Sequence[tuple[str, Costing, float, float]],
    plans: dict[str, tuple[int, ...]],
    limits: Limits,
) -> LeastRegret:
    """The plan whose worst regret over a set of futures is least.

    One program with one set of choices and all rows of the scenario once per future, see
    `touchmap.sourcing.futures.least_regret`; no restriction but that the plan must hold every rule and
    limit in each of the futures.

    Parameters
    ----------
    futures
        Name, costing, and objective and bound of the best plan known, minimised, of each future; with the
        same options in all.
    plans
        Plans to compare it with, as options by name; the search starts from the first that holds in all.
    """
    names, costings = tuple(f[0] for f in futures), [f[1] for f in futures]
    optima, bounds = [f[2] for f in futures], [f[3] for f in futures]

    def worst(choice: Ints, against: Sequence[float]) -> float | None:
        told = [judge(scenario, c, choice) for c in costings]
        if any(t.broken for t in told):
            return None
        return max(t.objective - value for t, value in zip(told, against, strict=True))

    compared = {}
    start = None
    for name, plan in plans.items():
        choice = np.array(plan, dtype=np.int64)
        regret = worst(choice, optima)
        if regret is not None:
            compared[name] = regret
            start = choice if start is None or regret <= min(compared.values()) else start
    found = least_regret(costings, optima, scenario, limits, start=start)
    if found.choice is None:
        message = found.message
        if found.outcome is Outcome.INFEASIBLE:
            message = "; ".join(found.blocked[:5]) or "no plan holds every rule and limit in all the futures"
        return LeastRegret(names, found.outcome, None, None, None, None, compared, message)
    highest = worst(found.choice, bounds)
    return LeastRegret(
        names,
        found.outcome,
        plan_of(costings[0].options, found.choice),
        tuple(int(i) for i in found.choice),
        highest,
        found.bound,
        compared,
        "" if highest is not None else "the plan did not survive the independent check",
    )
