"""CP-SAT, which knows whole numbers only: amounts in thousandths, rows multiplied until nothing is lost.

Rounding goes against the solver's plan, never for it, so that a plan that holds in whole numbers holds as it
stands; its value is worked out anew in floating point. Its bound holds for the rounded model and is reported
as CP-SAT's own, but is not taken for a bound on the decision.
"""

from __future__ import annotations

import math
import time

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.sourcing.model import Model
from benchmarks.sourcing.peers import GAP, Run

STEP = 1e-3
"""The whole of an amount, such as an FTE, is counted in these."""
MOST = 1e7
"""No amount is larger than this."""
DIGITS = 1e7
"""What a row's largest coefficient is at least multiplied to."""
ROOM = 2.0**60


def solve_whole(model: Model, seconds: float) -> Run:
    """Let CP-SAT search a model for so many seconds."""
    start = time.perf_counter()
    stated, columns, step = _stated(model)
    run = Run(setup=time.perf_counter() - start, version=f"CP-SAT {_version()}")
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.relative_gap_limit = GAP
    start = time.perf_counter()
    scale = _objective_scale(model, step)

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            found = self.objective_value / scale * model.unit
            run.trace.add(time.perf_counter() - start, found, self.best_objective_bound / scale * model.unit)

    def bound(value: float) -> None:
        run.trace.add(time.perf_counter() - start, None, value / scale * model.unit)

    solver.best_bound_callback = bound
    status = solver.solve(stated, Listener())
    run.seconds = time.perf_counter() - start
    run.infeasible = status == cp_model.INFEASIBLE
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found = np.array([solver.value(v) for v in columns], dtype=np.float64) * step
        run.solution = model.completed(found)
        run.trace.add(run.seconds, None, solver.best_objective_bound / scale * model.unit)
        if run.solution is None:
            run.checked = "its plan does not hold in floating point"
    return run


def _version() -> str:
    from importlib.metadata import version

    return version("ortools")


def _steps(model: Model) -> np.ndarray:
    """What one unit of each column's whole number stands for."""
    binary = (model.lower >= 0) & (model.upper <= 1)
    return np.where(model.integer | binary, 1.0, STEP)


def _objective_scale(model: Model, step: np.ndarray) -> float:
    """What money is multiplied by, so that the least of it still counts ten thousand."""
    paid = np.abs(model.cost * step)
    largest = np.minimum(np.maximum(np.abs(model.lower), np.abs(model.upper)), MOST) / step
    return float(min(ROOM / (paid @ largest), 1e4 / paid[paid > 0].min())) if paid.any() else 1.0


def _stated(model: Model) -> tuple[cp_model.CpModel, list[cp_model.IntVar], np.ndarray]:
    """The model in whole numbers: its columns, and what one of each stands for."""
    stated, step = cp_model.CpModel(), _steps(model)
    low = np.ceil(np.maximum(model.lower, -MOST) / step).astype(np.int64)
    high = np.floor(np.minimum(model.upper, MOST) / step).astype(np.int64)
    columns = [stated.new_int_var(int(a), int(b), "") for a, b in zip(low, high, strict=True)]
    largest = np.maximum(np.abs(low), np.abs(high)).astype(np.float64)
    start, index, data = model.matrix.indptr, model.matrix.indices, model.matrix.data
    for i, (least, most) in enumerate(zip(model.row_lower, model.row_upper, strict=True)):
        inside = slice(start[i], start[i + 1])
        at, by = index[inside], data[inside] * step[index[inside]]
        if not len(at):
            continue
        chosen = [columns[j] for j in at]
        if np.array_equal(by, np.round(by)):
            factor = 1.0
        else:
            reach = float(np.abs(by) @ largest[at]) or 1.0
            factor = min(ROOM / reach, DIGITS / float(np.abs(by).min()))
        if least == most:
            stated.add(_sum(chosen, np.round(by * factor)) == round(float(most) * factor))
            continue
        # Upwards below a limit and downwards above one; columns below 0 do not occur beside fractions.
        if math.isfinite(most):
            stated.add(_sum(chosen, np.ceil(by * factor - 1e-6)) <= math.floor(most * factor + 1e-6))
        if math.isfinite(least):
            stated.add(_sum(chosen, np.floor(by * factor + 1e-6)) >= math.ceil(least * factor - 1e-6))
    paid = np.flatnonzero(model.cost)
    scaled = np.round(model.cost[paid] * step[paid] * _objective_scale(model, step))
    stated.minimize(_sum([columns[j] for j in paid], scaled))
    return stated, columns, step


def _sum(columns: list[cp_model.IntVar], by: np.ndarray) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.weighted_sum(columns, [int(value) for value in by])
