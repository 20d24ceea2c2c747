"""`solve`: build, search in a process of its own, verify, and say honestly what came out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.details import cost_line_rows, penalty_rows
from touchmap.costing.evaluation import Evaluation, evaluate_today
from touchmap.costing.objective_value import HIGHER_IS_BETTER, average_quality
from touchmap.errors import TouchmapError
from touchmap.findings import find_findings, not_included
from touchmap.plan import Assignment, Plan, Result, SolveStatus, finite
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.scenario import TODAY
from touchmap.project.vocabulary import Objective
from touchmap.sourcing.child import SolverProcess
from touchmap.sourcing.fence import Limits, Outcome, solver_name
from touchmap.sourcing.search import Found, search
from touchmap.sourcing.ties import TIE
from touchmap.validation import validate
from touchmap.verifying import Verification, verify_plan
from touchmap.work.options import NONE, Ints, Options

DEFAULT_GAP = 1e-3
"""Relative gap at which a plan counts as proven unless asked otherwise: 0.1 %."""

THREADS = 2
"""Searches side by side in the process of a job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far solving has come, in the unit of the scenario's objective."""

    seconds: float
    incumbent: float | None
    """Objective of the best plan so far, none if there is none yet."""
    bound: float | None
    """No plan can be better than this."""
    gap: float | None


OnProgress = Callable[[Progress], None]


class SolveJob:
    """A scenario being solved in a process of its own; one that asks for *today* is only evaluated.

    Parameters
    ----------
    project, scenario
        What to solve; `scenario` is an id or a name.
    time_limit
        Seconds of solving, > 0.
    gap
        Relative gap at which the plan counts as proven, ≥ 0.
    work_limit
        Nodes of the search; unlike seconds it stops at the same plan on every run.
    """

    def __init__(
        self,
        project: Project,
        scenario: str = "blended",
        *,
        time_limit: float = 60.0,
        gap: float = DEFAULT_GAP,
        work_limit: int | None = None,
        seed: int = 0,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._project, self._scenario = project, find_scenario(project, scenario)
        self._limits = replace(limits_of(time_limit, gap, work_limit, seed), threads=THREADS)
        self._sign = -1.0 if self._scenario.row.objective in HIGHER_IS_BETTER else 1.0
        self._on_progress = on_progress
        self._process = None
        if self._scenario.row.objective is not Objective.TODAY:
            self._process = SolverProcess(project, self._scenario.scenario_id, self._limits, self._heard)

    def _heard(self, seconds: float, incumbent: float, bound: float) -> None:
        if self._on_progress is not None:
            shown, best = _shown(incumbent, self._sign), _shown(bound, self._sign)
            self._on_progress(Progress(seconds, shown, best, _gap(shown, best)))

    def cancel(self) -> None:
        """Stop within a second; `result` then holds the best plan found so far."""
        if self._process is not None:
            self._process.cancel()

    def result(self) -> Result:
        """Wait for the end and give the verified result."""
        if self._process is None:
            return evaluate(self._project, None, self._scenario.scenario_id)
        return conclude(build_costing(self._project), self._scenario, self._process.wait(), self._limits)


def solve(
    project: Project,
    scenario: str = "blended",
    *,
    time_limit: float = 60.0,
    gap: float = DEFAULT_GAP,
    work_limit: int | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
    in_process: bool = False,
) -> Result:
    """Find the best plan of a scenario and check it independently.

    The outcome is always a `Result` with an honest status; a scenario that asks for *today* is
    evaluated, never solved.

    Parameters
    ----------
    project
        The facts; see `touchmap.load`.
    scenario
        Id or name of a scenario.
    time_limit
        Seconds of solving, > 0.
    gap
        Relative gap at which a plan counts as proven, ≥ 0; ties are only settled at 1e-6 or less.
    work_limit
        Nodes of the search; none for no such limit.
    seed
        Seed of the solver.
    on_progress
        Called with `Progress` while solving.
    in_process
        Solve here and not in a process of its own: faster for tiny projects, but cannot be stopped.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If a limit is out of its range.
    """
    wanted = find_scenario(project, scenario)
    limits = limits_of(time_limit, gap, work_limit, seed)
    if wanted.row.objective is Objective.TODAY:
        return evaluate(project, None, scenario)
    if in_process:
        costing = build_costing(project)
        return conclude(costing, wanted, search(costing, wanted, limits), limits)
    job = SolveJob(
        project,
        scenario,
        time_limit=time_limit,
        gap=gap,
        work_limit=work_limit,
        seed=seed,
        on_progress=on_progress,
    )
    try:
        return job.result()
    except BaseException:
        job.cancel()
        raise


def evaluate(project: Project, plan: Plan | None = None, scenario: str = "today") -> Result:
    """Price a plan, or today's assignment, and check it against a scenario's rules without solving.

    What today breaks is reported as findings, not as an error. A plan that breaks a rule is reported
    with its violations and without being called a plan that holds.

    Parameters
    ----------
    plan
        The plan to price; none = today's assignment.
    scenario
        Scenario whose rules it is held against.
    """
    costing, wanted = build_costing(project), find_scenario(project, scenario)
    priced = plan_of(costing.options, costing.options.today) if plan is None else plan
    verification = verify_plan(project, wanted, priced, costing=costing)
    result = _with_plan(costing, wanted, priced, verification)
    return result.model_copy(
        update={
            "status": SolveStatus.EVALUATED,
            "objective": verification.objective,
            "verified": verification.ok,
        }
    )


def cost_of_today(project: Project) -> float | None:
    """Net present cost of today's assignment over the horizon, in the project's currency.

    None where it is not known: nothing is assigned or demanded yet, or the facts have errors.
    """
    if not project.today or not project.demand:
        return None
    try:
        return evaluate(project, None, TODAY).cost
    except (TouchmapError, ValueError):
        return None


def limits_of(time_limit: float, gap: float, work_limit: int | None, seed: int) -> Limits:
    if not time_limit > 0:
        raise ValueError(f"`time_limit` must be above 0 seconds, got {time_limit}")
    if not gap >= 0:
        raise ValueError(f"`gap` must be at least 0, got {gap}")
    if work_limit is not None and work_limit < 1:
        raise ValueError(f"`work_limit` must be at least 1 node, got {work_limit}")
    return Limits(gap, time_limit, work_limit, seed)


def plan_of(options: Options, choice: Ints) -> Plan:
    """The plan that a choice of options stands for."""
    rows = []
    for package, i in zip(options.packages, choice, strict=True):
        if i == NONE:
            rows.append(Assignment(package_id=package.package_id))
        else:
            o = options.options[i]
            rows.append(
                Assignment(
                    package_id=package.package_id,
                    provider_id=o.provider_id,
                    platform_id=o.platform_id,
                    offer_ids=o.offer_ids,
                )
            )
    return Plan(assignments=tuple(rows))


_STATUS = {
    Outcome.PROVEN: SolveStatus.OPTIMAL,
    Outcome.LIMIT: SolveStatus.FEASIBLE,
    Outcome.NOTHING: SolveStatus.NO_PLAN,
    Outcome.INFEASIBLE: SolveStatus.INFEASIBLE,
    Outcome.FAILED: SolveStatus.ERROR,
}


def conclude(costing: Costing, scenario: Scenario, found: Found, limits: Limits) -> Result:
    """Turn what was found into a verified result."""
    sign = -1.0 if scenario.row.objective in HIGHER_IS_BETTER else 1.0
    if found.choice is None:
        bound = _shown(found.bound, sign)
        return _empty(costing, scenario).model_copy(
            update={
                "status": _STATUS[found.outcome],
                "message": _why_nothing(found),
                "bound": None if found.outcome is Outcome.INFEASIBLE else bound,
                "seconds": found.seconds,
                "seed": limits.seed,
            }
        )
    plan = plan_of(costing.options, found.choice)
    verification = verify_plan(costing.project, scenario, plan, costing=costing)
    objective = verification.objective
    # The plan itself is worth this: where the solver's rounding puts its bound above, the plan is the bound.
    bound = _shown(min(found.bound, sign * objective), sign)
    proof = {
        "objective": objective,
        "bound": bound,
        "gap": _gap(objective, bound),
        "seconds": found.seconds,
        "seed": limits.seed,
    }
    if not verification.ok or _is_flattered(found, sign * objective):
        return _empty(costing, scenario).model_copy(
            update={
                **proof,
                "status": SolveStatus.ERROR,
                "violations": verification.violations,
                "message": "the plan did not survive the independent check: "
                + _first_violation(verification),
            }
        )
    return _with_plan(costing, scenario, plan, verification).model_copy(
        update={
            **proof,
            "status": _STATUS[found.outcome],
            "message": found.message,
            "reproducible": _reproducible(found, limits),
            "verified": True,
        }
    )


def _empty(costing: Costing, scenario: Scenario) -> Result:
    return Result(
        scenario_id=scenario.scenario_id,
        scenario_name=scenario.row.name,
        objective_kind=scenario.row.objective.value,
        currency=costing.project.settings.currency,
        status=SolveStatus.ERROR,
        solver=solver_name(),
        input_hash=costing.project.hash,
    )


def _with_plan(costing: Costing, scenario: Scenario, plan: Plan, verification: Verification) -> Result:
    """A result with everything that is shown of a plan."""
    project, priced, today = costing.project, verification.evaluation, evaluate_today(costing)
    known = len(costing.options.today) > 0 and (costing.options.today != NONE).all()
    found = find_findings(project, costing, priced, today, verification, scenario=scenario)
    return _empty(costing, scenario).model_copy(
        update={
            "plan": plan,
            "cost": priced.cost,
            "today_cost": today.cost if known else None,
            "average_quality": finite(average_quality(priced)),
            "today_quality": finite(average_quality(today)),
            "brand_risk": finite(_brand_risk(priced)),
            "cost_line_rows": cost_line_rows(priced),
            "penalty_rows": penalty_rows(priced, verification.penalties),
            "rule_activity": verification.activity,
            "violations": verification.violations,
            "findings": found,
            "not_included": not_included(project, priced, today),
        }
    )


def _brand_risk(evaluation: Evaluation) -> float:
    return evaluation.average(evaluation.costing.brand_risk, evaluation.costing.contacts)


def _why_nothing(found: Found) -> str:
    if found.blocked:
        more = f"; and {len(found.blocked) - 5} more" if len(found.blocked) > 5 else ""
        return "some work has no home: " + "; ".join(found.blocked[:5]) + more
    if found.outcome is Outcome.INFEASIBLE:
        return "proven: no plan can hold all the rules, capacities and pools together" + _culprits(found)
    if found.outcome is Outcome.NOTHING:
        return "stopped before any plan was found; nothing is proven"
    return found.message


def _culprits(found: Found) -> str:
    if found.culprits is None:
        return ""
    if found.culprits.without_rules:
        return "; none would even without any rule"
    if found.culprits.alone:
        return f"; not even alone: {', '.join(found.culprits.alone)}"
    return "; each rule alone could hold, so some of them clash with each other"


def _is_flattered(found: Found, value: float) -> bool:
    """Whether a plan is worse than the solver said, or better than it proved possible.

    It may well be better than the solver said: a search that is stopped early leaves amounts in its
    program larger than they need be, and settling ties moves the plan within the tie.
    """
    room = 2 * TIE * max(abs(value), abs(found.objective), 1.0)
    return value > found.objective + room or value < found.bound - room


def _first_violation(verification: Verification) -> str:
    if verification.violations:
        return verification.violations[0].message
    return f"the facts give {verification.objective} for it, which is not what the solver reported"


def _reproducible(found: Found, limits: Limits) -> str:
    if found.ties_settled:
        return "the same plan on every machine: proven to 1e-6 and ties settled"
    if found.is_shared:
        return "not reproducible: found by several searches side by side"
    by_work = limits.nodes is not None and found.message == "Solution limit reached"
    if found.outcome is Outcome.PROVEN or by_work:
        return "the same plan with this version, seed and work limit"
    return "not reproducible: stopped by the clock"


def _shown(value: float, sign: float) -> float | None:
    return sign * value if math.isfinite(value) else None


def _gap(objective: float | None, bound: float | None) -> float | None:
    """``|objective − bound| / |objective|``; none where one of them is missing."""
    if objective is None or bound is None:
        return None
    return abs(objective - bound) / max(abs(objective), 1e-9)


__all__ = ["DEFAULT_GAP", "Progress", "SolveJob", "evaluate", "plan_of", "solve", "validate"]
