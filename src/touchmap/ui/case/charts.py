"""Charts of a business case, from its tables."""

from __future__ import annotations

import altair as alt
import pandas as pd

from touchmap.analysis.business_case import BusinessCase
from touchmap.report.business_case import cash_table, sensitivity_table
from touchmap.report.colours import CHEAPER, DEARER
from touchmap.ui.parts.charts import AnyChart
from touchmap.ui.say import say

AXIS_MONEY = ",.3~s"
"""Money on an axis: 1.5M."""


def cash_data(case: BusinessCase) -> pd.DataFrame:
    """Saved and cumulated money by month."""
    return cash_table(case)[["month", "plan", "today", "saved", "cumulated"]]


def cash_chart(case: BusinessCase) -> AnyChart:
    """Cumulated money by month, with the line it has to cross to be paid back."""
    data = cash_data(case)
    currency = case.project.settings.currency
    scale = alt.Scale(domain=[0, case.horizon], nice=False)
    month = alt.X(
        "month:Q",
        title=say("case.month"),
        axis=alt.Axis(values=list(range(0, case.horizon + 1, 6))),
        scale=scale,
    )
    base = alt.Chart(data).encode(x=month)
    cumulated = alt.Y(
        "cumulated:Q", title=say("case.cumulated", currency=currency), axis=alt.Axis(format=AXIS_MONEY)
    )
    tips = [
        alt.Tooltip("month:Q", title=say("case.month")),
        alt.Tooltip("saved:Q", title=say("case.saved", currency=currency), format=",.0f"),
        alt.Tooltip("cumulated:Q", title=say("case.cumulated", currency=currency), format=",.0f"),
    ]
    area = base.mark_area(opacity=0.18, color=CHEAPER, line={"color": CHEAPER}).encode(
        y=cumulated, tooltip=tips
    )
    zero = alt.Chart(pd.DataFrame({"y": [0.0]})).mark_rule(strokeDash=[4, 3]).encode(y="y:Q")
    return alt.layer(area.encode(y=cumulated, tooltip=tips), zero).properties(height=260)


def sensitivity_data(case: BusinessCase) -> pd.DataFrame:
    """One row for each end of a range that changes the saving, the widest range first."""
    table = sensitivity_table(case)
    rows = [
        (row.iloc[0], order, row[end], row[f"saving_{end}"] - case.computed.amount)
        for order, (_, row) in enumerate(table.iterrows())
        for end in ("low", "high")
    ]
    return pd.DataFrame(rows, columns=["range", "order", "value", "change"])


def sensitivity_chart(case: BusinessCase) -> AnyChart:
    """A tornado: what each range does to the saving by itself."""
    data = sensitivity_data(case)
    currency = case.project.settings.currency
    title = say("case.change", currency=currency)
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("change:Q", title=title, axis=alt.Axis(format=AXIS_MONEY)),
            y=alt.Y(
                "range:N",
                title=None,
                sort=alt.SortField("order"),
                axis=alt.Axis(labelLimit=260, labelOverlap=False),
            ),
            color=alt.condition("datum.change < 0", alt.value(DEARER), alt.value(CHEAPER)),
            tooltip=[
                alt.Tooltip("range:N", title=say("case.range")),
                alt.Tooltip("value:N", title=say("case.at")),
                alt.Tooltip("change:Q", title=title, format="+,.0f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule().encode(x="x:Q")
    return alt.layer(bars, zero).properties(height=alt.Step(28))
