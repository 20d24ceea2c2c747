"""Risks."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.say import say

here = desk()
st.title(say("nav.risks"))
