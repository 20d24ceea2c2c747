"""What the page of the staffing shows."""

from __future__ import annotations

from calendar import month_abbr

import altair as alt
import pandas as pd
import streamlit as st

from touchmap.project import Project
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.staffing import (
    NOTE_COLUMNS,
    POOL_COLUMNS,
    STAFF_COLUMNS,
    counted_notes,
    pool_table,
    staff_notes_table,
    staff_table,
    staffing_workbook_bytes,
)
from touchmap.report.text.style import number
from touchmap.ui.background import TaskState, background
from touchmap.ui.desk import Desk
from touchmap.ui.parts.charts import AnyChart, show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.process import choose_process
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.staffing.levels import show_bases, show_levels
from touchmap.work.calendar import MONTHS
from touchmap.workload.staffing.staff import StaffTable, staff

WAYS = ("alone_fte", "fte", "costing_fte")
POLL_SECONDS = 0.5
NOTES_SHOWN = 8


def show_staffing(desk: Desk) -> None:
    """Draw the page."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="heading"
    ):
        st.title(say("nav.staffing"), anchor=False, width="content")
        process = choose_process(desk, key="staffing-process", everything=say("staffing.all_work"))
    if not desk.project.demand:
        with st.container(border=True, key="empty-state"):
            st.subheader(say("staffing.no_demand"))
            st.write(say("staffing.no_demand_how"))
        return
    found = _staffed(desk.project)
    if found is not None:
        _show(desk.project, found, process)


def _staffed(project: Project) -> StaffTable | None:
    """Staff of the whole project; none while it is being worked out."""
    task = background().ask(("staff", project.hash), lambda _: staff(project))
    if task.state is TaskState.DONE:
        return task.answer
    if task.state.is_over:
        st.error(plain(task.error, 1000))
        return None

    @st.fragment(run_every=POLL_SECONDS)
    def wait() -> None:
        st.progress(0.0, text=say("staffing.working"))
        if task.state.is_over:
            st.rerun()

    wait()
    return None


def _show(project: Project, found: StaffTable, process: str) -> None:
    rows = staff_table(project, found)
    rows = rows[rows["process_id"] == process] if process else rows
    months = month_data(rows)
    means = {way: float(months.loc[months["way"] == way, "people"].sum()) / MONTHS for way in WAYS}
    with st.container(horizontal=True, gap="large", key="staffing-headline", vertical_alignment="bottom"):
        for way in WAYS:
            st.metric(
                say(f"staffing.{way}"), number(means[way]), help=say(f"staffing.{way}_help"), width="content"
            )
        name = f"staffing-{process or 'all'}.xlsx"
        download(say("staffing.workbook"), name, lambda: staffing_workbook_bytes(project, found))
    show_chart(month_chart(months), months, name="staffing", title=say("staffing.chart_title"))
    currency = project.settings.currency
    section = st.segmented_control(
        say("staffing.section"),
        ("processes", "pools", "levels", "bases", "notes"),
        default="processes",
        required=True,
        format_func=lambda key: say(f"staffing.{key}"),
        key="staffing-section",
        label_visibility="collapsed",
    )
    st.caption(say(f"staffing.{section or 'processes'}_about"))
    if section == "pools":
        show_table(POOL_COLUMNS, pool_table(project, found), currency=currency, key="staffing-pools")
    elif section == "levels":
        show_levels(project, process)
    elif section == "bases":
        show_bases(project, process)
    elif section == "notes":
        _notes(found, currency)
    else:
        show_table(STAFF_COLUMNS, rows, currency=currency, key="staffing-processes")


def _notes(found: StaffTable, currency: str) -> None:
    said = counted_notes(found)
    if not said:
        st.markdown(say("staffing.no_notes"))
        return
    st.markdown("\n".join(f"- {plain(sentence, 400)}" for sentence in said[:NOTES_SHOWN]))
    show_table(NOTE_COLUMNS, staff_notes_table(found), currency=currency, key="staffing-notes")


def month_data(rows: pd.DataFrame) -> pd.DataFrame:
    """FTE of each month in each way of counting: one row for each."""
    sums = rows.groupby("month")[list(WAYS)].sum(numeric_only=True)
    long = sums.reset_index().melt("month", var_name="way", value_name="people")
    return long.assign(month_name=[month_abbr[int(m)] for m in long["month"]])


def month_chart(data: pd.DataFrame) -> AnyChart:
    """FTE by month, one line for each way of counting, told apart by colour and dash."""
    colours = list(SOURCING_COLOURS.values())
    labels = {way: say(f"staffing.{way}") for way in WAYS}
    shown = data.assign(label=[labels[way] for way in data["way"]])
    order = [labels[way] for way in WAYS]
    drawn: alt.Chart = (
        alt.Chart(shown)
        .mark_line(point=True)
        .encode(
            x=alt.X("month_name:N", sort=list(month_abbr)[1:], title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("people:Q", title=say("staffing.fte_axis"), scale=alt.Scale(zero=True)),
            color=alt.Color(
                "label:N",
                sort=order,
                title=None,
                scale=alt.Scale(domain=order, range=[colours[4], colours[0], colours[2]]),
                legend=alt.Legend(orient="top", labelLimit=400, symbolType="stroke", symbolSize=600),
            ),
            strokeDash=alt.StrokeDash(
                "label:N",
                sort=order,
                legend=None,
                scale=alt.Scale(domain=order, range=[[1, 0], [6, 3], [2, 2]]),
            ),
            tooltip=[
                alt.Tooltip("month_name:N", title=say("staffing.month")),
                alt.Tooltip("label:N", title=say("staffing.way")),
                alt.Tooltip("people:Q", title=say("staffing.fte_axis"), format=",.1f"),
            ],
        )
        .properties(height=280)
    )
    return drawn
