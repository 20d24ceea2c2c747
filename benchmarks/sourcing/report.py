"""The section of docs/performance.md on the search: tables of all runs that are kept, and a picture."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.page import PAGE, table
from benchmarks.sourcing.instances import SAMPLES
from benchmarks.sourcing.measures import MOMENTS, SHARES, SOLVERS, Case, grouped, median_and_worst
from benchmarks.sourcing.runs import OURS

HEADING = "## The search"
PICTURE = PAGE.parent / "images" / "performance-search.svg"
TEXT = """{heading}

Written by `{command}` on a machine with {cores} cores{versions}.
{busy}
*light*, *H* and *C* are enterprises made up by `benchmarks/enterprise.py`, work packages × vendors: *light*
passes on little work, *H* three times as much and eight times as dear, in *C* vendors have 55 % of the room
and at most eight may be used. *gap*, *facility* and *tasks* are published problems made anew by
`benchmarks/published.py`, agents × tasks. Sample companies stand for all of their scenarios.

Each solver has a process of its own and the same decision, one after the other. Peers run as they come, but
for the time limit and the gap of {proof} that counts as proof, and get both our own rows and the plain
statement a PuLP user would write, ``Σ X ≤ n · y``; for each measure the better of the two counts. Their
seconds start with the model in their hands; those of touchmap with the prices known, so that building its
program counts. Gaps after some seconds are measured against the best bound that any of the runs has proven.
CP-SAT knows whole numbers only; its plan counts at its exact value, its bound as it says. Each plan of a peer
is checked against all rows. Each cell: median (worst) over the instances, five seeds or all scenarios where
all were run.

### Beside the best peer

Gap at the end of the time limit; goals are those set for the search.

{beside}

![Gap over time]({picture})

### Every solver

The *primal integral* is the seconds spent without the best plan known, each counted by how far off the plan
then was. *To 1 %*: seconds until the solver's own bound proves it.

{solvers}

### Before the solver

Seconds of the processor to price every option and to build the program, its size, and the seconds PuLP takes
to state the same rows.

{before}

{wrong}"""

GOALS: dict[tuple[str, str], tuple[float, float]] = {
    ("light", "40x10"): (1.0, SHARES[-1]),
    ("H", "40x10"): (1.0, SHARES[-1]),
    ("C", "40x10"): (1.0, SHARES[-1]),
    ("light", "100x14"): (10.0, SHARES[-1]),
    ("H", "100x14"): (10.0, SHARES[-1]),
    ("C", "100x14"): (10.0, SHARES[-1]),
    ("light", "300x20"): (60.0, 0.001),
    ("H", "300x20"): (60.0, 0.01),
    ("C", "300x20"): (60.0, 0.01),
    ("light", "1000x30"): (60.0, 0.0005),
    ("H", "1000x30"): (60.0, 0.025),
    ("C", "1000x30"): (60.0, 0.002),
    ("light", "3000x40"): (180.0, 0.005),
    ("light", "10000x50"): (600.0, 0.01),
    **{(sample, ""): (1.0, SHARES[-1]) for sample in SAMPLES},
}
"""Seconds, and the gap to be proven within them; of published problems, see `_goal`."""


def _goal(group: tuple[str, str]) -> tuple[float, float]:
    return GOALS.get(group) or (
        (60.0, 0.001) if group[0].startswith(("gap", "facility")) else (math.inf, 0.0)
    )


def percent(value: float) -> str:
    """A gap.

    >>> percent(0.01234), percent(0.00004), percent(math.inf)
    ('1.23 %', '0.004 %', 'no plan')
    """
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "no plan"
    return f"{100 * value:.2f} %" if value >= 0.0005 or value == 0 else f"{100 * value:.3f} %"


def within(limit: float) -> Callable[[float], str]:
    """How a time is printed, or that it was not reached within the limit.

    >>> put = within(60)
    >>> put(1.234), put(math.inf)
    ('1.2', '> 60')
    """

    def put(value: float) -> str:
        if math.isnan(value):
            return ""
        return f"> {limit:g}" if math.isinf(value) else f"{value:.1f}"

    return put


def cell(values: Iterable[float], put: Callable[[float], str]) -> str:
    """Median (worst); only one figure where they are printed alike."""
    median, worst = map(put, median_and_worst(values))
    return median if median == worst else f"{median} ({worst})"


def name(group: tuple[str, str]) -> str:
    """A group as it is printed."""
    return " ".join(filter(None, group)).replace("x", "×") if group[1] else group[0]


def beside(groups: dict[tuple[str, str], list[Case]]) -> str:
    """Each group: our gap at the end beside that of the best peer, and the goal."""
    rows = []
    for group, cases in groups.items():
        feasible = [case for case in cases if not case.is_infeasible]
        limit = max(case.limit for case in cases)
        ends = {s: [case.gap_at(s, math.inf) for case in feasible if case.traces(s)] for s in SOLVERS}
        peers = {s: median_and_worst(gaps) for s, gaps in ends.items() if s != OURS and gaps}
        best = min(peers, key=lambda s: peers[s], default=None)
        most, share = _goal(group)
        reached = [_reached(case, most, share) for case in feasible]
        goal = "" if math.isinf(most) else f"{percent(share)} in {most:g} s"
        rows.append(
            [
                name(group),
                str(len(cases)),
                f"{limit:g}",
                cell(ends[OURS], percent),
                "" if best is None else cell(ends[best], percent),
                "" if best is None else SOLVERS[best],
                goal,
                f"{sum(reached)} of {len(reached)}" if goal else "",
            ]
        )
    headings = ["Instances", "runs", "limit, s", "touchmap", "best peer", "which", "goal, proven", "reached"]
    return table(headings, rows)


def _reached(case: Case, most: float, share: float) -> bool:
    return case.seconds_to(OURS, share) <= most


def every_solver(groups: dict[tuple[str, str], list[Case]]) -> str:
    """All measures of all solvers."""
    rows = []
    for group, cases in groups.items():
        limit = max(case.limit for case in cases)
        moments = [t for t in MOMENTS if t <= limit]
        for solver, label in SOLVERS.items():
            ran = [case for case in cases if case.traces(solver)]
            feasible = [case for case in ran if not case.is_infeasible]
            if not ran:
                continue
            gaps = [cell((c.gap_at(solver, t) for c in feasible), percent) for t in moments]
            rows.append(
                [
                    name(group),
                    label,
                    *gaps,
                    *[""] * (len(MOMENTS) - len(moments)),
                    *(cell((c.seconds_to(solver, s) for c in ran), within(limit)) for s in SHARES),
                    cell((c.primal_integral(solver) for c in feasible), within(limit)),
                    cell((c.lowest(solver, "megabytes") for c in ran), lambda v: f"{v:.0f}"),
                ]
            )
    gaps = [f"gap, {t:g} s" for t in MOMENTS]
    times = [f"to {percent(s)}" for s in SHARES[:-1]]
    return table(["Instances", "Solver", *gaps, *times, "proof", "primal integral", "MB"], rows, left=2)


def before(groups: dict[tuple[str, str], list[Case]], models: dict[str, dict[str, Any]]) -> str:
    """Size of programs, and the seconds before they are solved."""
    rows = []
    for group, cases in groups.items():
        facts = [models[case.instance.name] for case in cases if case.instance.name in models]
        sizes = ("packages", "options", "columns", "rows", "plain_rows")
        row = [name(group)]
        row += [cell((float(f[size]) for f in facts), lambda v: f"{v:,.0f}") for size in sizes]
        row += [cell((f[part] for f in facts), lambda v: f"{v:.2f}") for part in ("pricing", "building")]
        stating = [c.runs["pulp-highs", "tight"] for c in cases if ("pulp-highs", "tight") in c.runs]
        row += [cell((run.get("setup", math.nan) for run in stating), lambda v: f"{v:.2f}")]
        rows.append(row)
    headings = ["Instances", "packages", "options", "columns", "rows", "plain rows"]
    return table([*headings, "pricing s", "building s", "PuLP s"], rows)


def picture(groups: dict[tuple[str, str], list[Case]]) -> bytes | None:
    """Median gap over time of each solver, a panel for each group that takes more than a moment."""
    import altair as alt
    import pandas as pd
    import vl_convert

    points = []
    for group, cases in groups.items():
        feasible = [case for case in cases if not case.is_infeasible]
        limit = max(case.limit for case in cases)
        slowest = max((case.seconds_to(OURS, SHARES[-1]) for case in feasible), default=0.0)
        if slowest < MOMENTS[0]:
            continue
        for solver, label in SOLVERS.items():
            ran = [case for case in feasible if case.traces(solver)]
            for n in range(60 if ran else 0):
                t = 0.5 * (limit / 0.5) ** (n / 59)
                share, _ = median_and_worst(case.gap_at(solver, t) for case in ran)
                if math.isfinite(share):
                    gap = min(100.0, max(0.001, 100 * share))
                    points.append({"instances": name(group), "solver": label, "seconds": t, "gap": gap})
    if not points:
        return None
    log = alt.Scale(type="log")
    chart = (
        alt.Chart(pd.DataFrame(points), width=250, height=170)
        .mark_line()
        .encode(
            x=alt.X("seconds:Q", scale=log, title="seconds"),
            y=alt.Y("gap:Q", scale=log, title="gap, %"),
            color=alt.Color("solver:N", sort=list(SOLVERS.values()), title=None),
            facet=alt.Facet("instances:N", columns=3, title=None, sort=None),
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_dict())).encode("utf-8")


def section(cases: list[Case], models: dict[str, dict[str, Any]], command: str) -> str:
    """The text of the section; writes the picture beside it."""
    groups = grouped(cases)
    drawn = picture(groups)
    if drawn is not None:
        PICTURE.write_bytes(drawn)
    wrong = [sentence for case in cases for sentence in case.disagreements()]
    runs = [run for case in cases for run in case.runs.values()]
    versions = sorted({part for run in runs if run.get("version") for part in run["version"].split(", ")})
    load = max((run["load"] for run in runs), default=0.0)
    text = TEXT.format(
        heading=HEADING,
        command=command,
        cores=os.cpu_count(),
        versions=f", with {', '.join(versions)}" if versions else "",
        busy=f"Other work ran beside it (load up to {load:.1f}).\n" if load > 1.5 else "",
        proof=percent(SHARES[-1]),
        beside=beside(groups),
        picture=Path("images") / PICTURE.name,
        solvers=every_solver(groups),
        before=before(groups, models),
        wrong="\n".join(f"- {sentence}" for sentence in wrong),
    )
    return text if drawn is not None else text.replace(f"![Gap over time](images/{PICTURE.name})\n\n", "")
