"""Where the money goes: cost lines against today, the waterfall, the cash curve, and any line taken apart."""

from __future__ import annotations

import streamlit as st

from touchmap.costing.lines import COST_LINES
from touchmap.plan import SolveStatus
from touchmap.report.charts.waterfall import waterfall_chart, waterfall_table
from touchmap.report.cost_lines import cost_line_columns, cost_line_table
from touchmap.ui.case.charts import cash_chart, cash_data
from touchmap.ui.desk import Desk
from touchmap.ui.parts.charts import show_chart
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.result.headline import case_in_background
from touchmap.ui.result.traced import show_trace
from touchmap.ui.say import say
from touchmap.ui.steps import page_file


def show_money(desk: Desk, view: PlanInView) -> None:
    """Draw the section."""
    currency = view.project.settings.currency
    lines = cost_line_table(view.project, view.result)
    if view.result.status is not SolveStatus.EVALUATED:
        left, right = st.columns(2, gap="large")
        with left:
            steps = waterfall_table(lines)
            title = say("result.waterfall_title")
            show_chart(waterfall_chart(steps, currency=currency), steps, name="waterfall", title=title)
        with right:
            case = case_in_background(view, doing=say("result.cash_working"), place="-cash")
            if case is not None:
                title = say("result.cash_title")
                show_chart(cash_chart(case), cash_data(case), name="cash", title=title)
                st.page_link(page_file("case"), label=say("result.to_case"), query_params=desk.params)
    st.markdown(f"**{say('result.lines_title')}** · {say('result.lines_hint')}")
    years = -(-view.project.settings.horizon_months // 12)
    row = show_table(
        cost_line_columns(years), lines, currency=currency, key="line-table", hidden=("line",), choose=True
    )
    options = [line for line in lines["line"] if line in COST_LINES]
    chosen = None if row is None or row >= len(lines) else str(lines.iloc[row]["line"])
    show_trace(view, options, chosen if chosen in options else None)
