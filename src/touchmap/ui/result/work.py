"""Who does what, row by row, with a way to ask why."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.assignment import ASSIGNMENT_COLUMNS, assignment_table
from touchmap.ui.desk import Desk
from touchmap.ui.parts.names import package_words
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.parts.table import show_table
from touchmap.ui.result.why import show_why
from touchmap.ui.say import say

HIDDEN = ("package_id", "process_id", "provider_id", "layer")
NARROW = (*HIDDEN, "stage", "channels", "country", "platform", "contacts_per_month", "reason", "moved")
"""Columns left out beside the panel."""
CHOSEN, LAST_ROW = "why-package", "why-last-row"
TALL = 560


def show_work(desk: Desk, view: PlanInView) -> None:
    """Draw the section."""
    table = _table(view.project, view.result)
    with st.container(horizontal=True, vertical_alignment="bottom", key="work-filter"):
        typed = st.text_input(
            say("result.filter"),
            placeholder=say("result.filter_hint"),
            key="work-search",
            bind="query-params",
            width=320,
        )
        moved = st.toggle(say("result.moved_only"), key="moved-only", bind="query-params")
        shown = _filtered(table, typed, moved_only=moved)
        counts = say(
            "result.moved_count", shown=len(shown), all=len(table), moved=int((table["moved"] == "yes").sum())
        )
        st.caption(counts)
    names = {row["package_id"]: _name(view.project, row) for row in table.to_dict("records")}
    asked = st.session_state.get(CHOSEN) in names
    left, right = st.columns([3, 2], gap="large") if asked else (st.container(), st.container())
    with left:
        row = show_table(
            ASSIGNMENT_COLUMNS,
            shown,
            currency=view.project.settings.currency,
            key="work-table",
            hidden=NARROW if asked else HIDDEN,
            height=TALL if asked else None,
            choose=True,
        )
        _take_over(None if row is None or row >= len(shown) else str(shown.iloc[row]["package_id"]))
    with right:
        st.selectbox(
            say("result.why"),
            [None, *names],
            format_func=lambda package: names.get(package, say("result.why_hint")),
            key=CHOSEN,
        )
        if asked:
            show_why(desk, view, str(st.session_state[CHOSEN]))


@st.cache_data(
    max_entries=16,
    show_spinner=False,
    hash_funcs={Project: lambda p: p.hash, Result: lambda r: (r.input_hash, hash(r.plan), r.scenario_id)},
)
def _table(project: Project, result: Result) -> pd.DataFrame:
    return assignment_table(project, result)


def _filtered(table: pd.DataFrame, typed: str | None, *, moved_only: bool) -> pd.DataFrame:
    """Rows that hold every word that is typed, in any column."""
    keep = pd.Series(True, index=table.index)
    if moved_only:
        keep &= table["moved"] == "yes"
    texts = table.select_dtypes(include=["object", "string"]).astype(str)
    whole = texts.apply(lambda row: " ".join(row).lower(), axis=1) if len(table) else keep.astype(str)
    for word in (typed or "").lower().split():
        keep &= whole.str.contains(word, regex=False)
    return table[keep]


def _name(project: Project, row: dict[Any, Any]) -> str:
    return f"{package_words(project, str(row['package_id']))} → {row['provider']}"


def _take_over(package: str | None) -> None:
    """Ask about a row that has just been chosen in the table; what was chosen before stays as it is."""
    if package is not None and package != st.session_state.get(LAST_ROW):
        st.session_state[LAST_ROW] = package
        st.session_state[CHOSEN] = package
        st.rerun()
