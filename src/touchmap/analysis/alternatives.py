"""Plans that are as good for practical purposes and yet different: what is settled, and what is open.

Each further plan is the best of those that give at least d packages to another party than every plan
found before. It is listed only if its objective is proven to be within x % of the optimum: at most
``bound + x · |bound|``, where the bound is one that no plan can beat.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from touchmap.analysis.asking import Answer, Asker, Stop, WhatIf, stopping
from touchmap.analysis.spans import ROUNDING, asking
from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import plan_of
from touchmap.sourcing.conditions import AnyOther, TotalAtMost
from touchmap.sourcing.extras import DifferFrom, Extra, difference
from touchmap.verifying import verify_plan
from touchmap.work.options import NONE, Ints

SHARE_DIFFERENT = 0.05
"""Share of the packages that plans differ in at least, unless asked otherwise."""
MOST_CORE_ROUNDS = 40
"""Searches for a plan that changes a row of the core."""

OnPlan = Callable[[int, int], None]
"""Called with the number of plans found and asked for."""


@dataclass(frozen=True)
class Alternative:
    """A plan within x % of the optimum."""

    result: Result = field(repr=False)
    choice: tuple[int, ...] = field(repr=False)
    objective: float
    """In the unit of the scenario's objective."""
    above_best: float
    """By how much it is worse than the best plan found."""
    at_most_above_optimum: float
    """Proven: it is worse than the optimum by at most this share."""
    differs_from_best: int
    """Packages led by another party than in the best plan."""
    differs_from_any: int
    """Packages led by another party than in the most similar plan listed before."""


@dataclass(frozen=True)
class Home:
    """A party that does a contested package in some of the plans."""

    provider_id: str | None
    name: str
    plans: int
    """In how many of the plans."""
    cost: float
    """Present value of what belongs to the package alone."""
    quality: float | None
    change_of_total: float | None
    """Change of the whole cost if only this package moves there in the best plan; none for its own home."""
    breaks_rules: bool
    """Whether that single move breaks a rule, capacity or pool."""


@dataclass(frozen=True)
class Contested:
    """A package with different homes in the plans."""

    package_id: str
    process: str
    homes: tuple[Home, ...]
    """That of the best plan first."""
    sentence: str
    """What decides it."""


@dataclass(frozen=True)
class Alternatives:
    """The best plan, others nearly as good, and what they have in common."""

    scenario_id: str
    scenario_name: str
    currency: str
    within: float
    differ: int
    plans: tuple[Alternative, ...]
    """The best one first."""
    core: tuple[str, ...]
    """Packages led by the same party in all plans found."""
    contested: tuple[Contested, ...]
    core_is_proven: bool
    """Whether it is proven that no plan within x % gives any package of the core to another party."""
    is_exhausted: bool
    """Whether it is proven that no further plan within x % differs in as many packages from all listed."""
    status: SolveStatus
    message: str = ""
    solves: int = 0
    seconds: float = 0.0

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "scenario_id": self.scenario_id,
            "currency": self.currency,
            "within": self.within,
            "differ": self.differ,
            "status": self.status.value,
            "message": self.message,
            "exhausted": self.is_exhausted,
            "plans": [
                {
                    "objective": p.objective,
                    "cost": p.result.cost,
                    "quality": p.result.average_quality,
                    "above_best": p.above_best,
                    "at_most_above_optimum": p.at_most_above_optimum,
                    "differs_from_best": p.differs_from_best,
                    "differs_from_any": p.differs_from_any,
                    "plan": [] if p.result.plan is None else p.result.to_json_dict()["plan"],
                }
                for p in self.plans
            ],
            "core": list(self.core),
            "core_proven": self.core_is_proven,
            "contested": [
                {
                    "package_id": c.package_id,
                    "sentence": c.sentence,
                    "homes": [
                        {
                            "provider_id": h.provider_id,
                            "plans": h.plans,
                            "cost": h.cost,
                            "quality": h.quality,
                            "change_of_total": h.change_of_total,
                            "breaks_rules": h.breaks_rules,
                        }
                        for h in c.homes
                    ],
                }
                for c in self.contested
            ],
        }


def alternatives(
    project: Project,
    scenario: str = "blended",
    *,
    within: float = 0.02,
    differ: int | None = None,
    count: int = 5,
    prove_core: bool = False,
    gap: float = 2e-3,
    seconds: float = 10.0,
    processes: int = 2,
    asker: Asker | None = None,
    on_plan: OnPlan | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> Alternatives:
    """Find plans within a share of the optimum that differ from the best one and from each other.

    Every plan listed is proven to be within `within` of the optimum, and differs from every plan before it
    in at least `differ` packages. Beside each plan that differs so much, one that differs twice as much as
    the last is looked for, so that plans spread out as long as there are any. *Exhausted* means a proof
    that there is no further plan.

    Parameters
    ----------
    within
        Share of the optimum, 0..1.
    differ
        Packages led by another party, 1 or more; a twentieth of all packages if not given.
    count
        Alternatives beside the best plan, 1 or more.
    prove_core
        Search on until no plan within the share changes a row that is the same in all plans.
    gap
        Relative gap of each search, ≥ 0; that of the best plan is at most a quarter of `within`.
    seconds
        Longest time of each search, > 0.
    processes
        Searches at once, 1 or more.
    asker
        Asks with this one, whose `cancel` then stops the search.
    on_plan
        Called with the number of plans found and asked for.
    known
        The scenario's result, if there is one: alternatives to it are sought, and it is not solved again.
    stop
        Asked several times a second whether to stop; the plans found by then are given.

    Raises
    ------
    ValueError
        If a figure is out of its range.
    UnknownNameError
        If there is no such scenario.
    """
    if not 0 < within <= 1:
        raise ValueError(f"`within` must be in (0, 1], got {within}")
    if differ is not None and differ < 1:
        raise ValueError(f"`differ` must be at least 1, got {differ}")
    if count < 1:
        raise ValueError(f"`count` must be at least 1, got {count}")
    wanted = find_scenario(project, scenario)
    if wanted.row.objective is Objective.TODAY:
        raise ValueError("today is priced, never sought: it has no alternatives")
    tell = on_plan or (lambda *_: None)
    with asking(project, asker, processes=processes) as desk, stopping(desk.cancel, stop):
        base = None if known is None else desk.learn(known)
        search = _Search(desk, wanted, within, differ, gap, seconds, tell)
        return search.run(count, base, prove_core=prove_core)


class _Search:
    """Finds one plan after the other."""

    def __init__(  # noqa: PLR0917
        self,
        asker: Asker,
        scenario: Scenario,
        within: float,
        differ: int | None,
        gap: float,
        seconds: float,
        tell: OnPlan,
    ) -> None:
        self.asker, self.scenario, self.within = asker, scenario, within
        self.gap, self.seconds, self.tell = gap, seconds, tell
        self.costing: Costing = asker.costing
        packages = len(self.costing.options.packages)
        self.least = max(1, round(SHARE_DIFFERENT * packages)) if differ is None else differ
        self.limit = math.inf
        self.answers: list[Answer] = []
        self.solves = 0
        self.exhausted = self.proven = False
        self.started = time.perf_counter()

    def run(self, count: int, known: Answer | None = None, *, prove_core: bool) -> Alternatives:
        """Find the best plan, unless it is known, then the others."""
        best = known or self._ask([WhatIf(self.scenario, gap=min(self.gap, self.within / 4))])[0]
        if best.choice is None:
            return self._given(best.result.status, best.result.message)
        self.limit = best.lowest + self.within * abs(best.lowest)
        self.answers.append(best)
        message = ""
        if best.highest > self.limit:
            message = "the best plan is not proven to be within that share; allow more time or a larger share"
            return self._given(SolveStatus.FEASIBLE, message)
        message = self._further(count)
        if prove_core and not message:
            self._prove_core()
        proven = best.is_proven and not message
        return self._given(SolveStatus.OPTIMAL if proven else SolveStatus.FEASIBLE, message, count)

    def _further(self, count: int) -> str:
        """Find alternatives; gives why it stopped before the count without a proof."""
        apart = self.least
        while len(self.answers) <= count:
            self.tell(len(self.answers) - 1, count)
            steps = [self.least] if apart == self.least else [apart, self.least]
            found = self._ask([self._question(d) for d in steps])
            good = [a for a in found if a.choice is not None and a.highest <= self.limit]
            if not good:
                nearest = found[-1]
                self.exhausted = nearest.lowest > self.limit
                return (
                    ""
                    if self.exhausted
                    else "stopped before a further plan, or that there is none, was proven"
                )
            self.answers.append(good[0])
            grown = good[0] is found[0]
            apart = min(2 * apart, len(self.costing.options.packages)) if grown else self.least
        self.tell(count, count)
        return ""

    def _ask(self, questions: list[WhatIf]) -> list[Answer]:
        self.solves += len(questions)
        return self.asker.ask_all(questions)

    def _question(self, apart: int) -> WhatIf:
        """The best plan that differs from all found; the best one is tried as a start."""
        extras: list[Extra] = [DifferFrom(a.choice, apart) for a in self.answers if a.choice is not None]
        return WhatIf(
            self.scenario,
            extras=(*extras, *self._money()),
            gap=self.gap,
            seconds=self.seconds,
            ceiling=self._ceiling,
            narrow=True,
        )

    @property
    def _ceiling(self) -> float | None:
        """The limit, where the program's value is the plan's: plans above it are of no interest."""
        return self.limit + ROUNDING * max(1.0, abs(self.limit)) if self._money() else None

    def _money(self) -> tuple[Extra, ...]:
        """A row that holds the limit, where the objective is money."""
        return (TotalAtMost(self.limit),) if self.scenario.row.objective is Objective.COST else ()

    def _core(self) -> list[int]:
        choices = [a.choice for a in self.answers if a.choice is not None]
        return [k for k in range(len(choices[0])) if len({self._lead(c[k]) for c in choices}) == 1]

    def _lead(self, option: int) -> int:
        return NONE if option == NONE else int(self.costing.options.lead[option])

    def _prove_core(self) -> None:
        """Look for plans within the share that change a row of the core, until there is none."""
        for _ in range(MOST_CORE_ROUNDS):
            choice, core = self.answers[0].choice, tuple(self._core())
            if choice is None or not core:
                self.proven = True
                return
            extras = (AnyOther(choice, core), *self._money())
            question = WhatIf(
                self.scenario,
                extras=extras,
                gap=self.gap,
                seconds=self.seconds,
                ceiling=self._ceiling,
                narrow=True,
            )
            answer = self._ask([question])[0]
            if answer.choice is None or answer.highest > self.limit:
                self.proven = answer.lowest > self.limit
                return
            self.answers.append(answer)

    def _given(self, status: SolveStatus, message: str, count: int = 0) -> Alternatives:
        ours = [a for a in self.answers if a.choice is not None]
        core = self._core() if ours else []
        packages = self.costing.options.packages
        return Alternatives(
            scenario_id=self.scenario.scenario_id,
            scenario_name=self.scenario.row.name,
            currency=self.asker.project.settings.currency,
            within=self.within,
            differ=self.least,
            plans=tuple(self._alternative(n) for n in range(min(len(ours), count + 1))),
            core=tuple(packages[k].package_id for k in core),
            contested=tuple(self._contested(k) for k in range(len(packages)) if ours and k not in core),
            core_is_proven=self.proven,
            is_exhausted=self.exhausted,
            status=status,
            message=message,
            solves=self.solves,
            seconds=time.perf_counter() - self.started,
        )

    def _alternative(self, n: int) -> Alternative:
        answer, best = self.answers[n], self.answers[0]
        assert answer.choice is not None  # noqa: S101
        assert best.choice is not None  # noqa: S101
        lead = self.costing.options.lead
        apart = [difference(answer.choice, a.choice, lead) for a in self.answers[:n] if a.choice is not None]
        sign = -1.0 if self.scenario.row.objective in HIGHER_IS_BETTER else 1.0
        return Alternative(
            result=answer.result,
            choice=answer.choice,
            objective=sign * answer.highest,
            above_best=answer.highest - best.highest,
            at_most_above_optimum=(answer.highest - best.lowest) / max(abs(best.lowest), 1e-9),
            differs_from_best=apart[0] if apart else 0,
            differs_from_any=min(apart, default=0),
        )

    def _contested(self, k: int) -> Contested:
        package = self.costing.options.packages[k]
        options: dict[int, list[int]] = {}
        for answer in self.answers:
            if answer.choice is not None:
                options.setdefault(self._lead(answer.choice[k]), []).append(answer.choice[k])
        homes = tuple(self._home(k, chosen) for chosen in options.values())
        return Contested(package.package_id, package.process.name, homes, _decides(homes, self._currency))

    @property
    def _currency(self) -> str:
        return self.asker.project.settings.currency

    def _home(self, k: int, chosen: list[int]) -> Home:
        option, costing = chosen[0], self.costing
        best = self.answers[0].choice
        assert best is not None  # noqa: S101
        provider = None if option == NONE else costing.options.providers[self._lead(option)]
        change, breaks = None, False
        if self._lead(best[k]) != self._lead(option):
            change, breaks = self._single_move(np.array(best), k, option)
        quality = float("nan") if option == NONE else float(costing.quality.expected[option])
        return Home(
            None if provider is None else provider.provider_id,
            "nobody" if provider is None else provider.name,
            len(chosen),
            0.0 if option == NONE else float(costing.cost[option]),
            quality if math.isfinite(quality) else None,
            change,
            breaks,
        )

    def _single_move(self, best: Ints, k: int, option: int) -> tuple[float, bool]:
        """Change of the total if only one package of the best plan moves, and whether that breaks a rule."""
        moved = best.copy()
        moved[k] = option
        per_contact = self.scenario.row.unassigned_cost_per_contact or 0.0
        before = evaluate_choice(self.costing, best, per_contact).total
        plan = plan_of(self.costing.options, moved)
        found = verify_plan(self.costing.project, self.scenario, plan, costing=self.costing)
        return found.evaluation.total - before, bool(found.violations)


def _decides(homes: tuple[Home, ...], currency: str) -> str:
    """What speaks for either of the first two homes.

    >>> a = Home("A", "Tilburg", 4, 1200.0, 81.0, None, False)
    >>> b = Home("B", "Odra", 2, 1000.0, 78.0, -150.0, False)
    >>> _decides((a, b), "EUR")
    'Tilburg or Odra: Odra is EUR 200 cheaper by itself; Tilburg is 3.0 points better'
    """
    a, b = homes[0], homes[1]
    names = " or ".join(h.name for h in homes)
    said = []
    if abs(a.cost - b.cost) >= 0.5:
        cheaper = a if a.cost < b.cost else b
        said.append(f"{cheaper.name} is {currency} {abs(a.cost - b.cost):,.0f} cheaper by itself")
    if a.quality is not None and b.quality is not None and abs(a.quality - b.quality) >= 0.05:
        better = a if a.quality > b.quality else b
        said.append(f"{better.name} is {abs(a.quality - b.quality):.1f} points better")
    if b.breaks_rules:
        said.append("moving it alone breaks a rule or a capacity")
    return f"{names}: {'; '.join(said) or 'they cost the same and are as good'}"
