"""Compare: all scenarios in one table, and two of them row by row."""

import streamlit as st

from touchmap.ui.compare.pair import show_pair
from touchmap.ui.compare.scenarios import scenario_rows, show_scenarios
from touchmap.ui.desk import desk
from touchmap.ui.parts.confirmed import confirmed
from touchmap.ui.say import say

here = desk()
with st.container(
    horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="heading"
):
    st.title(say("nav.compare"), anchor=False, width="content")
    confirmed(here)
rows = scenario_rows(here)
show_scenarios(here, rows)
show_pair(here, rows)
