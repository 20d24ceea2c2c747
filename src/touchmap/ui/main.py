"""The frame of every page: navigation, header, messages, and what others change meanwhile."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.desk import open_desk
from touchmap.ui.header import show_header
from touchmap.ui.notices import show_notices
from touchmap.ui.say import say
from touchmap.ui.steps import START, page_file, page_keys
from touchmap.ui.style import apply_style
from touchmap.ui.watching import watch


def main() -> None:
    """Draw the page the address names."""
    st.set_page_config(
        page_title=say("nav.product"),
        page_icon=":material/route:",
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    apply_style()
    pages = {
        key: st.Page(
            page_file(key),
            title=say(f"nav.{key}"),
            url_path=key,
            default=key == START,
        )
        for key in page_keys()
    }
    chosen = st.navigation(list(pages.values()), position="hidden")
    current = next(key for key, page in pages.items() if page == chosen)
    desk = open_desk()
    st.session_state["desk"] = desk
    show_header(pages, current, desk)
    show_notices()
    chosen.run()
    if desk is not None:
        watch(desk)
