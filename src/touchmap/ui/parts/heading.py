"""`heading`: the title of a page, with what its plan rests on and the scenario it is about at its side."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.parts.confirmed import confirmed
from touchmap.ui.parts.scenario import choose_scenario


def heading(desk: Desk, title: str) -> str | None:
    """Show a title and let the scenario be chosen; gives its id, none if the project has no scenario."""
    with st.container(
        horizontal=True,
        vertical_alignment="bottom",
        horizontal_alignment="distribute",
        key="heading",
    ):
        st.title(title, anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content", key="heading-side"):
            confirmed(desk)
            return choose_scenario(desk)
