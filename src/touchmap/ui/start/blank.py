"""Begin with your own company: its name, and the eight stages of the customer lifecycle."""

from __future__ import annotations

import streamlit as st

from touchmap.project.journey_defaults import blank_project, default_stages
from touchmap.project.reference_data import locations
from touchmap.ui.desk import PROJECT
from touchmap.ui.notices import Kind, tell
from touchmap.ui.say import say
from touchmap.ui.start.opening import BEGIN, add

CURRENCIES = ("EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD")


def show_blank() -> None:
    """Ask for what cannot be guessed, and make the project."""
    st.caption(say("start.blank_how", stages=" · ".join(stage.name for stage in default_stages())))
    names = {place.country: place.name for place in locations()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="blank"):
        st.text_input(
            say("start.company"), key="blank-name", max_chars=200, placeholder=say("start.company_eg")
        )
        st.selectbox(
            say("start.home"), list(names), format_func=lambda code: names[code], key="blank-home", width=200
        )
        st.selectbox(say("start.currency"), CURRENCIES, key="blank-currency", width=120)
        st.button(say("start.make"), key="make-blank", type="primary", icon=":material/add:", on_click=_make)


def _make() -> None:
    state = st.session_state
    name = state["blank-name"].strip()
    if not name:
        tell(Kind.REFUSED, say("start.company_missing"))
        return
    project = blank_project(name, home_country=state["blank-home"], currency=state["blank-currency"])
    try:
        stored = add(name, project)
    except ValueError as error:
        tell(Kind.REFUSED, str(error))
        return
    tell(Kind.DONE, say("start.made_blank", name=stored.name))
    st.query_params[PROJECT] = stored.project_id
    st.query_params[BEGIN] = "questions"
    state["begin"] = "questions"
