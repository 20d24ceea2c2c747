"""Why a scenario has no plan: the smallest sets of rules that cannot hold together, and what mends them.

`find_clash` looks for minimal sets with a deletion by halves (QuickXplain): a member is dropped only
when it is *proven* that the rest is still impossible, so that every set it names is impossible; a set is
called minimal only when, without any one of its members, a plan was found. Then the least change of its
members that makes room for a plan is found by an elastic program, applied, and solved for its price.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from touchmap.analysis.asking import Asker
from touchmap.analysis.repairs import (
    ROOM_STEP,
    Change,
    ChangeKind,
    Repair,
    limit_change,
    limit_words,
    outward,
    step_of,
    switch_off,
)
from touchmap.analysis.stopping import Stop, stopping
from touchmap.costing.costing import Costing, build_costing
from touchmap.eligibility import find_eligible
from touchmap.plan import SolveStatus
from touchmap.project import STEM_FACTS, ActiveRule, Project, RuleStem, Scenario, Shape, find_scenario
from touchmap.project.vocabulary import Objective, Strength
from touchmap.solving import DEFAULT_GAP, plan_of
from touchmap.sourcing.elastic import Elastic, Member, MemberKind, Tried
from touchmap.sourcing.fence import Outcome
from touchmap.verifying import verify_plan

SECONDS_EACH = 5.0
"""Longest time for trying one set of members."""
SECONDS_OF_CHANGE = 1.5
"""Longest time for finding the least change; one that is found by then is used, proven least or not."""
MOST_SETS = 8
"""Clashes that are looked for."""
MOST_REPAIRS = 5
"""Repairs that are priced."""
MOST_CHOICES = 200
"""Ways to break every clash that are kept while they are combined."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

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
class ClashMember:
    """A rule, capacity or language pool of a clash, said in words."""

    kind: MemberKind
    subject: str
    name: str
    """Short: ``quality_floor``, or ``the capacity of Tilburg (42 FTE) in December``."""
    sentence: str
    """With limit, scope and reason."""


@dataclass(frozen=True)
class ClashSet:
    """Rules, capacities and pools that cannot hold together."""

    members: tuple[ClashMember, ...]
    is_minimal: bool
    """Whether it is proven that any of them let go makes room for a plan of the others."""
    packages: tuple[str, ...] = ()
    """Packages that the rules alone leave without a home; empty where it takes capacities."""
    sentence: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of its rules."""
        return tuple(m.subject for m in self.members if m.kind is MemberKind.RULE)


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
    """The cheapest first; those without a price last."""
    today_cost: float | None = None
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
            {"kind": c.kind.value, "id": c.subject, "before": c.before, "after": c.after}
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
    finder = _Finder(project, wanted, on_step or (lambda _: None), stop or (lambda: False))
    clash = finder.clash()
    if repairs and clash.status is ClashStatus.CLASH and clash.sets and not clash.impossible:
        mended = _Mender(finder, seconds, gap, processes).repairs()
        clash = replace(clash, repairs=tuple(mended), sets=finder.described())
    return replace(clash, seconds=time.perf_counter() - finder.started)


@dataclass
class _Oracle:
    """Answers whether a set of members can hold; remembers, and concludes from larger and smaller sets."""

    costing: Costing
    scenario: Scenario
    stop: Stop
    holding: list[frozenset[Member]] = field(default_factory=list)
    impossible: list[frozenset[Member]] = field(default_factory=list)
    unknown: set[frozenset[Member]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.light = Elastic(self.costing, self.scenario, with_budgets=False, stop=self.stop)
        musts = (r for r in self.scenario.rules if r.rule.strength is Strength.MUST)
        self.budgets = {
            Member(MemberKind.RULE, r.rule.rule_id) for r in musts if r.rule.stem is RuleStem.BUDGET
        }
        self.whole = Elastic(self.costing, self.scenario, stop=self.stop) if self.budgets else self.light

    def program(self, kept: Collection[Member]) -> Elastic:
        """The smallest program that holds some members."""
        return self.whole if self.budgets.intersection(kept) else self.light

    def is_impossible(self, kept: Iterable[Member]) -> bool:
        """Whether it is proven that some members cannot hold together."""
        return self.verdict(kept) is False

    def verdict(self, kept: Iterable[Member]) -> bool | None:
        """Whether some members can hold together; none if it is not known."""
        asked = frozenset(kept)
        if any(asked <= known for known in self.holding):
            return True
        if any(asked >= known for known in self.impossible):
            return False
        if asked in self.unknown or self.stop():
            return None
        outcome = self.program(asked).can_hold(asked, SECONDS_EACH).outcome
        if outcome in (Outcome.PROVEN, Outcome.LIMIT):
            self.holding.append(asked)
            return True
        if outcome is Outcome.INFEASIBLE:
            self.impossible.append(asked)
            return False
        self.unknown.add(asked)
        return None


def shrink(
    impossible: Callable[[list[Any]], bool], background: Sequence[Any], members: Sequence[Any]
) -> list[Any]:
    """Members that, with a background, cannot hold, shrunk by halves; earlier ones are kept rather.

    Given that background and members together are impossible, what is returned with the background is
    impossible too; it is minimal if every question was answered.

    Parameters
    ----------
    impossible
        Whether it is proven that a list cannot hold.

    >>> shrink(lambda kept: {2, 5} <= set(kept), [], range(8))
    [2, 5]
    """

    def go(base: list[Any], rest: list[Any], *, grown: bool) -> list[Any]:
        if grown and impossible(base):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        of_second = go(base + first, second, grown=True)
        of_first = go(base + of_second, first, grown=bool(of_second))
        return of_first + of_second

    base = list(background)
    if not len(members) or impossible(base):
        return []
    return go(base, list(members), grown=False)


class _Finder:
    """Finds the sets of a clash."""

    def __init__(self, project: Project, scenario: Scenario, tell: OnStep, stop: Stop) -> None:
        self.started = time.perf_counter()
        self.project, self.scenario, self.tell, self.stop = project, scenario, tell, stop
        self.costing = build_costing(project)
        self.words = _Words(self.costing, scenario)
        self.found: list[list[Member]] = []
        self._said: list[ClashSet] = []

    def clash(self) -> Clash:
        """The clash, without repairs."""
        empty = Clash(
            self.scenario.scenario_id,
            self.project.settings.currency,
            ClashStatus.NONE,
            today_cost=_today_cost(self.costing),
        )
        if self.scenario.row.objective is Objective.TODAY:
            return replace(empty, notes=("today is priced, never sought: nothing can clash",))
        eligibility = find_eligible(self.project, self.costing.options)
        nobody = tuple(f"{issue.message}: {issue.hint}" for issue in eligibility.issues())
        if nobody and not self.scenario.row.allow_unassigned:
            return replace(empty, status=ClashStatus.CLASH, impossible=nobody)
        self.tell("building the program")
        self.oracle = _Oracle(self.costing, self.scenario, self.stop)
        everything = self.oracle.whole.members
        self.rules = [m for m in everything if m.kind is MemberKind.RULE]
        self.room = [m for m in everything if m.kind is not MemberKind.RULE]
        self.tell("looking for any plan at all")
        verdict = self.oracle.verdict(everything)
        if verdict is None:
            return replace(empty, status=ClashStatus.UNDECIDED)
        if verdict:
            return empty
        complete = self._sets()
        return replace(empty, status=ClashStatus.CLASH, sets=self.described(), is_complete=complete)

    def described(self) -> tuple[ClashSet, ...]:
        """The sets found so far, in words."""
        for members in self.found[len(self._said) :]:
            self._said.append(self._described(members))
        return tuple(self._said)

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
            if self.stop():
                return False
            return program.can_hold(members, SECONDS_EACH, kept).outcome is Outcome.INFEASIBLE

        needed = shrink(impossible, [], pairs)
        return {m: tuple(sorted(t for n, t in needed if n == m)) for m in members}


class _Words:
    """Says members and sets in words."""

    def __init__(self, costing: Costing, scenario: Scenario) -> None:
        self.costing = costing
        self.rules = {r.rule.rule_id: r for r in scenario.rules}

    def member(self, member: Member, months: Sequence[int]) -> ClashMember:
        """A member in words."""
        if member.kind is MemberKind.RULE:
            sentence = rule_sentence(self.rules[member.subject])
            return ClashMember(member.kind, member.subject, member.subject, sentence)
        provider_id, _, language = member.subject.partition(" ")
        options = self.costing.options
        provider = options.providers[options.position[provider_id]]
        when = f" in {_list([MONTHS[t] for t in months])}" if months else ""
        fte = room_of(self.costing, member, months)
        what = f"the {language} pool of {provider.name}" if language else f"the capacity of {provider.name}"
        name = f"{what} ({fte:g} FTE){when}"
        return ClashMember(member.kind, member.subject, name, f"{provider_id}: {name}")

    def whole(self, members: Sequence[ClashMember], packages: Sequence[str]) -> str:
        """A set in words."""
        rules = [m.name for m in members if m.kind is MemberKind.RULE]
        room = [m.name for m in members if m.kind is not MemberKind.RULE]
        if packages:
            shown = ", ".join(packages[:3]) + (f" and {len(packages) - 3} more" if len(packages) > 3 else "")
            count = f"{len(packages)} packages" if len(packages) > 1 else "1 package"
            leave = "leaves" if len(rules) == 1 else "leave"
            return f"{_list(rules)} {leave} {count} without any home: {shown}"
        if not rules:
            verb = "is" if len(room) == 1 else "are"
            return f"{_list(room)} {verb} too small for the work, whatever the rules"
        if not room:
            if len(rules) == 1:
                return f"{rules[0]} cannot hold whatever else is wanted"
            return f"{_list(rules)} cannot hold together"
        return f"{_list(rules)} cannot hold with {_list(room)}"


def rule_sentence(active: ActiveRule) -> str:
    """A rule with its limits, scopes and reason.

    >>> from touchmap.project import Rule
    >>> rule = Rule(rule_id="few", stem="provider_count", maximum=3, reason="Each needs attention.")
    >>> rule_sentence(ActiveRule(rule, {}))
    'few: The number of third parties used is between the limits (at most 3). Why: Each needs attention.'
    """
    rule = active.rule
    facts = STEM_FACTS[rule.stem]
    said = [facts.sentence.removesuffix(".")]
    limits = [
        f"{word} {limit_words(rule, value)}"
        for word, value in (("at least", rule.minimum), ("at most", rule.maximum))
        if value is not None and facts.limits
    ]
    scopes = [
        f"{side.value}: " + "; ".join(f"{name} {', '.join(values)}" for name, values in fields.items())
        for side, fields in active.scopes.items()
    ]
    if limits or scopes:
        said.append(f" ({'; '.join([*limits, *scopes])})")
    why = f" Why: {rule.reason}" if rule.reason else ""
    return f"{rule.rule_id}: {''.join(said)}.{why}"


def room_of(costing: Costing, member: Member, months: Sequence[int] = ()) -> float:
    """FTE of a capacity or pool: the least of some months, of all months of the plan if none are given."""
    provider_id, _, language = member.subject.partition(" ")
    j = costing.options.position[provider_id]
    if language:
        return next(p.capacity for p in costing.pools if (p.provider, p.language) == (j, language))
    chosen = list(months) or np.flatnonzero(costing.calendar.occurs)
    return float(costing.staff[j].capacity[chosen].min())


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _today_cost(costing: Costing) -> float | None:
    from touchmap.costing.evaluation import evaluate_today
    from touchmap.work.options import NONE

    known = len(costing.options.today) > 0 and (costing.options.today != NONE).all()
    return evaluate_today(costing).cost if known else None


def _hitting_sets(clashes: Sequence[Sequence[Member]]) -> list[frozenset[Member]]:
    """Minimal sets that hold a member of each clash, the smallest first."""
    found: list[frozenset[Member]] = [frozenset()]
    for members in clashes:
        grown = {h if h.intersection(members) else h | {m} for h in found for m in members}
        minimal = [h for h in grown if not any(other < h for other in grown)]
        found = sorted(minimal, key=lambda h: (len(h), sorted(h)))[:MOST_CHOICES]
    return found


class _Mender:
    """Finds repairs: which members to loosen, by how little, and at what total."""

    def __init__(self, finder: _Finder, seconds: float, gap: float, processes: int) -> None:
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


__all__ = ["DEFAULT_GAP", "Clash", "ClashMember", "ClashSet", "ClashStatus", "find_clash", "shrink"]
