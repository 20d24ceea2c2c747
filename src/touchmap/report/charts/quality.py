"""Expected quality of each process, today and in a plan, as two marks on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.report.colours import CHEAPER, DEARER

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

BETTER, WORSE, SAME = "better", "worse", "the same"
SAME_POINTS = 0.05
ROW = 22
TODAY = "#8A93A3"
"""Colour of the mark of today."""


def quality_table(assignment: pd.DataFrame) -> pd.DataFrame:
    """One row for each process with work that is rated: today, plan, change, verdict; the worst fall first.

    Parameters
    ----------
    assignment
        From `touchmap.report.assignment_table`; packages of a process are averaged by handle time.
    """
    import pandas as pd

    rows = []
    rated = assignment.dropna(subset=["quality", "quality_today"])
    for (_, name), group in rated.groupby(["process_id", "process"], sort=False):
        weights = group["handle_hours_per_month"] + 1e-9 * group["contacts_per_month"] + 1e-12
        whole = float(weights.sum())
        today = float((group["quality_today"] * weights).sum()) / whole
        plan = float((group["quality"] * weights).sum()) / whole
        change = plan - today
        verdict = SAME if abs(change) < SAME_POINTS else BETTER if change > 0 else WORSE
        rows.append((str(name), today, plan, change, verdict))
    table = pd.DataFrame(rows, columns=["process", "today", "plan", "change", "verdict"])
    return table.sort_values(["change", "process"], ignore_index=True)


def quality_chart(data: pd.DataFrame) -> AnyChart:
    """A line for each process from what it is today (ring) to what is expected (dot).

    Parameters
    ----------
    data
        From `quality_table`.
    """
    import altair as alt

    from touchmap.report.charts.kinds import FRAME

    names = alt.Axis(labelLimit=260, labelOverlap=False)
    base = alt.Chart(data).encode(
        y=alt.Y("process:N", title=None, sort=list(data["process"]), axis=names),
        tooltip=[
            alt.Tooltip("process:N", title="Process"),
            alt.Tooltip("today:Q", title="Today", format=".1f"),
            alt.Tooltip("plan:Q", title="This plan", format=".1f"),
            alt.Tooltip("change:Q", title="Change", format="+.1f"),
        ],
    )
    x = alt.X("today:Q", title="Expected quality (0–100)", scale=alt.Scale(zero=False))
    colour = alt.Color(
        "verdict:N",
        title=None,
        scale=alt.Scale(domain=[WORSE, SAME, BETTER], range=[DEARER, TODAY, CHEAPER]),
        legend=alt.Legend(orient="top"),
    )
    lines = base.mark_rule(strokeWidth=2).encode(x=x, x2="plan:Q", color=colour)
    rings = base.mark_point(color=TODAY, size=55).encode(x=x)
    dots = base.mark_point(filled=True, size=75, opacity=1).encode(
        x=alt.X("plan:Q"), color=colour, shape=alt.Shape("verdict:N", legend=None)
    )
    chart: AnyChart = alt.layer(lines, rings, dots).properties(height=ROW * len(data) + FRAME)
    return chart
