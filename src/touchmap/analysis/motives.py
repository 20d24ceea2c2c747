"""`hold_against_motives`: whether a plan keeps what the company looks at sourcing for, motive by motive.

Each motive is held against figures of the plan and of today. Where two figures point in different
directions, or nothing moves, the motive is open and people decide; what no figure shows is said to be so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import cast

import numpy as np

from touchmap.analysis.business_case import BusinessCase
from touchmap.analysis.compare import worst_moment_of_truth
from touchmap.analysis.facts import ById, ResultFacts, facts_of
from touchmap.analysis.risks import RiskRegister, find_risks
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.project.vocabulary import Motive
from touchmap.solving import evaluate
from touchmap.work.options import NONE, Ints

LEAST_POINTS = 0.05
"""Change of quality below which it counts as the same."""
LEAST_SHARE = 0.005
"""Change of a share below which it counts as the same."""


class MotiveState(StrEnum):
    """How a plan stands to a motive."""

    KEPT = "kept"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class MotiveTest:
    """One motive under a plan."""

    rank: int
    """1 = the most important."""
    motive: Motive
    state: MotiveState
    sentence: str
    """The figures it was held against."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that should rise, or not fall: how far it moved the right way, and what is said of it."""

    better: float
    words: str


def hold_against_motives(case: BusinessCase) -> tuple[MotiveTest, ...]:
    """Hold a plan against the ranked motives of its project.

    Parameters
    ----------
    case
        The business case of the plan.

    Returns
    -------
    tuple of MotiveTest
        One for each motive of the settings, in their rank; empty if none is stated.
    """
    facts = facts_of(case.project, case.result)
    return tuple(
        MotiveTest(rank, motive, *_TESTS[motive](case, facts))
        for rank, motive in enumerate(case.project.settings.motives, 1)
    )


def _cost(case: BusinessCase, _: ResultFacts) -> tuple[MotiveState, str]:
    net, currency = case.net, case.project.settings.currency
    spread = f"{net.p10.amount:,.0f} – {net.p50.amount:,.0f} – {net.p90.amount:,.0f}"
    words = f"net saving {currency} {spread} (P10 – P50 – P90) over {case.horizon} months"
    if net.p10.amount > 0:
        return MotiveState.KEPT, words
    return (MotiveState.OPEN if net.p50.amount > 0 else MotiveState.BROKEN), words


def _quality(case: BusinessCase, facts: ResultFacts) -> tuple[MotiveState, str]:
    result = case.result
    now, before = result.average_quality, result.today_quality
    if now is None or before is None:
        return MotiveState.OPEN, "today's quality is not known, so nothing can be compared"
    change = facts.quality - facts.quality_today
    worse = {facts.packages[k].process.process_id for k in np.flatnonzero(change < -LEAST_POINTS)}
    figures = [_Figure(now - before, f"expected quality {now:.1f} against {before:.1f} today")]
    lowest = worst_moment_of_truth(facts)
    if lowest is not None:
        figures.append(_Figure(0.0, f"worst moment of truth {lowest:.1f}"))
    if worse:
        figures.append(_Figure(-1.0, f"falls for {len(worse)} of {len(_processes(facts))} processes"))
    return _judged(figures, LEAST_POINTS)


def _flexibility(case: BusinessCase, _: ResultFacts) -> tuple[MotiveState, str]:
    now, before = (cash.present_values.get("idle_staff", 0.0) for cash in (case.plan, case.today))
    currency = case.project.settings.currency
    words = f"idle staff paid for {currency} {now:,.0f} against {before:,.0f} today"
    figures = [_Figure((before - now) / max(before, now, 1.0), words)]
    slow = _register(case, plan=True).row("R13")
    if slow.triggered:
        figures.append(_Figure(-1.0, f"R13 is triggered: {slow.name.lower()}"))
    return _judged(figures, LEAST_SHARE)


def _resilience(case: BusinessCase, _: ResultFacts) -> tuple[MotiveState, str]:
    now, before = _register(case, plan=True), _register(case, plan=False)
    figures = []
    if not math.isnan(now.continuity) and not math.isnan(before.continuity):
        words = f"continuity {now.continuity:.0f} against {before.continuity:.0f} today (one site 50)"
        figures.append(_Figure((now.continuity - before.continuity) / 100, words))
    share, was = now.largest_country_share, before.largest_country_share
    country = f"{100 * share:.0f} % of the work in {now.largest_country} against {100 * was:.0f} %"
    figures.append(_Figure(was - share, country))
    index, old = now.concentration_index, before.concentration_index
    figures.append(_Figure(old - index, f"concentration index {index:.2f} against {old:.2f}"))
    return _judged(figures, LEAST_SHARE)


def _labour(_: BusinessCase, facts: ResultFacts) -> tuple[MotiveState, str]:
    now, before = (_own_fte(facts, choice) for choice in (facts.choice, facts.costing.options.today))
    words = f"{now:,.0f} own FTE needed against {before:,.0f} today"
    return _judged([_Figure((before - now) / max(before, now, 1.0), words)], LEAST_SHARE)


def _innovation(_: BusinessCase, __: ResultFacts) -> tuple[MotiveState, str]:
    words = "no figure shows it: ask what bidders bring, and see the criterion tech of the scorecard"
    return MotiveState.OPEN, words


_Test = Callable[[BusinessCase, ResultFacts], tuple[MotiveState, str]]
_TESTS: dict[Motive, _Test] = {
    Motive.COST: _cost,
    Motive.QUALITY: _quality,
    Motive.FLEXIBILITY: _flexibility,
    Motive.RESILIENCE: _resilience,
    Motive.LABOUR: _labour,
    Motive.INNOVATION: _innovation,
}


def _judged(figures: Sequence[_Figure], least: float) -> tuple[MotiveState, str]:
    """Kept if something is better and nothing worse, broken if it is the other way round."""
    better = any(figure.better > least for figure in figures)
    worse = any(figure.better < -least for figure in figures)
    words = "; ".join(figure.words for figure in figures)
    if better == worse:
        return MotiveState.OPEN, words
    return (MotiveState.KEPT if better else MotiveState.BROKEN), words


def _processes(facts: ResultFacts) -> set[str]:
    return {package.process.process_id for package in facts.packages}


def _own_fte(facts: ResultFacts, choice: Ints) -> float:
    options = facts.costing.options
    chosen = choice[choice != NONE]
    own = [o for o in chosen if (j := int(options.people[o])) != NONE and options.providers[j].is_own]
    return float(facts.costing.average_fte[own].sum())


def _register(case: BusinessCase, *, plan: bool) -> RiskRegister:
    return _find_risks(ById(case.project), ById(case.result) if plan else None)


@lru_cache(maxsize=16)
def _find_risks(project: ById, result: ById | None) -> RiskRegister:
    facts = cast("Project", project.value)
    return find_risks(facts, evaluate(facts) if result is None else cast("Result", result.value))
