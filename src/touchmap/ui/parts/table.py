"""`show_table`: a table of the library as its columns ask for; the same columns as in the workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from touchmap.report.columns import Column, Kind
from touchmap.report.text.languages import language_words
from touchmap.report.text.style import BLANK

_LOOKS: dict[Kind, str] = {
    Kind.WHOLE: "%,.0f",
    Kind.NUMBER: "%,.1f",
    Kind.VALUE: "%,.2f",
    Kind.MONEY: "%,.0f",
    Kind.CHANGE: "%+,.0f",
    Kind.SHARE: "%,.1f %%",
    Kind.POINTS: "%.1f",
}
LANGUAGE = "language"
"""Columns of this name hold codes of languages."""
CHANNELS = "channels"
"""Columns of this name hold channels as they are written in data."""
WIDE_TEXT = 40
"""Characters from which a text column gets more room."""


def show_table(
    columns: Sequence[Column],
    table: pd.DataFrame,
    *,
    currency: str,
    key: str,
    hidden: Iterable[str] = (),
    height: int | None = None,
    choose: bool = False,
) -> int | None:
    """Show a table to read, sort and search.

    Parameters
    ----------
    columns
        What each column of `table` is.
    currency
        Stands where a heading says ``{currency}``.
    hidden
        Names of columns that are left out here.
    height
        Pixels; none = as many as its rows need, up to a screen.
    choose
        Whether a row can be chosen.

    Returns
    -------
    int or None
        Number of the row that is chosen, counted from 0; none if none is.
    """
    left_out = set(hidden)
    shown = [column for column in columns if column.name not in left_out]
    # A percentage is stored as a part of 1, as everywhere in the library.
    shares = {c.name: 100.0 * table[c.name].astype(float) for c in shown if c.kind is Kind.SHARE}
    spoken = {
        c.name: table[c.name].map(language_words, na_action="ignore") for c in shown if c.name == LANGUAGE
    }
    spoken |= {c.name: table[c.name].str.replace("_", " ", regex=False) for c in shown if c.name == CHANNELS}
    event: Any = st.dataframe(
        table[[column.name for column in shown]].assign(**shares, **spoken),
        hide_index=True,
        column_config={c.name: _config(c, table, currency) for c in shown},
        height=height if height is not None else "auto",
        key=key,
        on_select="rerun" if choose else "ignore",
        selection_mode="single-row",
        placeholder=BLANK,
    )
    rows = event.selection.rows if choose else []
    return int(rows[0]) if rows else None


def _config(column: Column, table: pd.DataFrame, currency: str) -> Any:
    title = column.title(currency)
    if column.kind is Kind.TEXT:
        longest = int(table[column.name].astype(str).str.len().max()) if len(table) else 0
        return st.column_config.TextColumn(title, width="large" if longest > WIDE_TEXT else None)
    return st.column_config.NumberColumn(title, format=_LOOKS[column.kind])
