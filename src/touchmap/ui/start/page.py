"""The start page."""

from __future__ import annotations

import streamlit as st

from touchmap.store import Listing
from touchmap.ui.desk import workspace
from touchmap.ui.say import say
from touchmap.ui.start.opening import BEGIN
from touchmap.ui.start.resume import show_resume

ICONS = {
    "sample": ":material/storefront:",
    "blank": ":material/add_circle:",
    "questions": ":material/quiz:",
    "market": ":material/public:",
    "file": ":material/upload_file:",
}


def show_start() -> None:
    """Draw the page: what this is, go on, begin."""
    listings = workspace().list()
    with st.container(key="greeting" if listings else "hero", gap="xsmall"):
        st.title(say("start.title" if listings else "start.title_first"), anchor=False)
        st.markdown(say("start.what"))
    with st.container(key="start-body"):
        _body(listings)


def _body(listings: list[Listing]) -> None:
    if listings:
        show_resume(listings)
    st.subheader(say("start.begin" if listings else "start.begin_first"), anchor=False)
    asked = st.query_params.get(BEGIN, "")
    st.session_state.setdefault("begin", asked if asked in ICONS else "sample")
    way = st.segmented_control(
        say("start.ways"),
        list(ICONS),
        format_func=lambda one: f"{ICONS[one]} {say(f'start.way.{one}')}",
        key="begin",
        required=True,
        label_visibility="collapsed",
        on_change=_keep,
    )
    with st.container(key="way"):
        _show(way or "sample", listings)


def _show(way: str, listings: list[Listing]) -> None:
    """Draw one way to begin; only what it needs is loaded, so that the first page is there at once."""
    if way == "blank":
        from touchmap.ui.start.blank import show_blank

        show_blank()
    elif way == "questions":
        from touchmap.ui.start.questions import show_questions

        show_questions(listings)
    elif way == "market":
        from touchmap.ui.start.stand_ins import show_stand_ins

        show_stand_ins(listings)
    elif way == "file":
        from touchmap.ui.start.importing import show_import

        show_import(listings)
    else:
        from touchmap.ui.start.samples import show_samples

        show_samples()


def _keep() -> None:
    st.query_params[BEGIN] = st.session_state["begin"]
