"""What the page of the risks shows."""

from __future__ import annotations

import altair as alt
import pandas as pd
import streamlit as st

from touchmap.analysis.risks import RiskRegister, find_risks
from touchmap.analysis.risks.register import STARS, RiskRow
from touchmap.analysis.seven_rules import Held, SevenRule, seven_rules
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.risks import RISK_COLUMNS, figures_of, risk_table, risks_workbook_bytes
from touchmap.ui.desk import Desk
from touchmap.ui.parts.charts import AnyChart, show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.pairs import pairs
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

BAND_ICONS = {
    "very high": ":material/error:",
    "high": ":material/warning:",
    "medium": ":material/change_history:",
    "low": ":material/circle:",
}
HELD_ICONS = {
    Held.HELD: ":material/check_circle:",
    Held.OPEN: ":material/pending:",
    Held.BROKEN: ":material/cancel:",
    Held.NO_PLAN: ":material/help:",
}
FACTS_SHOWN = 12
SCALE = [1, 2, 3, 4, 5]
TILE_COLOURS = ("#E4E9F0", "#F6E3B0", "#F0B878", "#E08A5A")
"""Low, medium, high, very high."""


@st.cache_resource(
    max_entries=32,
    show_spinner=say("risks.working"),
    hash_funcs={Project: lambda p: p.hash, Result: lambda r: (r.input_hash, r.scenario_id, hash(r.plan))},
)
def judged(project: Project, result: Result) -> tuple[RiskRegister, tuple[SevenRule, ...]]:
    """The risks of a plan and how it meets the seven rules."""
    return find_risks(project, result), seven_rules(project, result)


def show_risks(desk: Desk, view: PlanInView) -> None:
    """Draw the page below its title."""
    register, seven = judged(view.project, view.result)
    left, right = st.columns([2, 3], gap="large")
    with left:
        data = heat_data(register)
        show_chart(heat_chart(data), data, name="risks", title=say("risks.heat_title"))
    with right:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{say('risks.figures_title')}**")
            name = f"risks-{view.result.scenario_id}.xlsx"
            download(say("risks.workbook"), name, lambda: risks_workbook_bytes(view.project, register))
        pairs(figures_of(view.project, register))
    triggered = register.triggered
    st.header(say("risks.triggered_title", count=len(triggered), all=len(register.rows)), anchor=False)
    if not triggered:
        st.success(say("risks.none_triggered"))
    for row in triggered:
        _risk(desk, row)
    _seven(seven)
    with st.expander(say("risks.all_title", all=len(register.rows))):
        currency = view.project.settings.currency
        show_table(RISK_COLUMNS, risk_table(register), currency=currency, key="risk-table")


def heat_data(register: RiskRegister) -> pd.DataFrame:
    """One row for each field of the map that holds a risk, with the ids in it."""
    held: dict[tuple[int, int], list[RiskRow]] = {}
    for row in register.triggered:
        held.setdefault((row.probability or 0, row.impact or 0), []).append(row)
    rows = [
        (p, i, p * i, ", ".join(r.risk_id for r in found), "; ".join(r.name for r in found))
        for (p, i), found in sorted(held.items())
    ]
    return pd.DataFrame(rows, columns=["probability", "impact", "score", "risks", "names"])


def heat_chart(data: pd.DataFrame) -> AnyChart:
    """Probability against impact; the ids stand in their fields."""
    tiles = [(p, i, p * i) for p in SCALE for i in SCALE]
    fields = pd.DataFrame(tiles, columns=["probability", "impact", "score"])
    x = alt.X("probability:O", title=say("risks.probability"), axis=alt.Axis(labelAngle=0))
    y = alt.Y("impact:O", title=say("risks.impact"), sort="descending")
    bands = alt.Scale(type="threshold", domain=sorted(STARS)[1:], range=list(TILE_COLOURS))
    colour = alt.Color("score:Q", legend=None, scale=bands)
    drawn = alt.Chart(fields).mark_rect(stroke="white", strokeWidth=2).encode(x=x, y=y, color=colour)
    ids = (
        alt.Chart(data)
        .mark_text(fontWeight="bold", color="#1B2230", fontSize=11, lineBreak=", ", lineHeight=12)
        .encode(x=x, y=y, text="risks:N", tooltip=[alt.Tooltip("risks:N"), alt.Tooltip("names:N")])
    )
    return alt.LayerChart(layer=[drawn, ids]).properties(height=300)


def _risk(desk: Desk, row: RiskRow) -> None:
    band = say(f"risks.band_{row.band.replace(' ', '_')}")
    points = f"P{row.probability} × I{row.impact} = {row.score}"
    title = f"{BAND_ICONS[row.band]} **{plain(row.name)}** · {band} · {points}"
    with st.expander(title, key=f"risk-{row.risk_id}"):
        said = [
            (say("risks.where"), ", ".join(row.places) or say("risks.everywhere")),
            (say("risks.remedy"), row.remedy),
            (say("risks.in_model"), row.in_model),
            (say("risks.rule"), row.rule),
        ]
        pairs([*([(say("risks.how_much"), row.note)] if row.note else []), *said])
        if row.facts:
            st.markdown(f"**{say('risks.facts')}**")
            for fact in row.facts[:FACTS_SHOWN]:
                st.page_link(
                    page_file("tables"),
                    label=plain(f"{fact.table} {fact.row_id} · {fact.field} = {fact.value}"),
                    icon=":material/table_rows:",
                    query_params={
                        **desk.params,
                        "table": fact.table,
                        "row": fact.row_id,
                        "field": fact.field,
                    },
                )
            if len(row.facts) > FACTS_SHOWN:
                st.caption(say("risks.more_facts", count=len(row.facts) - FACTS_SHOWN))


def _seven(rows: tuple[SevenRule, ...]) -> None:
    st.header(say("risks.seven_title"), anchor=False)
    st.caption(say("risks.seven_about"))
    for row in rows:
        icon, title, text = st.columns([1, 12, 24], vertical_alignment="top")
        icon.markdown(HELD_ICONS[row.state])
        title.markdown(
            f"**{row.number}. {plain(row.title)}** — {say(f'risks.held_{row.state.name.lower()}')}"
        )
        text.markdown(plain(row.how, 900))
