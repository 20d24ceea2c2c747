"""The work: processes with demand, streams without slips, hand-offs that are owned and priced."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.entity import Entity
from touchmap.project.model import Project
from touchmap.project.opening_hours import hours_of_week
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, SPOKEN_CHANNELS, NodeKind

POOR_HEALTH = 2
"""Health up to which a process is mended before it moves."""


def check_for_orphan_process(project: Project) -> Iterator[Issue]:
    """A process without demand is never sourced."""
    used = {d.process_id for d in project.demand}
    for row in project.processes:
        if project.demand and row.process_id not in used:
            hint = "add its demand streams, or delete the process"
            yield warning("orphan_process", row, "process_id", "has no demand", hint)


def check_for_duplicate_stream(project: Project) -> Iterator[Issue]:
    """The same work entered twice counts twice."""
    seen: dict[tuple[object, ...], str] = {}
    for row in project.demand:
        work = (row.process_id, row.touchpoint_id, row.channel, row.language, row.market, row.skill)
        key = (*work, row.contacts_per_month, row.handle_seconds)
        other = seen.setdefault(key, row.demand_id)
        if other != row.demand_id:
            hint = "delete one of them if it was pasted twice"
            yield warning("duplicate_stream", row, "demand_id", f"says the same as stream {other}", hint)


def check_for_zero_volume(project: Project) -> Iterator[Issue]:
    """A stream without contacts costs nothing and is assigned all the same."""
    for row in project.demand:
        if row.contacts_per_month == 0:
            hint = "enter the volume of an average month, or delete the stream"
            yield warning("zero_volume", row, "contacts_per_month", "has no contacts", hint)


def check_for_shared_agent_on_phone(project: Project) -> Iterator[Issue]:
    """Nobody handles two calls at once."""
    for row in project.demand:
        if row.concurrency > 1 and row.channel in SPOKEN_CHANNELS:
            hint = "set concurrency to 1; more than 1 is for chat and messaging"
            what = f"has several contacts at once on {row.channel}"
            yield warning("shared_agent_on_phone", row, "concurrency", what, hint)


def check_for_service_level_incomplete(project: Project) -> Iterator[Issue]:
    """A service level is a share within a number of seconds."""
    for row in project.demand:
        given = (row.service_level_share is not None, row.service_level_seconds is not None)
        if given in ((True, False), (False, True)):
            column = "service_level_seconds" if given[0] else "service_level_share"
            hint = "fill both, such as 0.8 within 20 seconds, or neither"
            yield warning("service_level_incomplete", row, column, "has half a service level", hint)


def check_for_opening_hours_unreadable(project: Project) -> Iterator[Issue]:
    """Opening hours must be understood."""
    rows: list[tuple[Entity, str]] = [(row, "opening_hours") for row in (*project.demand, *project.providers)]
    for row, column in [*rows, (project.settings, "office_hours")]:
        try:
            hours_of_week(getattr(row, column))
        except ValueError:
            hint = "write e.g. 'Mo-Fr 9-17; Sa 10-14' or '24x7'"
            yield error("opening_hours_unreadable", row, column, "has hours that are not understood", hint)


def check_for_self_service_without_platform(project: Project) -> Iterator[Issue]:
    """Work on the web or with a bot needs a platform."""
    if any(p.is_platform for p in project.providers):
        return
    for row in project.demand:
        if row.channel in SELF_SERVICE_CHANNELS:
            hint = "add the platform as a provider of kind 'platform' with an offer for this channel"
            what = "is self-service but the project has no platform"
            yield error("self_service_without_platform", row, "channel", what, hint)


def check_for_remediation_incomplete(project: Project) -> Iterator[Issue]:
    """Mending counts only with a cost, an owner and a date."""
    for row in project.processes:
        parts = (row.remediation_cost, row.remediation_owner or None, row.remediation_on)
        if row.health <= POOR_HEALTH and any(p is not None for p in parts) and None in parts:
            column = ("remediation_cost", "remediation_owner", "remediation_on")[parts.index(None)]
            hint = "fill cost, owner and date; until then the process does not move"
            yield warning(
                "remediation_incomplete", row, column, "has a mending plan with a part missing", hint
            )


def check_for_handoff_to_itself(project: Project) -> Iterator[Issue]:
    """A process cannot hand work over to itself."""
    for row in project.handoffs:
        if row.to_kind is NodeKind.PROCESS and row.to_id == row.from_process_id:
            hint = "name the process that receives the work, or delete the hand-off"
            yield error("handoff_to_itself", row, "to_id", "leads back to the process it comes from", hint)


def check_for_handoff_owner_missing(project: Project) -> Iterator[Issue]:
    """Every hand-off is listed, owned and priced."""
    for row in project.handoffs:
        if not row.owner:
            hint = "name who answers for it"
            yield warning("handoff_owner_missing", row, "owner", "has no owner", hint)


def check_for_handoff_cut_free(project: Project) -> Iterator[Issue]:
    """A hand-off that costs nothing when it is cut will be cut."""
    for row in project.handoffs:
        if not (row.cut_seconds or row.cut_rework_share or row.cut_cost_per_month):
            hint = "estimate cut_seconds, cut_rework_share or cut_cost_per_month"
            what = "costs nothing when its two ends go to different homes"
            yield warning("handoff_cut_free", row, "cut_seconds", what, hint)


def check_for_handoff_without_volume(project: Project) -> Iterator[Issue]:
    """A hand-off that never happens has no weight."""
    for row in project.handoffs:
        if row.contacts_per_month == 0:
            hint = "enter how often it happens in an average month"
            yield warning("handoff_without_volume", row, "contacts_per_month", "never happens", hint)


def check_for_unused_department(project: Project) -> Iterator[Issue]:
    """A department no hand-off leads to plays no part."""
    used = {h.to_id for h in project.handoffs if h.to_kind is NodeKind.DEPARTMENT}
    for row in project.departments:
        if row.department_id not in used:
            hint = "add the hand-offs that lead to it, or delete the department"
            yield warning("unused_department", row, "department_id", "receives no hand-off", hint)


def check_for_unused_system(project: Project) -> Iterator[Issue]:
    """A system no process uses costs nothing to connect."""
    used = {s.system_id for s in project.process_systems}
    for row in project.systems:
        if row.system_id not in used:
            hint = "say in process_systems which processes use it, or delete the system"
            yield warning("unused_system", row, "system_id", "is used by no process", hint)
