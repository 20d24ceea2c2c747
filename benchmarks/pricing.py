"""Pricing every option of an enterprise, and asking who can do what: ``python -m benchmarks.pricing``.

Each size has a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks.enterprise import enterprise
from benchmarks.page import put_section, table

HEADING = "## Pricing"
SIZES = ("300x20", "1000x30", "3000x40", "10000x50")
GOAL_SECONDS = 5.0
"""Goal for costing and eligibility at the largest size."""
HEADINGS = (
    "size",
    "packages",
    "options",
    "possible",
    "costing s",
    "eligibility s",
    "prices s",
    "sum s",
    "MB",
)
SECTION = """{heading}

Measured by `python -m benchmarks.pricing` on enterprises of the family *light*, work packages × vendors,
seed 1, each in a process of its own, in seconds of the processor. *Costing*: options laid out, and every
cost line of each. *Eligibility*: every gate asked. *Prices*: the present value of every option. *Possible*:
options that are possible, of all packages × parties. *MB*: most memory of the process, the project's rows
included. The goal is {goal:g} s for costing and eligibility at the largest size.{busy}

{table}
"""


def measured(size: str) -> dict[str, float]:
    """What one enterprise takes."""
    from touchmap.costing.costing import build_costing
    from touchmap.eligibility import find_eligible

    packages, vendors = map(int, size.split("x"))
    project = enterprise(packages, vendors, "light", 1)
    start = time.process_time()
    costing = build_costing(project)
    costed = time.process_time()
    possible = find_eligible(project, costing.options).possible
    asked = time.process_time()
    _ = costing.cost, costing.first_year_running, costing.one_off_total
    end = time.process_time()
    return {
        "packages": packages,
        "options": len(possible),
        "possible": float(possible.sum()) / (packages * len(project.providers)),
        "costing": costed - start,
        "eligibility": asked - costed,
        "prices": end - asked,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def row(size: str, found: dict[str, float]) -> list[str]:
    """One line of the table.

    >>> row("10x5", {"packages": 10, "options": 40, "possible": 0.5, "costing": 1.0, "eligibility": 0.25,
    ...              "prices": 0.5, "megabytes": 99.6})
    ['10×5', '10', '40', '50 %', '1.00', '0.25', '0.50', '1.75', '100']
    """
    seconds = [found["costing"], found["eligibility"], found["prices"]]
    return [
        size.replace("x", "×"),
        f"{found['packages']:,}",
        f"{found['options']:,}",
        f"{found['possible']:.0%}".replace("%", " %"),
        *(f"{s:.2f}" for s in (*seconds, sum(seconds))),
        f"{found['megabytes']:,.0f}",
    ]


def in_process(size: str) -> dict[str, float]:
    """The same, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pricing", "--one", size]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the section anew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pricing", description=__doc__)
    parser.add_argument("--sizes", default=",".join(SIZES), help="such as 300x20,1000x30")
    parser.add_argument("--dry", action="store_true", help="leave docs/performance.md as it is")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        print(json.dumps(measured(asked.one)))
        return 0
    load = os.getloadavg()[0]
    rows = [row(size, in_process(size)) for size in asked.sizes.split(",")]
    busy = f" Other work ran beside it (load {load:.1f})." if load > 0.5 else ""
    text = SECTION.format(heading=HEADING, goal=GOAL_SECONDS, busy=busy, table=table(HEADINGS, rows))
    print(text)
    if not asked.dry:
        put_section(HEADING, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
