"""What others change shows within a second or two, without touching what is being typed."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.ui.desk import Desk

SECONDS = 1.0
"""How often the number of the latest edit is asked for: one integer from the database."""


def watch(desk: Desk) -> None:
    """Draw the page anew once somebody has edited the project."""

    @st.fragment(run_every=SECONDS)
    def look() -> None:
        try:
            moved = desk.stored.revision != desk.revision
        except TouchmapError:
            return
        if moved:
            st.rerun()

    look()
