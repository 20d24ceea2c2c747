"""The header: whose project this is, the five steps, undo and redo, who is here."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from touchmap.store import Role
from touchmap.ui.desk import Desk
from touchmap.ui.hotkeys import hotkeys
from touchmap.ui.people import Person
from touchmap.ui.plain import plain
from touchmap.ui.say import say
from touchmap.ui.steps import START, STEPS, step_of
from touchmap.ui.watching import watch
from touchmap.ui.you import show_you


def show_header(pages: Mapping[str, StreamlitPage], current: str, desk: Desk | None, person: Person) -> None:
    """Draw the header above a page.

    Parameters
    ----------
    pages
        Every page by its key.
    current
        Key of the page being drawn.
    desk
        The open project, if there is one.
    person
        Who sits in front of it.
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
                if desk.may_edit:
                    _undo_and_redo(desk)
                elif desk.role is Role.VIEWER:
                    st.badge(say("people.you_may_look"), color="gray", help=say("people.you_may_look_why"))
                with st.container(key="also-here", width="content"):
                    watch(desk)
            show_you(person)
        if here and len(here.pages) > 1:
            with st.container(horizontal=True, key="pages-of-step", gap="xsmall"):
                for page in here.pages:
                    state = "on" if page == current else "off"
                    with st.container(key=f"page-{state}-{page}", width="content"):
                        st.page_link(pages[page], label=say(f"nav.{page}"), query_params=params)


def _undo_and_redo(desk: Desk) -> None:
    back, again = desk.stored.undo_next(desk.person.name), desk.stored.redo_next(desk.person.name)
    with st.container(horizontal=True, key="undo-redo", gap="xsmall", width="content"):
        for name, entry, act in (("undo", back, desk.undo), ("redo", again, desk.redo)):
            label = say(f"nav.{name}")
            what = f"{label}: {plain(entry.label)}" if entry else say(f"nav.{name}_nothing")
            st.button(
                label,
                icon=f":material/{name}:",
                type="tertiary",
                key=name,
                help=f"{what}\n\n{say(f'nav.{name}_help')}",
                on_click=act,
                disabled=entry is None,
            )
        hotkeys(undo=desk.undo, redo=desk.redo)
