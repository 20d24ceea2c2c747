"""What each rule costs: the best plan with it against the best plan without it; pairs; a limit as a curve."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from touchmap.analysis.asking import Answer, Asker, OnAnswer, Stop, WhatIf, stopping
from touchmap.analysis.spans import (
    PROVEN_GAP,
    ROUNDING,
    Move,
    Span,
    ask_within,
    asking,
    base_of,
    moves_between,
    price_span,
    span_of,
    wanted_scenario,
    without_rules,
)
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.errors import UnknownNameError
from touchmap.plan import Result, SolveStatus
from touchmap.project import STEM_FACTS, ActiveRule, Project, RuleStem, Scenario, Shape
from touchmap.project.vocabulary import Basis, Strength
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.search import Admission, admit

RULE_SECONDS = 20.0
"""Time for the prices of all rules together, once the plan is known, unless more is given."""
CURVE_SECONDS = 60.0


@dataclass(frozen=True)
class RulePrice:
    """What one rule costs, or several together."""

    rule_ids: tuple[str, ...]
    stem: str
    """Kind of the rule; blank for several."""
    price: Span | None
    """Best value with everything less best value without; none if there is no plan with the rules on."""
    proven: bool
    """Whether both values are proven to the gap."""
    without: Span
    """Best value without, minimised; infinite if it is proven that there is no plan either way."""
    moves: tuple[Move, ...] = ()
    """What it binds: packages that move, from the plan with to the plan found without."""
    closes_nothing: bool = False
    """Whether it is a gate that refuses nothing the other rules leave open; its price is then 0 exactly."""

    @property
    def blocks(self) -> bool:
        """Whether switching it off turns no plan into some plan."""
        return self.price is None and self.without.high < math.inf


@dataclass(frozen=True)
class RulePrices:
    """What each rule of a scenario costs, the dearest first."""

    scenario_id: str
    scenario: str
    currency: str
    in_points: bool
    """Whether prices are points of quality and not money."""
    status: SolveStatus
    message: str
    total: Span
    """Best value with all rules on, minimised."""
    prices: tuple[RulePrice, ...]
    pairs: tuple[RulePrice, ...] = ()
    """Pairs that are certain to cost more together than the sum of both alone, the most first."""
    pairs_tried: int = 0

    def price_of(self, rule_id: str) -> RulePrice:
        """Price of one rule.

        Raises
        ------
        KeyError
            If the rule is not on.
        """
        for row in self.prices:
            if row.rule_ids == (rule_id,):
                return row
        raise KeyError(rule_id)

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        data["total"] = self.total.to_json_dict()
        for rows, plain in ((self.prices, data["prices"]), (self.pairs, data["pairs"])):
            for row, out in zip(rows, plain, strict=True):
                out["price"] = None if row.price is None else row.price.to_json_dict()
                out["without"] = row.without.to_json_dict()
                out["blocks"] = row.blocks
        return data


@dataclass(frozen=True)
class CurvePoint:
    """Best value under one limit of a rule."""

    limit: float
    value: Span
    """Minimised; infinite if it is proven that no plan holds the limit."""
    proven: bool
    cost: float | None = None
    """Net present cost of the plan found."""


@dataclass(frozen=True)
class LimitCurve:
    """Best value of a scenario against one limit of one rule, the tightest limit first."""

    rule_id: str
    side: str
    """``minimum`` or ``maximum``."""
    currency: str
    in_points: bool
    limit: float
    """The limit in the scenario."""
    points: tuple[CurvePoint, ...]

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data = asdict(self)
        for point, plain in zip(self.points, data["points"], strict=True):
            plain["value"] = point.value.to_json_dict()
        return data


def rule_prices(
    project: Project,
    scenario: str | Scenario = "blended",
    asker: Asker | None = None,
    *,
    pairs: bool = False,
    seconds: float = RULE_SECONDS,
    gap: float = PROVEN_GAP,
    on_answer: OnAnswer | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> RulePrices:
    """Price every rule of a scenario: solve it with all rules, and without each.

    A rule only restricts, so the plan with the rule is a plan without it: each solve starts from there,
    and a price is at least 0. What is proven is ``[LB_with − UB_without, UB_with − LB_without]``; both
    limits are one number when both solves are proven to the last unit. A must-gate that refuses no
    option the others leave open costs exactly 0 and is not solved. Where no plan holds all rules there
    is no price; a rule without which there is a plan is told instead.

    Prices do not add up: two rules may forbid the same thing, and then each alone costs nothing. With
    `pairs`, each pair is switched off together too, and those are told that are certain to cost more
    together than the sum of both alone.

    Parameters
    ----------
    scenario
        Id or name, or a scenario of one's own.
    asker
        Where to ask; one of its own is closed at the end.
    seconds
        Time for all rules together, and again for all pairs, > 0; limits are wider where it is too short.
    gap
        Relative gap of every solve, ≥ 0.
    on_answer
        Called at each answer, where no asker is given.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If the scenario is *today*, which is not sought.
    """
    wanted = wanted_scenario(project, scenario)
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        base = base_of(desk, wanted, known, gap)
        admission = admit(desk.costing, wanted, GateFacts(desk.costing))
        ids = list(dict.fromkeys(r.rule.rule_id for r in wanted.rules))
        idle = {i for i in ids if _closes_nothing(wanted, admission, i)}
        singles: list[tuple[str, ...]] = [(i,) for i in ids if i not in idle]
        answers = _ask_without(desk, base, singles, gap=gap, seconds=seconds)
        total = span_of(base)
        rows = [_price(wanted, base, total, off, a) for off, a in answers.items()]
        rows += [_nothing(wanted, base, total, i) for i in ids if i in idle]
        rows.sort(key=_dearest)
        dear, tried = [], 0
        if pairs and base.has_plan:
            both = _ask_without(desk, base, list(combinations(sorted(ids), 2)), gap=gap, seconds=seconds)
            tried = sum(a is not None for a in both.values())
            dear = _dearer_together(rows, [_price(wanted, base, total, off, a) for off, a in both.items()])
    return RulePrices(
        scenario_id=wanted.scenario_id,
        scenario=wanted.row.name,
        currency=project.settings.currency,
        in_points=wanted.row.objective in HIGHER_IS_BETTER,
        status=base.result.status,
        message=base.result.message,
        total=total,
        prices=tuple(rows),
        pairs=tuple(dear),
        pairs_tried=tried,
    )


def _ask_without(
    desk: Asker, base: Answer, off: Sequence[tuple[str, ...]], *, gap: float, seconds: float
) -> dict[tuple[str, ...], Answer | None]:
    worth = base.highest if base.has_plan else None
    questions = [
        WhatIf(without_rules(base.scenario, *ids), start=base.choice, gap=gap, worth=worth) for ids in off
    ]
    return dict(zip(off, ask_within(desk, questions, seconds), strict=True))


def _closes_nothing(scenario: Scenario, admission: Admission, rule_id: str) -> bool:
    """Whether a rule is a must-gate that refuses nothing the other gates leave open."""
    if any(r.rule.rule_id == rule_id and not _is_must_gate(r) for r in scenario.rules):
        return False
    others = admission.eligibility.possible.copy()
    for other, refused in admission.closed_by.items():
        if other != rule_id:
            others &= ~refused
    return not bool((others & admission.closed_by[rule_id]).any())


def _is_must_gate(rule: ActiveRule) -> bool:
    return STEM_FACTS[rule.rule.stem].shape is Shape.GATE and rule.rule.strength is Strength.MUST


def _stem(scenario: Scenario, off: tuple[str, ...]) -> str:
    stems = {r.rule.stem.value for r in scenario.rules if r.rule.rule_id in off}
    return stems.pop() if len(off) == 1 else ""


def _nothing(scenario: Scenario, base: Answer, total: Span, rule_id: str) -> RulePrice:
    price = Span(0.0, 0.0) if base.has_plan else None
    stem = _stem(scenario, (rule_id,))
    return RulePrice((rule_id,), stem, price, proven=True, without=total, closes_nothing=True)


def _price(
    scenario: Scenario, base: Answer, total: Span, off: tuple[str, ...], answer: Answer | None
) -> RulePrice:
    stem = _stem(scenario, off)
    found = Span(-math.inf, total.high) if answer is None else span_of(answer)
    found = Span(min(found.low, total.high), min(found.high, total.high))
    proven = answer is not None and answer.is_proven and base.is_proven
    if not base.has_plan:
        return RulePrice(off, stem, None, proven, found)
    moves: tuple[Move, ...] = ()
    if answer is not None and answer.highest < total.high - ROUNDING * max(1.0, abs(total.high)):
        moves = moves_between(base, answer)
    return RulePrice(off, stem, price_span(total, found), proven, found, moves)


def _dearest(row: RulePrice) -> tuple[bool, float, tuple[str, ...]]:
    return (not row.blocks, 0.0 if row.price is None else -row.price.low, row.rule_ids)


def _dearer_together(alone: Iterable[RulePrice], both: Iterable[RulePrice]) -> list[RulePrice]:
    single = {row.rule_ids[0]: row.price for row in alone}
    found = []
    for row in both:
        parts = [single.get(i) for i in row.rule_ids]
        most = sum(math.inf if p is None else p.high for p in parts)
        room = ROUNDING * max(1.0, abs(row.without.high))
        if row.price is not None and row.price.low > most + room:
            found.append((most - row.price.low, row))
    return [row for _, row in sorted(found, key=lambda pair: (pair[0], pair[1].rule_ids))]


def limit_curve(
    project: Project,
    scenario: str | Scenario,
    rule_id: str,
    limits: Sequence[float] | None = None,
    asker: Asker | None = None,
    *,
    seconds: float = CURVE_SECONDS,
    gap: float = PROVEN_GAP,
    on_answer: OnAnswer | None = None,
    known: Result | None = None,
    stop: Stop | None = None,
) -> LimitCurve:
    """Best value of a scenario against a limit of one of its rules.

    Each limit is one solve. A plan under a limit is a plan under any looser one, and a bound under a
    limit is a bound under any tighter one; with both carried along, the curve never falls as the limit
    gets tighter, and what is proven of each point is as close as any of its neighbours allows.

    Parameters
    ----------
    rule_id
        A rule that is on and has a limit; of one with both limits, the upper one is varied.
    limits
        Limits to try; a grid that fits the kind of rule if none are given: see `usual_limits`.
    seconds
        Time for all points together, > 0.
    known
        The scenario's result, if there is one: it is what is asked about, and it is not solved again.
    stop
        Asked several times a second whether to stop; what is proven by then is given.

    Raises
    ------
    UnknownNameError
        If there is no such scenario, or the rule is not on in it.
    ValueError
        If the rule has no limit, or the scenario is *today*.
    """
    wanted = wanted_scenario(project, scenario)
    active = next((r for r in wanted.rules if r.rule.rule_id == rule_id), None)
    if active is None:
        on = ", ".join(dict.fromkeys(r.rule.rule_id for r in wanted.rules)) or "none"
        raise UnknownNameError(f"no rule {rule_id!r} is on in {wanted.scenario_id}; there are: {on}")
    side = "maximum" if active.rule.maximum is not None else "minimum"
    present = getattr(active.rule, side)
    if present is None or side not in STEM_FACTS[active.rule.stem].limits:
        raise ValueError(f"rule {rule_id!r} ({active.rule.stem.value}) has no limit to vary")
    given = limits if limits is not None else usual_limits(project, active)
    grid = sorted({float(v) for v in (*given, present)}, reverse=side == "minimum")
    with asking(project, asker, on_answer) as desk, stopping(desk.cancel, stop):
        base = base_of(desk, wanted, known, gap)
        looser = operator.ge if side == "maximum" else operator.le
        questions = [
            WhatIf(
                _with_limit(wanted, rule_id, side, v),
                start=base.choice,
                gap=gap,
                worth=base.highest if base.has_plan and looser(v, present) else None,
            )
            for v in grid
        ]
        answers = ask_within(desk, questions, seconds)
    return LimitCurve(
        rule_id,
        side,
        project.settings.currency,
        wanted.row.objective in HIGHER_IS_BETTER,
        present,
        tuple(_monotone(grid, answers, [_keeps_other(active, side, v) for v in grid])),
    )


def _with_limit(scenario: Scenario, rule_id: str, side: str, limit: float) -> Scenario:
    def changed(active: ActiveRule) -> ActiveRule:
        if active.rule.rule_id != rule_id:
            return active
        update: dict[str, float] = {side: limit}
        if not _keeps_other(active, side, limit):
            update[_OTHER[side]] = limit
        return replace(active, rule=active.rule.model_copy(update=update))

    return replace(scenario, rules=tuple(changed(r) for r in scenario.rules))


_OTHER = {"maximum": "minimum", "minimum": "maximum"}


def _keeps_other(active: ActiveRule, side: str, limit: float) -> bool:
    """Whether a rule's other limit can stay as it is; one that cannot moves with the limit."""
    other = getattr(active.rule, _OTHER[side])
    return other is None or bool(other <= limit if side == "maximum" else other >= limit)


def _monotone(
    grid: Sequence[float], answers: Sequence[Answer | None], comparable: Sequence[bool]
) -> list[CurvePoint]:
    """Points with what their neighbours prove; the tightest limit comes first.

    Where the other limit had to move, the rule is another one and proves nothing about its neighbours.
    """
    spans = [Span(-math.inf, math.inf) if a is None else span_of(a) for a in answers]
    first = list(comparable).index(True) if any(comparable) else len(spans)
    highest = np.array([s.high for s in spans])
    lowest = np.array([s.low for s in spans])
    highest[first:] = np.minimum.accumulate(highest[first:])
    lowest[first:] = np.maximum.accumulate(lowest[first:][::-1])[::-1]
    return [
        CurvePoint(
            limit,
            Span(min(float(low), float(high)), float(high)),
            answer is not None and answer.is_proven,
            None if answer is None or not answer.has_plan else answer.result.cost,
        )
        for limit, low, high, answer in zip(grid, lowest, highest, answers, strict=True)
    ]


def usual_limits(project: Project, active: ActiveRule) -> list[float]:
    """Limits worth trying: shares 0 … 100 %, whole numbers of providers or processes, else ± 20 %.

    Points of quality and risk go 10 points up and down in steps of 2.
    """
    rule = active.rule
    limit = rule.maximum if rule.maximum is not None else rule.minimum or 0.0
    facts = STEM_FACTS[rule.stem]
    if facts.unit.startswith("share"):
        return [n / 10 for n in range(11)]
    if facts.unit.startswith("points"):
        return [max(0.0, limit + 2 * n) for n in range(-5, 6)]
    if rule.stem is RuleStem.PROVIDER_COUNT:
        third = sum(not p.is_own and (rule.include_platforms or not p.is_platform) for p in project.providers)
        return [float(n) for n in range(third + 1)]
    if rule.stem is RuleStem.MAX_MOVES and rule.basis is not Basis.FTE:
        return [float(n) for n in range(0, len(project.processes) + 1, max(1, len(project.processes) // 10))]
    return [limit * (1 + n / 25) for n in range(-5, 6)]
