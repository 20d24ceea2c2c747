"""The page put together: toolbar, inspector, map. A click draws only the inspector anew."""

from __future__ import annotations

from concurrent.futures import Future
from time import sleep
from typing import Any

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.acts import INSPECTOR, take_acts
from touchmap.ui.map.canvas import KEY, show_canvas, show_sheet
from touchmap.ui.map.inspector import show_inspector
from touchmap.ui.map.sheets import (
    PATIENCE_SECONDS,
    SOON_SECONDS,
    Sheet,
    begin,
    facts_of,
    is_there,
    outcome,
    since,
)
from touchmap.ui.map.toolbar import chosen, say_stale, show_toolbar
from touchmap.ui.mishap import guarded
from touchmap.ui.parts.acts import done_acts
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_SENT = "map-sent-sheets"
"""Drawings the browser may have: that of its latest act, and the one sent last; by project and name."""
_MISSING = "map-missing-sheets"
LOOK_AGAIN_SECONDS = 0.3
HEAD_START_SECONDS = 0.03
"""The browser waits 10 ms for more before it draws; what comes later is drawn by itself."""


def show_workbench(desk: Desk) -> None:
    """Show the map with everything around it."""
    shown = chosen(desk)
    drawing = begin(desk.project, shown.wanted)
    bar = st.container(key="map-bar", gap="xsmall")
    left, right = st.columns([74, 26], gap="small")
    with left, st.container(key="map-place"):
        show_canvas(
            label=say("map.label", name=desk.project.settings.name or desk.project.settings.company_id),
            selected=address.selected(desk.project),
            push=address.pushed(),
            matches=shown.matches,
            present=address.presenting(),
            may_edit=shown.may_edit,
            facts=facts_of(desk.project, shown.wanted),
            done=dict(done_acts(KEY)),
            on_acts=lambda: take_acts(desk, may_edit=shown.may_edit),
        )
        hand_over = st.container(key="map-handover")
    # Where people are at work, the map goes ahead: the rest is half a page of widgets to the browser.
    at_work, is_new = bool(_acts()), not drawing.done()
    soon = at_work and is_there(drawing, SOON_SECONDS)
    if soon:
        with hand_over:
            _hand_over(desk, drawing)
    if soon and is_new:
        sleep(HEAD_START_SECONDS)
    with right, st.container(key="inspector", height="stretch", gap="small"):
        _inspect(desk, may_edit=shown.may_edit)
    with bar:
        show_toolbar(desk)
        say_stale(shown.stale_plan)
    if not soon:
        with hand_over:
            _hand_over(desk, drawing)


@st.fragment(key=INSPECTOR)
def _inspect(desk: Desk, *, may_edit: bool) -> None:
    guarded(lambda: show_inspector(desk, address.selected(desk.project), may_edit=may_edit))


def _hand_over(desk: Desk, drawing: Future[Sheet]) -> None:
    """Give the browser the drawing; while it is being made, the one before."""
    sheet, wrong = outcome(drawing) if is_there(drawing, PATIENCE_SECONDS) else (None, "")
    if sheet is not None:
        _send(desk, sheet)
        return
    before = list(_sent(desk).values())
    if before:
        _send(desk, before[-1])
    if wrong:
        st.error(plain(wrong), icon=":material/error:")
    else:
        _look_again(drawing)


def _acts() -> dict[str, Any]:
    """What the map in the browser has asked for last; nothing as long as nobody has touched it."""
    acts: dict[str, Any] = st.session_state.get(KEY, {}).get("acts") or {}
    return acts


def _sent(desk: Desk) -> dict[str, Sheet]:
    project_id, sheets = st.session_state.get(_SENT, ("", {}))
    return sheets if project_id == desk.stored.project_id else {}


def _send(desk: Desk, sheet: Sheet) -> None:
    """Send what differs from the drawing the browser had at its latest act, else all of it."""
    missing: set[str] = st.session_state.setdefault(_MISSING, set())
    drawn = str(_acts().get("drawn", ""))
    base = None if drawn in missing else _sent(desk).get(drawn)
    kept = {known["key"]: known for known in (base, sheet) if known is not None}
    st.session_state[_SENT] = (desk.stored.project_id, kept)
    show_sheet(since(base, sheet) if base else sheet, on_missing=missing.add)


def _look_again(drawing: Future[Sheet]) -> None:
    @st.fragment(run_every=LOOK_AGAIN_SECONDS)
    def look() -> None:
        if drawing.done():
            st.rerun()

    look()
