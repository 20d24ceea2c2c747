"""100,000 queues staffed at once, beside pyworkforce over the same: ``python -m benchmarks.staffing``.

Each runs in a process of its own on one core. pyworkforce brings ortools along, which does not go with
highspy in one process, so it is installed into an environment that lasts as long as the measurement; where
that is not possible, its column stays blank.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.page import put_section

if TYPE_CHECKING:
    from touchmap.project import Project

ROOT = Path(__file__).resolve().parents[1]
HEADING = "## Staffing"
COUNT = 100_000
LONGEST = 600.0
"""Seconds of the processor after which pyworkforce is stopped and its time extrapolated."""
SECTION = """{heading}

{count:,} combinations of arrivals (1 to 3,000 calls in half an hour), handle time (2 to 15 minutes) and
target (60 to 95 % in 10 to 60 s, at most 90 % occupied): the fewest agents of each. *touchmap* is
`required_agents`, one call on arrays; *pyworkforce* {version} loops over `ErlangC.required_positions`. Each
in a process of its own on one core; seconds are those of the processor, without importing.
{busy}
| what | seconds | queues a second |
| --- | --: | --: |
{rows}

{agreement}

Staffing curves: opening and slope of every language pool of a sample, each from nine staffings of all hours
of a year, beside the plain loop that staffs them in whole agents, queue by queue, at every load
(`whole_positions` instead of `SmoothPositions`). *Again* is the same project asked once more. Pricing every
option takes the pools besides.

| sample | pools | `propose_pools` s | whole agents s | again s | pricing, curves off s | on s |
| --- | --: | --: | --: | --: | --: | --: |
{pools}
"""


def queues(count: int = COUNT) -> dict[str, list[float]]:
    """Made-up queues, the same on every machine."""
    from random import Random

    rng = Random(7)
    return {
        "calls": [10 ** rng.uniform(0, 3.5) for _ in range(count)],
        "handle_seconds": [rng.uniform(120, 900) for _ in range(count)],
        "level": [rng.uniform(0.6, 0.95) for _ in range(count)],
        "threshold_seconds": [float(rng.choice((10, 20, 30, 60))) for _ in range(count)],
        "cap": [0.9] * count,
    }


def ours(data: dict[str, list[float]], patience_seconds: float) -> dict[str, Any]:
    """Staff all queues in one call; the best of three."""
    import numpy as np

    from touchmap.workload.staffing.requirement import required_agents

    arrays = {name: np.array(values) for name, values in data.items()}
    seconds = []
    for _ in range(3):
        start = time.process_time()
        agents = required_agents(
            arrays["calls"] * arrays["handle_seconds"] / 1800,
            arrays["handle_seconds"],
            service_level_share=arrays["level"],
            threshold_seconds=arrays["threshold_seconds"],
            occupancy_cap=arrays["cap"],
            patience_seconds=patience_seconds,
        )
        seconds.append(time.process_time() - start)
    return {"seconds": min(seconds), "agents": agents.tolist()}


def pools() -> list[dict[str, Any]]:
    """Propose the pools of every sample, in both ways, and price its options without and with them."""
    from touchmap.examples import EXAMPLES, example

    return [{"sample": name, **_pools_of(example(name))} for name in EXAMPLES]


def _pools_of(project: Project) -> dict[str, float]:
    from touchmap.costing.costing import build_costing
    from touchmap.workload.staffing import pool_curve
    from touchmap.workload.staffing.group_staff import whole_positions
    from touchmap.workload.staffing.pool_staff import pool_staff

    curved = project.replace(settings=project.settings.model_copy(update={"staffing_curve": True}))
    lines = _seconds(lambda: pool_curve.propose_pools(project))
    with patch.object(pool_curve, "SmoothPositions", lambda **_: whole_positions):
        whole = _seconds(lambda: pool_curve.propose_pools(project))
    return {
        "pools": len(pool_curve.propose_pools(project)),
        "lines": lines,
        "whole": whole,
        "off": _seconds(lambda: build_costing(project)),
        "on": lines + _seconds(lambda: build_costing(curved)),
        "again": _seconds(lambda: pool_staff(curved)),
    }


def _seconds(task: Callable[[], object]) -> float:
    """Seconds of the processor, the best of three."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return min(taken)


def measure() -> dict[str, dict[str, Any]]:
    """Let each do all queues, in a process of its own."""
    said: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        task = Path(scratch) / "queues.json"
        task.write_text(json.dumps(queues()), encoding="utf-8")
        for name, patience in (("Erlang C", "inf"), ("Erlang A", "120")):
            said[name] = _run([sys.executable, "-m", "benchmarks.staffing", "--ours", str(task), patience])
        said["pyworkforce"] = _pyworkforce(Path(scratch), task)
        said["pools"] = _run([sys.executable, "-m", "benchmarks.staffing", "--pools"])
    return said


def _run(command: list[str]) -> dict[str, Any]:
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _pyworkforce(scratch: Path, task: Path) -> dict[str, Any]:
    place = scratch / "environment"
    try:
        venv.create(place, with_pip=True)
        python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
        install = [str(python), "-m", "pip", "install", "--quiet", "pyworkforce"]
        subprocess.run(install, check=True, capture_output=True, timeout=600)
    except (subprocess.SubprocessError, OSError):
        return {}
    loop = ROOT / "benchmarks" / "pyworkforce_loop.py"
    return _run([str(python), str(loop), str(task), str(LONGEST)])


def section(said: dict[str, dict[str, Any]], load: float) -> str:
    """The part of docs/performance.md about staffing."""
    names = {
        "Erlang C": "touchmap, nobody hangs up (Erlang C)",
        "Erlang A": "touchmap, patience 120 s (Erlang A)",
    }
    rows = [_row(label, said[name]["seconds"], COUNT) for name, label in names.items()]
    peer = said["pyworkforce"]
    agreement = "pyworkforce could not be installed when this was written."
    if peer:
        done = len(peer["agents"])
        rows.append(_row("pyworkforce, Erlang C", peer["seconds"], done))
        pairs = list(zip(said["Erlang C"]["agents"], peer["agents"], strict=False))
        same, fewer = sum(a == b for a, b in pairs), sum(a < b for a, b in pairs)
        times = peer["seconds"] / done * COUNT / said["Erlang C"]["seconds"]
        agreement = f"touchmap takes {1 / times:.3f} × the time. "
        if same == done:
            agreement += f"Both find the same number of agents in all {done:,} cases."
        else:
            agreement += (
                f"Both find the same number of agents in {same:,} of {done:,} cases;\n"
                f"touchmap finds fewer in {fewer:,}, as pyworkforce begins its search at `round(load + 1)`, "
                "and never more."
            )
        if done < COUNT:
            agreement += f" pyworkforce was stopped after {done:,} cases."
        if same + fewer < done:
            agreement = (
                f"They disagree: touchmap needs more agents in {done - same - fewer:,} of {done:,} cases."
            )
    return SECTION.format(
        heading=HEADING,
        count=COUNT,
        version=peer.get("version", ""),
        busy=f"Other work ran beside it (load {load:.1f}).\n" if load > 0.5 else "",
        rows="\n".join(rows),
        agreement=agreement,
        pools="\n".join(_pool_row(row) for row in said["pools"]["rows"]),
    )


def _pool_row(row: dict[str, Any]) -> str:
    seconds = " | ".join(f"{row[name]:.2f}" for name in ("lines", "whole", "again", "off", "on"))
    return f"| {row['sample']} | {row['pools']} | {seconds} |"


def _row(label: str, seconds: float, count: int) -> str:
    return f"| {label} | {seconds:.2f} | {count / seconds:,.0f} |"


def main() -> int:
    """Measure, print, and write the section anew."""
    if sys.argv[1:2] == ["--ours"]:
        data = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        print(json.dumps(ours(data, float(sys.argv[3]))))
        return 0
    if sys.argv[1:2] == ["--pools"]:
        print(json.dumps({"rows": pools()}))
        return 0
    load = os.getloadavg()[0]
    text = section(measure(), load)
    print(text)
    put_section(HEADING, text)
    return 1 if "disagree" in text else 0


if __name__ == "__main__":
    sys.exit(main())
