"""`stress`: what a plan costs in a thousand futures, whether it holds, and what would have been best.

Futures are drawn from the stated ranges (`touchmap.analysis.draws`). In every draw the plans are priced
exactly, by the formulas that price any plan. In some draws the scenario is solved anew: how often each
assignment stays where it is, and what each plan costs more than the best of that future, its *regret*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from touchmap.analysis.draws import Ranges
from touchmap.analysis.fleet import Fleet, Ledger
from touchmap.analysis.futures import (
    Job,
    Record,
    best_choice,
    evaluate_draws,
    judge,
    reoptimise_draws,
)
from touchmap.analysis.regret import LeastRegret, least_regret_json, least_regret_of_draws
from touchmap.analysis.stopping import Stop
from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Plan
from touchmap.project import Project, Scenario, find_scenario, scenario_ids
from touchmap.project.vocabulary import Objective
from touchmap.solving import limits_of
from touchmap.sourcing.fence import Limits
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    import pandas as pd

TODAY = "today"
PERCENTILES = (5, 10, 50, 90, 95)
_BATCH = 25
OnProgress = Callable[[int, int], None]
"""Called with the number of finished draws and of all."""


@dataclass(frozen=True)
class Spread:
    """How a figure is spread over draws."""

    count: int
    mean: float
    lowest: float
    highest: float
    percentiles: tuple[float, ...]
    """At `PERCENTILES`."""

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        """Spread of some figures, none if there are none.

        >>> Spread.of([1.0, 2.0, 3.0]).mean
        2.0
        """
        if not len(values):
            return None
        found = tuple(float(v) for v in np.percentile(values, PERCENTILES))
        return cls(len(values), float(np.mean(values)), float(min(values)), float(max(values)), found)


@dataclass(frozen=True)
class PlanUnderStress:
    """A plan in all draws."""

    name: str
    """Scenario whose plan it is."""
    cost: Array
    """Net present cost in each draw, shape (draws,)."""
    planned_cost: float
    holds_share: float | None
    """Share of the draws looked at in which it holds every rule and limit of the scenario asked about."""
    broken: dict[str, float]
    """Share of these draws in which it breaks each rule (by id) or limit (by stem), the most often first."""
    regret: Spread | None
    """Objective less that of the best plan known, over the draws solved anew in which it holds."""
    regret_beyond: float
    """Most that a regret can be higher, because a best plan was proven only to a gap."""
    regret_count: int
    """Draws that `regret` is over."""


@dataclass(frozen=True)
class Stability:
    """How often the best plan leaves a package where the plan has it."""

    package_id: str
    provider_id: str | None
    """Who leads it in the plan; none = nobody."""
    share: float
    rival_id: str | None
    """Who leads it most often where it is not the plan's, none = nobody or never."""
    rival_share: float


@dataclass(frozen=True)
class Stress:
    """Outcome of a stress test."""

    scenario_id: str
    scenario_name: str
    objective_kind: str
    currency: str
    input_hash: str
    ranges: Ranges
    seed: int
    draws: int
    reoptimised: int
    plans: tuple[PlanUnderStress, ...]
    """The plan asked about first."""
    outcomes: dict[str, int]
    """Draws solved anew, by what came out."""
    stability: tuple[Stability, ...]
    """Packages, the least stable first; empty if nothing was solved anew."""
    least_regret: LeastRegret | None

    @property
    def plan(self) -> PlanUnderStress:
        """The plan that was asked about."""
        return self.plans[0]

    def cost_table(self) -> pd.DataFrame:
        """Cost of each plan in each draw: one row per draw, one column per plan."""
        import pandas as pd

        return pd.DataFrame({p.name: p.cost for p in self.plans}).rename_axis("draw").reset_index()

    def plan_table(self) -> pd.DataFrame:
        """One row per plan: cost as planned, its spread, how often it holds, regret."""
        import pandas as pd

        rows = []
        for plan in self.plans:
            spread = Spread.of(list(plan.cost))
            assert spread is not None  # noqa: S101 - there is at least one draw
            regret = plan.regret
            rows.append(
                {
                    "plan": plan.name,
                    "planned_cost": plan.planned_cost,
                    "mean_cost": spread.mean,
                    **{f"p{n}_cost": v for n, v in zip(PERCENTILES, spread.percentiles, strict=True)},
                    "holds_share": plan.holds_share,
                    "regret_draws": plan.regret_count,
                    "mean_regret": None if regret is None else regret.mean,
                    "highest_regret": None if regret is None else regret.highest,
                    "regret_beyond": plan.regret_beyond,
                }
            )
        return pd.DataFrame(rows)

    def stability_table(self) -> pd.DataFrame:
        """One row per package: who has it in the plan, how often that stays best, and the rival."""
        import pandas as pd

        columns = ["package_id", "provider_id", "share", "rival_id", "rival_share"]
        return pd.DataFrame([[getattr(s, c) for c in columns] for s in self.stability], columns=columns)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "scenario_id": self.scenario_id,
            "objective": self.objective_kind,
            "currency": self.currency,
            "input_hash": self.input_hash,
            "ranges": {n: getattr(self.ranges, n) for n in Ranges.__slots__},
            "seed": self.seed,
            "draws": self.draws,
            "reoptimised": self.reoptimised,
            "outcomes": self.outcomes,
            "plans": [
                {
                    "plan": p.name,
                    "planned_cost": p.planned_cost,
                    "cost": _spread_dict(Spread.of(list(p.cost))),
                    "holds_share": p.holds_share,
                    "broken": p.broken,
                    "regret": _spread_dict(p.regret),
                    "regret_beyond": p.regret_beyond,
                }
                for p in self.plans
            ],
            "stability": [{n: getattr(s, n) for n in Stability.__dataclass_fields__} for s in self.stability],
            "least_regret": None if self.least_regret is None else least_regret_json(self.least_regret),
        }


def _spread_dict(spread: Spread | None) -> dict[str, Any] | None:
    if spread is None:
        return None
    return {
        "count": spread.count,
        "mean": spread.mean,
        "lowest": spread.lowest,
        "highest": spread.highest,
        **{f"p{n}": v for n, v in zip(PERCENTILES, spread.percentiles, strict=True)},
    }


def stress(
    project: Project,
    scenario: str = "blended",
    draws: int = 1000,
    seed: int = 0,
    reoptimise: int = 0,
    *,
    plan: Plan | None = None,
    beside: Sequence[str] | None = None,
    futures: int = 3,
    ranges: Ranges | None = None,
    gap: float = 1e-3,
    time_limit: float = 60.0,
    fleet: Fleet | None = None,
    resume: Path | None = None,
    on_progress: OnProgress | None = None,
    stop: Stop | None = None,
) -> Stress:
    """Try a scenario's plan in many futures.

    Algorithm: each draw gives a changed project (`draw_future`, `project_under`), which is costed and in
    which the plans are priced by `evaluate_choice`; the independent check says what the plan breaks there.
    In the first `reoptimise` draws the scenario is solved from the plan on. The least-regret plan is one
    program over the draws in which the plan's regret is highest, and things as planned.

    Guarantee: every cost is exact. Regret is exact to the gap of a draw's solve, stated as
    `regret_beyond`: it lies between the figure and the figure plus that. The same seed gives the same
    figures, whatever runs where and however often it was stopped, as long as no solve is stopped by the
    clock. An assignment counts as stable where the solve, which starts from the plan, keeps it; within the
    gap another plan may be as good.

    Parameters
    ----------
    draws
        Draws in which plans are priced, 1 or more.
    reoptimise
        Draws that are solved anew, at most `draws`.
    plan
        The plan to try; that of the scenario if not given.
    beside
        Scenarios whose plans are laid beside it; today and all others with a plan if not given.
    futures
        Draws the least-regret plan looks at, beside things as planned; 0 = do without it.
    ranges
        How far figures may be off; the project's settings if not given.
    gap, time_limit
        Of each solve.
    fleet
        Where draws are calculated; two processes of this machine if not given.
    resume
        File that finished draws are read from and appended to.
    on_progress
        Called with the number of finished draws and of all.
    stop
        Asked several times a second whether to stop.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If a number is out of its range, or there is no plan to try.
    Stopped
        If it was stopped; with `resume` the draws finished by then are kept.
    """
    if draws < 1:
        raise ValueError(f"`draws` must be at least 1, got {draws}")
    if not 0 <= reoptimise <= draws:
        raise ValueError(f"`reoptimise` must be between 0 and `draws`, got {reoptimise}")
    if seed < 0:
        raise ValueError(f"`seed` must be at least 0, got {seed}")
    wanted, limits = find_scenario(project, scenario), limits_of(time_limit, gap, None, 0)
    costing = build_costing(project)
    plans = _plans(costing, wanted, plan, beside, limits, stop)
    job = Job(project, wanted, ranges or Ranges.of(project.settings), seed, plans, limits)
    ledger, fleet = Ledger(job.key, resume), fleet or Fleet()
    fleet = replace(fleet, stop=stop) if stop is not None else fleet
    tell = _Teller(draws + reoptimise, on_progress)
    solvable = reoptimise if wanted.row.objective is not Objective.TODAY else 0
    solved = list(
        _finished(ledger, fleet, job, "reoptimised", reoptimise_draws, count=solvable, batch=1, tell=tell)
    )
    priced = list(
        _finished(ledger, fleet, job, "evaluated", evaluate_draws, count=draws, batch=_BATCH, tell=tell)
    )
    least = None
    if futures and solved:
        calls = [(job, tuple(solved), futures)]
        least = list(fleet.run(least_regret_of_draws, calls))[0][0]["least"]  # noqa: RUF015 - to its end
    return Stress(
        scenario_id=wanted.scenario_id,
        scenario_name=wanted.row.name,
        objective_kind=wanted.row.objective.value,
        currency=project.settings.currency,
        input_hash=project.hash,
        ranges=job.ranges,
        seed=seed,
        draws=draws,
        reoptimised=len(solved),
        plans=tuple(_under_stress(job, costing, name, priced, solved) for name, _ in plans),
        outcomes=dict(Counter(r["outcome"] for r in solved)),
        stability=_stability(costing, np.array(plans[0][1], dtype=np.int64), solved),
        least_regret=least,
    )


class _Teller:
    """Counts finished draws and passes them on."""

    def __init__(self, whole: int, on_progress: OnProgress | None) -> None:
        self._done, self._whole, self._on_progress = 0, whole, on_progress

    def add(self, count: int) -> None:
        """Note finished draws."""
        self._done += count
        if self._on_progress is not None and count:
            self._on_progress(self._done, self._whole)


def _plans(  # noqa: PLR0917
    costing: Costing,
    wanted: Scenario,
    plan: Plan | None,
    beside: Sequence[str] | None,
    limits: Limits,
    stop: Stop | None,
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The plan asked about, then those beside it, as options."""
    from touchmap.analysis.facts import choice_of

    project = costing.project
    known = bool(len(costing.options.today)) and bool((costing.options.today != NONE).all())
    found: dict[str, Ints] = {}
    if plan is not None:
        found[wanted.scenario_id] = choice_of(costing, plan)
    for name in (wanted.scenario_id, *(scenario_ids(project) if beside is None else beside)):
        scenario = find_scenario(project, name)
        if scenario.scenario_id in found:
            continue
        if scenario.row.objective is Objective.TODAY:
            choice = costing.options.today if known else None
        else:
            choice = best_choice(costing, scenario, limits, stop)
        if choice is not None:
            found[scenario.scenario_id] = choice
        elif scenario.scenario_id == wanted.scenario_id:
            raise ValueError(f"scenario {name!r} has no plan to try; solve it to see why")
    return tuple((name, tuple(int(i) for i in choice)) for name, choice in found.items())


def _finished(
    ledger: Ledger,
    fleet: Fleet,
    job: Job,
    kind: str,
    work: Callable[[Job, tuple[int, ...]], list[Record]],
    *,
    count: int,
    batch: int,
    tell: _Teller,
) -> Iterator[Record]:
    """Records of draws 0 to `count`, those still missing made first."""
    missing = [n for n in range(count) if ledger.get(kind, n) is None]
    tell.add(count - len(missing))
    calls = [(job, tuple(missing[i : i + batch])) for i in range(0, len(missing), batch)]
    for records in fleet.run(work, calls):
        ledger.put(kind, records)
        tell.add(len(records))
    for n in range(count):
        record = ledger.get(kind, n)
        assert record is not None  # noqa: S101 - just made
        yield record


def _under_stress(
    job: Job, costing: Costing, name: str, priced: list[Record], solved: list[Record]
) -> PlanUnderStress:
    choice = np.array(dict(job.plans)[name], dtype=np.int64)
    looked_at = [r["plans"][name].get("broken") for r in priced]
    if None in looked_at:
        looked_at = [r["plans"][name]["broken"] for r in solved]
    broken = Counter(rule for listed in looked_at for rule in listed)
    count = len(looked_at)
    regrets, beyond = [], 0.0
    for record in solved:
        mine = record["plans"][name]
        if record["objective"] is not None and not mine["broken"]:
            best = min(record["objective"], mine["objective"])
            regrets.append(mine["objective"] - best)
            beyond = max(beyond, best - record["bound"]) if record["bound"] is not None else np.inf
    return PlanUnderStress(
        name=name,
        cost=np.array([r["plans"][name]["cost"] for r in priced]),
        planned_cost=judge(job.scenario, costing, choice).evaluation.cost,
        holds_share=sum(not listed for listed in looked_at) / count if count else None,
        broken={rule: n / count for rule, n in sorted(broken.items(), key=lambda b: (-b[1], b[0]))},
        regret=Spread.of(regrets),
        regret_beyond=beyond,
        regret_count=len(regrets),
    )


def _stability(costing: Costing, plan: Ints, solved: list[Record]) -> tuple[Stability, ...]:
    choices = [np.array(r["choice"]) for r in solved if r["choice"] is not None]
    if not choices:
        return ()
    options = costing.options

    def lead(option: int) -> str | None:
        return None if option == NONE else options.providers[options.lead[option]].provider_id

    rows = []
    for k, package in enumerate(options.packages):
        ours = lead(int(plan[k]))
        leads = [lead(int(c[k])) for c in choices]
        others = Counter(i or "" for i in leads if i != ours)
        rival, times = min(others.items(), key=lambda o: (-o[1], o[0]), default=("", 0))
        same = sum(i == ours for i in leads)
        rows.append(Stability(package.package_id, ours, same / len(leads), rival or None, times / len(leads)))
    return tuple(sorted(rows, key=lambda s: (s.share, s.package_id)))


__all__ = [
    "PERCENTILES",
    "LeastRegret",
    "OnProgress",
    "PlanUnderStress",
    "Spread",
    "Stability",
    "Stress",
    "stress",
]
