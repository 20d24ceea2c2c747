"""Groups of people and the work they share: live queues, and work that can wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.errors import Issue
from touchmap.project import DemandStream, Project
from touchmap.project.checks.finding import warning
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS
from touchmap.work.calendar import MONTHS, Array
from touchmap.workload.staffing.erlang import ENDLESS
from touchmap.workload.staffing.intervals import HOURS, Arrivals, arrivals
from touchmap.workload.staffing.presets import LIVE_CHANNELS, PROMPT_CHANNELS, USUAL, Presets

LONGEST_DEADLINE_HOURS = 4 * HOURS
"""Deadlines are counted up to four weeks: by then every valley of a week has come round."""


@dataclass(frozen=True, slots=True)
class LiveQueue:
    """Live streams that wait in one line for the same people."""

    demand_ids: tuple[str, ...]
    handle_seconds: float
    """Mean over the streams, weighted by contacts."""
    concurrency: float
    service_level_share: float
    threshold_seconds: float
    patience_seconds: float
    asa_seconds: float
    """Longest mean wait of answered contacts; infinite where nothing is promised."""
    abandoned_share: float
    """Largest share that may hang up; 1 where nothing is promised."""
    contacts: Array
    """Contacts in each hour, shape (12, 168)."""
    load_erlangs: Array
    """Contacts in progress if all were answered at once, shape (12, 168)."""
    is_open: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Backlog:
    """Streams that can wait until the same deadline."""

    demand_ids: tuple[str, ...]
    deadline_hours: int
    hours: Array
    """Hours of agents' work that arrive in each hour, shape (12, 168)."""
    is_open: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """People who share some work, and the weeks of each month."""

    key: tuple[str, ...]
    queues: tuple[LiveQueue, ...]
    backlogs: tuple[Backlog, ...]
    weeks: Array

    @cached_property
    def live_hours(self) -> Array:
        """Hours of agents' live work in each hour of the week, shape (12, 168)."""
        parts = (queue.load_erlangs / queue.concurrency for queue in self.queues)
        return sum(parts, start=np.zeros((MONTHS, HOURS)))

    @cached_property
    def handle_hours(self) -> Array:
        """Handle hours of a month, live and deferrable, shape (12,)."""
        deferrable = sum((b.hours for b in self.backlogs), start=np.zeros((MONTHS, HOURS)))
        hours: Array = (self.live_hours + deferrable).sum(axis=1) * self.weeks
        return hours

    def scaled(self, scale: float) -> Group:
        """The same group with all its work multiplied."""
        return Group(
            self.key,
            tuple(
                replace(q, contacts=q.contacts * scale, load_erlangs=q.load_erlangs * scale)
                for q in self.queues
            ),
            tuple(replace(backlog, hours=backlog.hours * scale) for backlog in self.backlogs),
            self.weeks,
        )


def is_live(stream: DemandStream, presets: Presets = USUAL) -> bool:
    """Whether a customer waits for an answer there and then; other work is deferrable.

    Phone, video and chat are; messages and posts only if promised within minutes.

    >>> stream = DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=60)
    >>> is_live(stream), is_live(stream.model_copy(update={"channel": "email"}))
    (True, False)
    """
    if stream.channel in PROMPT_CHANNELS:
        return (stream.service_level_seconds or ENDLESS) <= presets.prompt_seconds
    return stream.channel in LIVE_CHANNELS


def people_streams(project: Project) -> tuple[DemandStream, ...]:
    """Streams that people do: all but those that are self-service by nature."""
    return tuple(s for s in project.demand if s.channel not in SELF_SERVICE_CHANNELS)


def build_groups(
    project: Project,
    streams: tuple[DemandStream, ...],
    key: Callable[[DemandStream], tuple[str, ...]],
    presets: Presets = USUAL,
    weights: Array | None = None,
    *,
    one_queue: bool = False,
) -> tuple[tuple[Group, ...], tuple[Issue, ...]]:
    """Put streams together that the same people do.

    Live streams of one channel in a group are one queue, with the promise of the stream that has most
    work; deferrable streams are put together by deadline. Handle times are taken to be exponential around
    one mean; where they differ much, waits are longer than that.

    Parameters
    ----------
    streams
        Streams that people do.
    key
        Says who does a stream, such as its process and language.
    weights
        Factor on each stream's contacts and month, shape (streams, 12); 1 if not given.
    one_queue
        Whether people take all live channels of their group in turn, each chat as handle time ÷
        concurrency; otherwise each channel has people of its own.

    Returns
    -------
    tuple
        Groups, sorted by key, and notes on every figure that is missing.

    >>> stream = DemandStream(demand_id="D", process_id="P", contacts_per_month=100, handle_seconds=60)
    >>> groups, notes = build_groups(Project(demand=(stream,)), (stream,), lambda s: (s.process_id,))
    >>> groups[0].key, sorted({note.where.column for note in notes})[:2]
    (('P',), ['curve_id', 'opening_hours'])
    """
    coming = arrivals(project, streams)
    contacts = coming.contacts if weights is None else coming.contacts * weights[:, :, None]
    coming = replace(coming, contacts=contacts)
    members: dict[tuple[str, ...], list[int]] = {}
    for i, stream in enumerate(streams):
        members.setdefault(key(stream), []).append(i)
    groups = tuple(_group(k, rows, coming, presets, one_queue) for k, rows in sorted(members.items()))
    return groups, (*coming.notes, *_missing(streams, presets))


def _group(
    key: tuple[str, ...], rows: Iterable[int], coming: Arrivals, presets: Presets, one_queue: bool
) -> Group:
    queues: dict[str, list[int]] = {}
    backlogs: dict[int, list[int]] = {}
    for i in rows:
        stream = coming.streams[i]
        if is_live(stream, presets):
            queues.setdefault("" if one_queue else stream.channel.value, []).append(i)
        else:
            backlogs.setdefault(_deadline_hours(stream, presets), []).append(i)
    return Group(
        key,
        tuple(_queue(part, coming, presets) for _, part in sorted(queues.items())),
        tuple(_backlog(hours, part, coming) for hours, part in sorted(backlogs.items())),
        coming.weeks,
    )


def _deadline_hours(stream: DemandStream, presets: Presets) -> int:
    promised = stream.service_level_seconds
    seconds = presets.deadline_seconds if promised is None else promised
    return int(np.clip(seconds // 3600, 1, LONGEST_DEADLINE_HOURS))


def _queue(rows: list[int], coming: Arrivals, presets: Presets) -> LiveQueue:
    streams = [coming.streams[i] for i in rows]
    handle = np.array([s.handle_seconds for s in streams])
    at_once = np.array([s.concurrency for s in streams])
    lead = streams[int(np.argmax(coming.contacts[rows].sum(axis=(1, 2)) * handle / at_once))]
    if (at_once != at_once[0]).any():
        # A phone call takes an agent whole and a chat a part, so an agent's time is the common measure.
        handle, at_once = handle / at_once, np.ones(len(streams))
    contacts = coming.contacts[rows].sum(axis=0)
    load = (coming.contacts[rows] * handle[:, None, None]).sum(axis=0) / 3600
    volume = float(contacts.sum())
    seconds = presets.threshold_seconds if lead.service_level_seconds is None else lead.service_level_seconds
    share = _level(lead, presets)
    return LiveQueue(
        tuple(s.demand_id for s in streams),
        float(load.sum() * 3600 / volume) if volume > 0 else float(handle.mean()),
        float(at_once[0]),
        min(share, _MOST),
        seconds,
        lead.patience_seconds or presets.patience_seconds or ENDLESS,
        lead.asa_target_seconds or ENDLESS,
        lead.abandoned_target_share or 1.0,
        contacts,
        load,
        np.logical_or.reduce(coming.is_open[rows], axis=0),
    )


def _level(stream: DemandStream, presets: Presets) -> float:
    """Service level promised; one that states only another target promises none."""
    if stream.service_level_share is not None:
        return stream.service_level_share
    return 0.0 if _has_other_target(stream) else presets.service_level_share


def _has_other_target(stream: DemandStream) -> bool:
    return stream.asa_target_seconds is not None or stream.abandoned_target_share is not None


_MOST = 0.999
"""Service level of a stream that promises to answer everybody in time, which no number of agents can."""


def _backlog(deadline_hours: int, rows: list[int], coming: Arrivals) -> Backlog:
    streams = [coming.streams[i] for i in rows]
    seconds = np.array([s.handle_seconds / s.concurrency for s in streams])
    hours = (coming.contacts[rows] * seconds[:, None, None]).sum(axis=0) / 3600
    ids = tuple(s.demand_id for s in streams)
    return Backlog(ids, deadline_hours, hours, np.logical_or.reduce(coming.is_open[rows], axis=0))


def _missing(streams: tuple[DemandStream, ...], presets: Presets) -> Iterable[Issue]:
    for stream in streams:
        if not is_live(stream, presets):
            if stream.service_level_seconds is None:
                what = f"has no deadline, so that {presets.deadline_seconds / 3600:g} hours are taken"
                yield warning("no_deadline", stream, "service_level_seconds", what, "state one")
            continue
        stated = stream.service_level_share is not None and stream.service_level_seconds is not None
        if not stated and not _has_other_target(stream):
            level = f"{presets.service_level_share:.0%} in {presets.threshold_seconds:g} s"
            what = f"has no service level, so that {level} is taken"
            yield warning("no_service_level", stream, "service_level_share", what, "state share and seconds")
        elif (stream.service_level_share or 0.0) > _MOST:
            what = f"promises what no staff can keep, so that {_MOST:.1%} is taken"
            yield warning("service_level_of_all", stream, "service_level_share", what, "promise less than 1")
        if stream.patience_seconds is None:
            what = "has no patience, so that nobody is taken to hang up"
            if presets.patience_seconds is not None:
                what = f"has no patience, so that {presets.patience_seconds:g} s are taken"
            yield warning("no_patience", stream, "patience_seconds", what, "state the mean, often 120–180 s")
