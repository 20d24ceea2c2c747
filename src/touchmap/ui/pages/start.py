"""Projects."""

import streamlit as st

from touchmap.ui.say import say

st.title(say("nav.start"))
