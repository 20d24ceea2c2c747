"""What the page of the scorecard shows."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd
import streamlit as st

from touchmap.analysis.scorecard import Scorecard, build_scorecard
from touchmap.analysis.scorecard.criteria import criteria
from touchmap.project import Project
from touchmap.report.scorecard import (
    ANCHOR_COLUMNS,
    CHECK_COLUMNS,
    GATE_COLUMNS,
    POINT_COLUMNS,
    RANKING_COLUMNS,
    REVERSAL_COLUMNS,
    anchors_table,
    checks_table,
    gates_table,
    points_table,
    ranking_table,
    remarks,
    reversals_table,
    scorecard_workbook_bytes,
    stability_sentence,
)
from touchmap.ui.desk import Desk
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.process import choose_process
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say

SECTIONS = ("ranking", "points", "gates", "checks", "reversals", "anchors")


@st.cache_resource(
    max_entries=32, show_spinner=say("scorecard.working"), hash_funcs={Project: lambda p: p.hash}
)
def card_of(project: Project, process_id: str | None) -> Scorecard:
    """The scorecard of all work or of one process."""
    return build_scorecard(project, process_id)


def show_scorecard(desk: Desk) -> None:
    """Draw the page."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="heading"
    ):
        st.title(say("nav.scorecard"), anchor=False, width="content")
        process = choose_process(desk, key="scorecard-process", everything=say("scorecard.all_work"))
    if not desk.project.providers:
        with st.container(border=True, key="empty-state"):
            st.subheader(say("scorecard.nobody"))
            st.write(say("scorecard.nobody_how"))
        return
    card = card_of(desk.project, process or None)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="scorecard-head"
    ):
        st.markdown(plain(stability_sentence(card), 600), width=900)
        name = f"scorecard-{process or 'all'}.xlsx"
        download(say("scorecard.workbook"), name, lambda: scorecard_workbook_bytes(desk.project, card))
    data = ranking_data(card)
    if len(data):
        show_chart(ranking_chart(data), data, name="scorecard", title=say("scorecard.chart_title"))
    section = st.segmented_control(
        say("scorecard.section"),
        SECTIONS,
        default=SECTIONS[0],
        required=True,
        format_func=lambda key: say(f"scorecard.{key}"),
        key="scorecard-section",
        label_visibility="collapsed",
    )
    _section(desk, card, section or SECTIONS[0])


def ranking_data(card: Scorecard) -> pd.DataFrame:
    """Score of each ranked provider and of own staff, with its range and what must be settled first."""
    rows = [
        (
            row.name,
            row.score,
            row.lowest,
            row.highest,
            "own" if row.is_own else "ranked",
            "; ".join(remarks(row)),
        )
        for row in card.rows
        if row.ranked or row.is_own
    ]
    return pd.DataFrame(rows, columns=["provider", "score", "lowest", "highest", "kind", "remarks"])


def ranking_chart(data: pd.DataFrame) -> alt.LayerChart:
    """Scores as points on their ranges, best first; own staff hollow, as it is not ranked."""
    order = list(data.sort_values("score", ascending=False)["provider"])
    y = alt.Y("provider:N", sort=order, title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False))
    base = alt.Chart(data).encode(y=y)
    tips = [
        alt.Tooltip("provider:N", title=say("scorecard.provider")),
        alt.Tooltip("score:Q", title=say("scorecard.score"), format=".1f"),
        alt.Tooltip("lowest:Q", title=say("scorecard.lowest"), format=".1f"),
        alt.Tooltip("highest:Q", title=say("scorecard.highest"), format=".1f"),
        alt.Tooltip("remarks:N", title=say("scorecard.remarks")),
    ]
    least = 10 * math.floor(min(data["lowest"].min(), data["score"].min()) / 10)
    scale = alt.Scale(domain=[least, 100])
    ranges = base.mark_rule(strokeWidth=5, opacity=0.25).encode(
        x=alt.X("lowest:Q", title=say("scorecard.score"), scale=scale), x2="highest:Q", tooltip=tips
    )
    dots = base.mark_point(size=110, strokeWidth=2).encode(
        x=alt.X("score:Q", scale=scale),
        shape=alt.Shape(
            "kind:N",
            scale=alt.Scale(domain=["ranked", "own"], range=["circle", "diamond"]),
            legend=alt.Legend(
                title=None,
                orient="top",
                labelExpr=f"datum.label == 'own' ? '{say('scorecard.own')}' : '{say('scorecard.ranked')}'",
            ),
        ),
        tooltip=tips,
    )
    return alt.LayerChart(layer=[ranges, dots]).properties(height=alt.Step(24))


def _section(desk: Desk, card: Scorecard, section: str) -> None:
    tables = {
        "ranking": (RANKING_COLUMNS, ranking_table),
        "points": (POINT_COLUMNS, points_table),
        "gates": (GATE_COLUMNS, gates_table),
        "checks": (CHECK_COLUMNS, checks_table),
        "reversals": (REVERSAL_COLUMNS, reversals_table),
        "anchors": (ANCHOR_COLUMNS, anchors_table),
    }
    columns, table = tables[section]
    st.caption(say(f"scorecard.{section}_about", criteria=len(list(criteria()))))
    found = table(card)
    if found.empty:
        st.markdown(say("scorecard.none"))
        return
    show_table(
        columns,
        found,
        currency=desk.project.settings.currency,
        key=f"scorecard-{section}",
        hidden=("provider_id", "criterion_id"),
    )
