"""`show_chart`: a chart with its downloads: picture, drawing, and the data behind it."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from touchmap.ui.parts.download import download
from touchmap.ui.say import say

AnyChart = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart

INK = {"light": "#1B2230", "dark": "#E8EAF0"}
"""Colour of words in charts that have no colour of their own, by theme."""


def show_chart(
    chart: AnyChart, data: pd.DataFrame, *, name: str, title: str = "", choose: str = ""
) -> list[dict[str, Any]]:
    """Show a chart, and offer it as PNG, SVG and CSV; what is taken away is always on white.

    Parameters
    ----------
    data
        The figures of the chart, one row for each mark.
    name
        Name of the files, without ending.
    choose
        Name of the selection of the chart by which marks can be chosen.

    Returns
    -------
    list
        The marks that are chosen, with the fields of the selection.
    """
    with st.container(key=f"chart-{name}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            if title:
                st.markdown(f"**{title}**")
            with st.popover(
                "", icon=":material/download:", type="tertiary", help=say("parts.chart_download")
            ):
                download("PNG", f"{name}.png", lambda: _drawn(chart, "png"))
                download("SVG", f"{name}.svg", lambda: _drawn(chart, "svg"))
                download(say("parts.chart_data"), f"{name}.csv", lambda: data.to_csv(index=False))
        drawn = chart.configure_text(color=INK["dark" if st.context.theme.type == "dark" else "light"])
        if not choose:
            st.altair_chart(drawn, key=f"drawn-{name}")
            return []
        event: Any = st.altair_chart(drawn, key=f"drawn-{name}", on_select="rerun", selection_mode=choose)
        return list(event.selection.get(choose, ()))


def _drawn(chart: AnyChart, fmt: str) -> bytes:
    import vl_convert

    spec = chart.to_dict()
    spec.setdefault("background", "white")
    if fmt == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))
    return str(vl_convert.vegalite_to_svg(spec)).encode()
