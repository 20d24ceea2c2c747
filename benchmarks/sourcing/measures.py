"""What is measured of each solver on the instances of a group, the better statement counting for each."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.sourcing.instances import FAMILIES, Instance, sizes_of
from benchmarks.sourcing.peers import GAP, PEERS
from benchmarks.sourcing.runs import OURS
from benchmarks.sourcing.trace import Trace, gap

SOLVERS = {OURS: "touchmap", **{key: name for key, (name, _) in PEERS.items()}}
MOMENTS = (10.0, 30.0, 60.0)
"""Seconds after which gaps are read."""
SHARES = (1e-2, 1e-3, GAP)
"""Gaps to be proven; the last counts as proof."""
ROUNDED = frozenset({"cp-sat"})
"""Solvers whose bounds hold for a rounded model, and are not taken for bounds on the decision."""
AGREEMENT = 1e-5
"""Relative distance by which a plan may lie below another solver's bound before one of them must be wrong."""


@dataclass
class Case:
    """All runs of one instance with the same time limit, on the same model."""

    instance: Instance
    limit: float
    runs: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """By solver and statement."""

    def traces(self, solver: str) -> list[Trace]:
        """What a solver did with each statement it was given."""
        found = [run for (name, _), run in self.runs.items() if name == solver and "events" in run]
        return [Trace.from_list(run["events"]) for run in found]

    @property
    def is_infeasible(self) -> bool:
        """Whether touchmap has proven that there is no plan."""
        return any(run.get("infeasible") for (solver, _), run in self.runs.items() if solver == OURS)

    def bound(self) -> float:
        """The best bound that any run has proven."""
        return max((t.bound for s in SOLVERS if s not in ROUNDED for t in self.traces(s)), default=-math.inf)

    def best(self) -> float:
        """Value of the best plan of any run."""
        return min((t.incumbent for s in SOLVERS for t in self.traces(s)), default=math.inf)

    def gap_at(self, solver: str, second: float) -> float:
        """Gap to the best bound of all runs after so many seconds; infinite without a plan."""
        bound = self.bound()
        found = min((t.incumbent_at(second) for t in self.traces(solver)), default=math.inf)
        return max(0.0, gap(found, bound))

    def seconds_to(self, solver: str, share: float) -> float:
        """Second from which the solver itself proves such a gap, or that there is no plan; else infinite."""
        runs = [run for (name, _), run in self.runs.items() if name == solver and "events" in run]
        ends = [run["seconds"] for run in runs if run["infeasible"]]
        # What is lost in rounding when a solver stops at the gap it was given is no lack of proof.
        return min([*ends, *(t.seconds_to(1.001 * share) for t in self.traces(solver))], default=math.inf)

    def primal_integral(self, solver: str) -> float:
        """The smaller primal integral, seconds."""
        best = self.best()
        return min((t.primal_integral(best, self.limit) for t in self.traces(solver)), default=math.inf)

    def lowest(self, solver: str, what: str) -> float:
        """The lowest of a figure over the statements given."""
        return min(
            (run[what] for (name, _), run in self.runs.items() if name == solver and what in run),
            default=math.nan,
        )

    def disagreements(self) -> list[str]:
        """Plans that another solver has proven to be impossible, and what checks found wrong."""
        found = [
            f"{self.instance.name}, {SOLVERS[solver]} {variant}: {run.get('failed') or run['checked']}"
            for (solver, variant), run in self.runs.items()
            if run.get("failed") or run.get("checked")
        ]
        found += [
            f"{self.instance.name}, {SOLVERS[solver]}: said a bound on the way that it did not keep"
            for (solver, _), run in self.runs.items()
            if run.get("withdrawn")
        ]
        best, bound = self.best(), self.bound()
        if best < bound - AGREEMENT * abs(bound) or (self.is_infeasible and math.isfinite(best)):
            found.append(f"{self.instance.name}: a plan lies below a proven bound")
        return found


def cases_of(runs: Iterable[dict[str, Any]]) -> list[Case]:
    """The runs by instance, of each the longest time limit and the model used last."""
    latest: dict[Instance, tuple[float, str]] = {}
    listed = list(runs)
    for run in listed:
        if run["solver"] == OURS:
            instance = Instance(**run["instance"])
            longest = max(run["limit"], latest.get(instance, (0.0, ""))[0])
            latest[instance] = (longest, run["model"])
    found = {instance: Case(instance, limit) for instance, (limit, _) in latest.items()}
    for run in listed:
        instance = Instance(**run["instance"])
        if latest.get(instance) == (run["limit"], run["model"]):
            found[instance].runs[run["solver"], run["variant"]] = run
    order = {(f, s): n for n, (f, s) in enumerate((f, s) for f in FAMILIES for s in sizes_of(f))}
    last = len(order)
    return sorted(
        found.values(),
        key=lambda c: (order.get((c.instance.family, c.instance.size), last), c.instance.name),
    )


def grouped(cases: Iterable[Case]) -> dict[tuple[str, str], list[Case]]:
    """The cases by what is measured together."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.instance.group].append(case)
    return dict(groups)


def median_and_worst(values: Iterable[float]) -> tuple[float, float]:
    """Median and largest, an infinite one counting as such; NaN of nothing.

    >>> median_and_worst([1.0, math.inf, 2.0])
    (2.0, inf)
    """
    known = [value for value in values if not math.isnan(value)]
    return (statistics.median_low(known), max(known)) if known else (math.nan, math.nan)
