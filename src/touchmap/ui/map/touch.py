"""Touch need in the inspector: what is entered, what the index proposes and why, what the room decided."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from touchmap.project import Entity, Touchpoint
from touchmap.ui.desk import Desk
from touchmap.ui.map.controls import control
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.touch.reasons import proposal_words, proposals, show_reasons

DECISION = ("touch_confirmed", "touch_lowest", "touch_highest", "touch_decided_by")


def show_touch(desk: Desk, rows: Sequence[Entity], *, may_edit: bool) -> None:
    """Show the touch need of touchpoints; of one of them with the proposal."""
    control(desk, rows, "touch_need", may_edit=may_edit)
    if len(rows) > 1 or not isinstance(rows[0], Touchpoint):
        return
    row = rows[0]
    proposal = proposals(desk.project).get(row.touchpoint_id)
    st.caption(plain(proposal_words(proposal)))
    why = st.expander(say("map.touch_why"), key=f"map-touch-{row.touchpoint_id}", on_change="rerun")
    if why.open:
        with why:
            show_reasons(proposal)
            for field in DECISION:
                control(desk, rows, field, may_edit=may_edit)
