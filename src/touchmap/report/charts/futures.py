"""What plans cost in many futures: from the 5th to the 95th percentile, with the plan's own figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import DEARER, SOURCING_COLOURS

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

ROW = 44
BAR = SOURCING_COLOURS[SourcingModel.IN_HOUSE]


def futures_chart(plans: pd.DataFrame, *, currency: str) -> AnyChart:
    """For each plan a line from P5 to P95, a bar from P10 to P90, a white tick at P50, a diamond as planned.

    Parameters
    ----------
    plans
        From `touchmap.analysis.stress.Stress.plan_table`.
    """
    import altair as alt

    from touchmap.report.charts.kinds import FRAME

    title = f"Net present cost ({currency})"
    tips = [
        alt.Tooltip("plan:N", title="Plan of"),
        alt.Tooltip("planned_cost:Q", title="As planned", format=",.0f"),
        *(alt.Tooltip(f"p{n}_cost:Q", title=f"P{n}", format=",.0f") for n in (5, 10, 50, 90, 95)),
    ]
    base = alt.Chart(plans).encode(y=alt.Y("plan:N", title=None, sort=None), tooltip=tips)
    x = alt.X("p5_cost:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.4~s"))
    line = base.mark_rule(strokeWidth=2, color=BAR).encode(x=x, x2="p95_cost:Q")
    bar = base.mark_bar(height=18, color=BAR, opacity=0.75).encode(x="p10_cost:Q", x2="p90_cost:Q")
    middle = base.mark_tick(color="white", thickness=3, height=18).encode(x="p50_cost:Q")
    planned = base.mark_point(shape="diamond", filled=True, size=110, color=DEARER, opacity=1)
    layers = alt.layer(line, bar, middle, planned.encode(x="planned_cost:Q"))
    chart: AnyChart = layers.properties(height=ROW * len(plans) + FRAME // 2)
    return chart
