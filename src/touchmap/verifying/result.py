"""`verify`: every figure a result reports, held against the facts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from touchmap.costing.evaluation import evaluate_today
from touchmap.costing.objective_value import average_quality
from touchmap.plan import Result, Violation
from touchmap.project import Project, find_scenario
from touchmap.verifying.check import agrees
from touchmap.verifying.verification import Verification, verify_plan
from touchmap.work.options import NONE


@dataclass(frozen=True)
class ResultVerdict:
    """Whether a result is true: its plan holds, and its figures are the facts'."""

    plan: Verification
    """The check of the plan itself."""
    wrong: tuple[str, ...]
    """Reported figures that are not the facts', in sentences."""
    same_input: bool
    """Whether the project is the one the result was found for, by the hash of its facts."""

    @property
    def violations(self) -> tuple[Violation, ...]:
        """What the plan breaks."""
        return self.plan.violations

    @property
    def ok(self) -> bool:
        """Whether the plan holds every constraint and must-rule, and every reported figure is right."""
        return self.plan.ok and not self.wrong


def verify(project: Project, result: Result) -> ResultVerdict:
    """Check a result anew from the facts, without the solver that found it.

    The plan is held against every constraint and every rule of its scenario; the objective, cost, cost
    of today, quality, the cost lines and the gap are worked out again. The bound cannot be: it is what
    the solver proved.

    Parameters
    ----------
    project
        The facts.
    result
        A result with a plan.

    Raises
    ------
    ValueError
        If the result holds no plan.
    UnknownNameError
        If the project has no such scenario.
    """
    if result.plan is None:
        raise ValueError(f"`result` must hold a plan, its status is {result.status.value}")
    scenario = find_scenario(project, result.scenario_id)
    found = verify_plan(project, scenario, result.plan, objective=result.objective)
    return ResultVerdict(found, tuple(_wrong_figures(found, result)), result.input_hash in ("", project.hash))


def _wrong_figures(found: Verification, result: Result) -> list[str]:
    costing = found.evaluation.costing
    today = evaluate_today(costing)
    known = len(costing.options.today) > 0 and (costing.options.today != NONE).all()
    figures = {
        "objective": (result.objective, found.objective),
        "cost": (result.cost, found.evaluation.cost),
        "sum of the cost lines": (sum(r.amount for r in result.cost_line_rows), found.evaluation.cost),
        "cost of today": (result.today_cost, today.cost if known else None),
        "average quality": (result.average_quality, average_quality(found.evaluation)),
        "gap": (result.gap, _gap(result)),
    }
    return [
        f"{name} is reported as {_shown(said)}; the facts give {_shown(right)}"
        for name, (said, right) in figures.items()
        if not _same(said, right)
    ]


def _gap(result: Result) -> float | None:
    if result.objective is None or result.bound is None:
        return None
    return abs(result.objective - result.bound) / max(abs(result.objective), 1e-9)


def _same(said: float | None, right: float | None) -> bool:
    unknown = right is None or math.isnan(right)
    if said is None or right is None or unknown:
        return said is None and unknown
    return agrees(said, right)


def _shown(figure: float | None) -> str:
    return "unknown" if figure is None else f"{figure:,.4f}"
