"""`choose_process`: one process or all work, kept in the address."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.say import say

PROCESS = "process"
"""Parameter of the address that names the process."""


def choose_process(desk: Desk, *, key: str, everything: str) -> str:
    """Let a process be chosen.

    Parameters
    ----------
    everything
        What the choice of no process is called.

    Returns
    -------
    str
        Id of the process; empty = all work.
    """
    names = {"": everything} | {p.process_id: p.name for p in desk.project.processes}
    wanted, ids = st.query_params.get(PROCESS, ""), list(names)

    def keep() -> None:
        if chosen := st.session_state[key]:
            st.query_params[PROCESS] = chosen
        else:
            st.query_params.pop(PROCESS, None)

    return st.selectbox(
        say("parts.work"),
        ids,
        index=ids.index(wanted) if wanted in names else 0,
        format_func=lambda process: names[process],
        key=key,
        on_change=keep,
        label_visibility="collapsed",
        width=320,
    )
