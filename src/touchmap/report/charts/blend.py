"""The blend: share of handle time of each sourcing model, in all and along the customer lifecycle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from touchmap.analysis.facts import PEOPLE_MODELS
from touchmap.report.charts.models import model_colour, model_label

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

TODAY, PLAN = "Today", "This plan"
BAR = 34
"""Height of a bar in pixels."""
DARKEST = model_label(PEOPLE_MODELS[0])
"""Model on whose colour text is white."""
LEAST_LABELLED = 0.07
"""Share from which a part carries its figure."""


def blend_table(by_model: pd.DataFrame, *, with_plan: bool = True) -> pd.DataFrame:
    """One row for each sourcing model today and in the plan: where, model, share, order.

    Parameters
    ----------
    by_model
        From `touchmap.report.by_sourcing_model`.
    with_plan
        Without: today only, as where today is what is shown.
    """
    columns = {TODAY: "handle_time_share_today", PLAN: "handle_time_share"}
    rows = {row["letter"]: row for row in by_model.to_dict("records")}
    return _long(
        (where, model_label(m), float(rows[m.letter][column]), n)
        for where, column in columns.items()
        if with_plan or where == TODAY
        for n, m in enumerate(PEOPLE_MODELS)
    )


def stage_blend_table(by_stage: pd.DataFrame) -> pd.DataFrame:
    """One row for each stage and sourcing model, stages in their order; stages without people left out.

    Parameters
    ----------
    by_stage
        From `touchmap.report.by_stage`.
    """
    return _long(
        (row["stage"], model_label(m), float(row[f"share_{m.value}"]), n)
        for row in by_stage.to_dict("records")
        for n, m in enumerate(PEOPLE_MODELS)
        if row["handle_hours_per_month"] and row[f"share_{m.value}"] == row[f"share_{m.value}"]
    )


def _long(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=["where", "model", "share", "order"])


def blend_chart(data: pd.DataFrame) -> AnyChart:
    """A bar for each place, divided by sourcing model, each part with its figure.

    Parameters
    ----------
    data
        From `blend_table` or `stage_blend_table`.
    """
    import altair as alt

    from touchmap.report.charts.kinds import FRAME

    places = list(dict.fromkeys(data["where"]))
    base = alt.Chart(data).encode(
        x=alt.X(
            "share:Q",
            title="Share of handle time (people only)",
            stack="zero",
            scale=alt.Scale(domain=[0, 1]),
            axis=alt.Axis(format=".0%"),
        ),
        y=alt.Y("where:N", title=None, sort=places, axis=alt.Axis(labelLimit=180, labelOverlap=False)),
        order=alt.Order("order:Q"),
        tooltip=_tips(),
    )
    bars = base.mark_bar(stroke="white", strokeWidth=1).encode(color=model_colour())
    letters = (
        alt.Chart(data)
        .transform_stack(stack="share", as_=["from", "to"], groupby=["where"], sort=[alt.SortField("order")])
        .transform_calculate(
            middle="(datum.from + datum.to) / 2",
            label="split(datum.model, ' ')[0] + ' ' + format(datum.share, '.0%')",
        )
        .transform_filter(f"datum.share >= {LEAST_LABELLED}")
        .mark_text(fontWeight="bold", fontSize=12)
        .encode(
            x="middle:Q",
            y=alt.Y("where:N", sort=places),
            text="label:N",
            color=alt.condition(f"datum.model == '{DARKEST}'", alt.value("#FFFFFF"), alt.value("#101418")),
            tooltip=_tips(),
        )
    )
    return alt.layer(bars, letters).properties(height=BAR * len(places) + FRAME)


def _tips() -> list[alt.Tooltip]:
    import altair as alt

    return [
        alt.Tooltip("where:N", title="Where"),
        alt.Tooltip("model:N", title="Sourcing model"),
        alt.Tooltip("share:Q", title="Share of handle time", format=".1%"),
    ]
