"""The solvers a user could pick instead, each given the same model and asked for its best in the same time.

Seconds count from the model in the solver's hands: PuLP's from its problem, so that its handing over
counts; the others' from the file read or the model built. All are stopped at the same gap.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.sourcing.model import Floats, Model
from benchmarks.sourcing.trace import Trace

GAP = 1e-4
"""Relative gap at which a plan counts as proven."""


@dataclass
class Run:
    """What a solver did."""

    trace: Trace = field(default_factory=Trace)
    solution: Floats | None = None
    seconds: float = 0.0
    setup: float = 0.0
    """Seconds to hand the model over, which do not count."""
    infeasible: bool = False
    version: str = ""
    checked: str = ""
    """What the check of the solution said, if anything."""


def highs_mps(model: Model, seconds: float, scratch: Path) -> Run:
    """HiGHS with its default options on the written file."""
    import highspy

    file = scratch / "model.mps"
    model.write(file)
    start = time.perf_counter()
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.readModel(str(file))
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.setOptionValue("time_limit", float(seconds))
    run = Run(setup=time.perf_counter() - start, version=f"HiGHS {solver.version()}")
    _watch_highs(solver, run, model, time.perf_counter(), [f"c{j}" for j in range(len(model.cost))])
    return run


def pulp_highs(model: Model, seconds: float, _scratch: Path) -> Run:
    """HiGHS through PuLP, as PuLP sets it."""
    import pulp

    start = time.perf_counter()
    problem = model.pulp()
    run = Run(setup=time.perf_counter() - start)
    solver = pulp.HiGHS(msg=False, gapRel=GAP, timeLimit=seconds)
    start = time.perf_counter()
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    run.version = f"PuLP {pulp.__version__}, HiGHS {problem.solverModel.version()}"
    names = [v.name for v in sorted(problem.variables(), key=lambda v: v.index)]
    _watch_highs(problem.solverModel, run, model, start, names)
    return run


def _spread(model: Model, names: Iterable[str], values: Iterable[float]) -> Floats:
    """Values by the names of columns; a column the solver left out as unused stays at its lowest."""
    x = np.maximum(model.lower, 0.0)
    for name, value in zip(names, values, strict=True):
        x[int(name[1:])] = value
    return x


def _watch_highs(solver: Any, run: Run, model: Model, start: float, names: Iterable[str]) -> None:
    """Let HiGHS search, and note what it says on the way."""
    import highspy

    kinds = highspy.cb.HighsCallbackType

    def heard(kind: Any, _text: str, out: Any, *_: object) -> None:
        incumbent = out.mip_primal_bound
        if kind == kinds.kCallbackMipImprovingSolution:
            incumbent = out.objective_function_value
        _note(run, model, start, incumbent, out.mip_dual_bound)

    solver.setCallback(heard, None)
    for kind in (kinds.kCallbackMipImprovingSolution, kinds.kCallbackMipLogging):
        solver.startCallback(kind)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    run.infeasible = status == highspy.HighsModelStatus.kInfeasible
    if info.primal_solution_status == 2:
        run.solution = _spread(model, names, solver.getSolution().col_value)
        _note(run, model, start, info.objective_function_value, info.mip_dual_bound)
    run.seconds = time.perf_counter() - start


def _note(run: Run, model: Model, start: float, incumbent: float, bound: float) -> None:
    known = [None if abs(value) >= 1e20 else value * model.unit for value in (incumbent, bound)]
    run.trace.add(time.perf_counter() - start, *known)


def pulp_cbc(model: Model, seconds: float, scratch: Path) -> Run:
    """CBC through PuLP as it comes; plans and bounds on the way are read from its log."""
    import pulp

    start = time.perf_counter()
    problem = model.pulp()
    run = Run(setup=time.perf_counter() - start)
    log = scratch / "cbc.log"
    solver = pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=seconds, logPath=str(log))
    start = time.perf_counter()
    problem.solve(solver)
    run.seconds = time.perf_counter() - start
    read_cbc(log.read_text(encoding="utf-8"), run, model.unit)
    if problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        found = [(v.name, v.varValue or 0.0) for v in problem.variables()]
        run.solution = _spread(model, *zip(*found, strict=True))
    run.infeasible = problem.status == pulp.LpStatusInfeasible
    run.version = f"PuLP {pulp.__version__}, {run.version}"
    return run


_FOUND = re.compile(
    r"(?:Integer solution of|Solution found of|found solution of) (?P<found>\S+) .*\((?P<at>[\d.]+) seconds\)"
)
_STATE = re.compile(r"(?P<best>\S+) best solution, best possible (?P<bound>\S+) \((?P<at>[\d.]+) seconds\)")
_WALL = re.compile(r"Wallclock seconds\):\s+(?P<wall>[\d.]+)")
_LOWER = re.compile(r"^(?:Lower bound|Objective value): +(?P<bound>\S+)", re.MULTILINE)


def read_cbc(log: str, run: Run, unit: float) -> None:
    """Note what a log of CBC says of plans and bounds; `run.seconds` is known.

    The clock of CBC starts when PuLP has written the model; the seconds before are found from the whole.
    """
    walls = [float(m["wall"]) for m in _WALL.finditer(log)]
    before = max(0.0, run.seconds - walls[-1]) if walls else 0.0
    for line in log.splitlines():
        if match := _FOUND.search(line):
            run.trace.add(before + float(match["at"]), float(match["found"]) * unit, None)
        elif match := _STATE.search(line):
            known = [float(match[name]) for name in ("best", "bound")]
            best, bound = (None if abs(value) >= 1e20 else value * unit for value in known)
            run.trace.add(before + float(match["at"]), best, bound)
    lower = {m[0].split(":")[0]: float(m["bound"]) for m in _LOWER.finditer(log)}
    if "Lower bound" in lower:
        run.trace.add(run.seconds, None, lower["Lower bound"] * unit)
    elif "Result - Optimal" in log and "Objective value" in lower:
        # Without a lower bound in its summary CBC claims the optimum to within the gap it was given.
        value = lower["Objective value"] * unit
        run.trace.add(run.seconds, value, value - GAP * abs(value))
    version = re.search(r"^Version: (\S+)", log, re.MULTILINE)
    run.version = f"CBC {version[1]}" if version else "CBC"


def scip(model: Model, seconds: float, scratch: Path) -> Run:
    """SCIP with its default options on the written file."""
    import pyscipopt

    file = scratch / "model.mps"
    model.write(file)
    start = time.perf_counter()
    solver = pyscipopt.Model()
    solver.hideOutput()
    solver.readProblem(str(file))
    solver.setParam("limits/gap", GAP)
    solver.setParam("limits/time", float(seconds))
    run = Run(setup=time.perf_counter() - start, version=f"SCIP {solver.version()}")
    start = time.perf_counter()
    kinds: Any = vars(pyscipopt)["SCIP_EVENTTYPE"]  # not declared as exported

    class Listener(pyscipopt.Eventhdlr):
        def eventinit(self) -> None:
            for kind in (kinds.BESTSOLFOUND, kinds.NODESOLVED, kinds.LPSOLVED):
                self.model.catchEvent(kind, self)

        def eventexit(self) -> None:
            for kind in (kinds.BESTSOLFOUND, kinds.NODESOLVED, kinds.LPSOLVED):
                self.model.dropEvent(kind, self)

        def eventexec(self, _event: Any) -> None:
            _note(run, model, start, self.model.getPrimalbound(), self.model.getDualbound())

    solver.includeEventhdlr(Listener(), "trace", "notes plans and bounds")
    solver.optimize()
    run.seconds = time.perf_counter() - start
    run.infeasible = solver.getStatus() == "infeasible"
    if solver.getNSols():
        best = solver.getBestSol()
        values = [solver.getSolVal(best, v) for v in solver.getVars()]
        run.solution = _spread(model, [v.name for v in solver.getVars()], values)
        _note(run, model, start, solver.getPrimalbound(), solver.getDualbound())
    return run


def cp_sat(model: Model, seconds: float, _scratch: Path) -> Run:
    """CP-SAT with its default options on whole numbers; see `benchmarks.sourcing.whole`."""
    from benchmarks.sourcing.whole import solve_whole

    return solve_whole(model, seconds)


Peer = Callable[[Model, float, Path], Run]
PEERS: dict[str, tuple[str, Peer]] = {
    "pulp-cbc": ("PuLP + CBC", pulp_cbc),
    "pulp-highs": ("PuLP + HiGHS", pulp_highs),
    "highs": ("HiGHS", highs_mps),
    "cp-sat": ("CP-SAT", cp_sat),
    "scip": ("SCIP", scip),
}
"""Name and function of each peer."""
