"""`board_facts`: what a board has to see of a plan: what moves and why, what stays, who manages it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from touchmap.analysis.business_case import BusinessCase
from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.analysis.motives import MotiveTest, hold_against_motives
from touchmap.project import Provider
from touchmap.work.packages import Package

LEAST_POINTS = 1.0
"""Gain of expected quality from which a move is made for capability."""
LEAST_SHARE = 0.005
"""Saving from which a move is made for cost."""
PEAK = 1.3
"""Busiest month against the average from which work counts as peaked."""


class Why(StrEnum):
    """Why work moves, as far as figures show it."""

    CAPABILITY = "capability"
    """Expected quality rises."""
    PEAK = "peak"
    """The work has a season, and the provider follows it."""
    COST = "cost"
    """It costs less by itself."""
    LANGUAGE = "language"
    """Own staff do not offer the language."""


@dataclass(frozen=True, slots=True)
class Move:
    """Work that goes to one provider."""

    provider: Provider
    processes: tuple[str, ...]
    """Names of processes of which any part moves there."""
    fte: float
    hours_per_month: float
    cost_change: float
    """Own cost of this work under the plan less its cost today, over the horizon, present value."""
    quality: float
    quality_today: float
    why: tuple[Why, ...]
    """Reasons that hold for some of its work, the one for most handle time first."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Work that stays with own staff."""

    processes: int
    fte: float
    cost: float
    """Its own cost over the horizon, present value."""
    key_competencies: tuple[str, ...]
    """Names of key competencies among it."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Who manages a third party for the client; empty where nobody is named."""

    provider: Provider
    owner: str
    time_share: float | None


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """One plan for a board."""

    case: BusinessCase
    moves: tuple[Move, ...]
    stay: Stay
    motives: tuple[MotiveTest, ...]
    managers: tuple[Manager, ...]
    red: tuple[str, ...]
    """Red findings, in words."""


def board_facts(case: BusinessCase) -> BoardFacts:
    """Gather what a board has to see.

    Parameters
    ----------
    case
        The business case of the plan.
    """
    facts = facts_of(case.project, case.result)
    return BoardFacts(
        case=case,
        moves=tuple(sorted(_moves(facts), key=lambda move: -move.hours_per_month)),
        stay=_stay(facts),
        motives=hold_against_motives(case),
        managers=tuple(_managers(facts)),
        red=tuple(f.message for f in case.result.findings if f.level == "red"),
    )


def _moves(facts: ResultFacts) -> Iterator[Move]:
    moved = np.flatnonzero(facts.moved & facts.assigned)
    homes: dict[int, list[int]] = {}
    for k in moved:
        homes.setdefault(int(facts.costing.options.lead[facts.choice[k]]), []).append(int(k))
    hours, _, _ = facts.amounts
    for j, packages in homes.items():
        weight = np.maximum(hours[packages], 1e-9)
        names = dict.fromkeys(facts.packages[k].process.name for k in packages)
        yield Move(
            provider=facts.costing.options.providers[j],
            processes=tuple(names),
            fte=float(facts.fte[packages].sum()),
            hours_per_month=float(hours[packages].sum()),
            cost_change=float((facts.cost - facts.cost_today)[packages].sum()),
            quality=float(np.average(facts.quality[packages], weights=weight)),
            quality_today=float(np.average(facts.quality_today[packages], weights=weight)),
            why=_why(facts, packages),
        )


def _why(facts: ResultFacts, packages: list[int]) -> tuple[Why, ...]:
    held: dict[Why, float] = dict.fromkeys(Why, 0.0)
    hours, _, _ = facts.amounts
    for k in packages:
        for why in _reasons(facts, k):
            held[why] += max(float(hours[k]), 1e-9)
    return tuple(sorted((why for why in Why if held[why]), key=lambda why: -held[why]))


def _reasons(facts: ResultFacts, k: int) -> Iterator[Why]:
    if facts.quality[k] - facts.quality_today[k] >= LEAST_POINTS:
        yield Why.CAPABILITY
    if facts.packages[k].layer == "peak" or _peak(facts, k) >= PEAK:
        yield Why.PEAK
    before = float(facts.cost_today[k])
    if before - float(facts.cost[k]) > LEAST_SHARE * abs(before):
        yield Why.COST
    if not _own_offer(facts, facts.packages[k]):
        yield Why.LANGUAGE


def _peak(facts: ResultFacts, k: int) -> float:
    fte = facts.costing.fte[facts.choice[k]]
    mean = float(fte.mean())
    return float(fte.max()) / mean if mean > 0 else 1.0


def _own_offer(facts: ResultFacts, package: Package) -> bool:
    """Whether any own provider offers the language of a package at all."""
    own = {p.provider_id for p in facts.project.providers if p.is_own and not p.is_platform}
    spoken = {row.language for row in facts.project.provider_languages if row.provider_id in own}
    return package.language == "xx" or not spoken or package.language in spoken


def _stay(facts: ResultFacts) -> Stay:
    own = [
        k
        for k in np.flatnonzero(facts.assigned)
        if (person := facts.people(int(k))) is not None and person.is_own and not facts.moved[k]
    ]
    processes = {facts.packages[k].process.process_id: facts.packages[k].process for k in own}
    return Stay(
        processes=len(processes),
        fte=float(facts.fte[own].sum()),
        cost=float(facts.cost[own].sum()),
        key_competencies=tuple(p.name for p in processes.values() if p.key_competency),
    )


def _managers(facts: ResultFacts) -> Iterator[Manager]:
    owners = {c.provider_id: c for c in facts.project.contracts if c.owner}
    options = facts.costing.options
    for j in sorted(facts.evaluation.engaged):
        provider = options.providers[j]
        if provider.is_own:
            continue
        contract = owners.get(provider.provider_id)
        time = provider.owner_time_share
        if time is None and contract is not None:
            time = contract.owner_time_share
        yield Manager(provider, provider.owner or (contract.owner if contract else ""), time)
