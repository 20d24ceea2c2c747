"""`choose_scenario`: the scenario a page is about, kept in the address."""

from __future__ import annotations

import streamlit as st

from touchmap.project import find_scenario, scenario_ids
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.parts.acts import then_all
from touchmap.ui.say import say

FIRST_CHOICE = "blended"


def choose_scenario(desk: Desk, *, key: str = "chosen-scenario") -> str | None:
    """Let one scenario of the project be chosen.

    Returns
    -------
    str or None
        Id of the scenario; none if the project has no scenario.
    """
    rows = [find_scenario(desk.project, found).row for found in scenario_ids(desk.project)]
    names = {row.scenario_id: row.name or row.scenario_id for row in rows}
    if not names:
        return None
    wanted = st.query_params.get(SCENARIO, FIRST_CHOICE)
    chosen = wanted if wanted in names else next(iter(names))
    ids = list(names)

    def keep() -> None:
        st.query_params[SCENARIO] = st.session_state[key]

    if st.session_state.get(key) not in names:
        st.session_state.pop(key, None)
    return st.selectbox(
        say("parts.scenario"),
        ids,
        index=ids.index(chosen),
        format_func=lambda scenario: names[scenario],
        key=key,
        on_change=then_all(keep),
        label_visibility="collapsed",
        width=280,
    )
