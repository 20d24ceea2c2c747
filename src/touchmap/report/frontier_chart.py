"""A frontier as a file: CSV, or a picture as SVG, PNG or HTML."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from touchmap.analysis.frontier import Frontier
from touchmap.errors import MissingDependencyError
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import DEARER, SOURCING_COLOURS
from touchmap.report.output import replace_bytes

if TYPE_CHECKING:
    from touchmap.report.charts.kinds import AnyChart

FORMS = (".csv", ".svg", ".png", ".html")
"""Endings a frontier can be written with."""
LINE = SOURCING_COLOURS[SourcingModel.IN_HOUSE]
"""Colour of the curve."""
WIDTH, HEIGHT = 640, 400


def write_frontier(found: Frontier, path: str | os.PathLike[str]) -> None:
    """Write a frontier in the form its name ends in.

    Raises
    ------
    ValueError
        If the ending is none of `FORMS`.
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    MissingDependencyError
        If a picture is asked for and the chart library is not installed.
    """
    form = Path(path).suffix.lower()
    if form not in FORMS:
        raise ValueError(f"a frontier is written as {', '.join(FORMS)}, got {form!r}")
    replace_bytes(path, frontier_csv(found) if form == ".csv" else frontier_picture(found, form[1:]))


def frontier_csv(found: Frontier) -> bytes:
    """The points as a CSV file for spreadsheet programs."""
    text = found.table().to_csv(index=False, lineterminator="\n", float_format="%.10g")
    return ("\ufeff" + str(text)).encode("utf-8")


def frontier_picture(found: Frontier, form: str) -> bytes:
    """The curve as the bytes of an ``svg``, ``png`` or ``html`` file; an ``html`` file needs no other."""
    try:
        import vl_convert
    except ImportError as error:
        raise MissingDependencyError(
            "charts need vl-convert-python: pip install vl-convert-python"
        ) from error
    spec = frontier_chart(found)
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode("utf-8")
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))
    return str(vl_convert.vegalite_to_html(spec, bundle=True)).encode("utf-8")


def frontier_chart(found: Frontier) -> dict[str, Any]:
    """The curve as a Vega-Lite specification: cost upwards, criterion to the right, the knee marked."""
    import altair as alt

    name = found.scenario_name or found.scenario_id
    title = alt.TitleParams(
        f"{name}: what each step costs", subtitle=_wrapped(found.guarantee), anchor="start"
    )
    chart = frontier_layers(found).properties(width=WIDTH, height=HEIGHT, title=title)
    styled = chart.configure(background="#FFFFFF", font="Lato, Arial, sans-serif")
    spec: dict[str, Any] = styled.to_dict()
    return spec


def frontier_layers(found: Frontier, *, choose: str = "") -> AnyChart:
    """The curve without its frame.

    Parameters
    ----------
    choose
        Name of a selection by which a point can be chosen, by its number from 1; none if blank.
    """
    import altair as alt

    criterion = found.criterion
    rows = [
        {
            "value": p.value,
            "cost": p.total,
            "label": f"knee: {criterion.shown(p.value)}" if p.is_knee else "",
            "knee": p.is_knee,
            "point": number,
        }
        for number, p in enumerate(found.points, 1)
    ]
    unit = "" if criterion.as_percent else f" ({criterion.unit})"
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "value:Q",
            title=f"{criterion.label}{unit}",
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=".0%" if criterion.as_percent else "~r"),
        ),
        y=alt.Y(
            "cost:Q",
            title=f"Cost, present value ({found.currency})",
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=",.0f"),
        ),
    )
    line = base.mark_line(color=LINE, interpolate="linear", opacity=0.5)
    tips = [
        alt.Tooltip("point:O", title="Point"),
        alt.Tooltip("value:Q", title=criterion.label, format=".1%" if criterion.as_percent else ",.2f"),
        alt.Tooltip("cost:Q", title=f"Cost ({found.currency})", format=",.0f"),
    ]
    dots = base.mark_circle(color=LINE, size=90 if choose else 60, opacity=1).encode(tooltip=tips)
    if choose:
        picked = alt.selection_point(name=choose, fields=["point"], empty=False)
        dots = dots.encode(size=alt.condition(picked, alt.value(260), alt.value(90))).add_params(picked)
    knee = base.transform_filter("datum.knee").mark_point(
        color=DEARER, size=220, shape="diamond", filled=True
    )
    word = base.transform_filter("datum.knee").mark_text(dy=-16, fontWeight="bold")
    layers: AnyChart = alt.layer(line, dots, knee, word.encode(text="label:N"))
    return layers


def _wrapped(sentence: str) -> list[str]:
    import textwrap

    return textwrap.wrap(sentence, 100)
