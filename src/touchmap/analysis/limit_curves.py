"""One limit of a rule as a curve: the best plan under each limit that is tried."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from touchmap.analysis.asking import Answer, Asker, OnAnswer, Stop, WhatIf, stopping
from touchmap.analysis.spans import PROVEN_GAP, Span, ask_within, asking, base_of, span_of, wanted_scenario
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import STEM_FACTS, ActiveRule, Project, RuleStem, Scenario
from touchmap.project.vocabulary import Basis

CURVE_SECONDS = 60.0
"""Time for all limits together, unless more is given."""


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
