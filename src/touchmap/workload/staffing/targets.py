"""Targets that contradict each other, and what a service level costs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from touchmap.errors import Issue
from touchmap.project import DemandStream, Project
from touchmap.project.checks.finding import warning
from touchmap.work.calendar import Array
from touchmap.workload.staffing.arrays import figures
from touchmap.workload.staffing.erlang import ENDLESS, queue_state
from touchmap.workload.staffing.group_staff import staff_groups
from touchmap.workload.staffing.groups import LiveQueue, build_groups, people_streams
from touchmap.workload.staffing.presets import USUAL, Presets, presets_of
from touchmap.workload.staffing.requirement import required_agents
from touchmap.workload.staffing.rostering import fte_of_hours
from touchmap.workload.staffing.staff import UNKNOWN, providers_today

SLACK_SHARE = 0.02
"""Part of the agents by which targets may differ and still count as consistent; at least one agent."""
_NAMES = {
    "service_level_share": "service level",
    "asa_seconds": "average speed of answer",
    "abandoned_share": "abandonment",
}


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """One target of a queue beside the strictest one."""

    name: str
    """``service_level_share``, ``asa_seconds`` or ``abandoned_share``."""
    target: float
    agents: float
    """Agents this target alone asks for."""
    consistent_value: float
    """What the agents of the strictest target give: the value that would be consistent."""
    is_consistent: bool
    """Whether it asks for about as many agents as the strictest."""
    sentence: str


def check_targets(
    load_erlangs: float,
    handle_seconds: float,
    *,
    service_level_share: float | None = None,
    threshold_seconds: float = USUAL.threshold_seconds,
    asa_seconds: float | None = None,
    abandoned_share: float | None = None,
    patience_seconds: float = ENDLESS,
    concurrency: float = 1.0,
) -> tuple[TargetCheck, ...]:
    """Lay the targets of a queue beside each other: which of them asks for how many agents.

    All targets follow from one number of agents, so at most one of them can be chosen; the others are what
    that number gives. A target that asks for fewer agents than the strictest (by more than one agent
    and `SLACK_SHARE`) is a promise nobody needs to make, or the strictest is a mistake.

    Parameters
    ----------
    load_erlangs
        Offered load, > 0.
    handle_seconds
        Mean handle time, > 0.

    Returns
    -------
    tuple
        One check per target given, the strictest first.

    Raises
    ------
    ValueError
        If an argument is outside its range, no target is given, or abandonment is given without patience.

    >>> checks = check_targets(50, 300, service_level_share=0.8, abandoned_share=0.02, patience_seconds=120)
    >>> [(c.name, c.agents, c.is_consistent) for c in checks]
    [('abandoned_share', 57.0, True), ('service_level_share', 51.0, False)]
    >>> print(checks[1].sentence)
    service level 80 % asks for 51 agents, abandonment 2 % for 57: with 57 it is 94 %
    """
    figures("load_erlangs", load_erlangs, above=True)
    if abandoned_share is not None and np.isinf(patience_seconds):
        raise ValueError("`abandoned_share` needs `patience_seconds`: without patience nobody hangs up")
    given = {
        "service_level_share": service_level_share,
        "asa_seconds": asa_seconds,
        "abandoned_share": abandoned_share,
    }
    targets = {name: value for name, value in given.items() if value is not None}
    queue = {
        "threshold_seconds": threshold_seconds,
        "patience_seconds": patience_seconds,
        "concurrency": concurrency,
    }
    if not targets:
        raise ValueError("one of `service_level_share`, `asa_seconds`, `abandoned_share` must be given")
    alone = functools.partial(_alone, load_erlangs, handle_seconds, queue)
    agents = {name: alone(name, value) for name, value in targets.items()}
    strictest = max(agents, key=lambda name: agents[name])
    most = agents[strictest]
    state = queue_state(load_erlangs, most, handle_seconds, **queue)
    out = []
    for name in sorted(targets, key=lambda name: -agents[name]):
        value = float(getattr(state, name))
        fits = most - agents[name] <= max(1.0, SLACK_SHARE * most)
        sentence = f"{_NAMES[name]} {_shown(name, targets[name])} asks for {agents[name]:.0f} agents"
        if not fits:
            other = f"{_NAMES[strictest]} {_shown(strictest, targets[strictest])} for {most:.0f}"
            sentence += f", {other}: with {most:.0f} it is {_shown(name, value)}"
        out.append(TargetCheck(name, targets[name], agents[name], value, fits, sentence))
    return tuple(out)


def _alone(load: float, handle: float, queue: Mapping[str, float], name: str, value: float) -> float:
    asked: dict[str, float | None] = {name: value}
    found = required_agents(
        load,
        handle,
        service_level_share=asked.get("service_level_share"),
        asa_seconds=asked.get("asa_seconds"),
        abandoned_share=asked.get("abandoned_share"),
        threshold_seconds=queue["threshold_seconds"],
        patience_seconds=queue["patience_seconds"],
        concurrency=queue["concurrency"],
    )
    return float(found)


def _shown(name: str, value: float) -> str:
    return f"{value:,.1f} s" if name == "asa_seconds" else f"{100 * value:.2g} %"


def target_issues(
    project: Project, most_abandoned_share: float = 0.05, presets: Presets | None = None
) -> list[Issue]:
    """Streams whose targets contradict each other, or let many hang up although they are kept.

    Each live stream is looked at by itself in its busiest hour: targets that ask for fewer agents than its
    strictest, with the value that would be consistent; an abandonment without a patience, which nobody can
    staff for; and a service level that lets more than a share hang up.

    Parameters
    ----------
    most_abandoned_share
        Abandonment above which to say so where no target is stated, in (0, 1).
    presets
        What is taken for granted; the settings' if not given.

    >>> from touchmap.project import DemandStream, Project
    >>> slow = DemandStream(demand_id="D1", process_id="P1", contacts_per_month=50_000, handle_seconds=300,
    ...                     service_level_share=0.8, service_level_seconds=180, patience_seconds=120)
    >>> print(target_issues(Project(demand=(slow,)))[0].message)
    demand stream D1 – promises 80% in 180 s to callers of 120 s patience, so that 19% hang up – 180
    """
    figures("most_abandoned_share", most_abandoned_share, above=True, most=1)
    presets = presets_of(project) if presets is None else presets
    streams = {s.demand_id: s for s in people_streams(project)}
    groups, _ = build_groups(project, tuple(streams.values()), lambda s: (s.demand_id,), presets)
    issues: list[Issue] = []
    for group in groups:
        stream = streams[group.key[0]]
        if group.queues and group.queues[0].load_erlangs.max() > 0:
            issues += _contradictions(stream, group.queues[0])
            issues += _impatient(stream, group.queues[0], most_abandoned_share)
    return issues


_FIELDS = {
    "service_level_share": "service_level_share",
    "asa_seconds": "asa_target_seconds",
    "abandoned_share": "abandoned_target_share",
}


def _contradictions(stream: DemandStream, queue: LiveQueue) -> Iterator[Issue]:
    """Targets of a stream that ask for fewer agents than its strictest."""
    left = stream.abandoned_target_share
    if left is not None and np.isinf(queue.patience_seconds):
        what = "has a target for abandonment and no patience, so that nobody is taken to hang up"
        yield warning("abandonment_without_patience", stream, "patience_seconds", what, "state the patience")
        left = None
    level = None if stream.service_level_share is None else queue.service_level_share
    if sum(target is not None for target in (level, stream.asa_target_seconds, left)) < 2:
        return
    checks = check_targets(
        float(queue.load_erlangs.max()),
        queue.handle_seconds,
        service_level_share=level,
        threshold_seconds=queue.threshold_seconds,
        asa_seconds=stream.asa_target_seconds,
        abandoned_share=left,
        patience_seconds=queue.patience_seconds,
        concurrency=queue.concurrency,
    )
    for check in checks:
        if not check.is_consistent:
            value = _shown(check.name, check.consistent_value)
            what = f"has targets that contradict each other in its busiest hour: {check.sentence}"
            hint = f"promise {value}, or relax the target that asks for most"
            yield warning("targets_contradict", stream, _FIELDS[check.name], what, hint)


def _impatient(stream: DemandStream, queue: LiveQueue, most_abandoned_share: float) -> Iterator[Issue]:
    """A service level that is kept to the letter while many hang up."""
    stated = stream.service_level_share is not None and stream.patience_seconds is not None
    if not stated or stream.abandoned_target_share is not None:
        return
    load = float(queue.load_erlangs.max())
    asked = {"threshold_seconds": queue.threshold_seconds, "patience_seconds": queue.patience_seconds}
    agents = required_agents(
        load,
        queue.handle_seconds,
        service_level_share=queue.service_level_share,
        threshold_seconds=queue.threshold_seconds,
        patience_seconds=queue.patience_seconds,
        concurrency=queue.concurrency,
        whole=False,
    )
    state = queue_state(load, agents, queue.handle_seconds, concurrency=queue.concurrency, **asked)
    left = float(state.abandoned_share)
    if left > most_abandoned_share:
        what = f"promises {queue.service_level_share:.0%} in {queue.threshold_seconds:g} s to callers of "
        what += f"{queue.patience_seconds:g} s patience, so that {left:.0%} hang up"
        hint = f"answer within {queue.patience_seconds / 4:.0f} s, or state the abandonment you accept"
        yield warning("impatient_callers", stream, "service_level_seconds", what, hint)


def _only_level(queue: LiveQueue, level: float) -> LiveQueue:
    return replace(queue, service_level_share=level, asa_seconds=ENDLESS, abandoned_share=1.0)


@dataclass(frozen=True, slots=True)
class ServiceLevelCurve:
    """What each service level of a process takes; arrays over the levels."""

    process_id: str
    service_level_share: Array
    positions: Array
    """Agents in the busiest hour of the year."""
    fte: Array
    """Average over the months."""
    cost_per_month: Array


def service_level_curve(
    project: Project,
    process_id: str,
    levels: Sequence[float] = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98),
    cost_per_fte_month: Mapping[str, float] | float = 0.0,
    presets: Presets | None = None,
) -> ServiceLevelCurve:
    """Agents, FTE and money that each service level of a process takes, its thresholds unchanged.

    The process is staffed by itself, each language and channel with people of its own, by today's
    providers.

    Parameters
    ----------
    levels
        Service levels, each in [0, 1).
    cost_per_fte_month
        Cost of an FTE for a month, one for all or by provider id.

    Raises
    ------
    ValueError
        If a level is outside its range.
    UnknownNameError
        If there is no such process.

    >>> from touchmap.project import DemandStream, Process, Project
    >>> calls = DemandStream(demand_id="D1", process_id="P1", contacts_per_month=12_000, handle_seconds=300,
    ...                      opening_hours="Mo-Fr 9-17")
    >>> project = Project(processes=(Process(process_id="P1", name="Billing"),), demand=(calls,))
    >>> curve = service_level_curve(project, "P1", (0.5, 0.8, 0.95), 4000)
    >>> curve.positions, curve.cost_per_month.round(-2)
    (array([ 8.,  9., 11.]), array([46000., 55900., 68300.]))
    """
    project.process(process_id)
    presets = presets_of(project) if presets is None else presets
    for level in levels:
        if not 0 <= level < 1:
            raise ValueError(f"`levels` must be in [0, 1), got {level}")
    people = {p.provider_id: p for p in project.providers}
    today = providers_today(project)
    streams = tuple(s for s in people_streams(project) if s.process_id == process_id)
    groups, _ = build_groups(project, streams, lambda s: (today[s.demand_id], s.language), presets)
    asked = [
        replace(group, queues=tuple(_only_level(q, level) for q in group.queues))
        for level in levels
        for group in groups
    ]
    who = [people.get(group.key[0], UNKNOWN) for group in asked]
    done = staff_groups(asked, [provider.occupancy for provider in who], presets)
    paid = project.settings.paid_hours_per_month
    fte = np.array(
        [
            fte_of_hours(d.staffed_hours, provider.shrinkage, paid).mean()
            for d, provider in zip(done, who, strict=True)
        ]
    ).reshape(len(levels), -1)
    cost = np.array(
        [
            cost_per_fte_month[group.key[0]]
            if isinstance(cost_per_fte_month, Mapping)
            else cost_per_fte_month
            for group in groups
        ]
    )
    peak = np.array([d.peak_positions.max() for d in done]).reshape(len(levels), -1)
    return ServiceLevelCurve(
        process_id, np.array(levels), peak.sum(axis=1), fte.sum(axis=1), (fte * cost).sum(axis=1)
    )
