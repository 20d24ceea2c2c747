"""What each service level of a process takes, and how much of each process to keep all year."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from touchmap.analysis.peak import propose_bases
from touchmap.analysis.service_levels import service_levels
from touchmap.project import Project
from touchmap.report.colours import SOURCING_COLOURS
from touchmap.report.staffing_levels import BASE_COLUMNS, LEVEL_COLUMNS, base_table, level_table
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.charts import AnyChart, show_chart
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say


def show_levels(project: Project, process: str) -> None:
    """Draw what each service level of the chosen process takes, or ask for a process."""
    if not process:
        st.info(say("staffing.levels_choose"))
        return
    key = ("service-levels", project.hash, process)
    curve = answer(key, lambda _: service_levels(project, process), doing=say("staffing.levels_working"))
    if curve is None:
        return
    if curve.fte.max() == curve.fte.min():
        st.info(say("staffing.levels_none"))
        return
    rows, currency = level_table(curve), project.settings.currency
    chart = level_chart(rows, currency)
    show_chart(chart, rows, name="staffing-levels", title=say("staffing.levels_title"))
    show_table(LEVEL_COLUMNS, rows, currency=currency, key="staffing-levels")


def show_bases(project: Project, process: str) -> None:
    """Draw the base worth keeping all year, of one process or of all."""
    key = ("bases", project.hash)
    found = answer(key, lambda _: propose_bases(project), doing=say("staffing.bases_working"))
    if found is None:
        return
    bases = [row for row in found if process in ("", row.process.process_id)]
    if not bases:
        st.info(say("staffing.bases_none"))
        return
    if process:
        st.markdown(plain(" ".join(bases[0].worth.level.explanation.split()), 500))
    show_table(BASE_COLUMNS, base_table(bases), currency=project.settings.currency, key="staffing-bases")


def level_chart(data: pd.DataFrame, currency: str) -> AnyChart:
    """Money a month by service level."""
    drawn: alt.Chart = (
        alt.Chart(data)
        .mark_line(point=True, color=next(iter(SOURCING_COLOURS.values())))
        .encode(
            x=alt.X(
                "service_level:Q",
                title=say("staffing.level_axis"),
                axis=alt.Axis(format="%"),
                scale=alt.Scale(zero=False),
            ),
            y=alt.Y("cost_per_month:Q", title=say("staffing.level_money", currency=currency)),
            tooltip=[
                alt.Tooltip("service_level:Q", title=say("staffing.level_axis"), format=".0%"),
                alt.Tooltip("fte:Q", title=say("staffing.fte_axis"), format=",.1f"),
                alt.Tooltip(
                    "cost_per_month:Q", title=say("staffing.level_money", currency=currency), format=",.0f"
                ),
            ],
        )
        .properties(height=280)
    )
    return drawn
