"""The plan at a glance: the map, the blend, stages, countries, providers."""

from __future__ import annotations

import streamlit as st

from touchmap.plan import SolveStatus
from touchmap.report import by_provider, by_sourcing_model, by_stage
from touchmap.report.breakdowns import PROVIDER_COLUMNS
from touchmap.report.charts.blend import blend_chart, blend_table, stage_blend_table
from touchmap.report.charts.world import tile_table, world_chart
from touchmap.report.flows import COUNTRY_COLUMNS, country_table
from touchmap.report.map.drawing import draw_map
from touchmap.report.text.style import number
from touchmap.ui.desk import Desk
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.download import download
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.say import say
from touchmap.ui.steps import page_file


def show_overview(desk: Desk, view: PlanInView) -> None:
    """Draw the section."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _map(desk, view)
    with right:
        models = by_sourcing_model(view.project, view.result)
        planned = view.result.status is not SolveStatus.EVALUATED
        blend = blend_table(models, with_plan=planned)
        show_chart(blend_chart(blend), blend, name="blend", title=say("result.blend_title"))
        served = float(models["contacts_per_month"].iloc[-1])
        if served:
            st.caption(say("result.self_service", contacts=number(served, 0)))
        stages = stage_blend_table(by_stage(view.project, view.result))
        if planned and len(stages):
            show_chart(blend_chart(stages), stages, name="stages", title=say("result.stage_title"))
    countries = country_table(view.project, view.result)
    if len(countries):
        tiles = tile_table(countries)
        show_chart(world_chart(tiles), countries, name="countries", title=say("result.world_title"))
        st.caption(say("result.world_note"))
        with st.expander(say("result.world_table")):
            show_table(
                COUNTRY_COLUMNS, countries, currency=view.project.settings.currency, key="country-table"
            )
    st.markdown(f"**{say('result.provider_title')}**")
    show_table(
        PROVIDER_COLUMNS,
        by_provider(view.project, view.result),
        currency=view.project.settings.currency,
        key="provider-table",
        hidden=("provider_id",),
    )


def _map(desk: Desk, view: PlanInView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{say('result.map_title')}**")
        st.page_link(page_file("map"), label=say("result.map_link"), query_params=desk.params)
    drawn = answer(
        ("result-map", *view.key),
        lambda _: draw_map(view.project, view.result).decode(),
        doing=say("result.map_working"),
    )
    if drawn is not None:
        st.image(drawn, alt=say("result.map_alt"))
        name = f"map-{view.result.scenario_id}.svg"
        download(say("result.map_svg"), name, lambda: drawn)
