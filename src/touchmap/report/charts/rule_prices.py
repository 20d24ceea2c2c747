"""What rules cost, as bars between their proven limits; and what each limit of one rule would cost."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from touchmap.analysis.limit_curves import LimitCurve
from touchmap.analysis.rule_prices import RulePrice, RulePrices
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import DEARER, SOURCING_COLOURS

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

SURE = SOURCING_COLOURS[SourcingModel.IN_HOUSE]
OPEN = SOURCING_COLOURS[SourcingModel.INSOURCED]
ROW = 26
LABEL = 380
"""Pixels of a rule in words; the rest of it is in its tip."""
TICKS = 4
"""What is asked for; up to half as many more are drawn where they fall on round figures."""
LEAST_MONEY, LEAST_POINTS = 0.5, 0.0005
"""Prices below are shown as 0."""


def price_table(found: RulePrices, words: Callable[[RulePrice], str]) -> pd.DataFrame:
    """One row for each rule that may cost something, as far as that is known.

    Parameters
    ----------
    words
        Says the rule; two that are said alike are told apart by their ids.

    Returns
    -------
    DataFrame
        rule, words, stem, low, high (blank if not known), binds, proven.
    """
    import pandas as pd

    left_out = [*rules_for_nothing(found), *rules_not_known(found)]
    shown = [(row, row.price) for row in found.prices if row.price is not None and row not in left_out]
    said = [words(row) for row, _ in shown]
    rows = [
        (
            " + ".join(row.rule_ids),
            text if said.count(text) == 1 else f"{text} ({' + '.join(row.rule_ids)})",
            row.stem,
            price.low,
            price.high if math.isfinite(price.high) else None,
            len(row.moves),
            row.proven,
        )
        for (row, price), text in zip(shown, said, strict=True)
    ]
    return pd.DataFrame(rows, columns=["rule", "words", "stem", "low", "high", "binds", "proven"])


def rules_for_nothing(found: RulePrices) -> list[RulePrice]:
    """Rules that are proven to cost nothing, as far as a price is shown."""
    least = LEAST_POINTS if found.in_points else LEAST_MONEY
    return [row for row in found.prices if row.price is not None and row.price.high < least]


def rules_not_known(found: RulePrices) -> list[RulePrice]:
    """Rules of whose price nothing is known yet."""
    prices = [(row, row.price) for row in found.prices]
    return [row for row, p in prices if p is not None and p.low <= 0 and math.isinf(p.high)]


def price_chart(data: pd.DataFrame, *, unit: str) -> AnyChart:
    """A bar up to what is certain, and a paler one up to what it can be at most.

    Parameters
    ----------
    data
        From `price_table`.
    """
    import altair as alt

    from touchmap.report.charts.kinds import FRAME

    order = list(data["words"])
    base = alt.Chart(data).encode(
        y=alt.Y("words:N", title=None, sort=order, axis=alt.Axis(labelLimit=LABEL, labelOverlap=False)),
        tooltip=[
            alt.Tooltip("words:N", title="Rule"),
            alt.Tooltip("low:Q", title=f"At least ({unit})", format=",.0f"),
            alt.Tooltip("high:Q", title=f"At most ({unit})", format=",.0f"),
            alt.Tooltip("binds:Q", title="Packages it binds"),
        ],
    )
    x = alt.X("low:Q", title=f"Price of the rule ({unit})", axis=alt.Axis(format=",.3~s", tickCount=TICKS))
    sure = base.mark_bar(color=SURE).encode(x=x)
    open_ = base.transform_filter("datum.high != null").mark_bar(color=OPEN, opacity=0.7, height=8)
    chart: AnyChart = alt.layer(sure, open_.encode(x="low:Q", x2="high:Q")).properties(
        height=ROW * len(order) + FRAME // 2
    )
    return chart


def curve_table(found: LimitCurve) -> pd.DataFrame:
    """One row for each limit with a plan: limit, low, high, cost, proven, whether it is that of now."""
    import pandas as pd

    rows = [
        (p.limit, p.value.low, p.value.high, p.cost, p.proven, math.isclose(p.limit, found.limit))
        for p in found.points
        if math.isfinite(p.value.high)
    ]
    return pd.DataFrame(rows, columns=["limit", "low", "high", "cost", "proven", "now"])


def curve_chart(data: pd.DataFrame, *, unit: str, share: bool) -> AnyChart:
    """Best value against the limit; the band is what is not proven, the diamond is the limit now.

    Parameters
    ----------
    data
        From `curve_table`.
    share
        Whether limits are shares.
    """
    import altair as alt

    format_ = ".0%" if share else ",~r"
    base = alt.Chart(data).encode(
        x=alt.X("limit:Q", title="Limit", scale=alt.Scale(zero=False), axis=alt.Axis(format=format_)),
        tooltip=[
            alt.Tooltip("limit:Q", title="Limit", format=format_),
            alt.Tooltip("low:Q", title=f"At least ({unit})", format=",.0f"),
            alt.Tooltip("high:Q", title=f"At most ({unit})", format=",.0f"),
        ],
    )
    y = alt.Y(
        "high:Q", title=f"Best plan ({unit})", scale=alt.Scale(zero=False), axis=alt.Axis(format=",.4~s")
    )
    band = base.mark_area(opacity=0.2, color=OPEN).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(color=SURE, point=True).encode(y=y)
    now = base.transform_filter("datum.now").mark_point(shape="diamond", filled=True, size=180, color=DEARER)
    chart: AnyChart = alt.layer(band, line, now.encode(y=y)).properties(height=320)
    return chart
