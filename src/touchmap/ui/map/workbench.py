"""The page put together: toolbar, inspector, map. The inspector comes first, as it is waited for most."""

from __future__ import annotations

from concurrent.futures import Future

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.acts import take_acts
from touchmap.ui.map.canvas import KEY, show_canvas, show_sheet
from touchmap.ui.map.inspector import show_inspector
from touchmap.ui.map.sheets import Sheet, begin, facts_of, wait
from touchmap.ui.map.toolbar import chosen, say_stale, show_toolbar
from touchmap.ui.parts.acts import done_acts
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_LATEST = "map-latest-sheet"
LOOK_AGAIN_SECONDS = 0.3


def show_workbench(desk: Desk) -> None:
    """Show the map with everything around it."""
    shown = chosen(desk)
    drawing = begin(desk.project, shown.wanted)
    selected = address.selected(desk.project)
    bar = st.container(key="map-bar", gap="xsmall")
    left, right = st.columns([74, 26], gap="small")
    with right, st.container(key="inspector", height="stretch", gap="small"):
        show_inspector(desk, selected, may_edit=shown.may_edit)
    with left, st.container(key="map-place"):
        show_canvas(
            label=say("map.label", name=desk.project.settings.name or desk.project.settings.company_id),
            selected=selected,
            push=address.pushed(),
            matches=shown.matches,
            present=address.presenting(),
            may_edit=shown.may_edit,
            facts=facts_of(desk.project, shown.wanted),
            done=dict(done_acts(KEY)),
            on_acts=lambda: take_acts(desk, may_edit=shown.may_edit),
        )
        hand_over = st.container(key="map-handover")
    with bar:
        show_toolbar(desk)
        say_stale(shown.stale_plan)
    with hand_over:
        _hand_over(desk, drawing)


def _hand_over(desk: Desk, drawing: Future[Sheet]) -> None:
    """Give the browser the drawing; while it is being made, the one before."""
    # Whatever is put on the page ends the waiting if there is something new to do.
    sheet, wrong = wait(drawing, st.empty().empty)
    if sheet is not None:
        st.session_state[_LATEST] = (desk.stored.project_id, sheet)
        show_sheet(sheet)
        return
    before = st.session_state.get(_LATEST)
    if before is not None and before[0] == desk.stored.project_id:
        show_sheet(before[1])
    if wrong:
        st.error(plain(wrong), icon=":material/error:")
    else:
        _look_again(drawing)


def _look_again(drawing: Future[Sheet]) -> None:
    @st.fragment(run_every=LOOK_AGAIN_SECONDS)
    def look() -> None:
        if drawing.done():
            st.rerun()

    look()
