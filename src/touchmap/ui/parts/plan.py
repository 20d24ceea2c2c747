"""`plan_in_view`: the plan a page shows, with the facts it was solved from, and whether it is still true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from touchmap.analysis.input_changes import input_changes
from touchmap.errors import Severity, UnknownNameError
from touchmap.plan import Result
from touchmap.project import Project, find_scenario
from touchmap.project.checks import check_project
from touchmap.project.scenario import TODAY
from touchmap.project.vocabulary import Objective
from touchmap.solving import evaluate
from touchmap.store import StoredProject
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

SHOWN = 3
"""Changes that are named before the rest is only counted."""


@dataclass(frozen=True)
class PlanInView:
    """A result with the facts it belongs to."""

    project: Project
    """The facts as they were when it was solved."""
    result: Result
    at: datetime | None = None
    """When it was solved; none for today's assignment, which is worked out on the spot."""
    author: str = ""
    changes: tuple[str, ...] = ()
    """What has changed since in the inputs of its scenario, in words."""

    @property
    def is_stale(self) -> bool:
        """Whether anything that bears on it has changed since it was solved."""
        return bool(self.changes)

    @property
    def key(self) -> tuple[str, str, int]:
        """What every answer about it depends on."""
        return self.project.hash, self.result.scenario_id, hash(self.result.plan)


def plan_in_view(desk: Desk, scenario_id: str | None) -> PlanInView:
    """The latest plan of a scenario; where there is none, say how to get one and draw no more.

    A plan solved from earlier facts is shown with those facts and marked as out of date.
    """
    found = None if scenario_id is None else find_plan(desk, scenario_id)
    if found is None or found.result.plan is None:
        _teach_to_solve(desk, scenario_id, found)
        st.stop()
    if found.is_stale:
        say_stale(desk, scenario_id, found)
    return found


def find_plan(desk: Desk, scenario_id: str) -> PlanInView | None:
    """The latest plan of a scenario; none if it was never solved or its facts are gone."""
    if is_today(desk.project, scenario_id):
        today = todays_result(desk.project, scenario_id)
        return None if today is None else PlanInView(desk.project, today)
    latest = desk.latest_result(scenario_id)
    if latest is None:
        return None
    kept, result = latest
    if result.input_hash == desk.project.hash:
        return PlanInView(desk.project, result, kept.at, kept.author)
    facts = _facts_of(desk.stored, result.input_hash)
    if facts is None:
        return None
    return PlanInView(facts, result, kept.at, kept.author, _changes(facts, desk.project, scenario_id))


def is_today(project: Project, scenario_id: str) -> bool:
    """Whether a scenario asks for today, which is priced and never sought."""
    try:
        return find_scenario(project, scenario_id).row.objective is Objective.TODAY
    except UnknownNameError:
        return False


@st.cache_resource(max_entries=32, hash_funcs={Project: lambda project: project.hash}, show_spinner=False)
def todays_result(project: Project, scenario_id: str = TODAY) -> Result | None:
    """Today's assignment, priced; none while the facts have errors."""
    if any(issue.severity is Severity.ERROR for issue in check_project(project)):
        return None
    return evaluate(project, None, scenario_id)


@st.cache_resource(max_entries=32, hash_funcs={StoredProject: lambda stored: stored.project_id})
def _facts_of(stored: StoredProject, input_hash: str) -> Project | None:
    """The latest state with this hash."""
    number = next((e.number for e in reversed(stored.entries()) if e.hash == input_hash), 0)
    facts = stored.project(number)
    return facts if facts.hash == input_hash else None


@st.cache_data(max_entries=64, hash_funcs={Project: lambda project: project.hash})
def _changes(before: Project, now: Project, scenario_id: str) -> tuple[str, ...]:
    """Changes of other scenarios do not count."""
    try:
        return tuple(change.since for change in input_changes(before, scenario_id, scenario_id, other=now))
    except UnknownNameError:
        return (say("parts.scenario_gone"),)


def said(changes: tuple[str, ...]) -> str:
    """The first changes in a sentence, as Markdown."""
    shown = "; ".join(plain(change, 120) for change in changes[:SHOWN])
    if len(changes) > SHOWN:
        shown = say("parts.changed_more", changes=shown, count=len(changes) - SHOWN)
    return say("parts.changed_since", changes=shown)


def say_stale(desk: Desk, scenario_id: str | None, found: PlanInView) -> None:
    """Say that the inputs have changed, what, and offer to solve again."""
    with st.container(horizontal=True, vertical_alignment="center", key="stale-plan"):
        st.warning(f"{say('parts.stale')}\n\n{said(found.changes)}", icon=":material/history:")
        _to_solve(desk, scenario_id, say("parts.solve_again"))


def _teach_to_solve(desk: Desk, scenario_id: str | None, found: PlanInView | None) -> None:
    with st.container(border=True, key="empty-state"):
        if scenario_id is None:
            st.subheader(say("parts.no_scenario"))
            st.write(say("parts.no_scenario_how"))
        elif found is not None:
            st.subheader(say("parts.solved_without_plan"))
            st.write(plain(found.result.message, 1000))
        else:
            st.subheader(say("parts.not_solved"))
            st.write(say("parts.not_solved_how"))
        _to_solve(desk, scenario_id, say("parts.to_solve"))


def _to_solve(desk: Desk, scenario_id: str | None, label: str) -> None:
    scenario = {} if scenario_id is None else {SCENARIO: scenario_id}
    if st.button(label, key="to-solve", type="primary", icon=":material/play_arrow:"):
        st.switch_page(page_file("solve"), query_params={**desk.params, **scenario})
