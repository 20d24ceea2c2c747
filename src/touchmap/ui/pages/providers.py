"""Providers & offers."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.providers.page import show_providers
from touchmap.ui.say import say

here = desk()
st.title(say("nav.providers"), anchor=False)
show_providers(here)
