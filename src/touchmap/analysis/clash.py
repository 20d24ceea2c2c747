"""Why a scenario has no plan: the smallest sets of rules that cannot hold together, and what mends them.

`find_clash` looks for minimal sets with a deletion by halves (QuickXplain): a member is dropped only
when it is *proven* that the rest is still impossible, so that every set it names is impossible; a set is
called minimal only when, without any one of its members, a plan was found. Then the least change of its
members that makes room for a plan is found by an elastic program, applied, and solved for its price.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from touchmap.analysis.asking import Asker
from touchmap.analysis.clash_oracle import MOST_SETS, SECONDS_EACH, Oracle, shrink
from touchmap.analysis.clash_words import ClashMember, ClashSet, Words, listed
from touchmap.analysis.mending import Mender
from touchmap.analysis.needed_budget import Purse, is_budget
from touchmap.analysis.repairs import Repair
from touchmap.analysis.stopping import Stop, stopping
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.eligibility import find_eligible
from touchmap.project import Project, Scenario, find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import DEFAULT_GAP
from touchmap.sourcing.elastic import Elastic, Member, MemberKind
from touchmap.sourcing.fence import Outcome

RULE_SECONDS = 12.0
"""Longest time to find the rules of a clash around a budget."""
ROOM_SECONDS = 4.0
"""Longest time to find its capacities and pools, and in which months."""

OnStep = Callable[[str], None]
"""Called with what is being done."""


class ClashStatus(StrEnum):
    """What is known about a clash."""

    NONE = "none"
    """The scenario has a plan."""
    CLASH = "clash"
    """It is proven that there is no plan; the sets say why."""
    UNDECIDED = "undecided"
    """Neither a plan nor a proof that there is none was found in time."""


@dataclass(frozen=True)
class Clash:
    """Why a scenario has no plan, and what would mend it."""

    scenario_id: str
    currency: str
    status: ClashStatus
    impossible: tuple[str, ...] = ()
    """Packages nobody can do at all, each with why and the nearest remedy."""
    sets: tuple[ClashSet, ...] = ()
    is_complete: bool = False
    """Whether all the sets together are proven to be all that stands in the way."""
    repairs: tuple[Repair, ...] = ()
    """The cheapest first, or the best where quality is sought; those without a price last."""
    today_cost: float | None = None
    in_points: bool = False
    """Whether the scenario seeks points of quality and not money: the best repair comes first then."""
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "scenario_id": self.scenario_id,
            "currency": self.currency,
            "status": self.status.value,
            "impossible": list(self.impossible),
            "complete": self.is_complete,
            "clashes": [
                {
                    "sentence": s.sentence,
                    "proven_minimal": s.is_minimal,
                    "packages": list(s.packages),
                    "members": [
                        {"kind": m.kind.value, "id": m.subject, "sentence": m.sentence} for m in s.members
                    ],
                }
                for s in self.sets
            ],
            "repairs": [_repair_json(r) for r in self.repairs],
            "notes": list(self.notes),
        }


def _repair_json(repair: Repair) -> dict[str, Any]:
    return {
        "sentence": repair.sentence,
        "changes": [
            {"kind": c.kind.value, "id": c.subject, "before": c.before, "after": c.after, "least": c.least}
            for c in repair.changes
        ],
        "cost": repair.cost,
        "status": None if repair.result is None else repair.result.status.value,
        "gap": None if repair.result is None else repair.result.gap,
    }


def find_clash(
    project: Project,
    scenario: str = "blended",
    *,
    repairs: bool = True,
    seconds: float = 3.0,
    gap: float = 5e-3,
    processes: int = 2,
    on_step: OnStep | None = None,
    stop: Stop | None = None,
) -> Clash:
    """Find what cannot hold together in a scenario, and the cheapest changes that make room for a plan.

    Every set found is proven to be impossible. A set is marked minimal when each of its members is
    proven to be needed. Sets are found one after the other, each without the rules of those before, until
    a plan remains: then every plan must give way in at least one member of each set.

    Parameters
    ----------
    scenario
        Id or name of a scenario.
    repairs
        Whether to look for repairs and price them.
    seconds
        Longest time for the price of one repair, > 0.
    gap
        Relative gap to which a price is proven, ≥ 0.
    processes
        Prices found at once, 1 or more.
    on_step
        Called with a sentence at each step.
    stop
        Asked several times a second whether to stop; what is known by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    """
    wanted = find_scenario(project, scenario)
    finder = Finder(project, wanted, on_step or (lambda _: None), stop or (lambda: False))
    with closing(finder):
        clash = finder.clash()
        if repairs and clash.status is ClashStatus.CLASH and clash.sets and not clash.impossible:
            mended = Mender(finder, seconds, gap, processes).repairs()
            clash = replace(clash, repairs=tuple(mended), sets=finder.described())
    return replace(clash, seconds=time.perf_counter() - finder.started)


class Finder:
    """Finds the sets of a clash."""

    def __init__(self, project: Project, scenario: Scenario, tell: OnStep, stop: Stop) -> None:
        self.started = time.perf_counter()
        self.project, self.scenario, self.tell, self.stop = project, scenario, tell, stop
        self.costing = build_costing(project)
        self.words = Words(self.costing, scenario)
        self.found: list[list[Member]] = []
        self._open = ExitStack()
        self._is_room_open = False
        """Whether it is left open which capacities and pools belong to the clash around a budget."""
        self._said: list[ClashSet] = []

    def clash(self) -> Clash:
        """The clash, without repairs."""
        empty = Clash(
            self.scenario.scenario_id,
            self.project.settings.currency,
            ClashStatus.NONE,
            today_cost=_today_cost(self.costing),
            in_points=self.scenario.row.objective in HIGHER_IS_BETTER,
        )
        if self.scenario.row.objective is Objective.TODAY:
            return replace(empty, notes=("today is priced, never sought: nothing can clash",))
        eligibility = find_eligible(self.project, self.costing.options)
        nobody = tuple(f"{issue.message}: {issue.hint}" for issue in eligibility.issues())
        if nobody and not self.scenario.row.allow_unassigned:
            return replace(empty, status=ClashStatus.CLASH, impossible=nobody)
        self.tell("building the program")
        self.oracle = Oracle(self.costing, self.scenario, self.stop)
        everything = self.oracle.whole.members
        self.rules = [m for m in everything if m.kind is MemberKind.RULE]
        self.room = [m for m in everything if m.kind is not MemberKind.RULE]
        self.tell("looking for any plan at all")
        rest = [m for m in everything if m != self._budget]
        if self._budget is not None and self.oracle.verdict(rest) and not self.stop():
            self.tell(f"what has room within {self._budget.subject}")
            self._open_purse(self._budget.subject)
        verdict = self.oracle.verdict(everything)
        if verdict is None:
            return replace(empty, status=ClashStatus.UNDECIDED)
        if verdict:
            return empty
        complete = self._sets_within_budget() if self.oracle.purse is not None else self._sets()
        return replace(empty, status=ClashStatus.CLASH, sets=self.described(), is_complete=complete)

    def described(self) -> tuple[ClashSet, ...]:
        """The sets found so far, in words."""
        for members in self.found[len(self._said) :]:
            self._said.append(self._described(members))
        return tuple(self._said)

    @property
    def _budget(self) -> Member | None:
        """The one budget of the scenario that must hold."""
        found = [r.rule.rule_id for r in self.scenario.rules if is_budget(r)]
        return Member(MemberKind.RULE, found[0]) if len(found) == 1 else None

    def _open_purse(self, rule_id: str) -> None:
        budget = next(r for r in self.scenario.rules if r.rule.rule_id == rule_id)
        asker = self._open.enter_context(Asker(self.project, processes=2))
        self._open.enter_context(stopping(asker.cancel, self.stop))
        self.oracle.purse = Purse(asker, self.scenario, budget, SECONDS_EACH)

    def close(self) -> None:
        """End the processes that were started."""
        self._open.close()

    def _sets_within_budget(self) -> bool:
        """The set around a budget without which there is a plan: every clash then holds the budget.

        Rules each of which leaves a plan when it is dropped are in every such set; mostly they are all.
        """
        oracle, budget = self.oracle, self._budget
        assert budget is not None  # noqa: S101 - opened the purse
        others = self._without_idle([m for m in self.rules if m != budget])
        oracle.deadline = time.monotonic() + RULE_SECONDS
        self.tell(f"which rules leave no room within {budget.subject}")
        dropped = [frozenset([*(m for m in others if m != one), budget, *self.room]) for one in others]
        verdicts = oracle.try_purse(dropped)
        needed = [m for m, holds in zip(others, verdicts, strict=True) if holds]
        rest = [m for m in others if m not in needed]
        ours = [*needed, *shrink(oracle.is_impossible, [budget, *self.room, *needed], rest), budget]
        self.tell("which capacities are too small for that")
        oracle.deadline = time.monotonic() + ROOM_SECONDS
        self.found.append([*ours, *shrink(oracle.is_impossible, ours, self.room)])
        self._is_room_open = oracle.is_over
        return True

    def _without_idle(self, rules: list[Member]) -> list[Member]:
        """The rules without gates that refuse nothing the others leave open: they forbid no plan."""
        elastic, kept = self.oracle.whole, list(rules)
        for one in (m for m in rules if m in elastic.closes):
            left = elastic.possible.copy()
            for other in kept:
                if other != one and other in elastic.closes:
                    left &= ~elastic.closes[other]
            if not (left & elastic.closes[one]).any():
                kept.remove(one)
        return kept

    def _sets(self) -> bool:
        """Find one set after the other; gives whether they are proven to be all that is in the way."""
        impossible = self.oracle.is_impossible
        rules, room = list(self.rules), list(self.room)
        while len(self.found) < MOST_SETS and impossible(room):
            self.tell("capacities clash with the work itself")
            self.found.append(shrink(impossible, [], room))
            room = [m for m in room if m not in self.found[-1]]
        for rule in self.rules:
            self.tell(f"trying {rule.subject} alone")
            if len(self.found) < MOST_SETS and impossible([rule, *room]):
                self.found.append([rule, *shrink(impossible, [rule], room)])
                rules.remove(rule)
        while len(self.found) < MOST_SETS and impossible([*rules, *room]):
            self.tell("shrinking a clash of several rules")
            ours = shrink(impossible, room, rules)
            self.found.append([*ours, *shrink(impossible, ours, room)])
            rules = [m for m in rules if m not in ours]
        return self.oracle.verdict([*rules, *room]) is True

    def _described(self, members: list[Member]) -> ClashSet:
        if self._is_room_open:
            told = tuple(self.words.member(m, ()) for m in members if m.kind is MemberKind.RULE)
            sentence = f"{listed([m.name for m in told])} cannot hold with all capacities and pools"
            return ClashSet(told, is_minimal=False, sentence=sentence)
        minimal = all(self.oracle.verdict([m for m in members if m != one]) is True for one in members)
        program = self.oracle.program(members)
        packages = self.costing.options.packages
        blocked = [] if self.scenario.row.allow_unassigned else program.blocked(members)
        months = {} if blocked else self._months(program, members)
        said = tuple(self.words.member(m, months.get(m, ())) for m in members)
        names = tuple(packages[k].package_id for k in blocked)
        return ClashSet(said, minimal, names, self.words.whole(said, names))

    def _months(self, program: Elastic, members: list[Member]) -> dict[Member, tuple[int, ...]]:
        """Calendar months of each capacity and pool that are enough for the clash, where months differ."""
        load = self.costing.monthly_contacts.sum(axis=0)
        if float(np.ptp(load)) <= 1e-6 * float(load.max()):
            return {}  # all months are alike
        pairs = [(m, t) for m in members for t in program.months(m)]
        pairs.sort(key=lambda pair: -float(load[pair[1]]))

        def impossible(kept: list[Any]) -> bool:
            if self.oracle.is_over:
                return False
            seconds = min(SECONDS_EACH, self.oracle.left)
            return program.can_hold(members, seconds, kept).outcome is Outcome.INFEASIBLE

        needed = shrink(impossible, [], pairs)
        if self.oracle.is_over:
            return {}
        return {m: tuple(sorted(t for n, t in needed if n == m)) for m in members}


def _today_cost(costing: Costing) -> float | None:
    from touchmap.costing.evaluation import evaluate_today
    from touchmap.work.options import NONE

    known = len(costing.options.today) > 0 and (costing.options.today != NONE).all()
    return evaluate_today(costing).cost if known else None


__all__ = ["DEFAULT_GAP", "Clash", "ClashMember", "ClashSet", "ClashStatus", "find_clash", "shrink"]
