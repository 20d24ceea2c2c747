"""Who you are: the name for the journal, or the login, in a corner of the header."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.cookie import keep
from touchmap.ui.people import LONGEST, NAME, Person, clean
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_FIELD = "your-name"


def show_you(person: Person) -> None:
    """Draw the corner."""
    if "author" in st.session_state:
        keep(NAME, st.session_state["author"])
    label = person.initials if person.is_named else say("people.who")
    with st.popover(label, type="tertiary", help=_help(person), key="you", icon=":material/person:"):
        if person.email is not None:
            st.markdown(say("people.logged_in", email=plain(person.email)))
            st.button(say("people.logout"), key="logout", icon=":material/logout:", on_click=st.logout)
            return
        st.text_input(
            say("people.your_name"),
            value=person.name,
            max_chars=LONGEST,
            key=_FIELD,
            help=say("people.your_name_why"),
            on_change=_remember,
        )
        st.button(say("people.keep_name"), key="keep-name", on_click=_remember)


def _help(person: Person) -> str:
    return say("people.you", name=plain(person.name))


def _remember() -> None:
    name = clean(st.session_state[_FIELD])
    if name:
        st.session_state["author"] = name
