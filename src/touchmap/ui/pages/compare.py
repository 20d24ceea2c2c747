"""Compare: all scenarios in one table, and two of them row by row."""

import streamlit as st

from touchmap.ui.compare.pair import show_pair
from touchmap.ui.compare.scenarios import scenario_rows, show_scenarios
from touchmap.ui.desk import desk
from touchmap.ui.say import say

here = desk()
st.title(say("nav.compare"))
rows = scenario_rows(here)
show_scenarios(here, rows)
show_pair(here, rows)
