"""Problems."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.problems.page import show_problems
from touchmap.ui.say import say

here = desk()
st.title(say("nav.problems"), anchor=False)
show_problems(here)
