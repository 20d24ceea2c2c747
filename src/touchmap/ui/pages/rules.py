"""Rules."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.rules.page import show_page
from touchmap.ui.say import say

here = desk()
scenario = heading(here, say("nav.rules"))
if scenario is None:
    st.stop()
show_page(here, scenario)
