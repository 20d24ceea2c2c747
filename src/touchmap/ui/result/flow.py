"""Where the work goes: a Sankey diagram from the stages to the providers."""

from __future__ import annotations

import streamlit as st

from touchmap.report.charts.sankey import sankey_chart
from touchmap.report.flows import FLOW_COLUMNS, flow_table
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.say import say


def show_flow(view: PlanInView) -> None:
    """Draw the section."""
    flows = flow_table(view.project, view.result)
    if not len(flows):
        st.info(say("result.flow_none"))
        return
    show_chart(sankey_chart(flows), flows, name="flow", title=say("result.flow_title"))
    with st.expander(say("result.world_table")):
        show_table(FLOW_COLUMNS, flows, currency=view.project.settings.currency, key="flow-table")
