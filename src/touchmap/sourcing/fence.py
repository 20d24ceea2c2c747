"""The fence around the solver: everything solver-specific happens here.

PuLP builds the model and hands it to HiGHS; statuses, bounds and incumbents are read from HiGHS
itself, because the modelling layer reports "optimal" when only a time limit was hit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import highspy
import numpy as np
import numpy.typing as npt
import pulp

from touchmap.sourcing.engine.engine import Engine
from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Indices
from touchmap.sourcing.engine.tuning import TUNING


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
    """When to stop: relative gap, seconds, and nodes (the limit that is the same on every machine).

    With two threads or more, and no limit of nodes, several searches work side by side.
    """

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
    is_shared: bool = False
    """Whether several searches side by side found it, so that another run may find another."""


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
_INFEASIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kObjectiveBound,
}


def solver_name() -> str:
    """Solver and version, for the certificate."""
    model: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    return f"HiGHS {model.version()} through PuLP {pulp.__version__}"


def run(
    problem: pulp.LpProblem,
    limits: Limits,
    *,
    warm: Mapping[pulp.LpVariable, float] | None = None,
    watch: Watch | None = None,
    ceiling: float | None = None,
) -> Solution:
    """Solve a problem once; see `Model.solve`."""
    return Model(problem).solve(limits, warm=warm, watch=watch, ceiling=ceiling)


class Model:
    """A problem handed to the solver once, to be solved again and again: with more rows, columns held.

    Parameters
    ----------
    problem
        The problem with its objective; it must not change any more.
    """

    def __init__(self, problem: pulp.LpProblem) -> None:
        solver = pulp.HiGHS(msg=False, gapAbs=0.0)
        solver.optionsDict.update(TUNING)
        start = time.perf_counter()
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self.highs: highspy.Highs = problem.solverModel
        self._handed_over = time.perf_counter() - start

    def solve(
        self,
        limits: Limits,
        *,
        warm: Mapping[pulp.LpVariable, float] | None = None,
        watch: Watch | None = None,
        ceiling: float | None = None,
        rows: Sequence[pulp.LpConstraint] = (),
        held: Mapping[int, float] | None = None,
    ) -> Solution:
        """Solve within limits; every solve starts afresh, so that it does not depend on those before.

        Parameters
        ----------
        warm
            Values of some yes/no variables to start from.
        watch
            Called at each new incumbent and log line.
        ceiling
            Only solutions below are sought, which is much quicker. Where there is none the outcome is
            *infeasible*, with the ceiling as the bound.
        rows
            Rows for this solve only.
        held
            Columns that keep a value in this solve, by index.
        """
        start = time.perf_counter() - self._handed_over
        self._handed_over = 0.0
        self._set(limits, ceiling)
        before = self.highs.getNumRow()
        for row in rows:
            self._add(row)
        held = held or {}
        for column, value in held.items():
            self.highs.changeColBounds(column, value, value)
        begin = {v.index: value for v, value in (warm or {}).items()}
        if begin and watch is not None:
            begin = self._completed(begin)
        if watch is not None:
            _listen(self.highs, watch, start)
        solution = self._run(begin, start)
        if ceiling is not None and _is_between(solution, ceiling):
            # Ended by the gap, not because nothing is below the ceiling.
            self._set(replace(limits, gap=0.0, seconds=max(0.1, limits.seconds - solution.seconds)), ceiling)
            solution = self._run(begin, start)
        for kind in _HEARD:
            self.highs.stopCallback(kind)
        if rows:
            self.highs.deleteRows(len(rows), np.arange(before, before + len(rows), dtype=np.int32))
        for column in held:
            self.highs.changeColBounds(column, 0.0, 1.0)
        return solution if ceiling is None else _below(solution, ceiling)

    def seek(
        self, layout: Layout, limits: Limits, *, start: Indices | None = None, watch: Watch | None = None
    ) -> Solution:
        """Solve with several searches side by side, which suits large programs.

        Parameters
        ----------
        layout
            What the columns stand for.
        start
            Columns that a solution to start from chooses.
        """
        began = time.perf_counter() - self._handed_over
        self._handed_over = 0.0
        self._set(limits, None)
        incumbent = Incumbent(limits.gap, began, time.perf_counter() + limits.seconds, watch)
        engine = Engine(self.highs, layout, incumbent)
        status = engine.run(start, limits.seed)
        seconds = time.perf_counter() - began
        text = self.highs.modelStatusToString(status)
        if status in _INFEASIBLE and incumbent.values is not None:
            text = f"{text}, although a solution was found"
            return Solution(Outcome.FAILED, np.zeros(0), np.inf, -np.inf, seconds, text)
        if status in _INFEASIBLE:
            return Solution(Outcome.INFEASIBLE, np.zeros(0), np.inf, np.inf, seconds, text)
        if incumbent.values is None and status in _FAILURES:
            return Solution(Outcome.FAILED, np.zeros(0), np.inf, -np.inf, seconds, text)
        if incumbent.values is None:
            return Solution(Outcome.NOTHING, np.zeros(0), np.inf, incumbent.bound, seconds, text)
        is_proven = incumbent.is_proven or status == highspy.HighsModelStatus.kOptimal
        outcome = Outcome.PROVEN if is_proven else Outcome.LIMIT
        return Solution(
            outcome,
            incumbent.values,
            incumbent.objective,
            min(incumbent.bound, incumbent.objective),
            seconds,
            "Optimal" if is_proven else text,
            engine.is_shared,
        )

    def _run(self, begin: Mapping[int, float], start: float) -> Solution:
        if begin:
            _start_from(self.highs, begin)
        self.highs.run()
        return _read(self.highs, time.perf_counter() - start)

    def _set(self, limits: Limits, ceiling: float | None) -> None:
        self.highs.clearSolver()
        options = {
            "mip_rel_gap": limits.gap,
            "threads": 1,
            "time_limit": float(limits.seconds),
            "random_seed": limits.seed,
            "mip_max_nodes": highspy.kHighsIInf if limits.nodes is None else limits.nodes,
            "objective_bound": highspy.kHighsInf if ceiling is None else ceiling + _room(ceiling),
        }
        for name, value in options.items():
            self.highs.setOptionValue(name, value)

    def _completed(self, warm: Mapping[int, float]) -> dict[int, float]:
        """Values of all columns that go with those of a start.

        The solver would find them too, and meanwhile report bounds that hold for this start only.
        """
        for column, value in warm.items():
            self.highs.changeColBounds(column, value, value)
        self.highs.run()
        is_solved = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        values = np.array(self.highs.getSolution().col_value)
        for column in warm:
            self.highs.changeColBounds(column, 0.0, 1.0)
        self.highs.clearSolver()
        return dict(enumerate(values.tolist())) if is_solved else {}

    def _add(self, row: pulp.LpConstraint) -> None:
        terms = [(v.index, c) for v, c in row.items() if c]
        columns = np.array([i for i, _ in terms], dtype=np.int32)
        values = np.array([c for _, c in terms], dtype=np.float64)
        low, high = row.getLb(), row.getUb()
        self.highs.addRow(
            -highspy.kHighsInf if low is None else low,
            highspy.kHighsInf if high is None else high,
            len(terms),
            columns,
            values,
        )


def _room(ceiling: float) -> float:
    """The solver's own tolerance, so that nothing below the ceiling is lost."""
    return 2e-6 * max(1.0, abs(ceiling))


def _is_between(solution: Solution, ceiling: float) -> bool:
    """Whether a search ended with a solution that is not below the ceiling, though one may be."""
    is_over = solution.outcome is Outcome.PROVEN and solution.objective >= ceiling
    return is_over and solution.bound < ceiling - _room(ceiling)


def _below(solution: Solution, ceiling: float) -> Solution:
    """What is proven where only solutions below a ceiling were sought."""
    bound = min(solution.bound, ceiling)
    if solution.outcome in (Outcome.FAILED, Outcome.NOTHING):
        return replace(solution, bound=bound)
    if solution.objective < ceiling:
        return replace(solution, bound=min(bound, solution.objective))
    if solution.outcome is Outcome.LIMIT or _is_between(solution, ceiling):
        return replace(solution, outcome=Outcome.NOTHING, objective=np.inf, bound=bound)
    return replace(solution, outcome=Outcome.INFEASIBLE, objective=np.inf, bound=ceiling)


def _start_from(model: highspy.Highs, warm: Mapping[int, float]) -> None:
    indices = np.array(list(warm), dtype=np.int32)
    model.setSolution(len(warm), indices, np.array(list(warm.values()), dtype=np.float64))


_HEARD = (
    highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution,
    highspy.cb.HighsCallbackType.kCallbackMipLogging,
)


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
    for kind in _HEARD:
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
