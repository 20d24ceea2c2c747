"""Tables."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.parts.grid import grid
from touchmap.ui.say import say

here = desk()
st.title(say("nav.tables"))
grid(here, st.query_params.get("table", "demand"), key="tables")
