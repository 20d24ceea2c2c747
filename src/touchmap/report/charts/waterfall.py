"""A waterfall from today's cost to the plan's, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.report.colours import CHEAPER, DEARER
from touchmap.report.cost_lines import PENALTIES, TOTAL

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

WHOLE = "#5B6472"
"""Colour of the two sums."""
DEAR, CHEAP, SUM = "dearer", "cheaper", "sum"
MOST_LINES = 14
"""Lines drawn; the smallest changes beyond are one line."""
SAME_MONEY = 0.5
ROW = 26


def waterfall_table(lines: pd.DataFrame, *, today: str = "Today", plan: str = "This plan") -> pd.DataFrame:
    """One row for each bar: label, kind, start, end, change.

    Parameters
    ----------
    lines
        From `touchmap.report.cost_line_table`; penalties are left out, as nobody pays them.
    today, plan
        Labels of the two sums.
    """
    import pandas as pd

    total = lines[lines["line"] == TOTAL].iloc[0]
    penalties = lines["kind"].eq("penalty") | lines["line"].isin([TOTAL, PENALTIES])
    moved = [(str(r["label"]), float(r["difference"])) for r in lines[~penalties].to_dict("records")]
    moved = sorted((m for m in moved if abs(m[1]) >= SAME_MONEY), key=lambda m: m[1])
    if len(moved) > MOST_LINES:
        kept = sorted(moved, key=lambda m: -abs(m[1]))[: MOST_LINES - 1]
        rest = [m for m in moved if m not in kept]
        moved = [m for m in moved if m in kept]
        moved.append((f"{len(rest)} smaller lines", sum(m[1] for m in rest)))
    level = float(total["today"])
    rows: list[tuple[str, str, float, float, float]] = [(today, SUM, 0.0, level, level)]
    for label, change in moved:
        rows.append((label, DEAR if change > 0 else CHEAP, level, level + change, change))
        level += change
    rows.append((plan, SUM, 0.0, float(total["total"]), float(total["total"])))
    return pd.DataFrame(rows, columns=["label", "kind", "start", "end", "change"])


def waterfall_chart(data: pd.DataFrame, *, currency: str) -> AnyChart:
    """Bars from the top down: what makes the plan dearer to the right, what makes it cheaper to the left.

    Parameters
    ----------
    data
        From `waterfall_table`.
    """
    import altair as alt

    from touchmap.report.charts.kinds import FRAME

    order = list(data["label"])
    base = alt.Chart(data).encode(y=alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=240)))
    title = f"{currency}, present value"
    low, high = _ends(data)
    beginning = f"{title}; the axis begins at {low:,.0f}" if low else title
    tips = [
        alt.Tooltip("label:N", title="Line"),
        alt.Tooltip("change:Q", title=title, format="+,.0f"),
    ]
    bars = base.mark_bar(clip=True).encode(
        x=alt.X(
            "start:Q",
            title=beginning,
            axis=alt.Axis(format=",.4~s", tickCount=8),
            scale=alt.Scale(domain=[low, high], nice=False),
        ),
        x2="end:Q",
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(domain=[SUM, DEAR, CHEAP], range=[WHOLE, DEARER, CHEAPER]),
            legend=alt.Legend(orient="top", values=[DEAR, CHEAP]),
        ),
        tooltip=tips,
    )
    figures = (
        base.transform_calculate(
            label_text="datum.kind == 'sum' ? format(datum.change, ',.0f') : format(datum.change, '+,.0f')",
            at="max(datum.start, datum.end)",
        )
        .mark_text(align="left", dx=4)
        .encode(x="at:Q", text="label_text:N", tooltip=tips)
    )
    return alt.layer(bars, figures).properties(height=ROW * len(order) + FRAME)


def _ends(data: pd.DataFrame) -> tuple[float, float]:
    """Where the axis begins and ends, so that the changes can be seen and their figures fit."""
    levels = [*data["start"].iloc[1:-1], *data["end"]]
    low, high = min(levels), max(levels)
    span = (high - low) or abs(high) or 1.0
    begin = low - 0.15 * span
    return (begin if begin > 0 else min(0.0, low)), high + 0.2 * span
