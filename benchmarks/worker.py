"""One measurement in a process of its own: reads a task from its arguments, answers with one JSON object."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

GAP = 1e-3
UNKNOWN = 1e29


def ours(task: dict[str, Any]) -> dict[str, Any]:
    """Load, price, build and solve as touchmap does; leave the program behind for the others."""
    import touchmap
    from benchmarks.instances import instance
    from touchmap.costing.costing import build_costing
    from touchmap.project import find_scenario
    from touchmap.sourcing import fence, search
    from touchmap.sourcing.gates import GateFacts
    from touchmap.sourcing.objective import objective_terms

    folder = Path(task["folder"])
    if task["size"] and not folder.exists():
        touchmap.save(instance(*task["size"]), folder)
    start = time.perf_counter()
    project = touchmap.load(folder)
    loaded = time.perf_counter()
    costing = build_costing(project)
    priced = time.perf_counter()
    scenario, facts = find_scenario(project, task["scenario"]), GateFacts(costing)
    admission = search.admit(costing, scenario, facts)
    program = search.build_program(costing, scenario, facts, admission)
    sought, unit = objective_terms(program)
    # The constant part of the objective as a column, because the file format has no place for it.
    sought.add(program.problem.add_variable("constant", 1, 1), sought.constant)
    sought.constant = 0.0
    program.problem.setObjective(sought.expression(unit))
    built = time.perf_counter()
    program.problem.writeMPS(task["program"])
    solution = fence.run(program.problem, fence.Limits(gap=GAP, seconds=task["seconds"]))
    return {
        "packages": len(costing.options.packages),
        "options": int(admission.open.sum()),
        "columns": program.problem.numVariables(),
        "rows": program.problem.numConstraints(),
        "load": loaded - start,
        "costing": priced - loaded,
        "build": built - priced,
        **_answer(solution.seconds, solution.objective, solution.bound, str(solution.outcome)),
    }


def highs(task: dict[str, Any]) -> dict[str, Any]:
    """HiGHS with its default options; only the gap and the time limit are the same as ours."""
    import highspy

    model = highspy.Highs()
    for option, value in (("output_flag", False), ("mip_rel_gap", GAP), ("time_limit", task["seconds"])):
        model.setOptionValue(option, value)
    start = time.perf_counter()
    model.readModel(task["program"])
    model.run()
    info, seconds = model.getInfo(), time.perf_counter() - start
    end = model.modelStatusToString(model.getModelStatus()).lower()
    return _answer(seconds, info.objective_function_value, info.mip_dual_bound, end)


def cbc(task: dict[str, Any]) -> dict[str, Any]:
    """CBC through PuLP as it comes; the bound is in its log only."""
    import pulp

    _, problem = pulp.LpProblem.fromMPS(task["program"])
    log = Path(task["program"]).with_suffix(".log")
    solver = pulp.PULP_CBC_CMD(msg=False, gapRel=GAP, timeLimit=task["seconds"], logPath=str(log))
    if not solver.available():
        return {"missing": True}
    start = time.perf_counter()
    problem.solve(solver)
    seconds, text = time.perf_counter() - start, log.read_text(encoding="utf-8")
    value = pulp.value(problem.objective) if problem.sol_status in (1, 2) else None
    lower = re.search(r"^Lower bound: +(\S+)", text, re.MULTILINE)  # left out where the gap is 0
    bound = float(lower[1]) if lower else value if "Result - Optimal" in text else None
    return _answer(seconds, value, bound, pulp.LpStatus[problem.status].lower())


def _answer(seconds: float, objective: float | None, bound: float | None, end: str) -> dict[str, Any]:
    known = [None if x is None or not abs(x) < UNKNOWN else x for x in (objective, bound)]
    return {"seconds": seconds, "objective": known[0], "bound": known[1], "infeasible": end == "infeasible"}


def peak_megabytes() -> float:
    """Peak memory of this process or of the largest one it started."""
    usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return usage / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    answer = {"ours": ours, "highs": highs, "cbc": cbc}[given["solver"]](given)
    print(json.dumps(answer | {"megabytes": peak_megabytes()}))
