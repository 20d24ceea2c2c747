"""How a search comes to its end: the best plan so far and the bound no plan can beat, over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import SOURCING_COLOURS

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

BEST, BOUND = "Best plan so far", "No plan can beat"
_COLOURS = {
    BEST: SOURCING_COLOURS[SourcingModel.IN_HOUSE],
    BOUND: SOURCING_COLOURS[SourcingModel.NEARSHORE],
}


def search_table(history: Iterable[tuple[float, float | None, float | None]]) -> pd.DataFrame:
    """One row for each figure: seconds, what it is, value.

    Parameters
    ----------
    history
        Seconds, best plan so far and bound; none where there is none yet.

    >>> len(search_table([(1.0, None, 90.0), (2.0, 100.0, 95.0)]))
    3
    """
    import pandas as pd

    rows = [
        (seconds, name, value)
        for seconds, best, bound in history
        for name, value in ((BEST, best), (BOUND, bound))
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["seconds", "what", "value"])


def search_chart(data: pd.DataFrame, *, unit: str) -> AnyChart:
    """The two curves that meet when a plan is proven; dashes tell them apart as well as colour.

    Parameters
    ----------
    data
        From `search_table`.
    unit
        What the values are in, such as a currency.
    """
    import altair as alt

    names = list(_COLOURS)
    base = alt.Chart(data).encode(
        x=alt.X("seconds:Q", title="Seconds"),
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.4~s")),
        color=alt.Color(
            "what:N",
            title=None,
            scale=alt.Scale(domain=names, range=list(_COLOURS.values())),
            legend=alt.Legend(orient="top"),
        ),
        strokeDash=alt.StrokeDash(
            "what:N", legend=None, scale=alt.Scale(domain=names, range=[[1, 0], [5, 3]])
        ),
        tooltip=[
            alt.Tooltip("what:N", title="What"),
            alt.Tooltip("seconds:Q", title="Seconds", format=".1f"),
            alt.Tooltip("value:Q", title=unit, format=",.2f"),
        ],
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2)
    return alt.layer(line, base.mark_point(size=14, filled=True)).properties(height=220)
