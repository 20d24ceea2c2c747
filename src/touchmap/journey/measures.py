"""Every measure of the map at once."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.journey.after_cut import AfterCut, check_after_cut
from touchmap.journey.breaks import Breaks, journey_breaks
from touchmap.journey.contacts import Contacts, expected_contacts
from touchmap.journey.coupling import CoupledSet, coupled_sets
from touchmap.journey.critical import CriticalTouchpoint, critical_touchpoints
from touchmap.journey.cut import Cut, find_cut
from touchmap.journey.loops import Loops, find_loops
from touchmap.journey.parties import place, today_plan
from touchmap.journey.scope import NaturalScope, natural_scope
from touchmap.journey.touch_index import TouchProgress, touch_progress
from touchmap.journey.workload import (
    StageContacts,
    TouchShare,
    WorkRow,
    contacts_by_stage,
    touch_mix,
    work_by_stage,
)
from touchmap.plan import Plan
from touchmap.project import Project


@dataclass(frozen=True)
class Measures:
    """Everything that is measured on a map under one plan."""

    plan: Plan
    is_today: bool
    """Whether the plan is today's assignment."""
    contacts: Contacts
    stages: tuple[StageContacts, ...]
    work: tuple[WorkRow, ...]
    touch_mix: tuple[TouchShare, ...]
    touch: TouchProgress
    critical: tuple[CriticalTouchpoint, ...]
    loops: Loops
    coupled: tuple[CoupledSet, ...]
    scope: NaturalScope
    cut: Cut
    after_cut: AfterCut
    breaks: Breaks


def measure(project: Project, plan: Plan | None = None) -> Measures:
    """Take every measure of a map.

    Parameters
    ----------
    plan
        Who does the work; none = today. The natural scope is drawn around what a given plan moves, and
        around the work most fit to move for today.

    Raises
    ------
    ValueError
        If the plan names a package or a provider that the project does not have.

    >>> from touchmap.project import Process
    >>> measures = measure(Project(processes=(Process(process_id="P", name="Billing"),)))
    >>> measures.cut.complexity, measures.is_today
    (0.0, True)
    """
    current = today_plan(project) if plan is None else plan
    placement = place(project, current)
    contacts = expected_contacts(project)
    cut = find_cut(project, placement=placement)
    return Measures(
        current,
        plan is None,
        contacts,
        contacts_by_stage(project, contacts),
        work_by_stage(project, current),
        touch_mix(project),
        touch_progress(project),
        critical_touchpoints(project, placement=placement, contacts=contacts),
        find_loops(project, contacts),
        coupled_sets(project),
        natural_scope(project, plan),
        cut,
        check_after_cut(project, placement=placement, cut=cut),
        journey_breaks(project, placement=placement, contacts=contacts),
    )
