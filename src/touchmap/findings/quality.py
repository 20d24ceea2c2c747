"""Findings about quality: what gets worse, and what is not good enough where it stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.findings.case import NOTICEABLE_POINTS, SHOWN, Case, count, named, some
from touchmap.plan import Finding
from touchmap.project import ActiveRule, RuleStem
from touchmap.project.vocabulary import ScopeSide
from touchmap.work.calendar import Array
from touchmap.work.options import NONE
from touchmap.work.scopes import WorkScopes
from touchmap.work.today import today_of


def quality_falls(case: Case) -> Iterator[Finding]:
    """Expected quality of work done otherwise falls against today; one finding per process, worst first."""
    fall = np.where(case.changed, case.quality_today - case.quality, 0.0)
    falling = case.by_process(np.flatnonzero(fall > NOTICEABLE_POINTS))
    lost = {p: float(sum(fall[k] * case.contacts[k] for k in ks)) for p, ks in falling.items()}
    worst = sorted(falling, key=lambda p: (-lost[p], p))
    for process_id in worst[:SHOWN]:
        yield Finding(
            level="red",
            code="quality_falls",
            subject=process_id,
            message=_fall_of(case, process_id, falling[process_id]),
        )
    rest = worst[SHOWN:]
    if rest:
        names = some(case.project.process(p).name for p in rest)
        yield Finding(
            level="red",
            code="quality_falls",
            subject="; ".join(rest),
            message=f"Expected quality also falls in {count(len(rest), 'process', 'processes')}: {names}.",
        )


def _fall_of(case: Case, process_id: str, packages: list[int]) -> str:
    weights = case.contacts[packages] + 1e-12
    before, after = (
        float(np.average(q[packages], weights=weights)) for q in (case.quality_today, case.quality)
    )
    languages = {case.packages[k].language for k in packages} - {"xx"}
    where = f" in {some(sorted(languages))}" if languages else ""
    homes = some(lead.name for k in packages if (lead := case.lead(k)) is not None)
    return (
        f"{named(case.project.process(process_id))}: expected quality falls from {before:.1f} to {after:.1f}"
        f"{where} at {homes}."
    )


def moments_of_truth_fall(case: Case) -> Iterator[Finding]:
    """A moment of truth is expected to become worse."""
    ranks = {
        t.touchpoint_id: t.moment_of_truth_rank
        for t in case.project.touchpoints
        if t.moment_of_truth_rank is not None
    }
    change, weight = dict.fromkeys(ranks, 0.0), dict.fromkeys(ranks, 0.0)
    for k, package in enumerate(case.packages):
        points = float(case.quality[k] - case.quality_today[k])
        for piece in package.pieces:
            touchpoint_id = piece.stream.touchpoint_id
            if touchpoint_id in ranks and not np.isnan(points):
                contacts = piece.stream.contacts_per_month * float(np.mean(piece.share))
                change[touchpoint_id] += points * contacts
                weight[touchpoint_id] += contacts
    falls = {
        t: change[t] / weight[t]
        for t in ranks
        if weight[t] > 0 and change[t] / weight[t] < -NOTICEABLE_POINTS
    }
    if falls:
        worst = sorted(falls, key=lambda t: (ranks[t], t))
        names = some(f"{case.project.touchpoint(t).name} ({falls[t]:+.1f})" for t in worst)
        yield Finding(
            level="red",
            code="moment_of_truth_falls",
            subject="; ".join(worst),
            message="Expected quality falls at "
            f"{count(len(falls), 'moment of truth', 'moments of truth')}: {names}.",
        )


def staying_below_floor(case: Case) -> Iterator[Finding]:
    """Work that stays is below the floor that work which moves must reach: mend it."""
    floors = _floors(case)
    staying = ~case.handed_over & (case.today.choice != NONE) & (case.plan.choice != NONE)
    below = case.by_process(np.flatnonzero(staying & (case.quality < floors - 1e-9)))
    if below:
        lowest = {p: min(float(case.quality[k]) for k in ks) for p, ks in below.items()}
        worst = sorted(below, key=lambda p: (lowest[p], p))
        names = some(
            f"{named(case.project.process(p))} {lowest[p]:.1f} against {max(floors[below[p]]):g}"
            for p in worst
        )
        yield Finding(
            level="amber",
            code="fix",
            subject="; ".join(worst),
            message=f"To be mended where it is: work that stays is below its quality floor: {names}.",
        )


def _floors(case: Case) -> Array:
    """Highest quality floor over each package, minus infinity where there is none.

    Self-service by nature has the floor of self-service.
    """
    scopes = WorkScopes(case.project, case.packages, today_of(case.project, case.packages))
    floors = np.full(len(case.packages), -np.inf)
    for minimum, scope in _floor_rules(case):
        inside = scopes.select(scope)
        floors[inside] = np.maximum(floors[inside], minimum)
    options, some_chosen = case.costing.options, case.plan.choice != NONE
    alone = np.zeros(len(case.packages), dtype=bool)
    alone[some_chosen] = options.people[case.plan.choice[some_chosen]] == NONE
    own_floor = case.project.settings.self_service_quality_floor
    return np.where(alone, np.minimum(floors, own_floor), floors)


def _floor_rules(case: Case) -> Iterator[tuple[float, dict[str, tuple[str, ...]]]]:
    for active in _rules(case):
        if active.rule.stem is RuleStem.MIN_PROCESS_QUALITY and active.rule.minimum is not None:
            yield active.rule.minimum, active.scope(ScopeSide.WORK)


def _rules(case: Case) -> tuple[ActiveRule, ...]:
    """Rules of the scenario; every rule of the project where none is given."""
    if case.scenario is not None:
        return case.scenario.rules
    rules = []
    for rule in case.project.rules:
        fields: dict[str, tuple[str, ...]] = {}
        for row in case.project.rule_scopes:
            if row.rule_id == rule.rule_id and row.side is ScopeSide.WORK:
                fields[row.field] = (*fields.get(row.field, ()), row.value)
        rules.append(ActiveRule(rule, {ScopeSide.WORK: fields}))
    return tuple(rules)


def self_service_below_floor(case: Case) -> Iterator[Finding]:
    """Self-service in front of people is expected to be worse than its floor."""
    floor = case.project.settings.self_service_quality_floor
    options = case.costing.options
    some_chosen = case.plan.choice != NONE
    quality = np.full(len(case.packages), np.nan)
    quality[some_chosen] = case.costing.quality.platform[case.plan.choice[some_chosen]]
    below = [int(k) for k in np.flatnonzero(quality < floor) if options.people[case.plan.choice[k]] != NONE]
    found = case.by_process(below)
    if found:
        names = some(named(case.project.process(p)) for p in found)
        lowest = min(float(quality[k]) for k in below)
        yield Finding(
            level="amber",
            code="self_service_below_floor",
            subject="; ".join(found),
            message=f"Self-service in front of people is below its floor of {floor:g} "
            f"(lowest {lowest:.1f}): {names}.",
        )
