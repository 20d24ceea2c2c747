"""Measure and print a table; a full run also writes docs/performance.md.

python -m benchmarks            all scenarios of all samples, and all sizes: half an hour
python -m benchmarks --quick    the last scenario of each sample, and the smallest size: a minute or two
"""

from __future__ import annotations

import csv
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import maps, questions, staffing, workspace

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ("telecom_isp", "insurer", "online_retailer")
SIZES = ((40, 10), (100, 14), (300, 20))
SOLVERS = {"ours": "touchmap", "highs": "HiGHS", "cbc": "CBC"}
GAP = 1.001e-3
"""Gap at which a plan counts as proven: 0.1 %, and what is lost in rounding."""
WORTH_COMPARING = 0.5
"""Seconds one of two solvers must take for their ratio to mean anything."""
PAGE = """# Performance

Written by `make bench` (`python -m benchmarks`) on a machine with {cores} cores, with HiGHS {highs},
PuLP {pulp} and the CBC inside it. Seconds differ from machine to machine; ratios are of one run and
say more.{busy}

{summary}

Companies named like 100×14 are made up by `benchmarks/instances.py`: 100 work packages, 14 vendors.

## Side by side

One and the same program, solved to a gap of 0.1 % within {limit:.0f} s by each solver in a process of its
own, one after the other, the handing over of the program included. *touchmap* is HiGHS with the
settings of `touchmap.sourcing.fence`, in one thread. *HiGHS* and *CBC* run as they come: only gap and
time limit are set. The gap is what the solver itself has proven. A ratio below 1 means that touchmap
was faster; `<` or `>`: one of the two was stopped; blank: neither took {worth} s. Memory is the peak of the
process; that of touchmap holds the company and its prices too. Each run checks that no plan is
better than what another solver has proven to be the best possible.

{side_by_side}

## Before the solver

Seconds to read the company from CSV files, to price every option, and to build the program.

{before}

{staffing}
{maps}"""


@dataclass
class Case:
    """A scenario of a company, and what each solver said of it."""

    name: str
    scenario: str
    folder: str
    size: tuple[int, int] | None = None
    said: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ratio(self, peer: str) -> tuple[float, str]:
        """Our seconds over a peer's (NaN = says nothing), and how it is printed."""
        mine, theirs = self.said["ours"], self.said[peer]
        times = [s["seconds"] for s in (mine, theirs) if "seconds" in s]
        if len(times) < 2 or max(times) < WORTH_COMPARING:
            return math.nan, ""
        if is_stopped(mine) and is_stopped(theirs):
            return math.nan, "both stopped"
        value = times[0] / times[1]
        return value, f"{'> ' if is_stopped(mine) else '< ' if is_stopped(theirs) else ''}{value:.2f}"


def is_stopped(said: dict[str, Any]) -> bool:
    """Whether the time limit came before the proof."""
    return "seconds" in said and not said["infeasible"] and not share(said) <= GAP


def share(said: dict[str, Any]) -> float:
    """Proven gap as a share of the objective; NaN without a plan or a bound."""
    if said["objective"] is None or said["bound"] is None:
        return math.nan
    return abs(said["objective"] - said["bound"]) / max(abs(said["objective"]), 1e-9)


def gap(said: dict[str, Any]) -> str:
    """Proven gap in percent, or what there is instead."""
    if "seconds" not in said:
        return said.get("failed", "not installed")
    if said["objective"] is None:
        return "infeasible" if said["infeasible"] else "no plan"
    return "not proven" if math.isnan(share(said)) else f"{100 * share(said):.2f} %"


def cases(scratch: str, *, quick: bool) -> list[Case]:
    """What is measured."""
    found = []
    for name in SAMPLES:
        folder = ROOT / "data" / name
        with (folder / "scenarios.csv").open(encoding="utf-8", newline="") as file:
            solved = [row["scenario_id"] for row in csv.DictReader(file) if row["objective"] != "today"]
        found += [Case(name, scenario, str(folder)) for scenario in (solved[-1:] if quick else solved)]
    for size in SIZES[:1] if quick else SIZES:
        name = "×".join(map(str, size))
        found += [Case(name, scenario, f"{scratch}/{name}", size) for scenario in ("cheapest", "blended")]
    return found


def measure(case: Case, solver: str, program: str, limit: float) -> dict[str, Any]:
    """Let one solver do one case, in a process of its own."""
    task = {"solver": solver, "program": program, "seconds": limit} | vars(case)
    command = [sys.executable, "-m", "benchmarks.worker", json.dumps(task)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            out, _ = process.communicate(timeout=3 * limit + 60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return {"failed": "did not stop"}
    return {"failed": "failed"} if process.returncode else json.loads(out.splitlines()[-1])


def disagreements(case: Case) -> list[str]:
    """Plans that another solver has proven to be impossible: one of the two is wrong."""
    found = []
    for a, first in case.said.items():
        for b, second in case.said.items():
            value, bound = first.get("objective"), second.get("bound")
            better = None not in (value, bound) and value < bound - 1e-5 * abs(bound) - 1e-6
            if better or (value is not None and second.get("infeasible")):
                found.append(f"{case.name} {case.scenario}: {b} has proven that the plan of {a} cannot be")
    return found


def table(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table that is readable as text; all but the first two columns to the right."""
    widths = [max(3, *(len(r[n]) for r in (headings, *rows))) for n in range(len(headings))]
    rule = ["-" * w if n < 2 else "-" * (w - 1) + ":" for n, w in enumerate(widths)]
    put = [str.ljust, str.ljust, *[str.rjust] * (len(widths) - 2)]
    padded = [
        [p(c, w) for p, c, w in zip(put, line, widths, strict=True)] for line in (headings, rule, *rows)
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in padded)


def before_solving(done: list[Case]) -> str:
    """What comes before the solver."""
    sizes, parts = ("packages", "options", "columns", "rows"), ("load", "costing", "build")
    rows = [
        [c.name, c.scenario, *(f"{said[s]:,}" for s in sizes), *(f"{said[p]:.2f}" for p in parts)]
        for c in done
        if "rows" in (said := c.said["ours"])
    ]
    return table(["Company", "Scenario", *sizes, *(f"{p} s" for p in parts)], rows)


def side_by_side(done: list[Case]) -> str:
    """Seconds, gap, memory and ratio of each solver on the same program."""
    headings = ["Company", "Scenario"]
    for solver, name in SOLVERS.items():
        headings += [f"{name} s", "gap", "MB", *([f"ours / {name}"] if solver != "ours" else [])]
    rows = []
    for case in done:
        row = [case.name, case.scenario]
        for solver, said in case.said.items():
            row += [f"{said['seconds']:.1f}" if "seconds" in said else "", gap(said)]
            row += [f"{said['megabytes']:.0f}" if "megabytes" in said else ""]
            row += [case.ratio(solver)[1]] if solver != "ours" else []
        rows.append(row)
    return table(headings, rows)


def summary(done: list[Case], limit: float) -> str:
    """How the ratios and, where nobody came to the end, the gaps stand."""
    lines = []
    for peer, name in list(SOLVERS.items())[1:]:
        ratios = [r for r in (case.ratio(peer)[0] for case in done) if not math.isnan(r)]
        if ratios:
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            lines.append(
                f"- touchmap takes {mean:.2f} × the time of {name} (geometric mean of {len(ratios)} cases, "
                "a stopped solver counted at the limit)."
            )
        open_ = [[c.said[s] for s in ("ours", peer)] for c in done if c.ratio(peer)[1] == "both stopped"]
        pairs = [[math.inf if math.isnan(share(s)) else share(s) for s in pair] for pair in open_]
        if pairs:
            better, worse = (sum(sign * a < sign * b for a, b in pairs) for sign in (1, -1))
            lines.append(
                f"- Where both were stopped ({len(pairs)} cases), touchmap had the smaller gap {better} ×, "
                f"{name} {worse} ×."
            )
    stopped = [f"{name} {sum(is_stopped(c.said[s]) for c in done)} ×" for s, name in SOLVERS.items()]
    return "\n".join([*lines, f"- Stopped after {limit:.0f} s in {len(done)} cases: {', '.join(stopped)}."])


def page(done: list[Case], limit: float, load: float, staffed: str, mapped: str) -> str:
    """The text of docs/performance.md."""
    note = f" Other work ran beside it (load {load:.1f} when it began), so seconds are too long."
    return PAGE.format(
        cores=os.cpu_count(),
        highs=version("highspy"),
        pulp=version("pulp"),
        busy=note if load > 0.5 else "",
        summary=summary(done, limit),
        limit=limit,
        worth=WORTH_COMPARING,
        side_by_side=side_by_side(done),
        before=before_solving(done),
        staffing=staffed,
        maps=mapped,
    )


def main() -> int:
    """Measure everything asked for."""
    quick = "--quick" in sys.argv[1:]
    limit, load = 10.0 if quick else 60.0, os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as scratch:
        done = cases(scratch, quick=quick)
        for n, case in enumerate(done, 1):
            print(f"{n} of {len(done)}: {case.name} {case.scenario}", file=sys.stderr, flush=True)
            for solver in SOLVERS:
                case.said[solver] = measure(case, solver, f"{scratch}/program.mps", limit)
    wrong = [sentence for case in done for sentence in disagreements(case)]
    print(side_by_side(done), before_solving(done), summary(done, limit), *wrong, sep="\n\n")
    if not quick:
        staffed = staffing.section(staffing.measure(), load)
        mapped = maps.section(load)
        kept = workspace.measured_section(load)
        asked = questions.section(load)
        print(staffed, mapped, kept, asked, sep="\n")
        text = workspace.with_section(page(done, limit, load, staffed, mapped), kept)
        text = questions.with_section(text, asked)
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
    return 1 if wrong or any("failed" in said for case in done for said in case.said.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
