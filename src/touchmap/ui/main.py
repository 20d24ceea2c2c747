"""The frame of every page: navigation, header, messages, and what others change meanwhile."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from touchmap.ui.desk import open_desk
from touchmap.ui.header import show_header
from touchmap.ui.login import show_login
from touchmap.ui.memory import settle
from touchmap.ui.mishap import guarded
from touchmap.ui.notices import show_notices
from touchmap.ui.parts.acts import WHOLE
from touchmap.ui.people import me
from touchmap.ui.say import say
from touchmap.ui.steps import START, page_file, page_keys
from touchmap.ui.style import apply_style

ICON = Path(__file__).parent / "icon.svg"
"""A file of our own: icons by name are fetched from the internet."""


def main() -> None:
    """Draw the page the address names."""
    st.session_state[WHOLE] = False
    st.set_page_config(
        page_title=say("nav.product"),
        page_icon=str(ICON),
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
    try:
        person = me()
    except (OSError, UnicodeDecodeError):  # secrets that cannot be read let nobody in
        person = None
    if person is None:
        show_login()
        return
    desk = open_desk()
    st.session_state["desk"] = desk
    show_header(pages, current, desk, person)
    show_notices()
    guarded(chosen.run)
    st.session_state[WHOLE] = True
    settle(current)
