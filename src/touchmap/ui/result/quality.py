"""How good the work is expected to be: process by process, at the touchpoints, and what the brand risks."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.analysis.outlook import predict_touchpoints
from touchmap.errors import UnknownNameError
from touchmap.report.assignment import assignment_table
from touchmap.report.charts.quality import quality_chart, quality_table
from touchmap.report.text.style import number
from touchmap.ui.desk import Desk
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

SAME = 0.05
"""Points below which a change is none."""


def show_quality(desk: Desk, view: PlanInView) -> None:
    """Draw the section."""
    table = quality_table(assignment_table(view.project, view.result))
    falls = int((table["plan"] < table["today"] - SAME).sum())
    with st.container(horizontal=True, vertical_alignment="center", gap="large", key="quality-figures"):
        if falls:
            st.warning(say("result.quality_falls", count=falls), icon=":material/trending_down:")
        else:
            st.success(say("result.quality_holds"), icon=":material/check_circle:")
        brand = number(view.result.brand_risk, 3)
        st.metric(say("result.brand_risk"), brand, help=say("result.brand_risk_help"), width="content")
        st.page_link(page_file("risks"), label=say("result.to_risks"), query_params=desk.params)
    show_chart(quality_chart(table), table, name="quality", title=say("result.quality_title"))
    _touchpoints(view)


def _touchpoints(view: PlanInView) -> None:
    names = {t.touchpoint_id: t for t in view.project.touchpoints}
    try:
        found = predict_touchpoints(view.project, view.result)
    except UnknownNameError:
        return
    rows = [
        (
            names[o.touchpoint_id].name,
            names[o.touchpoint_id].moment_of_truth_rank,
            o.contacts_per_month,
            o.satisfaction_today,
            o.satisfaction_plan,
            o.emotion_today,
            o.emotion_plan,
            say("result.assumed_yes" if o.assumed else "result.assumed_no"),
        )
        for o in found
    ]
    columns = [
        say(f"result.{name}")
        for name in (
            "touchpoint",
            "moment",
            "contacts",
            "satisfaction_today",
            "satisfaction_plan",
            "emotion_today",
            "emotion_plan",
            "assumed",
        )
    ]
    st.markdown(f"**{say('result.moments_title')}**")
    table = pd.DataFrame(rows, columns=columns).sort_values(columns[1], na_position="last")
    figures = {column: st.column_config.NumberColumn(format="%.1f") for column in columns[3:7]}
    figures[columns[2]] = st.column_config.NumberColumn(format="%,.0f")
    st.dataframe(table, hide_index=True, key="touchpoint-outlook", column_config=figures)
