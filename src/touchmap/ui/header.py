"""The header: whose project this is, the five steps, undo and redo."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from touchmap.ui.desk import Desk
from touchmap.ui.hotkeys import hotkeys
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import START, STEPS, step_of


def show_header(pages: Mapping[str, StreamlitPage], current: str, desk: Desk | None) -> None:
    """Draw the header above a page.

    Parameters
    ----------
    pages
        Every page by its key.
    current
        Key of the page being drawn.
    desk
        The open project, if there is one.
    """
    params = desk.params if desk else {}
    here = step_of(current)
    with st.container(key="header"):
        with st.container(horizontal=True, vertical_alignment="center", key="header-top"):
            with st.container(key="brand", width="content"):
                st.page_link(pages[START], label=say("nav.product"), icon=":material/route:")
            if desk:
                with st.container(key="project-name", width="content"):
                    st.markdown(f"**{plain(desk.stored.name, 60)}**")
            with st.container(horizontal=True, key="steps", gap="xsmall", horizontal_alignment="center"):
                for number, step in enumerate(STEPS, 1):
                    state = "on" if step is here else "off"
                    with st.container(key=f"step-{state}-{step.key}", width="content"):
                        st.page_link(
                            pages[step.pages[0]],
                            label=f"{number}\u2002{say(f'nav.{step.key}')}",
                            query_params=params,
                            disabled=desk is None,
                        )
            if desk:
                _undo_and_redo(desk)
        if here and len(here.pages) > 1:
            with st.container(horizontal=True, key="pages-of-step", gap="xsmall"):
                for page in here.pages:
                    state = "on" if page == current else "off"
                    with st.container(key=f"page-{state}-{page}", width="content"):
                        st.page_link(pages[page], label=say(f"nav.{page}"), query_params=params)


def _undo_and_redo(desk: Desk) -> None:
    with st.container(horizontal=True, key="undo-redo", gap="xsmall", width="content"):
        st.button(
            say("nav.undo"),
            icon=":material/undo:",
            type="tertiary",
            key="undo",
            help=say("nav.undo_help"),
            on_click=desk.undo,
            disabled=not desk.may_edit,
        )
        st.button(
            say("nav.redo"),
            icon=":material/redo:",
            type="tertiary",
            key="redo",
            help=say("nav.redo_help"),
            on_click=desk.redo,
            disabled=not desk.may_edit,
        )
        hotkeys(undo=desk.undo, redo=desk.redo)
