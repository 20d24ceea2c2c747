"""`show_table`: a table of the library, with the look its columns ask for; the same columns as in the workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from touchmap.report.columns import Column, Kind
from touchmap.ui.plain import plain

_LOOKS: dict[Kind, str] = {
    Kind.WHOLE: "%,.0f",
    Kind.NUMBER: "%,.1f",
    Kind.VALUE: "%,.2f",
    Kind.MONEY: "%,.0f",
    Kind.CHANGE: "%+,.0f",
    Kind.SHARE: "percent",
    Kind.POINTS: "%.1f",
}
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
) -> None:
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
    """
    left_out = set(hidden)
    shown = [column for column in columns if column.name not in left_out]
    st.dataframe(
        table[[column.name for column in shown]],
        hide_index=True,
        column_config={c.name: _config(c, table, currency) for c in shown},
        height=height if height is not None else "auto",
        key=key,
    )


def _config(column: Column, table: pd.DataFrame, currency: str) -> Any:
    title = plain(column.title(currency), 120)
    if column.kind is Kind.TEXT:
        longest = int(table[column.name].astype(str).str.len().max()) if len(table) else 0
        return st.column_config.TextColumn(title, width="large" if longest > WIDE_TEXT else None)
    return st.column_config.NumberColumn(title, format=_LOOKS[column.kind])
