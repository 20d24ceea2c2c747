"""A workspace with a project of 5,000 processes: ``python -m benchmarks.workspace``.

Writes the section on the workspace in docs/performance.md anew.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.map_instance import map_project
from benchmarks.page import put_section
from touchmap.project.edits import set_field
from touchmap.store import Workspace

HEADING = "## The workspace"
PROCESSES = 5_000
COMMITS = 600
"""Edits that are timed."""
ENTRIES = 10_000
LIMITS = {"commit": 0.05, "revision": 0.002, "open": 1.0, "list": 0.2}
SECTION = """{heading}

Measured by `python -m benchmarks.workspace`: a project of {processes:,} processes ({rows:,} rows) in a
workspace of SQLite, beside a plain `json.dump` of its tables into a file, which takes {seconds:.2f} s for
{megabytes:.0f} MB and keeps no history. Edits are measured by the clock, until they are on the disk;
the others in seconds of the processor. Medians of {commits} edits, of five openings in a workspace
freshly opened, and of five listings.{busy}

| what | milliseconds | ÷ json.dump | goal, ms |
| --- | --: | --: | --: |
{table}
"""


def timed(task: Callable[[], object]) -> float:
    """Seconds of the processor a task takes."""
    start = time.process_time()
    task()
    return time.process_time() - start


def measure(folder: Path) -> tuple[dict[str, float], int, int]:
    """Seconds of each task, rows of the project and bytes of its plain JSON."""
    project, rng = map_project(3 * PROCESSES), Random(1)
    ids = [process.process_id for process in project.processes]
    plain = folder / "plain.json"

    def dump() -> None:
        with plain.open("w", encoding="utf-8") as file:
            json.dump(project.to_tables(), file)

    found = {"dump": statistics.median(timed(dump) for _ in range(3))}
    with Workspace(folder / "w.sqlite") as workspace:
        stored = workspace.add("Large", project, author="Ann")
        seconds = []
        for n in range(COMMITS):
            change = set_field(stored.project(), "processes", rng.choice(ids), "name", f"Name {n}")
            start = time.perf_counter()
            stored.commit(change, author="Ann")
            seconds.append(time.perf_counter() - start)
        found["commit"] = statistics.median(seconds)
        found["slowest"] = max(seconds)
        found["revision"] = timed(lambda: [stored.revision for _ in range(200)]) / 200
    found["first"] = timed(lambda: _open(folder))
    found["open"] = statistics.median(timed(lambda: _open(folder)) for _ in range(5))
    with Workspace(folder / "many.sqlite") as workspace:
        many = workspace.add("Many edits", map_project(30), author="Ann")
        for n in range(ENTRIES):
            many.commit(set_field(many.project(), "processes", "P1", "name", f"Name {n}"), author="Ann")
        found["list"] = statistics.median(timed(many.entries) for _ in range(5))
    return found, sum(map(len, project.to_tables().values())), plain.stat().st_size


def _open(folder: Path) -> None:
    with Workspace(folder / "w.sqlite") as workspace:
        workspace.open("Large").project()


def section(found: dict[str, float], rows: int, size: int, load: float) -> str:
    """The part of docs/performance.md about the workspace."""
    names = {
        "commit": "an edit, from asking to being on the disk",
        "slowest": f"the slowest of {COMMITS} edits",
        "revision": "asking for the number of the latest edit",
        "open": f"opening the project after {COMMITS} edits",
        "first": "the first opening after so many, which writes the whole state again",
        "list": f"listing {ENTRIES:,} edits",
    }
    lines = []
    for name, label in names.items():
        ratio = found[name] / found["dump"]
        goal = f"{1000 * LIMITS[name]:.0f}" if name in LIMITS else ""
        lines.append(f"| {label} | {1000 * found[name]:,.1f} | {ratio:.4f} | {goal} |")
    return SECTION.format(
        heading=HEADING,
        processes=PROCESSES,
        rows=rows,
        seconds=found["dump"],
        megabytes=size / 1e6,
        commits=COMMITS,
        busy=f" Other work ran beside it (load {load:.1f})." if load > 0.5 else "",
        table="\n".join(lines),
    )


def main() -> int:
    """Measure, print, and write the section anew; fails where a goal is missed."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        found, rows, size = measure(Path(folder))
    text = section(found, rows, size, load)
    print(text)
    put_section(HEADING, text)
    missed = [name for name, limit in LIMITS.items() if found[name] > limit]
    print("missed: " + ", ".join(missed) if missed else "all goals are met", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
