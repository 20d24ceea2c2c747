"""What is being solved at the moment: figures, the two curves, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.errors import TouchmapError
from touchmap.project import find_scenario
from touchmap.project.vocabulary import Objective
from touchmap.report.charts.search import search_chart, search_table
from touchmap.report.text.style import gap_percent, money, number
from touchmap.store import Job, JobState
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.begin import active_jobs, name_of
from touchmap.ui.solving.run import cancel

EVERY_SECONDS = 0.5
POINTS = "0–100"


def show_progress(desk: Desk) -> None:
    """Show the running solves and follow them; the page is drawn anew once one is over."""
    shown = [job.job_id for job in active_jobs(desk)]
    if not shown:
        return

    @st.fragment(run_every=EVERY_SECONDS)
    def look() -> None:
        try:
            active = active_jobs(desk)
        except TouchmapError:
            return
        if [job.job_id for job in active] != shown:
            st.rerun()
        for job in active:
            _show(desk, job)

    look()


def _show(desk: Desk, job: Job) -> None:
    scenario = str(job.request.get("scenario", ""))
    name = plain(name_of(desk, scenario), 60)
    progress = job.progress
    with st.container(border=True, key=f"solving-{job.job_id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            state = say("solve.cancelling") if job.state is JobState.CANCELLING else ""
            doing = state or ("" if progress else say("solve.starting"))
            by = say("solve.by", author=plain(job.author, 60))
            st.markdown(" · ".join(filter(None, (f"**{say('solve.running', scenario=name)}**", doing, by))))
            st.button(
                say("solve.cancel"),
                key=f"cancel-{job.job_id}",
                icon=":material/stop:",
                on_click=cancel,
                args=(desk.stored, job.job_id),
                disabled=not desk.may_edit or job.state is JobState.CANCELLING,
            )
        if not progress:
            return
        unit, figure = _unit(desk, scenario)
        with st.container(horizontal=True, gap="large"):
            st.metric(
                f"{say('solve.incumbent')} ({unit})", figure(progress.get("incumbent")), width="content"
            )
            st.metric(f"{say('solve.bound')} ({unit})", figure(progress.get("bound")), width="content")
            gap = gap_percent(progress.get("gap"))
            st.metric(say("solve.gap_now"), gap, help=say("solve.gap_now_help"), width="content")
            st.metric(say("solve.seconds_now"), number(progress.get("seconds"), 0), width="content")
        history = search_table(progress.get("history", ()))
        if len(history) > 2:
            st.altair_chart(search_chart(history, unit=unit), key=f"search-{job.job_id}")


def _unit(desk: Desk, scenario_id: str) -> tuple[str, Callable[[float | None], str]]:
    """Unit of a scenario's objective, and how its values look."""
    try:
        objective = find_scenario(desk.project, scenario_id).row.objective
    except TouchmapError:
        objective = Objective.COST
    return (POINTS, number) if objective in HIGHER_IS_BETTER else (desk.project.settings.currency, money)
