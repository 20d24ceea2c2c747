"""Repairs of a clash: which members to loosen, by how little, and at what total."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from touchmap.analysis.asking import Asker
from touchmap.analysis.clash_oracle import MOST_SETS, shrink
from touchmap.analysis.clash_words import room_of
from touchmap.analysis.repairs import (
    ROOM_STEP,
    Change,
    ChangeKind,
    Repair,
    limit_change,
    outward,
    step_of,
    switch_off,
)
from touchmap.analysis.stopping import stopping
from touchmap.plan import SolveStatus
from touchmap.project import STEM_FACTS, RuleStem, Shape, find_scenario
from touchmap.solving import plan_of
from touchmap.sourcing.elastic import Elastic, Member, MemberKind, Tried
from touchmap.verifying import verify_plan

if TYPE_CHECKING:
    from touchmap.analysis.clash import Finder

SECONDS_OF_CHANGE = 1.5
"""Longest time for finding the least change; one that is found by then is used, proven least or not."""
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
        chosen = self._breaking_sets()
        loose = list(dict.fromkeys(m for members in self.finder.found for m in members))
        elastic = Elastic(self.costing, self.scenario, soft=loose, stop=self.finder.stop)
        found: set[tuple[Change, ...]] = set()
        priced: list[Future[Repair]] = []
        with ThreadPoolExecutor(self.processes) as pool:
            for members in chosen:
                ordered = [m for m in loose if m in members]
                if len(found) >= MOST_REPAIRS or self.finder.stop():
                    break
                names = ", ".join(m.subject for m in ordered)
                self.finder.tell(f"how little has to give way: {names}")
                tried = elastic.least_change(ordered, SECONDS_OF_CHANGE)
                changes = self._changes(tried, ordered)
                if changes and changes not in found:
                    found.add(changes)
                    repair = Repair(self.scenario.scenario_id, changes, self.scenario)
                    priced.append(pool.submit(self._price, repair, tried))
        repairs = [waiting.result() for waiting in priced]
        kept = [r for r in repairs if r.result is None or r.result.status is not SolveStatus.INFEASIBLE]
        return sorted(kept, key=lambda r: (r.highest, len(r.changes), r.sentence))

    def _breaking_sets(self) -> list[frozenset[Member]]:
        """Smallest sets of members without which a plan was found, by hitting every clash (Reiter).

        A set that hits all clashes known and still leaves none gives another clash, which is added.
        """
        oracle, clashes = self.finder.oracle, self.finder.found
        everything = oracle.whole.members
        good: list[frozenset[Member]] = []
        while len(clashes) < MOST_SETS + len(good):
            waiting = [c for c in _hitting_sets(clashes) if c not in good]
            if not waiting or len(good) >= MOST_REPAIRS or self.finder.stop():
                break
            left = [m for m in everything if m not in waiting[0]]
            verdict = oracle.verdict(left)
            if verdict is None:
                break
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
            if STEM_FACTS[rule.stem].shape in (Shape.GATE, Shape.PAIRING):
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

    def _price(self, repair: Repair, tried: Tried) -> Repair:
        if self.finder.stop():
            return repair
        self.finder.tell(f"price of: {repair.sentence}")
        project = repair.apply(self.costing.project)
        start = None if tried.choice is None else tuple(int(i) for i in tried.choice)
        with (
            Asker(project, processes=1, gap=self.gap, seconds=self.seconds) as asker,
            stopping(asker.cancel, self.finder.stop),
        ):
            answer = asker.ask(find_scenario(project, repair.scenario_id), start=start)
        return replace(repair, result=answer.result, lowest=answer.lowest, highest=answer.highest)
