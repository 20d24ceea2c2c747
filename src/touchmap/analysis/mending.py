"""Repairs of a clash: which members to loosen, by how little, and at what total."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from touchmap.analysis.asking import Asker
from touchmap.analysis.clash_oracle import MOST_SETS, shrink
from touchmap.analysis.clash_words import room_of
from touchmap.analysis.needed_budget import is_budget, needed_budget
from touchmap.analysis.repairs import (
    ROOM_STEP,
    Change,
    ChangeKind,
    Repair,
    budget_change,
    limit_change,
    outward,
    step_of,
    switch_off,
)
from touchmap.analysis.stopping import stopping
from touchmap.plan import SolveStatus
from touchmap.project import STEM_FACTS, Project, RuleStem, Shape, find_scenario
from touchmap.solving import plan_of
from touchmap.sourcing.elastic import Elastic, Member, MemberKind, Tried
from touchmap.verifying import verify_plan
from touchmap.work.options import Ints

if TYPE_CHECKING:
    from touchmap.analysis.clash import Finder

SECONDS_OF_CHANGE = 1.5
"""Longest time for finding the least change; one that is found by then is used, proven least or not."""
BUDGET_SECONDS = 10.0
"""Longest time for the cheapest plan without a budget."""
BREAKING_SECONDS = 5.0
"""Longest time to find which other members break a clash around a budget."""
MOST_REPAIRS = 5
"""Repairs that are priced."""
MOST_CHOICES = 200
"""Ways to break every clash that are kept while they are combined."""


def _hitting_sets(clashes: Sequence[Sequence[Member]]) -> list[frozenset[Member]]:
    """Minimal sets that hold a member of each clash, the smallest first."""
    found: list[frozenset[Member]] = [frozenset()]
    for members in clashes:
        grown = {h if h.intersection(members) else h | {m} for h in found for m in members}
        minimal = [h for h in grown if not any(other < h for other in grown)]
        found = sorted(minimal, key=lambda h: (len(h), sorted(h)))[:MOST_CHOICES]
    return found


class Mender:
    """Finds repairs: which members to loosen, by how little, and at what total."""

    def __init__(self, finder: Finder, seconds: float, gap: float, processes: int) -> None:
        self.finder, self.seconds, self.gap, self.processes = finder, seconds, gap, processes
        self.costing, self.scenario = finder.costing, finder.scenario
        self.rules = {r.rule.rule_id: r for r in self.scenario.rules}

    def repairs(self) -> list[Repair]:
        """Repairs with their prices, the cheapest first."""
        limit = math.inf if self.finder.oracle.purse is None else time.monotonic() + BREAKING_SECONDS
        self.finder.oracle.deadline = limit
        chosen = self._breaking_sets()
        loose = list(dict.fromkeys(m for members in self.finder.found for m in members))
        priced: list[Future[Repair | None]] = []
        found: set[tuple[Change, ...]] = set()
        with ThreadPoolExecutor(self.processes) as pool:
            for members in chosen:
                ordered = [m for m in loose if m in members]
                if len(priced) >= MOST_REPAIRS or self.finder.stop():
                    break
                budgets = [m for m in ordered if self._is_budget(m)]
                others = [m for m in ordered if m not in budgets]
                if len(budgets) == 1 and not others:
                    priced.append(pool.submit(self._raised, (), budgets[0].subject))
                    continue
                if len(ordered) == 1 and self._can_only_go(ordered[0]):
                    off = switch_off(self.rules[ordered[0].subject].rule)
                    priced.append(pool.submit(self._priced, (off,), self._plan_without(off.subject)))
                    continue
                names = ", ".join(m.subject for m in ordered)
                self.finder.tell(f"how little has to give way: {names}")
                tried = self._elastic.least_change([*others, *budgets], SECONDS_OF_CHANGE)
                changes = self._changes(tried, others if len(budgets) == 1 else ordered)
                if not changes or changes in found:
                    continue
                found.add(changes)
                if len(budgets) == 1:
                    priced.append(pool.submit(self._raised, changes, budgets[0].subject))
                else:
                    priced.append(pool.submit(self._priced, changes, tried.choice))
        repairs = [repair for waiting in priced if (repair := waiting.result()) is not None]
        kept = [r for r in repairs if r.result is None or r.result.status is not SolveStatus.INFEASIBLE]
        return sorted(kept, key=lambda r: (r.highest, len(r.changes), r.sentence))

    @cached_property
    def _elastic(self) -> Elastic:
        """The program in which every member of a clash can give way."""
        loose = list(dict.fromkeys(m for members in self.finder.found for m in members))
        return Elastic(self.costing, self.scenario, soft=loose, stop=self.finder.stop)

    def _breaking_sets(self) -> list[frozenset[Member]]:
        """Smallest sets of members without which a plan was found, by hitting every clash (Reiter).

        A set that hits all clashes known and still leaves none gives another clash, which is added.
        """
        oracle, clashes = self.finder.oracle, self.finder.found
        everything = oracle.whole.members
        good: list[frozenset[Member]] = []
        unsure: list[frozenset[Member]] = []
        while len(clashes) < MOST_SETS + len(good):
            waiting = [c for c in _hitting_sets(clashes) if c not in good and c not in unsure]
            if not waiting or len(good) >= MOST_REPAIRS or self.finder.stop():
                break
            waiting.sort(key=lambda c: oracle.known(m for m in everything if m not in c) is not True)
            left = [m for m in everything if m not in waiting[0]]
            verdict = oracle.verdict(left)
            if verdict is None:
                unsure.append(waiting[0])
                continue
            if verdict:
                good.append(waiting[0])
                continue
            self.finder.tell("another clash behind the first ones")
            clashes.append(shrink(oracle.is_impossible, [], left))
        return [c for c in good if all(c.intersection(members) for members in clashes)]

    def _changes(self, tried: Tried, loosened: Sequence[Member]) -> tuple[Change, ...]:
        """What a loosened plan asks to be changed; nothing if there is none."""
        if tried.choice is None or tried.amounts is None:
            return ()
        plan = plan_of(self.costing.options, tried.choice)
        activity = verify_plan(self.costing.project, self.scenario, plan, costing=self.costing).activity
        changes: list[Change] = []
        for member in loosened:
            amount = tried.amounts[member]
            if amount <= 1e-6:
                continue
            if member.kind is not MemberKind.RULE:
                changes.append(self._more_room(member, amount))
                continue
            rule = self.rules[member.subject].rule
            if rule.stem is RuleStem.MIN_PROCESS_QUALITY:
                floor = max(0.0, outward((rule.minimum or 0.0) - amount, step_of(rule), up=False))
                changes.append(limit_change(rule, floor, minimum=True))
                continue
            if self._can_only_go(member):
                changes.append(switch_off(rule))
                continue
            values = [a.value for a in activity if a.rule_id == rule.rule_id]
            for is_minimum, limit in ((True, rule.minimum), (False, rule.maximum)):
                if limit is None or not values:
                    continue
                reached = min(values) if is_minimum else max(values)
                if (reached < limit) if is_minimum else (reached > limit):
                    after = outward(reached, step_of(rule), up=not is_minimum)
                    changes.append(limit_change(rule, after, minimum=is_minimum))
        return tuple(changes)

    def _more_room(self, member: Member, amount: float) -> Change:
        provider_id, _, language = member.subject.partition(" ")
        options = self.costing.options
        name = options.providers[options.position[provider_id]].name
        added = outward(amount, ROOM_STEP, up=True)
        before = room_of(self.costing, member)
        what = f"the {language} pool of {name}" if language else f"the capacity of {name}"
        said = f"raise {what} by {added:g} FTE to {before + added:g}"
        kind = ChangeKind.POOL if language else ChangeKind.CAPACITY
        return Change(kind, member.subject, before, round(before + added, 6), said)

    def _raised(self, changes: tuple[Change, ...], rule_id: str) -> Repair | None:
        """Some changes, with a budget raised to what the cheapest plan then costs; none without a plan."""
        self.finder.tell(f"the cheapest plan without {rule_id}")
        mended = self._repair(changes)
        project = mended.apply(self.costing.project)
        with self._asking(project) as asker:
            scenario = find_scenario(project, mended.scenario_id)
            needed = needed_budget(asker, scenario, rule_id, BUDGET_SECONDS)
        if needed is None:
            return None
        rule = self.rules[rule_id].rule
        if needed.amount <= (rule.maximum or 0.0):
            return self._priced(changes, needed.choice) if changes else None
        raised = budget_change(rule, needed.amount, needed.least)
        return self._priced((*changes, raised), needed.choice)

    def _priced(self, changes: tuple[Change, ...], choice: Sequence[int] | Ints | None) -> Repair:
        """A repair with what the best plan then costs, sought from a plan that holds it."""
        repair = self._repair(changes)
        if self.finder.stop():
            return repair
        self.finder.tell(f"price of: {repair.sentence}")
        project = repair.apply(self.costing.project)
        start = None if choice is None else tuple(int(i) for i in choice)
        with self._asking(project) as asker:
            answer = asker.ask(find_scenario(project, repair.scenario_id), start=start)
        return replace(repair, result=answer.result, lowest=answer.lowest, highest=answer.highest)

    def _can_only_go(self, member: Member) -> bool:
        """Whether it has no limit to loosen: it holds or it is off."""
        if member.kind is not MemberKind.RULE:
            return False
        stem = self.rules[member.subject].rule.stem
        is_floor = stem is RuleStem.MIN_PROCESS_QUALITY
        return STEM_FACTS[stem].shape in (Shape.GATE, Shape.PAIRING) and not is_floor

    def _plan_without(self, rule_id: str) -> tuple[int, ...] | None:
        """A plan without a rule and within the budget, if one was found when sets were looked for."""
        oracle = self.finder.oracle
        if oracle.purse is None:
            return None
        kept = {m.subject for m in oracle.whole.members if m.kind is MemberKind.RULE}
        return oracle.purse.plans.get(frozenset(kept - {rule_id, oracle.purse.rule_id}))

    def _is_budget(self, member: Member) -> bool:
        return member.kind is MemberKind.RULE and is_budget(self.rules[member.subject])

    def _repair(self, changes: tuple[Change, ...]) -> Repair:
        return Repair(self.scenario.scenario_id, changes, self.scenario)

    @contextmanager
    def _asking(self, project: Project) -> Iterator[Asker]:
        with (
            Asker(project, processes=1, gap=self.gap, seconds=self.seconds) as asker,
            stopping(asker.cancel, self.finder.stop),
        ):
            yield asker
