"""What is said below a grid: what others did, what is saved, and what was not taken and why."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.files.columns import columns
from touchmap.project import Project
from touchmap.project.edits import DifferenceRow, difference, difference_rows
from touchmap.ui.desk import Desk
from touchmap.ui.parts.grid_columns import heading
from touchmap.ui.parts.grid_edits import Sheet, Spot
from touchmap.ui.parts.grid_open import Open, renew, rows_of
from touchmap.ui.plain import plain
from touchmap.ui.say import say

LISTED = 40
"""Refused cells that are listed; the rest is counted."""
TOLD = 4
"""Edits of others that are named; the rest is counted."""


def say_waiting(here: Desk, open_: Open, slot: str) -> None:
    """Say what others did meanwhile; it shows by itself once nobody types."""
    table = open_.sheet.table
    try:
        told = [str(d) for d in _changed_rows(open_.project, here.project, table)]
    except TouchmapError:
        told = []
    lines = "".join(f"\n- {plain(line, 160)}" for line in told[:TOLD])
    if len(told) > TOLD:
        lines += f"\n- {say('grid.and_more', count=len(told) - TOLD)}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"waiting-{slot}"):
        st.info(say("grid.others") + "\n" + lines, icon=":material/group:")
        st.button(say("grid.show_now"), key=f"show-now-{slot}", on_click=renew, args=(slot,))


def _changed_rows(before: Project, after: Project, table: str) -> list[DifferenceRow]:
    """What differs in one table."""
    only = before.replace(**{table: rows_of(after, table)})
    return difference_rows(difference(before, only))


def say_state(open_: Open) -> None:
    """Say what was saved last, or that rows are not complete yet."""
    unfinished = len(open_.sheet.unfinished)
    if unfinished and not any(r.spot[0] == "new" for r in open_.sheet.refused):
        st.caption(say("grid.unfinished", count=unfinished))
    elif open_.last:
        st.caption(say("grid.saved", what=plain(open_.last, 160)))


def show_refused(here: Desk, open_: Open, slot: str) -> None:
    """List what was not taken, with what to do about it."""
    refused = open_.sheet.refused
    if not refused:
        return
    with st.container(key=f"refused-{slot}"):
        st.markdown(f"**{say('grid.refused', count=len(refused))}**")
        _list_refused(here, open_)


def _list_refused(here: Desk, open_: Open) -> None:
    refused = open_.sheet.refused
    currency = here.project.settings.currency
    names = {name: heading(column, currency) for name, column in columns(open_.sheet.table).items()}
    heads = (say("grid.row"), say("grid.column"), say("grid.value"), say("grid.why"), say("grid.remedy"))
    rows = [
        (
            r.row or say("grid.new_row", number=_number_of_new(open_.sheet, r.spot)),
            names.get(r.column, say("grid.value_of_setting")),
            r.value,
            r.why,
            r.remedy,
        )
        for r in refused[:LISTED]
    ]
    lines = ["| " + " | ".join(heads) + " |", "|:--" * len(heads) + "|"]
    lines += ["| " + " | ".join(plain(cell, 200) for cell in row) + " |" for row in rows]
    st.markdown("\n".join(lines))
    if len(refused) > LISTED:
        st.caption(say("grid.and_more", count=len(refused) - LISTED))


def _number_of_new(sheet: Sheet, spot: Spot) -> int:
    kind, n = spot
    begun = sorted(sheet.drafts)
    return begun.index(n) + 1 if kind == "base" else len(begun) + n + 1
