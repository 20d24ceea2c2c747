"""What each ingredient of the search brings: the same programs searched without one of them at a time.

python -m benchmarks.ablation [SECONDS] [PACKAGESxVENDORS]    30 s on 300x20 unless told otherwise
"""

from __future__ import annotations

import math
import os
import sys
import time
from dataclasses import dataclass, fields

import numpy as np

from benchmarks.enterprise import SCENARIO, Family, enterprise
from benchmarks.page import put_section, table
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.sourcing.engine.engine import Engine, Ingredients
from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.tuning import TUNING
from touchmap.sourcing.fence import Model
from touchmap.sourcing.search import Ready

HEADING = "## What each ingredient of the search brings"
MIXES = {
    "everything": Ingredients(),
    **{f"without {f.name}": Ingredients(**{f.name: False}) for f in fields(Ingredients)},
    "the whole program alone": Ingredients(relaxation=False, dive=False, neighbourhoods=False),
}


@dataclass(frozen=True)
class Outcome:
    """Best solution and bound of one search."""

    objective: float
    bound: float


def searched(packages: int, vendors: int, family: Family, use: Ingredients, seconds: float) -> Outcome:
    """Search one enterprise with a mix of ingredients, from today's plan."""
    costing = build_costing(enterprise(packages, vendors, family))
    ready = Ready(costing, find_scenario(costing.project, SCENARIO))
    program = ready.program
    if program is None:
        raise RuntimeError("some work of the enterprise has no home")
    model = Model(program.problem).highs
    for name, value in {**TUNING, "time_limit": seconds, "mip_rel_gap": 1e-4, "threads": 1}.items():
        model.setOptionValue(name, value)
    now = time.perf_counter()
    incumbent = Incumbent(1e-4, now, now + seconds)
    start = np.array(sorted(program.x[int(i)].index for i in costing.options.today))
    Engine(model, Layout.of(program, model.getNumCol()), incumbent, use).run(start)
    return Outcome(incumbent.objective, incumbent.bound)


def main() -> int:
    """Search each family with each mix, and write the section."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    packages, vendors = (int(n) for n in (sys.argv[2] if len(sys.argv) > 2 else "300x20").split("x"))
    load = os.getloadavg()[0]
    found: dict[tuple[str, Family], Outcome] = {}
    for family in Family:
        for name, use in MIXES.items():
            found[name, family] = searched(packages, vendors, family, use, seconds)
            print(family, name, found[name, family], file=sys.stderr, flush=True)
    best = {family: max(found[name, family].bound for name in MIXES) for family in Family}
    rows = []
    for name in MIXES:
        row = [name]
        for family in Family:
            outcome = found[name, family]
            row += [_gap(outcome.objective, best[family]), _gap(outcome.objective, outcome.bound)]
        rows.append(row)
    headings = ["search", *(f"{family.value}: {what}" for family in Family for what in ("plan", "gap"))]
    put_section(HEADING, _text(f"{packages}×{vendors}", seconds, load) + table(headings, rows))
    return 0


def _gap(objective: float, bound: float) -> str:
    gap = (objective - bound) / abs(objective)
    return f"{100 * gap:.3f} %" if math.isfinite(gap) else "none"


def _text(size: str, seconds: float, load: float) -> str:
    return (
        f"{HEADING}\n\n"
        f"Written by `python -m benchmarks.ablation`: enterprises of {size}, seed 1,\n"
        f"{seconds:.0f} s each, from today's plan, one after the other. *Plan*: how far the best plan is\n"
        "above the best bound that any of the searches has proven. *Gap*: how far it is above the bound of\n"
        "the same search. The ingredients are those of [the search](architecture.md#the-search); without\n"
        "the relaxation there is no dive either, and without the proof both searches are of neighbourhoods.\n"
        f"Load when it began: {load:.1f}.\n\n"
    )


if __name__ == "__main__":
    sys.exit(main())
