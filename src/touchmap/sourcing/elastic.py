"""`Elastic`: a scenario's program in which rules, capacities and pools can be let go and put back.

The program is built once. Whether a set of its members can hold together is then a change of bounds and
a search for any plan at all, with a constant objective; the least change that makes room for a plan is
the same program with the violations as its objective.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pulp

from touchmap.costing.costing import Costing
from touchmap.eligibility import find_eligible
from touchmap.project import STEM_FACTS, ActiveRule, RuleStem, Scenario, Shape, Structural
from touchmap.project.vocabulary import Strength
from touchmap.sourcing import fence
from touchmap.sourcing.engine.interrupting import interrupt
from touchmap.sourcing.engine.tuning import TUNING
from touchmap.sourcing.fence import Outcome
from touchmap.sourcing.gates import Bools, GateFacts, refused_by
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.rules import ROW_RULES, RuleRows, should_gate
from touchmap.sourcing.structure import STRUCTURE
from touchmap.work.options import Ints

NEEDED = (
    Structural.ASSIGN_EACH_PACKAGE,
    Structural.PROVIDER_ENGAGED,
    Structural.LANGUAGE_POOL,
    Structural.PROVIDER_CAPACITY,
)
"""Constraints that forbid plans; the others only say what a plan costs, which a budget asks for."""
_FREE = 1e6


class MemberKind(StrEnum):
    """What a member of a clash is."""

    RULE = "rule"
    CAPACITY = "capacity"
    POOL = "pool"


@dataclass(frozen=True, order=True)
class Member:
    """Something a plan must hold and that could be let go: a must-rule, a capacity or a language pool."""

    kind: MemberKind
    subject: str
    """Rule id, provider id, or provider id and language with a space between."""


@dataclass(frozen=True)
class Tried:
    """What a search for any plan found."""

    outcome: Outcome
    choice: Ints | None = None
    amounts: Mapping[Member, float] | None = None
    """How far each loosened member is violated, in its own unit."""


class _Slackened(RuleRows):
    """Rows of a rule that may be broken; remembers by which variables."""

    def __init__(self, program: Program, facts: GateFacts, active: ActiveRule) -> None:
        soft = active.rule.model_copy(update={"strength": Strength.SHOULD, "penalty_per_unit": 0.0})
        super().__init__(program, facts, replace(active, rule=soft))
        self.slacks: list[pulp.LpVariable] = []

    def slack(self) -> Linear:
        """A new violation."""
        made = super().slack()
        self.slacks += made.terms
        return made


class Elastic:
    """The program of a scenario with members that can be let go.

    Parameters
    ----------
    with_budgets
        Whether must-budgets are members; they need all costs in the program, which makes it larger.
    soft
        Gates that can be broken by degrees and not only kept or let go.
    stop
        Asked during each search whether to stop it; it then found nothing.
    """

    def __init__(
        self,
        costing: Costing,
        scenario: Scenario,
        *,
        with_budgets: bool = True,
        soft: Collection[Member] = (),
        stop: Callable[[], bool] | None = None,
    ) -> None:
        self.costing, self.scenario = costing, scenario
        self.facts = GateFacts(costing)
        self.possible = find_eligible(costing.project, costing.options).possible
        self.program = Program(costing, scenario, self.possible.copy())
        self.closes: dict[Member, Bools] = {}
        self._slacks: dict[Member, list[pulp.LpVariable]] = {}
        self._soft: dict[Member, pulp.LpVariable] = {}
        self._floors: dict[Member, list[float]] = {}
        self._columns: dict[Member, list[int]] = {}
        self._months: dict[Member, dict[int, list[int]]] = {}
        budgets = [r for r in scenario.rules if r.rule.stem is RuleStem.BUDGET and _is_must(r)]
        for stem, add in STRUCTURE.items():
            if stem in NEEDED or (budgets and with_budgets):
                add(self.program)
        for active in sorted(scenario.rules, key=lambda r: r.rule.stem is RuleStem.BUDGET):
            if with_budgets or active not in budgets:
                self._add(active, soft)
        self._model = self._built()
        self._add_room()
        if stop is not None:
            interrupt(self._model, stop)

    @property
    def members(self) -> list[Member]:
        """Must-rules in their order, then capacities of own staff and of others, then language pools."""
        rules = [Member(MemberKind.RULE, r.rule.rule_id) for r in self.scenario.rules if _is_must(r)]
        own = {p.provider_id for p in self.costing.options.providers if p.is_own}
        room = sorted(self._months, key=lambda m: (m.kind, m.subject.split()[0] not in own))
        return [m for m in rules if m in self.closes or m in self._slacks] + room

    def months(self, member: Member) -> list[int]:
        """Calendar months, 0 = January, in which a capacity or pool could be reached."""
        return sorted(self._months.get(member, {}))

    def blocked(self, kept: Collection[Member]) -> list[int]:
        """Packages that the kept gates leave without any possible option."""
        left = self._open(kept)
        return [k for k, inside in enumerate(self.costing.options.of_package) if not left[inside].any()]

    def can_hold(
        self, kept: Collection[Member], seconds: float, months: Collection[tuple[Member, int]] | None = None
    ) -> Tried:
        """Look for any plan that holds some members.

        Parameters
        ----------
        months
            Of the capacities and pools that are kept, hold only these months; all if not given.
        """
        if not self.scenario.row.allow_unassigned and self.blocked(kept):
            return Tried(Outcome.INFEASIBLE)
        self._bound(kept, {})
        if months is not None:
            for member in kept:
                for month, columns in self._months.get(member, {}).items():
                    if (member, month) not in months:
                        self._limit(columns, _FREE)
        return self._run([], seconds, gap=1.0)

    def least_change(self, order: Sequence[Member], seconds: float) -> Tried:
        """Loosen some members as little as possible, the first before all others; the rest is held.

        The violation of each member in turn is minimised while those after it are let go, then kept.

        Parameters
        ----------
        seconds
            Longest time for one member; a violation found by then is used, proven least or not.
        """
        kept = [m for m in self.members if m not in order]
        if not self.scenario.row.allow_unassigned and self.blocked(kept):
            return Tried(Outcome.INFEASIBLE)
        levels: dict[Member, float] = {}
        tried = Tried(Outcome.NOTHING)
        for member in order:
            least = self._lowest_floor if member in self._floors else self._least
            found = least(member, kept, levels, seconds)
            if found.choice is None:
                return found if found.outcome is Outcome.INFEASIBLE else Tried(Outcome.NOTHING)
            tried, levels = found, levels | {member: (found.amounts or {}).get(member, 0.0)}
        return replace(tried, amounts=levels)

    def _least(
        self, member: Member, kept: Collection[Member], levels: Mapping[Member, float], seconds: float
    ) -> Tried:
        self._bound(kept, levels)
        return self._run([member], seconds, gap=1e-3)

    def _lowest_floor(
        self, member: Member, kept: Collection[Member], levels: Mapping[Member, float], seconds: float
    ) -> Tried:
        """Halve the list of the qualities that a floor shuts out until the highest floor is found."""
        steps = self._floors[member]
        low, high = -1, len(steps) - 1
        best = self._at(member, kept, levels, steps[high], seconds)
        if best.choice is None:
            return best
        while high - low > 1:
            middle = (low + high) // 2
            tried = self._at(member, kept, levels, steps[middle], seconds)
            if tried.choice is None:
                low = middle
            else:
                high, best = middle, tried
        return replace(best, amounts={member: steps[high]})

    def _at(
        self,
        member: Member,
        kept: Collection[Member],
        levels: Mapping[Member, float],
        amount: float,
        seconds: float,
    ) -> Tried:
        self._bound(kept, {**levels, member: amount})
        return self._run([], seconds, gap=1.0)

    def _add(self, active: ActiveRule, soft: Collection[Member]) -> None:
        member = Member(MemberKind.RULE, active.rule.rule_id)
        is_gate = STEM_FACTS[active.rule.stem].shape is Shape.GATE
        if not is_gate:
            rows = _Slackened(self.program, self.facts, active)
            ROW_RULES[active.rule.stem](rows)
            if _is_must(active):
                self._slacks[member] = rows.slacks
        elif not _is_must(active):
            should_gate(self.program, self.facts, active)
        else:
            self.closes[member] = refused_by(self.facts, active) & self.possible
            if member in soft:
                self._soft[member] = self._soften(active, self.closes[member])

    def _soften(self, active: ActiveRule, closed: Bools) -> pulp.LpVariable:
        """How far a gate is broken: points below a floor, or 0 and 1 for kept and let go."""
        program, rule = self.program, active.rule
        options = np.flatnonzero(closed)
        if rule.stem is not RuleStem.MIN_PROCESS_QUALITY:
            broken = program.share("broken", rule.rule_id)
            for i in options:
                program.add("broken", rule.rule_id, program.x[int(i)] - broken <= 0)
            return broken
        floor = rule.minimum or 0.0
        lowest = replace(active, rule=rule.model_copy(update={"minimum": 0.0}))
        never = refused_by(self.facts, lowest)
        broken = program.amount("broken", rule.rule_id)
        member = Member(MemberKind.RULE, rule.rule_id)
        short = floor - self.costing.quality.expected[options[~never[options]]]
        self._floors[member] = [0.0, *np.unique(np.round(np.maximum(short, 0.0), 9)).tolist()]
        for i in options:
            missing = 0.0 if never[i] else floor - float(self.costing.quality.expected[i])
            row = program.x[int(i)] * missing - broken <= 0 if not never[i] else program.x[int(i)] <= 0
            program.add("broken", rule.rule_id, row)
        return broken

    def _built(self) -> Any:
        problem = self.program.problem
        problem.setObjective(Linear().expression())
        solver = pulp.HiGHS(msg=False, gapAbs=0.0, threads=1)
        solver.optionsDict.update(random_seed=0, **TUNING)
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        return problem.solverModel

    def _add_room(self) -> None:
        """A column for each capacity and pool that is added to its room in every month, and one a month."""
        rows: dict[Member, dict[int, list[int]]] = {}
        for n, row in enumerate(self.program.rows.values()):
            kind = _ROOM.get(row.stem)
            name, _, month = row.subject.partition(" month ")
            if kind is not None and month:
                rows.setdefault(Member(kind, name), {}).setdefault(int(month) - 1, []).append(n)
        for member, by_month in rows.items():
            every = [n for inside in by_month.values() for n in inside]
            self._columns[member] = [self._column(every)]
            self._months[member] = {t: [self._column(inside)] for t, inside in by_month.items()}

    def _column(self, rows: list[int]) -> int:
        index = int(self._model.getNumCol())
        self._model.addCol(0.0, 0.0, 0.0, len(rows), np.array(rows, dtype=np.int32), np.full(len(rows), -1.0))
        return index

    def _open(self, kept: Collection[Member]) -> Bools:
        left = self.possible.copy()
        for member in kept:
            if member in self.closes:
                left &= ~self.closes[member]
        return left

    def _bound(self, kept: Collection[Member], levels: Mapping[Member, float]) -> None:
        """Hold the members that are kept, let others go: up to their level, or altogether."""
        left = self._open(kept)
        for i, variable in self.program.x.items():
            self._model.changeColBounds(variable.index, 0.0, float(left[i]))
        for member in self.members:
            most = levels.get(member, 0.0 if member in kept else _FREE)
            room = 1e-6 * max(1.0, most) if member in levels else 0.0
            columns = _indices(self._slacks.get(member, ())) + self._columns.get(member, [])
            self._limit(columns, most + room)
            if member in self._soft:
                self._limit(_indices([self._soft[member]]), most + room if member in levels else _FREE)
            for inside in self._months.get(member, {}).values():
                self._limit(inside, 0.0)

    def _limit(self, columns: Collection[int], most: float) -> None:
        for column in columns:
            self._model.changeColBounds(column, 0.0, most)

    def _run(self, sought: Sequence[Member], seconds: float, *, gap: float) -> Tried:
        charged = [c for member in sought for c in self._measure(member)]
        for column in charged:
            self._model.changeColCost(column, 1.0)
        self._model.clearSolver()
        self._model.setOptionValue("time_limit", float(seconds))
        self._model.setOptionValue("mip_rel_gap", gap)
        self._model.run()
        solution = fence._read(self._model, 0.0)  # noqa: SLF001
        for column in charged:
            self._model.changeColCost(column, 0.0)
        if solution.outcome not in (Outcome.PROVEN, Outcome.LIMIT):
            return Tried(solution.outcome)
        values = dict(zip(self.program.problem.variables(), solution.values, strict=False))
        amounts = {m: float(sum(solution.values[c] for c in self._measure(m))) for m in sought}
        return Tried(solution.outcome, self.program.choice(values), amounts)

    def _measure(self, member: Member) -> list[int]:
        if member in self._soft:
            return _indices([self._soft[member]])
        return _indices(self._slacks.get(member, ())) + self._columns.get(member, [])


_ROOM = {
    str(Structural.PROVIDER_CAPACITY): MemberKind.CAPACITY,
    str(Structural.LANGUAGE_POOL): MemberKind.POOL,
}


def _indices(variables: Iterable[pulp.LpVariable]) -> list[int]:
    """Columns of variables; one that stands in no row has none."""
    return [v.index for v in variables if hasattr(v, "index")]


def _is_must(active: ActiveRule) -> bool:
    return active.rule.strength is Strength.MUST
