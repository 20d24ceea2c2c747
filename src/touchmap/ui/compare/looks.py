"""How differences look: with a sign, dearer and cheaper in their colours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from touchmap.report.colours import CHEAPER, DEARER
from touchmap.report.columns import Kind
from touchmap.report.text.style import BLANK

_FORMATS = {
    Kind.WHOLE: "{:,.0f}",
    Kind.NUMBER: "{:,.1f}",
    Kind.VALUE: "{:,.2f}",
    Kind.MONEY: "{:,.0f}",
    Kind.CHANGE: "{:+,.0f}",
    Kind.POINTS: "{:.1f}",
}
SAME = 0.5
"""Money below which a difference has no colour."""


def looks_of(table: pd.DataFrame, kinds: Mapping[str, Kind]) -> Styler:
    """A table with the figures as their kinds ask for, blank where there is none.

    Parameters
    ----------
    kinds
        Kind of each column that holds figures.
    """
    styled = table.style
    for name, kind in kinds.items():
        styled = styled.format(partial(figure, kind=kind), subset=[name])
        if kind is Kind.CHANGE:
            styled = styled.map(_colour, subset=[name])
    return styled


def figure(value: Any, kind: Kind) -> str:
    """A figure as its kind asks for.

    >>> figure(-1234.4, Kind.CHANGE), figure(0.123, Kind.SHARE), figure(None, Kind.MONEY)
    ('-1,234', '12 %', '–')
    """
    if value is None or pd.isna(value):
        return BLANK
    if kind is Kind.SHARE:
        return f"{100 * float(value):.0f} %"
    shown = _FORMATS[kind].format(float(value))
    return "0" if kind is Kind.CHANGE and shown in ("+0", "-0") else shown


def _colour(value: Any) -> str:
    if value is None or pd.isna(value) or abs(float(value)) < SAME:
        return ""
    return f"color: {DEARER if float(value) > 0 else CHEAPER}; font-weight: 600"
