"""The page of providers: three ways to look at them."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.desk import Desk
from touchmap.ui.providers.edit import show_tables_of_providers
from touchmap.ui.providers.list_view import show_cards
from touchmap.ui.providers.market import market_button
from touchmap.ui.providers.matrix import show_matrix
from touchmap.ui.say import say

VIEW = "view"
"""Parameter of the address."""
VIEWS = {"cards": show_cards, "matrix": show_matrix, "tables": show_tables_of_providers}


def show_providers(here: Desk) -> None:
    """Draw the page."""
    asked = st.query_params.get(VIEW, "cards")
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="provider-views"
    ):
        view = st.segmented_control(
            say("providers.view"),
            list(VIEWS),
            default=asked if asked in VIEWS else "cards",
            required=True,
            key="provider-view",
            format_func=lambda name: say(f"providers.views.{name}"),
            label_visibility="collapsed",
            on_change=_keep,
            width="content",
        )
        market_button(here)
    VIEWS[view or "cards"](here)


def _keep() -> None:
    st.query_params[VIEW] = st.session_state["provider-view"]
