"""The fence around the solver: everything solver-specific happens here.

PuLP builds the model and hands it to HiGHS; statuses, bounds and incumbents are read from HiGHS
itself, because the modelling layer reports "optimal" when only a time limit was hit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import highspy
import numpy as np
import numpy.typing as npt
import pulp


class Outcome(StrEnum):
    """What the solver proved."""

    PROVEN = "proven"
    LIMIT = "limit"
    """A limit was hit with a solution at hand."""
    NOTHING = "nothing"
    """A limit was hit without any solution."""
    INFEASIBLE = "infeasible"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: relative gap, seconds, and nodes (the limit that is the same on every machine)."""

    gap: float = 1e-3
    seconds: float = 60.0
    nodes: int | None = None
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Solution:
    """What came back: values by variable index, objective and bound in the program's unit."""

    outcome: Outcome
    values: npt.NDArray[np.float64]
    objective: float
    bound: float
    seconds: float
    message: str = ""


_TUNING = {
    "mip_pscost_minreliable": 0,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_allow_restart": False,
}
"""Halves the time to proof on the samples: bounds rise by branching on few parties, while strong
branching on many packages and sub-programs in search of plans cost most of the time."""

Watch = Callable[[float, float, float, npt.NDArray[np.float64] | None], None]
"""Called while solving with seconds, incumbent, bound, and the values of a new incumbent."""

_FAILURES = {
    highspy.HighsModelStatus.kLoadError,
    highspy.HighsModelStatus.kModelError,
    highspy.HighsModelStatus.kPresolveError,
    highspy.HighsModelStatus.kSolveError,
    highspy.HighsModelStatus.kPostsolveError,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnknown,
    highspy.HighsModelStatus.kMemoryLimit,
}
_INFEASIBLE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


def solver_name() -> str:
    """Solver and version, for the certificate."""
    model: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    return f"HiGHS {model.version()} through PuLP {pulp.__version__}"


def run(
    problem: pulp.LpProblem,
    limits: Limits,
    *,
    warm: dict[pulp.LpVariable, float] | None = None,
    watch: Watch | None = None,
) -> Solution:
    """Solve a problem within limits.

    Parameters
    ----------
    warm
        Values of some variables to start from.
    watch
        Called at each new incumbent and log line.
    """
    start = time.perf_counter()
    solver = pulp.HiGHS(
        msg=False, gapRel=limits.gap, gapAbs=0.0, threads=limits.threads, timeLimit=limits.seconds
    )
    solver.optionsDict.update(random_seed=limits.seed, **_TUNING)
    if limits.nodes is not None:
        solver.optionsDict.update(mip_max_nodes=limits.nodes)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    model = problem.solverModel
    if watch is not None:
        _listen(model, watch, start)
    if warm:
        _start_from(model, warm)
    model.run()
    return _read(model, time.perf_counter() - start)


def _start_from(model: highspy.Highs, warm: dict[pulp.LpVariable, float]) -> None:
    indices = np.array([v.index for v in warm], dtype=np.int32)
    model.setSolution(len(warm), indices, np.array(list(warm.values()), dtype=np.float64))


def _listen(model: highspy.Highs, watch: Watch, start: float) -> None:
    kinds = highspy.cb.HighsCallbackType

    def heard(
        kind: highspy.cb.HighsCallbackType, _text: str, out: highspy.cb.HighsCallbackOutput, *_: object
    ) -> None:
        incumbent, bound = float(out.mip_primal_bound), float(out.mip_dual_bound)
        values = None
        if kind == kinds.kCallbackMipImprovingSolution:
            values = np.array(out.mip_solution, dtype=np.float64)
            incumbent = float(out.objective_function_value)
        watch(time.perf_counter() - start, incumbent, bound, values)

    model.setCallback(heard, None)
    for kind in (kinds.kCallbackMipImprovingSolution, kinds.kCallbackMipLogging):
        model.startCallback(kind)


def _read(model: highspy.Highs, seconds: float) -> Solution:
    status, info = model.getModelStatus(), model.getInfo()
    values = np.array(model.getSolution().col_value, dtype=np.float64)
    text = model.modelStatusToString(status)
    if status in _INFEASIBLE:
        return Solution(Outcome.INFEASIBLE, values, np.inf, np.inf, seconds, text)
    if status in _FAILURES:
        return Solution(Outcome.FAILED, values, np.inf, -np.inf, seconds, text)
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status != 2:
        return Solution(Outcome.NOTHING, values, np.inf, bound, seconds, text)
    objective = float(info.objective_function_value)
    proven = status == highspy.HighsModelStatus.kOptimal
    return Solution(Outcome.PROVEN if proven else Outcome.LIMIT, values, objective, bound, seconds, text)


def write(
    problem: pulp.LpProblem, columns: Sequence[str], rows: Sequence[str], targets: Sequence[Path]
) -> None:
    """Write a problem to files, in the form each name ends in: ``.mps`` or ``.lp``.

    Parameters
    ----------
    columns, rows
        A name for each variable and each constraint, in their order.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    model = problem.solverModel
    for n, name in enumerate(columns):
        model.passColName(n, name)
    for n, name in enumerate(rows):
        model.passRowName(n, name)
    for target in targets:
        if model.writeModel(str(target)) == highspy.HighsStatus.kError or not target.exists():
            raise OSError(f"cannot write {target}")
