"""Contacts, handle hours and staff of the map, by stage, language and touch class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.journey.contacts import Contacts
from touchmap.journey.graph import ordered_stages
from touchmap.plan import Plan
from touchmap.project import DemandStream, Project, Provider
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, TouchClass
from touchmap.work.calendar import Calendar
from touchmap.work.packages import build_packages, month_contacts
from touchmap.workload.conversion import handle_hours, paid_fte


@dataclass(frozen=True)
class StageContacts:
    """Contacts a month at the touchpoints of one stage."""

    stage_id: str
    touchpoints: int
    contacts: float
    """At all its touchpoints, entered or expected."""
    unknown: int
    """Touchpoints of which nothing says how many contacts they have."""


@dataclass(frozen=True)
class WorkRow:
    """Work of one stage in one language."""

    stage_id: str
    """Empty for work of no stage."""
    language: str
    contacts: float
    """Contacts a month, self-service included."""
    hours: float
    """Handle hours a month of people."""
    fte: float


@dataclass(frozen=True)
class TouchShare:
    """Part of one touch class in the whole."""

    touch_class: TouchClass
    contacts_share: float
    hours_share: float


def contacts_by_stage(project: Project, contacts: Contacts) -> tuple[StageContacts, ...]:
    """Contacts a month of each stage, in the order of time, as entered or as `expected_contacts` has them.

    Stages that only touchpoints name, as in a project that is not finished, come last.
    """
    found = []
    listed = [s.stage_id for s in ordered_stages(project)]
    for stage_id in dict.fromkeys([*listed, *sorted(t.stage_id for t in contacts.touchpoints)]):
        rows = [t for t in contacts.touchpoints if t.stage_id == stage_id]
        known = [t.contacts for t in rows if t.contacts is not None]
        found.append(StageContacts(stage_id, len(rows), sum(known), len(rows) - len(known)))
    return tuple(found)


def work_by_stage(project: Project, plan: Plan) -> tuple[WorkRow, ...]:
    """Contacts, handle hours and paid FTE by stage and language, in the order of the stages.

    Contacts are those entered for the demand, averaged over the calendar months of the plan; a stage is
    that of the touchpoint, for back-office work that of the process. Staff follow from hours with the
    occupancy and shrinkage of whoever does the work, the usual ones where nobody is known:
    ``FTE = hours ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours``. What a plan changes in handle time or
    takes off people by self-service is not in these figures; a solved plan's costing has it.

    3600 contacts of 300 s are 300 handle hours, and 300 ÷ 0.8 ÷ 0.7 ÷ 160 = 3.35 FTE:

    >>> from touchmap.project import DemandStream, Process
    >>> rows = work_by_stage(Project(
    ...     processes=(Process(process_id="P", name="P"),),
    ...     demand=(DemandStream(demand_id="D", process_id="P", contacts_per_month=3600,
    ...                          handle_seconds=300),)), Plan())
    >>> [(r.stage_id, r.language, r.contacts, r.hours, round(r.fte, 2)) for r in rows]
    [('', 'xx', 3600.0, 300.0, 3.35)]
    """
    done_by = {a.package_id: a.provider_id for a in plan.assignments}
    providers = {p.provider_id: p for p in project.providers}
    calendar = Calendar.of(project.settings)
    stages = {t.touchpoint_id: t.stage_id for t in project.touchpoints}
    sums: dict[tuple[str, str], list[float]] = {}
    for package in build_packages(project):
        occupancy, shrinkage = _productivity(providers.get(done_by.get(package.package_id) or ""))
        for piece in package.pieces:
            monthly = month_contacts(project, piece.stream) * np.array(piece.share)
            contacts = float(calendar.average(monthly))
            stage_id = stages.get(piece.stream.touchpoint_id or "", package.process.stage_id or "")
            row = sums.setdefault((stage_id, package.language), [0.0, 0.0, 0.0])
            row[0] += contacts
            if piece.stream.channel not in SELF_SERVICE_CHANNELS:
                hours = _hours(piece.stream, contacts)
                row[1] += hours
                row[2] += paid_fte(hours, occupancy, shrinkage, project.settings.paid_hours_per_month)
    order = {s.stage_id: n for n, s in enumerate(ordered_stages(project))}
    keys = sorted(sums, key=lambda k: (order.get(k[0], len(order)), k))
    return tuple(WorkRow(*key, *sums[key]) for key in keys)


def touch_mix(project: Project) -> tuple[TouchShare, ...]:
    """Share of contacts and of people's handle time by touch class, high tech first.

    Work at a touchpoint counts with the touch need entered for the touchpoint, back-office work with
    that of its process. Shares of the whole, 0 … 1; all 0 where there is no demand.

    >>> from touchmap.project import DemandStream, Process
    >>> mix = touch_mix(Project(
    ...     processes=(Process(process_id="P", name="P", touch_need=5), Process(process_id="Q", name="Q")),
    ...     demand=(DemandStream(demand_id="D", process_id="P", contacts_per_month=10, handle_seconds=540),
    ...             DemandStream(demand_id="E", process_id="Q", contacts_per_month=90, handle_seconds=60))))
    >>> [(row.touch_class.value, row.contacts_share, row.hours_share) for row in mix]
    [('high_tech', 0.0, 0.0), ('mixed', 0.9, 0.5), ('high_touch', 0.1, 0.5)]
    """
    of_touchpoint = {t.touchpoint_id: t.touch_need for t in project.touchpoints}
    of_process = {p.process_id: p.touch_need for p in project.processes}
    contacts, hours = dict.fromkeys(TouchClass, 0.0), dict.fromkeys(TouchClass, 0.0)
    for stream in project.demand:
        need = of_touchpoint.get(stream.touchpoint_id or "", of_process.get(stream.process_id))
        if need is None:
            continue
        contacts[TouchClass.of(need)] += stream.contacts_per_month
        if stream.channel not in SELF_SERVICE_CHANNELS:
            hours[TouchClass.of(need)] += _hours(stream, stream.contacts_per_month)
    all_contacts, all_hours = sum(contacts.values()) or 1.0, sum(hours.values()) or 1.0
    return tuple(TouchShare(c, contacts[c] / all_contacts, hours[c] / all_hours) for c in TouchClass)


def _hours(stream: DemandStream, contacts: float) -> float:
    return float(handle_hours(contacts, stream.handle_seconds, stream.concurrency))


def _productivity(provider: Provider | None) -> tuple[float, float]:
    if provider is None:
        usual = Provider.model_fields
        return usual["occupancy"].default, usual["shrinkage"].default
    return provider.occupancy, provider.shrinkage
