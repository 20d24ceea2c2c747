"""Staff of a project as it is organised today: process by process, and in language pools."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.errors import Issue
from touchmap.project import DemandStream, Project, Provider
from touchmap.project.vocabulary import SourcingModel
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.packages import month_contacts
from touchmap.workload.conversion import handle_hours, paid_fte
from touchmap.workload.staffing.group_staff import GroupStaff, staff_groups
from touchmap.workload.staffing.groups import Group, build_groups, is_live, people_streams
from touchmap.workload.staffing.presets import Presets, presets_of
from touchmap.workload.staffing.rostering import attrition_cover_fte, fte_of_hours, rostered_agents

NOBODY = ""
"""Provider id of work whose people today are not recorded."""
UNKNOWN = Provider.model_construct(provider_id=NOBODY, name="", sourcing_model=SourcingModel.IN_HOUSE)
"""Stands for people who are not recorded: usual shrinkage and occupancy."""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Staff of one process in one language at one provider; arrays of shape (12,), January first."""

    process_id: str
    language: str
    provider_id: str
    handle_hours: Array
    """Agents' work in the month."""
    load_erlangs: Array
    """Agents' live load in the peak hour."""
    positions: Array
    """Agents logged in in the peak hour, were the process staffed by itself."""
    rostered: Array
    """Agents on the roster for them."""
    staffed_hours: Array
    """Logged hours of the month, by itself."""
    occupancy: Array
    service_level_share: Array
    """Reached, of offered contacts; NaN without live work."""
    abandoned_share: Array
    alone_fte: Array
    """FTE were the process staffed by itself."""
    fte: Array
    """FTE as its share of the language pool it belongs to."""
    attrition_cover_fte: Array
    """FTE in training for leavers on top, own staff only."""
    costing_fte: Array
    """FTE that the cost of today's plan counts: work ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours.

    Along staffing curves live work × slope, and a share by handle hours of the pool's opening less what is
    done in its valleys.
    """


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Staff of one language at one provider, all its processes together; arrays of shape (12,)."""

    provider_id: str
    language: str
    handle_hours: Array
    load_erlangs: Array
    positions: Array
    rostered: Array
    staffed_hours: Array
    occupancy: Array
    service_level_share: Array
    abandoned_share: Array
    valley_hours: Array
    """Hours of deferrable work done in the valleys of live staff."""
    alone_fte: Array
    """FTE were each process and channel staffed by itself."""
    fte: Array
    costing_fte: Array


@dataclass(frozen=True, slots=True)
class StaffTable:
    """Staff of a project, with what was taken for granted."""

    rows: tuple[StaffRow, ...]
    pools: tuple[PoolRow, ...]
    presets: Presets
    notes: tuple[Issue, ...]
    """Figures that are missing, each with its stream and field."""


def providers_today(project: Project) -> dict[str, str]:
    """Provider of people of every stream today, by demand id; `NOBODY` where it is not recorded.

    A project that records nothing and has one own provider is taken to do all its work there.

    >>> providers_today(Project())
    {}
    """
    recorded = {row.demand_id: row.provider_id or NOBODY for row in project.today}
    own = [p.provider_id for p in project.providers if p.is_own and not p.is_platform]
    usual = own[0] if not recorded and len(own) == 1 else NOBODY
    return {s.demand_id: recorded.get(s.demand_id, usual) for s in project.demand}


def staff(project: Project, process_id: str | None = None, presets: Presets | None = None) -> StaffTable:
    """Staff every process in every month, by itself and as part of its language pool.

    Live work is staffed hour by hour for its service level, deferrable work fills the valleys
    (`touchmap.workload.staffing.group_staff`). *Alone* each channel of a process in a language has its own
    people; in the *pool* all processes of a language at a provider share theirs, who take every live
    channel in turn. A process's `fte` is its share of the pool by handle hours.

    Parameters
    ----------
    project
        The facts; handle times are those of today's providers.
    process_id
        Only the rows of this process; pools stay whole. All if not given.
    presets
        What is taken for granted where the project says nothing; its settings' if not given.

    Raises
    ------
    UnknownNameError
        If there is no such process.

    >>> from touchmap.project import DemandStream, Process, Project, Provider
    >>> project = Project(
    ...     processes=(Process(process_id="P1", name="Billing"),),
    ...     providers=(Provider(provider_id="US", name="Us", sourcing_model="in_house"),),
    ...     demand=(DemandStream(demand_id="D1", process_id="P1", language="nl", contacts_per_month=12_000,
    ...                          handle_seconds=370, opening_hours="Mo-Fr 9-17"),),
    ... )
    >>> row = staff(project).rows[0]
    >>> [float(figure[0].round(1)) for figure in (row.positions, row.fte, row.costing_fte)]
    [10.0, 15.8, 13.8]
    """
    if process_id is not None:
        project.process(process_id)
    presets = presets_of(project) if presets is None else presets
    people = _People(project, presets)
    streams = people_streams(project)
    alone, notes = build_groups(project, streams, people.alone, presets)
    pools, _ = build_groups(project, streams, people.pool, presets, one_queue=True)
    by_itself = staff_groups(alone, [people.provider(g.key[2]).occupancy for g in alone], presets)
    pooled = staff_groups(pools, [people.provider(g.key[0]).occupancy for g in pools], presets)
    costed = people.costing_fte()
    pool_of = {done.group.key: done for done in pooled}
    rows = [_row(people, done, pool_of[done.group.key[2], done.group.key[1]], costed) for done in by_itself]
    alone_fte: dict[tuple[str, ...], Array] = {}
    costing_fte: dict[tuple[str, ...], Array] = {}
    for row in rows:
        key = (row.provider_id, row.language)
        alone_fte[key] = alone_fte.get(key, 0.0) + row.alone_fte
        costing_fte[key] = costing_fte.get(key, 0.0) + row.costing_fte
    return StaffTable(
        tuple(row for row in rows if process_id in (None, row.process_id)),
        tuple(_pool(people, done, alone_fte[done.group.key], costing_fte[done.group.key]) for done in pooled),
        presets,
        _notes_of(notes, {s.demand_id for s in streams if process_id in (None, s.process_id)}),
    )


def _notes_of(notes: tuple[Issue, ...], demand_ids: set[str]) -> tuple[Issue, ...]:
    return tuple(note for note in notes if note.where.row_id in demand_ids)


class _People:
    """Who does what today, with their productivity."""

    def __init__(self, project: Project, presets: Presets) -> None:
        self.project = project
        self._hours_per_day = presets.working_hours_per_day
        self._today = providers_today(project)
        self._providers = {p.provider_id: p for p in project.providers}
        self._processes = {p.process_id: p for p in project.processes}

    def provider(self, provider_id: str) -> Provider:
        """A provider; one with the usual figures for nobody."""
        return self._providers.get(provider_id, UNKNOWN)

    def training_months(self, process_id: str) -> float:
        """Months of paid time until somebody new knows a process."""
        days = self._processes[process_id].training_days
        return days * self._hours_per_day / self.project.settings.paid_hours_per_month

    def alone(self, stream: DemandStream) -> tuple[str, ...]:
        """Process, language, provider."""
        return (stream.process_id, stream.language, self._today[stream.demand_id])

    def pool(self, stream: DemandStream) -> tuple[str, ...]:
        """Provider, language."""
        return (self._today[stream.demand_id], stream.language)

    def fte(self, hours: Array, provider_id: str) -> Array:
        """Paid FTE of some logged hours of a provider."""
        paid = self.project.settings.paid_hours_per_month
        return fte_of_hours(hours, self.provider(provider_id).shrinkage, paid)

    def costing_fte(self) -> dict[tuple[str, ...], Array]:
        """FTE that costing counts, by process, language and provider."""
        from touchmap.workload.staffing.pool_staff import pool_staff

        nothing, curves = np.zeros(MONTHS), pool_staff(self.project)
        out: dict[tuple[str, ...], Array] = {}
        hours: dict[tuple[str, ...], Array] = {}
        waiting: dict[tuple[str, ...], Array] = {}
        opened: set[tuple[str, ...]] = set()
        for stream in people_streams(self.project):
            key, pool = self.alone(stream), self.pool(stream)
            work = self._hours(stream)
            fte = self._flat(work, pool[0])
            curve = curves.get((pool[0], pool[1]))
            if curve is not None and is_live(stream):
                fte = work * curve.fte_per_hour
                opened |= {pool} if work.any() else set()
            elif curve is not None:
                waiting[pool] = waiting.get(pool, nothing) + fte
            out[key] = out.get(key, nothing) + fte
            hours[key] = hours.get(key, nothing) + work
        for provider_id, language in opened:
            curve = curves[provider_id, language]
            saved = np.minimum(waiting.get((provider_id, language), nothing), curve.valley_fte)
            inside = [key for key in out if (key[2], key[1]) == (provider_id, language)]
            whole = sum((hours[key] for key in inside), start=nothing)
            for key in inside:
                part = np.divide(hours[key], whole, out=np.full(MONTHS, 1 / len(inside)), where=whole > 0)
                out[key] = out[key] + part * (curve.opening_fte - saved)
        return out

    def _hours(self, stream: DemandStream) -> Array:
        """Handle hours of a stream in each month."""
        one = np.ones(MONTHS)
        contacts = month_contacts(self.project, stream)
        return handle_hours(contacts, stream.handle_seconds * one, stream.concurrency * one)

    def _flat(self, hours: Array, provider_id: str) -> Array:
        """FTE of some handle hours at a provider's occupancy."""
        provider, one = self.provider(provider_id), np.ones(MONTHS)
        paid = self.project.settings.paid_hours_per_month
        return paid_fte(hours, provider.occupancy * one, provider.shrinkage * one, paid)


def _row(
    people: _People, done: GroupStaff, pool: GroupStaff, costed: dict[tuple[str, ...], Array]
) -> StaffRow:
    process_id, language, provider_id = done.group.key
    provider = people.provider(provider_id)
    hours = pool.staffed_hours * _share(done.group, pool.group)
    fte = people.fte(hours, provider_id)
    leaving = provider.attrition if _is_own(provider) else 0.0
    cover = attrition_cover_fte(fte, leaving, people.training_months(process_id))
    return StaffRow(
        process_id,
        language,
        provider_id,
        done.group.handle_hours,
        done.peak_load_erlangs,
        done.peak_positions,
        rostered_agents(done.peak_positions, provider.shrinkage),
        done.staffed_hours,
        done.occupancy,
        done.service_level_share,
        done.abandoned_share,
        people.fte(done.staffed_hours, provider_id),
        fte,
        cover,
        costed[done.group.key],
    )


def _is_own(provider: Provider) -> bool:
    return provider.provider_id != NOBODY and provider.is_own


def _share(part: Group, whole: Group) -> Array:
    total = whole.handle_hours
    return np.where(total > 0, part.handle_hours / np.where(total > 0, total, 1.0), 0.0)


def _pool(people: _People, done: GroupStaff, alone_fte: Array, costing_fte: Array) -> PoolRow:
    provider_id, language = done.group.key
    return PoolRow(
        provider_id,
        language,
        done.group.handle_hours,
        done.peak_load_erlangs,
        done.peak_positions,
        rostered_agents(done.peak_positions, people.provider(provider_id).shrinkage),
        done.staffed_hours,
        done.occupancy,
        done.service_level_share,
        done.abandoned_share,
        done.valley_hours,
        alone_fte,
        people.fte(done.staffed_hours, provider_id),
        costing_fte,
    )
