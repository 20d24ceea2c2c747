"""Staff of groups, hour by hour: live queues first, deferrable work in their valleys, the rest on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from touchmap.work.calendar import MONTHS, Array
from touchmap.workload.staffing.deferrable import fill_valleys
from touchmap.workload.staffing.erlang import queue_state
from touchmap.workload.staffing.groups import Group, LiveQueue
from touchmap.workload.staffing.intervals import HOURS
from touchmap.workload.staffing.presets import USUAL, Presets
from touchmap.workload.staffing.requirement import required_agents


@dataclass(frozen=True, slots=True)
class GroupStaff:
    """What a group needs in each calendar month; arrays of shape (12,) unless said otherwise."""

    group: Group
    live_positions: Array
    """Agents logged in for live work, by hour of the week, shape (12, 168)."""
    live_hours: Array
    """Logged hours of live staff in the month."""
    extra_hours: Array
    """Logged hours on top, for deferrable work no valley takes."""
    valley_hours: Array
    """Hours of deferrable work done in valleys."""
    peak_load_erlangs: Array
    """Agents' load in the hour with most positions."""
    peak_positions: Array
    """Agents logged in in that hour, extra staff included."""
    service_level_share: Array
    """Reached, over all live contacts; NaN without any."""
    abandoned_share: Array
    """NaN without live contacts."""

    @property
    def staffed_hours(self) -> Array:
        """All logged hours of the month."""
        return self.live_hours + self.extra_hours

    @property
    def occupancy(self) -> Array:
        """Work ÷ logged hours over live and deferrable work; 0 without staff."""
        staffed = self.staffed_hours
        return np.where(staffed > 0, self.group.handle_hours / np.where(staffed > 0, staffed, 1.0), 0.0)


Positions = Callable[[Sequence[LiveQueue], Presets], list[Array]]
"""Gives the positions of each queue, shapes (12, 168)."""


def staff_groups(
    groups: Sequence[Group],
    occupancy: Sequence[float],
    presets: Presets = USUAL,
) -> list[GroupStaff]:
    """Staff every group, each by itself.

    Live queues get the fewest agents that keep service level and occupancy in each hour, and a group with
    live work is never without `presets.minimum_agents` while open. Up to `presets.blended_occupancy` they
    do deferrable work within its deadline, shortest deadline first; what is left is done by extra
    staff, evenly over its opening hours.

    Parameters
    ----------
    groups
        Groups of people with their work.
    occupancy
        Occupancy of extra staff of each group, in (0, 1].

    >>> from touchmap.project import DemandStream, Project
    >>> from touchmap.workload.staffing.groups import build_groups
    >>> mail = DemandStream(demand_id="D", process_id="P", contacts_per_month=720, handle_seconds=400,
    ...                     channel="email", opening_hours="Mo-Fr 9-17")
    >>> groups, _ = build_groups(Project(), (mail,), lambda s: ())
    >>> float(staff_groups(groups, [0.8])[0].staffed_hours[0].round(6))      # 80 hours ÷ 0.8
    100.0
    """
    queues = [queue for group in groups for queue in group.queues]
    agents = whole_positions(queues, presets)
    live, valleys, extra = _hours(groups, occupancy, presets, agents)
    # One line of people is answered by all who are there, also by those above its need.
    lines = iter(agents)
    there: list[Array] = []
    for group, positions in zip(groups, live, strict=True):
        needed = [next(lines) for _ in group.queues]
        there += [positions] if len(needed) == 1 else needed
    states = iter(_outcomes(queues, there))
    return [
        _summary(group, live[n], valleys[n], extra[n], [next(states) for _ in group.queues])
        for n, group in enumerate(groups)
    ]


def staffed_hours(
    groups: Sequence[Group], occupancy: Sequence[float], presets: Presets, positions: Positions
) -> Array:
    """Logged hours of every group in each month, shape (groups, 12), with positions found in some way.

    Parameters
    ----------
    groups
        Groups of people with their work.
    occupancy
        Occupancy of extra staff of each group, in (0, 1].
    positions
        How queues are staffed.

    >>> staffed_hours([], [], USUAL, whole_positions).shape
    (0, 12)
    """
    queues = [queue for group in groups for queue in group.queues]
    live, _, extra = _hours(groups, occupancy, presets, positions(queues, presets))
    weeks = np.array([group.weeks for group in groups]).reshape(-1, MONTHS)
    in_week: Array = np.array(live).reshape(-1, MONTHS, HOURS).sum(axis=2) + extra
    hours: Array = in_week * weeks
    return hours


def _hours(
    groups: Sequence[Group], occupancy: Sequence[float], presets: Presets, agents: Sequence[Array]
) -> tuple[list[Array], Array, Array]:
    """Live positions by hour; hours in valleys and extra logged hours of a week, shapes (groups, 12)."""
    for value in occupancy:
        if not 0 < value <= 1:
            raise ValueError(f"`occupancy` must be in (0, 1], got {value}")
    filled = iter(agents)
    live = [_live(group, [next(filled) for _ in group.queues], presets) for group in groups]
    valleys, remaining = _defer(groups, live, presets)
    return live, valleys, remaining / np.array(occupancy).reshape(-1, 1)


def whole_positions(queues: Sequence[LiveQueue], presets: Presets = USUAL) -> list[Array]:
    """Fewest whole agents of each queue in each hour; equal loads are worked out once."""
    loads = [_Distinct(queue.load_erlangs) for queue in queues]
    if not loads:
        return []
    of = _Parameters(queues, loads)
    agents = required_agents(
        of.load,
        of.handle,
        service_level_share=of.level,
        threshold_seconds=of.threshold,
        asa_seconds=of.asa if np.isfinite(of.asa).any() else None,
        abandoned_share=of.abandoned if (of.abandoned < 1).any() else None,
        occupancy_cap=presets.occupancy_cap,
        patience_seconds=of.patience,
        concurrency=of.concurrency,
    )
    parts = np.split(agents, of.cuts)
    return [load.spread(part) for load, part in zip(loads, parts, strict=True)]


class _Distinct:
    """The different values among the hours of a year, and the way back to the hours."""

    def __init__(self, hourly: Array) -> None:
        # Loads that differ by rounding only are one load.
        self.values, self.first, self._back = np.unique(
            np.round(hourly.ravel(), 12), return_index=True, return_inverse=True
        )

    def spread(self, values: Array) -> Array:
        """Values of the different loads, put back to their hours."""
        result: Array = values[self._back].reshape(MONTHS, HOURS)
        return result


class _Parameters:
    """Figures of queues, repeated for each of their loads."""

    def __init__(self, queues: Sequence[LiveQueue], loads: Sequence[_Distinct]) -> None:
        of = np.repeat(np.arange(len(queues)), [len(load.values) for load in loads])
        self.load = np.concatenate([load.values for load in loads])
        self.handle = np.array([q.handle_seconds for q in queues])[of]
        self.threshold = np.array([q.threshold_seconds for q in queues])[of]
        self.patience = np.array([q.patience_seconds for q in queues])[of]
        self.concurrency = np.array([q.concurrency for q in queues])[of]
        self.asa = np.array([q.asa_seconds for q in queues])[of]
        self.abandoned = np.array([q.abandoned_share for q in queues])[of]
        self.level = np.array([q.service_level_share for q in queues])[of]
        self.cuts = np.cumsum([len(load.values) for load in loads])[:-1]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a queue reaches in each hour, shapes (12, 168)."""

    service_level_share: Array
    abandoned_share: Array


def _outcomes(queues: Sequence[LiveQueue], agents: Sequence[Array]) -> list[_Outcome]:
    loads = [_Distinct(queue.load_erlangs) for queue in queues]
    if not loads:
        return []
    of = _Parameters(queues, loads)
    state = queue_state(
        of.load,
        np.concatenate([n.ravel()[load.first] for n, load in zip(agents, loads, strict=True)]),
        of.handle,
        threshold_seconds=of.threshold,
        patience_seconds=of.patience,
        concurrency=of.concurrency,
    )
    kept, left = np.split(state.service_level_share, of.cuts), np.split(state.abandoned_share, of.cuts)
    return [_Outcome(d.spread(k), d.spread(a)) for d, k, a in zip(loads, kept, left, strict=True)]


def _live(group: Group, positions: list[Array], presets: Presets) -> Array:
    if not positions:
        return np.zeros((MONTHS, HOURS))
    opened = np.any([queue.is_open for queue in group.queues], axis=0)
    total: Array = sum(positions, start=np.zeros((MONTHS, HOURS)))
    return np.where(opened, np.maximum(total, presets.minimum_agents), total)


def _defer(groups: Sequence[Group], live: list[Array], presets: Presets) -> tuple[Array, Array]:
    """Hours of deferrable work done in valleys, and left over, of a week of each group and month."""
    idle = np.array(
        [
            np.maximum(presets.blended_occupancy * positions - group.live_hours, 0.0)
            for group, positions in zip(groups, live, strict=True)
        ]
    ).reshape(-1, MONTHS, HOURS)
    done, left = np.zeros((len(groups), MONTHS)), np.zeros((len(groups), MONTHS))
    waiting = [(b.deadline_hours, n, b) for n, group in enumerate(groups) for b in group.backlogs]
    for deadline in sorted({hours for hours, _, _ in waiting}):
        part = [(n, backlog) for hours, n, backlog in waiting if hours == deadline]
        rows = [n for n, _ in part]
        filled = fill_valleys(np.array([b.hours for _, b in part]), idle[rows], deadline)
        idle[rows] = np.maximum(idle[rows] - filled.in_valleys, 0.0)
        done[rows] += filled.in_valleys.sum(axis=2)
        left[rows] += filled.remaining.sum(axis=2)
    return done, left


def _summary(
    group: Group, live: Array, valley_hours: Array, extra_hours: Array, states: list[_Outcome]
) -> GroupStaff:
    opened = np.zeros(HOURS, dtype=bool)
    for backlog in group.backlogs:
        opened |= backlog.is_open
    level = extra_hours / max(int(opened.sum()), 1)
    positions = live + level[:, None] * opened
    peak = positions.argmax(axis=1)
    months = np.arange(MONTHS)
    contacts = [queue.contacts for queue in group.queues]
    total = sum((c.sum(axis=1) for c in contacts), start=np.zeros(MONTHS))
    kept = [(c * s.service_level_share).sum(axis=1) for c, s in zip(contacts, states, strict=True)]
    left = [(c * s.abandoned_share).sum(axis=1) for c, s in zip(contacts, states, strict=True)]
    return GroupStaff(
        group,
        live,
        live.sum(axis=1) * group.weeks,
        extra_hours * group.weeks,
        valley_hours * group.weeks,
        group.live_hours[months, peak],
        positions[months, peak],
        _mean(kept, total),
        _mean(left, total),
    )


def _mean(amounts: list[Array], total: Array) -> Array:
    whole = sum(amounts, start=np.zeros(MONTHS))
    return np.where(total > 0, whole / np.where(total > 0, total, 1.0), np.nan)
