"""Write tests/data/staffing/simulated.csv: queues played through, with their confidence intervals.

``python tools/simulate_queues.py`` takes some minutes. The tests compare the formulas with this file; they
also play a few queues through themselves.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.workload.staffing.simulation import simulate  # noqa: E402

TARGET = ROOT / "tests" / "data" / "staffing" / "simulated.csv"
FIGURES = ("service_level_share", "abandoned_share", "wait_probability", "asa_seconds", "mean_wait_seconds")
# Load, agents, handle seconds, patience (blank: nobody hangs up), threshold.
QUEUES = [
    *((r, n, 300.0, p, 20.0) for r, n in ((0.5, 2), (2, 4), (4, 6), (8, 10)) for p in (None, 60.0, 180.0)),
    *(
        (r, n, 360.0, p, t)
        for r, n in ((3, 3), (10, 9), (20, 18))
        for p in (90.0, 240.0)
        for t in (20.0, 120.0)
    ),
    *((r, n, 480.0, p, 45.0) for r, n in ((15, 20), (30, 36), (50, 58)) for p in (None, 120.0)),
    *((r, n, 240.0, p, 60.0) for r, n in ((1, 1), (5, 3), (40, 34)) for p in (30.0, 600.0)),
]


def main() -> None:
    """Play every queue through and write what was seen."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        spans = [f"{name}{end}" for name in FIGURES for end in ("", "_half_width")]
        writer.writerow(["load", "agents", "handle", "patience", "threshold", "seed", *spans])
        for seed, (load, agents, handle, patience, threshold) in enumerate(QUEUES, 1):
            contacts = max(6000, 300 * agents)
            seen = simulate(
                load, agents, handle, patience, threshold, seed=seed, contacts=contacts, copies=400
            )
            values = [round(v, 9) for name in FIGURES for v in (seen[name].mean, seen[name].half_width)]
            writer.writerow([load, agents, handle, patience or "", threshold, seed, *values])
            print(f"{seed} of {len(QUEUES)}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
