"""A Sankey diagram from stages to providers: ribbons as wide as the work, in the colours of the models."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.charts.models import NOBODY, model_colour, model_label

if TYPE_CHECKING:
    import pandas as pd

    from touchmap.report.charts.kinds import AnyChart

STEPS = 24
"""Points along a ribbon."""
GAP = 0.03
"""Room between two nodes, as a share of the height."""
NODE = 0.02
"""Width of a node, as a share of the width."""
LEFT, RIGHT = 0.3, 0.66
"""Where ribbons begin and end; beside them stand the names."""
LEAST_HEIGHT, ROW = 420, 44
_LABELS = {m.letter: model_label(m) for m in SourcingModel}


@dataclass(frozen=True)
class Sankey:
    """Where everything is drawn; all coordinates from 0 to 1, y downwards."""

    ribbons: pd.DataFrame
    """flow, x, y, y2 and what is told of the flow."""
    nodes: pd.DataFrame
    """name, side, x, x2, y, y2, hours, share, model."""


def sankey(flows: pd.DataFrame) -> Sankey:
    """Place the nodes and ribbons of a diagram.

    Parameters
    ----------
    flows
        From `touchmap.report.flows.flow_table`; its order is that of the nodes.
    """
    import pandas as pd

    models = {row["provider"]: _LABELS.get(str(row["letter"]), NOBODY) for row in flows.to_dict("records")}
    rank = {label: n for n, label in enumerate([*_LABELS.values(), NOBODY])}
    stages = list(dict.fromkeys(flows["stage"]))
    sizes = flows.groupby("provider", sort=False)["handle_hours_per_month"].sum()
    providers = sorted(models, key=lambda p: (rank[models[p]], -float(sizes[p]), p))
    whole = float(flows["handle_hours_per_month"].sum()) or 1.0
    room = 1 - GAP * (max(len(stages), len(providers), 1) - 1)
    tops: dict[tuple[str, str], float] = {}
    nodes = []
    for side, names, column in (("stage", stages, "stage"), ("provider", providers, "provider")):
        total = flows.groupby(column, sort=False)["handle_hours_per_month"].sum()
        y = (1 - room - GAP * (len(names) - 1)) / 2
        for name in names:
            hours = float(total[name])
            x = LEFT - NODE if side == "stage" else RIGHT
            height = room * hours / whole
            model = models[name] if side == "provider" else ""
            nodes.append((name, side, x, x + NODE, y, y + height, hours, hours / whole, model))
            tops[side, name] = y
            y += height + GAP
    ribbons = []
    ordered = sorted(
        flows.to_dict("records"), key=lambda f: (stages.index(f["stage"]), providers.index(f["provider"]))
    )
    for number, flow in enumerate(ordered):
        stage, provider, hours = flow["stage"], flow["provider"], float(flow["handle_hours_per_month"])
        height = room * hours / whole
        start, end = tops["stage", stage], tops["provider", provider]
        tops["stage", stage], tops["provider", provider] = start + height, end + height
        for step in range(STEPS + 1):
            part = step / STEPS
            y = start + (end - start) * (1 - math.cos(math.pi * part)) / 2
            x = LEFT + (RIGHT - LEFT) * part
            told = (stage, provider, models[provider], hours, hours / whole)
            ribbons.append((number, x, y, y + height, *told))
    return Sankey(
        pd.DataFrame(
            ribbons, columns=["flow", "x", "y", "y2", "stage", "provider", "model", "hours", "share"]
        ),
        pd.DataFrame(nodes, columns=["name", "side", "x", "x2", "y", "y2", "hours", "share", "model"]),
    )


def sankey_chart(flows: pd.DataFrame) -> AnyChart:
    """Stages on the left, providers on the right.

    Parameters
    ----------
    flows
        From `touchmap.report.flows.flow_table`.
    """
    import altair as alt

    placed = sankey(flows)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, 1], reverse=True, nice=False))
    figures = [
        alt.Tooltip("hours:Q", title="Handle time (h/month)", format=",.0f"),
        alt.Tooltip("share:Q", title="Share of handle time", format=".1%"),
    ]
    ribbons = (
        alt.Chart(placed.ribbons)
        .mark_area(opacity=0.5)
        .encode(
            x=x,
            y=y,
            y2="y2:Q",
            detail="flow:N",
            color=model_colour(),
            tooltip=[
                alt.Tooltip("stage:N", title="Stage"),
                alt.Tooltip("provider:N", title="Provider"),
                alt.Tooltip("model:N", title="Sourcing model"),
                *figures,
            ],
        )
    )
    nodes = (
        alt.Chart(placed.nodes)
        .mark_rect(color="#5B6472")
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", tooltip=[alt.Tooltip("name:N", title="Name"), *figures])
    )
    named = (
        alt.Chart(placed.nodes)
        .transform_calculate(
            middle="(datum.y + datum.y2) / 2",
            beside="datum.side == 'stage' ? datum.x - 0.008 : datum.x2 + 0.008",
            label="(datum.model && datum.model != 'Nobody' ? slice(datum.model, 0, 1) + '  ' : '') "
            "+ datum.name + '  ' + format(datum.share, '.0%')",
        )
        .encode(
            x=alt.X("beside:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False)),
            y=alt.Y("middle:Q", axis=None, scale=alt.Scale(domain=[0, 1], reverse=True, nice=False)),
            text="label:N",
        )
    )
    left = named.transform_filter("datum.side == 'stage'").mark_text(align="right", limit=300)
    right = named.transform_filter("datum.side == 'provider'").mark_text(align="left", limit=340)
    most = max(int((placed.nodes["side"] == side).sum()) for side in ("stage", "provider"))
    height = max(LEAST_HEIGHT, ROW * most)
    layers = alt.layer(ribbons, nodes, left, right)
    chart: AnyChart = layers.properties(height=height).configure_view(strokeWidth=0)
    return chart
