"""One task in a process of its own: reads it from its arguments, answers with one JSON object."""

from __future__ import annotations

import json
import math
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.sourcing.instances import Instance
from benchmarks.sourcing.model import Model, tight
from benchmarks.sourcing.peers import GAP, PEERS, Run
from benchmarks.sourcing.trace import Trace

TOLERANCE = 1e-5
"""Largest part of a row's size by which a solution may break it."""


def state(task: dict[str, Any]) -> dict[str, Any]:
    """Build the program of an instance and leave it behind as arrays, tight and plain."""
    from touchmap.costing.costing import build_costing
    from touchmap.project import find_scenario
    from touchmap.sourcing import search
    from touchmap.sourcing.gates import GateFacts

    project, name = Instance(**task["instance"]).project()
    start = time.process_time()
    costing = build_costing(project)
    scenario, facts = find_scenario(project, name), GateFacts(costing)
    admission = search.admit(costing, scenario, facts)
    priced = time.process_time()
    program = search.build_program(costing, scenario, facts, admission)
    built = time.process_time()
    model = tight(program)
    plain = model.plain()
    model.save(Path(task["tight"]))
    plain.save(Path(task["plain"]))
    return {
        "packages": len(costing.options.packages),
        "options": int(admission.open.sum()),
        "columns": len(model.cost),
        "rows": len(model.row_lower),
        "plain_rows": len(plain.row_lower),
        "pricing": priced - start,
        "building": built - priced,
        "fingerprints": {"tight": model.fingerprint, "plain": plain.fingerprint},
    }


def ours(task: dict[str, Any]) -> dict[str, Any]:
    """Search as touchmap does. Its clock starts with the prices known: building the program counts."""
    from touchmap.costing.costing import build_costing
    from touchmap.project import find_scenario
    from touchmap.solving import THREADS
    from touchmap.sourcing.fence import Limits, Outcome
    from touchmap.sourcing.search import search
    from touchmap.work.options import Ints

    project, name = Instance(**task["instance"]).project()
    costing, scenario = build_costing(project), find_scenario(project, name)
    heard: list[tuple[float, float, float]] = []
    start = time.perf_counter()

    def progress(_seconds: float, incumbent: float, bound: float, _choice: Ints | None) -> None:
        heard.append((time.perf_counter() - start, incumbent, bound))

    limits = Limits(gap=GAP, seconds=float(task["seconds"]), threads=THREADS)
    found = search(costing, scenario, limits, progress=progress, find_why=False)
    seconds = time.perf_counter() - start
    trace, withdrawn = kept_to(heard, found.bound)
    trace.add(seconds, found.objective, found.bound)
    run = Run(trace, seconds=seconds, infeasible=found.outcome is Outcome.INFEASIBLE)
    return _answer(run) | {"withdrawn": withdrawn}


def kept_to(heard: list[tuple[float, float, float]], bound: float) -> tuple[Trace, int]:
    """What was heard on the way without the bounds that the end does not keep, and how many those are.

    >>> trace, withdrawn = kept_to([(1.0, 120.0, 119.0), (2.0, 110.0, 90.0)], 95.0)
    >>> trace.events, withdrawn
    ([(1.0, 120.0, -inf), (2.0, 110.0, 90.0)], 1)
    """
    trace, withdrawn = Trace(), 0
    for second, incumbent, said in heard:
        is_kept = said <= bound + 1e-9 * abs(bound)
        withdrawn += not is_kept
        trace.add(second, incumbent, said if is_kept else None)
    return trace, withdrawn


def peer(task: dict[str, Any]) -> dict[str, Any]:
    """Let a peer search a model, and check the plan it gives."""
    model = Model.load(Path(task["model"]))
    with tempfile.TemporaryDirectory() as scratch:
        run = PEERS[task["solver"]][1](model, float(task["seconds"]), Path(scratch))
    if run.solution is not None:
        broken, value = model.violation(run.solution), model.value(run.solution)
        if broken > TOLERANCE:
            run.trace, run.checked = Trace(), f"its plan breaks a row by {broken:.0e} of its size"
        elif value > run.trace.incumbent + 1e-6 * abs(value):
            run.trace, run.checked = Trace(), "its plan costs more than it said"
        run.trace.add(run.seconds, value if broken <= TOLERANCE else None, None)
    return _answer(run)


def _answer(run: Run) -> dict[str, Any]:
    return {
        "events": run.trace.to_list(),
        "seconds": run.seconds,
        "setup": run.setup,
        "infeasible": run.infeasible,
        "version": run.version,
        "checked": run.checked,
    }


def peak_megabytes() -> float:
    """Peak memory of this process or of the largest one it started."""
    usage = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return usage / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Do the task."""
    task = json.loads(sys.argv[1])
    do = {"state": state, "touchmap": ours}.get(task["solver"], peer)
    answer = do(task)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    answer |= {
        "megabytes": peak_megabytes(),
        "cpu": math.fsum(u.ru_utime + u.ru_stime for u in used),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
