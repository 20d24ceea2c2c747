"""`plan_in_view`: the plan a page shows, with the facts it was worked out from, and whether it is still true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.project.vocabulary import Objective
from touchmap.solving import evaluate
from touchmap.store import StoredProject
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import page_file


@dataclass(frozen=True)
class PlanInView:
    """A result with the facts it belongs to."""

    project: Project
    """The facts as they were when it was solved."""
    result: Result
    at: datetime | None = None
    """When it was solved; none for today's assignment, which is worked out on the spot."""
    author: str = ""
    is_stale: bool = False
    """Whether the project has changed since."""


def plan_in_view(desk: Desk, scenario_id: str | None) -> PlanInView:
    """The latest plan of a scenario; where there is none, say how to get one and draw no more.

    A plan solved from earlier facts is shown with those facts and marked as out of date.
    """
    found = None if scenario_id is None else find_plan(desk, scenario_id)
    if found is None or found.result.plan is None:
        _teach_to_solve(desk, scenario_id, found)
        st.stop()
    if found.is_stale:
        _say_stale(desk, scenario_id)
    return found


def find_plan(desk: Desk, scenario_id: str) -> PlanInView | None:
    """The latest plan of a scenario; none if it was never solved or its facts are gone."""
    row = next((s for s in desk.project.scenarios if s.scenario_id == scenario_id), None)
    if row is not None and row.objective is Objective.TODAY:
        return PlanInView(desk.project, _today(desk.project, scenario_id))
    latest = desk.latest_result(scenario_id)
    if latest is None:
        return None
    kept, result = latest
    if result.input_hash == desk.project.hash:
        return PlanInView(desk.project, result, kept.at, kept.author)
    facts = _facts_of(desk.stored, result.input_hash)
    return None if facts is None else PlanInView(facts, result, kept.at, kept.author, is_stale=True)


@st.cache_resource(max_entries=32, hash_funcs={Project: lambda project: project.hash})
def _today(project: Project, scenario_id: str) -> Result:
    return evaluate(project, None, scenario_id)


@st.cache_resource(max_entries=32, hash_funcs={StoredProject: lambda stored: stored.project_id})
def _facts_of(stored: StoredProject, input_hash: str) -> Project | None:
    """The latest state with this hash."""
    number = next((e.number for e in reversed(stored.entries()) if e.hash == input_hash), 0)
    facts = stored.project(number)
    return facts if facts.hash == input_hash else None


def _say_stale(desk: Desk, scenario_id: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="stale-plan"):
        st.warning(say("parts.stale"), icon=":material/history:")
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
