"""The limits of a solve, and the buttons that start one."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.project import find_scenario, scenario_ids
from touchmap.solving import DEFAULT_GAP
from touchmap.store import Job
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.plan import is_today
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.run import KIND, PRESET_SECONDS, Limits, solve_in_background

PERCENT = 100


def show_begin(desk: Desk, scenario_id: str, *, possible: bool) -> None:
    """Draw the limits and the buttons.

    Parameters
    ----------
    possible
        Whether the facts allow to solve.
    """
    active = {job.request.get("scenario") for job in active_jobs(desk)}
    current = desk.stored.results.find(scenario_id, desk.project.hash) is not None
    due = due_scenarios(desk)
    with st.container(horizontal=True, vertical_alignment="bottom", key="begin"):
        name = plain(name_of(desk, scenario_id), 40)
        text = say("solve.solve_again" if current else "solve.solve", scenario=name)
        allowed = possible and desk.may_edit
        st.button(
            text,
            key="solve",
            type="secondary" if current else "primary",
            icon=":material/play_arrow:",
            disabled=not allowed or scenario_id in active or is_today(desk.project, scenario_id),
            on_click=_begin,
            args=(desk, [scenario_id]),
        )
        if due:
            names = ", ".join(plain(name_of(desk, found), 40) for found in due)
            st.button(
                say("solve.solve_all", count=len(due)),
                key="solve-all",
                icon=":material/playlist_play:",
                help=say("solve.solve_all_help", names=names),
                disabled=not allowed or bool(active),
                on_click=_begin,
                args=(desk, due),
            )
        else:
            st.caption(say("solve.all_solved"))
    if not desk.may_edit:
        st.caption(say("solve.viewer"))
    with st.expander(say("solve.limits"), icon=":material/tune:"), st.container(horizontal=True):
        st.number_input(
            say("solve.seconds"),
            min_value=1,
            max_value=3600,
            value=int(PRESET_SECONDS),
            step=30,
            key="solve-seconds",
            help=say("solve.seconds_help"),
            width=220,
        )
        st.number_input(
            say("solve.gap"),
            min_value=0.0,
            max_value=50.0,
            value=DEFAULT_GAP * PERCENT,
            step=0.05,
            format="%.3f",
            key="solve-gap",
            help=say("solve.gap_help"),
            width=220,
        )


def name_of(desk: Desk, scenario_id: str) -> str:
    """Name of a scenario; its id if it is gone."""
    try:
        return find_scenario(desk.project, scenario_id).row.name or scenario_id
    except TouchmapError:
        return scenario_id


def due_scenarios(desk: Desk) -> list[str]:
    """Scenarios that are sought and have no result on the facts as they are now."""
    newest = desk.stored.results.newest()
    fresh = {found for found, row in newest.items() if row.input_hash == desk.project.hash}
    return [s for s in scenario_ids(desk.project) if s not in fresh and not is_today(desk.project, s)]


def active_jobs(desk: Desk) -> list[Job]:
    """Solves of this project that are not over, the one started first first."""
    jobs = desk.stored.jobs.all(limit=40)
    return [job for job in reversed(jobs) if job.kind == KIND and not job.state.is_over]


def begin(desk: Desk, scenario_ids: list[str], limits: Limits | None = None) -> None:
    """Start to solve; what stands in the way becomes a message."""
    try:
        solve_in_background(
            desk.stored, desk.project, scenario_ids, limits or Limits(), author=desk.person.name
        )
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))


def _begin(desk: Desk, scenario_ids: list[str]) -> None:
    seconds = float(st.session_state.get("solve-seconds", PRESET_SECONDS))
    gap = float(st.session_state.get("solve-gap", DEFAULT_GAP * PERCENT)) / PERCENT
    begin(desk, scenario_ids, Limits(seconds, gap))
