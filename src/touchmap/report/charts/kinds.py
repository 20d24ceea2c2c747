"""What a chart may be."""

from __future__ import annotations

import altair as alt

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart
"""A chart that can be shown and written."""

FRAME = 140
"""Pixels of a chart's height that legend and axis take, where it is fitted into a page."""
