"""Tables."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.say import say
from touchmap.ui.tables.page import show_tables

here = desk()
st.title(say("nav.tables"), anchor=False)
show_tables(here)
