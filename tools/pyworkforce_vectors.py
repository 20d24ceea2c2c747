"""Write tests/data/staffing/pyworkforce.csv: Erlang C by pyworkforce, for the tests to compare with.

pyworkforce brings ortools along, whose symbols clash with those of highspy in one process, so it is no
test dependency. Run this in an environment of its own::

    python -m venv /tmp/pyworkforce
    /tmp/pyworkforce/bin/pip install pyworkforce
    /tmp/pyworkforce/bin/python tools/pyworkforce_vectors.py

The file holds what pyworkforce 0.5.1 said. It begins its search at ``round(load + 1)`` agents and never
looks below.
"""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

from pyworkforce.queuing import ErlangC

TARGET = Path(__file__).resolve().parents[1] / "tests" / "data" / "staffing" / "pyworkforce.csv"
CALLS = (2, 7, 15, 40, 90, 210, 500, 1300, 4000, 11_000)
"""Calls in half an hour."""
GRID = itertools.product(CALLS, (2.5, 6.0, 11.0), (10.0, 20.0, 60.0), (0.7, 0.8, 0.95), (0.85, 1.0))
COLUMNS = (
    "calls",
    "handle_seconds",
    "threshold_seconds",
    "level",
    "cap",
    "agents",
    "reached",
    "occupancy",
    "wait_probability",
)


def main() -> None:
    """Ask pyworkforce for every combination."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for calls, minutes, seconds, level, cap in GRID:
            queue = ErlangC(transactions=calls, aht=minutes, asa=seconds / 60, interval=30)
            found = queue.required_positions(service_level=level, max_occupancy=cap)
            reached = [found[name] for name in ("service_level", "occupancy", "waiting_probability")]
            writer.writerow([calls, 60 * minutes, seconds, level, cap, found["raw_positions"], *reached])


if __name__ == "__main__":
    main()
