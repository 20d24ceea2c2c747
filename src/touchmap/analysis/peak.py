"""What it costs to be equipped for the peak: staff kept all year, or bought when it is needed.

Every process is split into its base, what it needs even in its quietest month, and the peak above it. The
same year is then priced for each way of staffing it, by the formulas that price every plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.details import cost_line_rows
from touchmap.costing.evaluation import Evaluation, evaluate_choice
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.eligibility import find_eligible
from touchmap.project import Process, Project, Provider, find_scenario, group
from touchmap.project.stems import Structural
from touchmap.project.vocabulary import SplitLayer, TouchClass
from touchmap.solving import plan_of
from touchmap.verifying import verify_plan
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints
from touchmap.work.packages import Package, usual_fte
from touchmap.workload.staffing.newsvendor import BaseLevel, base_level

STAFF_LINES = (
    "run",
    "language_premium",
    "out_of_hours_premium",
    "rate_basis",
    "volume_discount",
    "commission",
    "fixed_price",
    "pool_opening",
    "valley_work",
    "minimum_commitment",
    "idle_staff",
    "attrition_cover",
    "governance",
)
"""What people cost in a year: their bill, what is paid for nothing, and managing them."""
_LIMITS = (Structural.PROVIDER_CAPACITY, Structural.LANGUAGE_POOL, Structural.PROVIDER_RAMP)
_YEAR = 12

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Worth:
    """What an FTE-month of own staff's work costs by own staff and by a bidder, and the base that follows."""

    level: BaseLevel
    kept: float
    """By own staff, who are there all year; premiums included."""
    flexible: float
    """By the bidder, who is paid when needed; premiums and governance included, minimum commitments not."""


@dataclass(frozen=True)
class PeakPlan:
    """A way to staff the year, priced. Money is of one year at today's prices, not discounted."""

    name: str
    provider: Provider | None
    """Who takes the peak; none = own staff."""
    own_fte: Array
    """Own staff needed in each calendar month, shape (12,)."""
    flexible_fte: Array
    """Staff needed at `provider` in each calendar month, shape (12,)."""
    taken: float
    """Share of the handle hours meant for `provider` that it can do; own staff do the rest."""
    own: dict[str, float]
    """What own staff cost, by cost line of `STAFF_LINES`."""
    bought: dict[str, float]
    """What `provider` costs, by cost line of `STAFF_LINES`."""
    besides: dict[str, float]
    """Other running cost of the company's work, by cost line."""
    once: dict[str, float]
    """What the change costs once, by cost line."""
    exceeded: tuple[str, ...]
    """Capacities and language pools it would need more of."""
    worth: Worth | None = None
    """The newsvendor's base level against `provider`, for all it can do."""

    @property
    def staff(self) -> dict[str, float]:
        """What own staff and `provider` cost, by cost line."""
        both = ((line, self.own.get(line, 0.0) + self.bought.get(line, 0.0)) for line in STAFF_LINES)
        return {line: amount for line, amount in both if amount}

    @property
    def cost(self) -> float:
        """What staff costs in a year."""
        return sum(self.staff.values())


@dataclass(frozen=True)
class ProcessBase:
    """How much of a process to keep all year, by the newsvendor's rule."""

    process: Process
    provider: Provider
    """The cheapest bidder for all of the process, by the FTE-month of own staff it stands in for."""
    required_fte: Array
    """Own staff needed in each calendar month, shape (12,)."""
    worth: Worth


@dataclass(frozen=True)
class Peak:
    """Ways to staff a year, and the base level that pays process by process."""

    project: Project
    plans: tuple[PeakPlan, ...]
    processes: tuple[ProcessBase, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON; money by cost line."""
        return {
            "currency": self.project.settings.currency,
            "plans": [
                {
                    "name": plan.name,
                    "provider_id": plan.provider.provider_id if plan.provider else None,
                    "cost": plan.cost,
                    "own_fte": plan.own_fte.tolist(),
                    "flexible_fte": plan.flexible_fte.tolist(),
                    "taken_share": plan.taken,
                    "staff": plan.staff,
                    "besides": plan.besides,
                    "once": plan.once,
                    "exceeded": list(plan.exceeded),
                    "why": plan.worth.level.explanation if plan.worth else "",
                }
                for plan in self.plans
            ],
            "processes": [
                {
                    "process_id": row.process.process_id,
                    "provider_id": row.provider.provider_id,
                    "required_fte": row.required_fte.tolist(),
                    "base_fte": row.worth.level.base_fte,
                    "why": row.worth.level.explanation,
                }
                for row in self.processes
            ],
        }


def peak_plans(project: Project, provider_ids: Sequence[str] = ()) -> Peak:
    """Price the ways to staff a season: all by own staff, or a base of own staff and the peak elsewhere.

    Parameters
    ----------
    provider_ids
        Bidders for the peak; all third parties with people if not given. Work a bidder does not offer, or
        may not do, stays with own staff; work without an own offer stays where it is today.

    Raises
    ------
    UnknownNameError
        If there is no such provider.
    ValueError
        If no work can be done by own staff.
    """
    bidders = tuple(map(project.provider, provider_ids)) or _bidders(project)
    whole = _Case.of(_one_year(project))
    if not whole.own_work.any():
        raise ValueError("no work can be done by own staff, so there is no base to keep")
    split = _Case.of(_split(whole))
    plans = [split.plan("All by own staff", None, np.zeros(len(split.layers), dtype=bool))]
    for bidder in bidders:
        plan = split.plan(f"Own base, peak at {bidder.name}", bidder, split.layers == "peak")
        if plan.taken > 0:
            plans.append(replace(plan, worth=whole.worth(range(len(whole.packages)), bidder)))
    if len(plans) > 1:
        cheapest = min(plans[1:], key=lambda plan: plan.cost).provider
        assert cheapest is not None  # noqa: S101
        name = f"Core own, all else at {cheapest.name}"
        plans.append(split.plan(name, cheapest, ~(split.core & (split.layers == "base"))))
    return Peak(project, tuple(plans), tuple(_base_of_processes(whole, bidders)))


def propose_bases(project: Project) -> tuple[ProcessBase, ...]:
    """Propose how much of each process own staff do to keep all year, against its cheapest bidder.

    The proposal for a blank `base_level_fte`; processes that no third party offers in full have none.
    """
    return tuple(_base_of_processes(_Case.of(_one_year(project)), _bidders(project)))


def _bidders(project: Project) -> tuple[Provider, ...]:
    """All third parties with people."""
    return tuple(p for p in project.providers if not p.is_own and not p.is_platform)


def _one_year(project: Project) -> Project:
    """The project over one year at today's prices: no discounting."""
    settings = project.settings.model_copy(update={"horizon_months": _YEAR, "discount_rate": 0.0})
    return project.replace(settings=settings)


def _split(case: _Case) -> Project:
    """The project with every process own staff can do split at what its quietest month needs."""
    project = case.costing.project
    owned = {k.process.process_id for k, own in zip(case.packages, case.own_work, strict=True) if own}
    streams = group(project.demand, "process_id")

    def with_layers(process: Process) -> Process:
        if process.process_id not in owned or SplitLayer.BASE_PEAK in process.split_by:
            return process
        least = float(usual_fte(project, streams[process.process_id]).min())
        layers = {"split_by": (*process.split_by, SplitLayer.BASE_PEAK), "base_level_fte": least}
        return process.model_copy(update=layers)

    return project.replace(processes=tuple(map(with_layers, project.processes)))


@dataclass(frozen=True)
class _Case:
    """A project costed, with what own staff and every bidder can do."""

    costing: Costing
    possible: Bools
    own: Ints
    """Option of own staff by package, else today's."""

    @classmethod
    def of(cls, project: Project) -> _Case:
        costing = build_costing(project)
        costing = replace(costing, delays=np.zeros_like(costing.delays))
        options = costing.options
        possible = find_eligible(project, options).possible
        by_own = np.array([p.is_own and not p.is_platform for p in options.providers] + [False])
        own = options.today.copy()
        for k, rows in enumerate(options.of_package):
            now = options.today[k]
            if now == NONE or not by_own[options.people[now]]:
                fitting = [i for i in rows if possible[i] and by_own[options.people[i]]]
                own[k] = min(fitting, key=lambda i: costing.first_year_running[i], default=now)
        return cls(costing, possible, own)

    @property
    def packages(self) -> tuple[Package, ...]:
        return self.costing.options.packages

    @cached_property
    def own_work(self) -> Bools:
        """Whether own staff can do each package."""
        people = self.costing.options.people
        return np.array(
            [i != NONE and people[i] != NONE and self._is_own(people[i]) for i in self.own], dtype=np.bool_
        )

    def _is_own(self, j: int) -> bool:
        return self.costing.options.providers[j].is_own

    @cached_property
    def layers(self) -> npt.NDArray[np.str_]:
        """Layer of each package: base, peak or something else."""
        return np.array([k.layer.split("-")[-1] for k in self.packages])

    @cached_property
    def core(self) -> Bools:
        """Whether each package is a key competency or of high touch."""
        processes = (k.process for k in self.packages)
        return np.array(
            [p.key_competency or TouchClass.of(p.touch_need) is TouchClass.HIGH_TOUCH for p in processes]
        )

    def at(self, bidder: Provider, k: int) -> int:
        """The cheapest possible option of a bidder's people for a package; `NONE` if there is none."""
        options, now = self.costing.options, self.own[k]
        j, front = options.position[bidder.provider_id], options.platform[now] if now != NONE else NONE
        rows = [
            i
            for i in options.of_package[k]
            if self.possible[i] and options.people[i] == j and options.platform[i] == front
        ]
        return min(rows, key=lambda i: float(self.costing.first_year_running[i]), default=NONE)

    def plan(self, name: str, bidder: Provider | None, meant: Bools) -> PeakPlan:
        """Price own staff with a bidder for the packages meant for it."""
        choice, asked, taken = self.own.copy(), 0.0, 0.0
        hours = self.costing.package_amounts[0]
        if bidder is not None:
            for k in map(int, np.flatnonzero(meant & self.own_work)):
                asked += hours[k]
                option = self.at(bidder, k)
                if option != NONE:
                    choice[k] = option
                    taken += hours[k]
        evaluation = evaluate_choice(self.costing, choice)
        own_money, bought, besides, once = self._money(evaluation, bidder)
        fte = evaluation.fte_by_party
        own = [n for n, p in enumerate(self.costing.options.providers) if p.is_own]
        flexible = fte[self.costing.options.position[bidder.provider_id]] if bidder else np.zeros(MONTHS)
        return PeakPlan(
            name,
            bidder,
            fte[own].sum(axis=0),
            flexible,
            taken / asked if asked else 0.0,
            own_money,
            bought,
            besides,
            once,
            self._exceeded(choice),
        )

    def _money(self, evaluation: Evaluation, bidder: Provider | None) -> tuple[dict[str, float], ...]:
        """Own staff, the bidder's, what is besides and what is once, by cost line."""
        ours = {p.provider_id for p in self.costing.options.providers if p.is_own}
        parts: tuple[dict[str, float], ...] = ({}, {}, {}, {})
        own, bought, besides, once = parts
        for row in cost_line_rows(evaluation):
            into = besides
            if COST_LINES[row.line].kind is LineKind.ONE_OFF:
                into = once
            elif row.line in STAFF_LINES and row.provider_id in ours:
                into = own
            elif row.line in STAFF_LINES and bidder is not None and row.provider_id == bidder.provider_id:
                into = bought
            into[row.line] = into.get(row.line, 0.0) + row.amount
        return tuple({line: part[line] for line in COST_LINES if line in part} for part in parts)

    def _exceeded(self, choice: Ints) -> tuple[str, ...]:
        project = self.costing.project
        found = verify_plan(
            project,
            find_scenario(project, "today"),
            plan_of(self.costing.options, choice),
            costing=self.costing,
        )
        return tuple(v.message for v in found.violations if v.stem in _LIMITS)

    def worth(self, packages: Iterable[int], bidder: Provider) -> Worth | None:
        """The base level of some packages as far as a bidder can do them; none where it can do nothing."""
        pairs = [(self.own[k], self.at(bidder, k)) for k in packages if self.own_work[k]]
        own, flexible = (np.array([pair[n] for pair in pairs if NONE not in pair], dtype=int) for n in (0, 1))
        required = self.costing.fte[own].sum(axis=0)
        months = float(required.sum())
        if months <= 0:
            return None
        kept, paid = self._bills(own) / months, self._bills(flexible) / months
        return Worth(base_level(required, kept, paid), kept, paid)

    def _bills(self, rows: Ints) -> float:
        """Bills of some options in a year, with premiums and governance."""
        lines = (cost for cost in self.costing.running if cost.line in STAFF_LINES)
        return sum(float(cost.of(rows).sum()) for cost in lines)


def _base_of_processes(case: _Case, bidders: Sequence[Provider]) -> Iterator[ProcessBase]:
    """The newsvendor's base level of every process own staff do, against its cheapest bidder."""
    by_process: dict[str, list[int]] = {}
    for k in np.flatnonzero(case.own_work):
        by_process.setdefault(case.packages[k].process.process_id, []).append(int(k))
    for rows in by_process.values():
        able = [b for b in bidders if all(case.at(b, k) != NONE for k in rows)]
        priced = ((case.worth(rows, b), b) for b in able)
        found = min(((w, b) for w, b in priced if w), key=lambda pair: pair[0].flexible, default=None)
        if found is not None:
            required = case.costing.fte[case.own[rows]].sum(axis=0)
            yield ProcessBase(case.packages[rows[0]].process, found[1], required, found[0])
