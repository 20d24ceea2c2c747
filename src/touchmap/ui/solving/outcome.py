"""What came of the latest solve of a scenario."""

from __future__ import annotations

import streamlit as st

from touchmap.plan import Result, SolveStatus
from touchmap.report.text.style import gap_percent, money, number
from touchmap.store import Job, JobState
from touchmap.ui.desk import Desk
from touchmap.ui.parts.plan import PlanInView, find_plan, is_today, said
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.solving.begin import begin, name_of
from touchmap.ui.solving.clash import show_clash
from touchmap.ui.solving.run import KIND, limits_of
from touchmap.ui.steps import page_file


def show_outcome(desk: Desk, scenario_id: str) -> None:
    """Show the latest result of a scenario, and what went wrong since."""
    if is_today(desk.project, scenario_id):
        st.info(say("solve.objective_today"), icon=":material/info:")
        return
    _say_what_went_wrong(desk, scenario_id)
    found = find_plan(desk, scenario_id)
    if found is None:
        with st.container(border=True, key="never-solved"):
            st.markdown(f"**{say('solve.never_solved')}**")
            st.write(say("solve.never_solved_how"))
        return
    with st.container(border=True, key="outcome-stale" if found.is_stale else "outcome"):
        _headline(found)
        if found.is_stale:
            st.warning(said(found.changes), icon=":material/history:")
        if found.result.plan is not None:
            _figures(desk, found.result)
            _links(desk, scenario_id)
    if found.result.status is SolveStatus.INFEASIBLE and not found.is_stale:
        show_clash(desk, scenario_id)


def _headline(found: PlanInView) -> None:
    icon = ":material/verified:" if found.result.status is SolveStatus.OPTIMAL else ":material/flag:"
    if found.result.plan is None:
        icon = ":material/block:"
    st.markdown(f"{icon} **{status_words(found.result)}**")
    if found.at is not None:
        at = found.at.astimezone().strftime("%d.%m. %H:%M")
        seconds = number(found.result.seconds, 1)
        st.caption(say("solve.solved_by", author=plain(found.author, 60), at=at, seconds=seconds))


def status_words(result: Result) -> str:
    """Status of a result in words, with its gap; Markdown."""
    gap = gap_percent(result.gap)
    if result.status is SolveStatus.OPTIMAL:
        return say("solve.result_proven", gap=gap) if result.gap else say("solve.result_proven_fully")
    if result.status is SolveStatus.FEASIBLE:
        if result.gap is None:
            return say("solve.result_feasible_open")
        return say("solve.result_feasible", gap=gap)
    if result.status is SolveStatus.INFEASIBLE:
        return say("solve.result_infeasible")
    return plain(result.message or result.status.value)


def _figures(desk: Desk, result: Result) -> None:
    currency = desk.project.settings.currency
    with st.container(horizontal=True, gap="large"):
        change = None
        if result.cost is not None and result.today_cost is not None:
            difference = result.cost - result.today_cost
            change = say("solve.against_today", change=f"{difference:+,.0f}")
        st.metric(
            f"{say('solve.cost')} ({currency})",
            money(result.cost),
            change,
            delta_color="inverse",
            width="content",
        )
        points = None
        if result.average_quality is not None and result.today_quality is not None:
            difference = result.average_quality - result.today_quality
            points = say("solve.quality_today", change=f"{difference:+.1f}")
        st.metric(say("solve.quality"), number(result.average_quality), points, width="content")


def _links(desk: Desk, scenario_id: str) -> None:
    with st.container(horizontal=True):
        if st.button(say("solve.to_result"), key="to-result", type="primary", icon=":material/insights:"):
            st.switch_page(page_file("result"), query_params={**desk.params, "scenario": scenario_id})
        st.page_link(page_file("compare"), label=say("solve.to_compare"), query_params=desk.params)


def _say_what_went_wrong(desk: Desk, scenario_id: str) -> None:
    """The last job of the scenario, where it left nothing."""
    jobs = [j for j in desk.stored.jobs.all(limit=40) if j.kind == KIND]
    last = next((j for j in jobs if j.request.get("scenario") == scenario_id), None)
    if last is None or last.request.get("input_hash") != desk.project.hash or last.result_id is not None:
        return
    name = plain(name_of(desk, scenario_id), 60)
    if last.state is JobState.ORPHANED:
        at = last.started_at.astimezone().strftime("%d.%m. %H:%M")
        _with_restart(desk, last, say("solve.orphaned", scenario=name, author=plain(last.author, 60), at=at))
    elif last.state is JobState.FAILED:
        _with_restart(desk, last, say("solve.failed", scenario=name, message=plain(last.message, 600)))
    elif last.state in (JobState.DONE, JobState.CANCELLED):
        _with_restart(desk, last, say("solve.stopped_empty", scenario=name))


def _with_restart(desk: Desk, job: Job, words: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="went-wrong"):
        st.warning(words, icon=":material/report:")
        st.button(
            say("solve.restart"),
            key=f"restart-{job.job_id}",
            icon=":material/refresh:",
            on_click=begin,
            args=(desk, [str(job.request["scenario"])], limits_of(job.request)),
            disabled=not desk.may_edit,
        )
