"""The project a way to go on is about: the one that is open, or one that is chosen here."""

from __future__ import annotations

import streamlit as st

from touchmap.store import Listing, Role
from touchmap.ui.desk import PROJECT, Desk
from touchmap.ui.say import say


def choose_project(listings: list[Listing], *, key: str) -> Desk | None:
    """Let a project be chosen among those the person may edit; it becomes the open one."""
    mine = {one.project_id: one.name for one in listings if one.role.allows(Role.EDITOR)}
    if not mine:
        st.info(say("start.no_project_yet"), icon=":material/info:")
        return None
    desk = st.session_state.get("desk")
    open_id = desk.stored.project_id if isinstance(desk, Desk) else None

    def keep() -> None:
        if st.session_state[key]:
            st.query_params[PROJECT] = st.session_state[key]

    if st.session_state.get(key) != open_id:
        st.session_state[key] = open_id if open_id in mine else None
    st.selectbox(
        say("start.which_project"),
        list(mine),
        format_func=lambda project_id: mine.get(project_id, ""),
        key=key,
        index=None,
        placeholder=say("start.choose"),
        on_change=keep,
        width=360,
    )
    return desk if isinstance(desk, Desk) and open_id in mine else None
