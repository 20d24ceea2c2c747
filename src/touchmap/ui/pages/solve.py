"""Solve: look at the facts, start, follow, stop, and see what came out."""

import streamlit as st

from touchmap.ui.desk import desk
from touchmap.ui.parts.heading import heading
from touchmap.ui.say import say
from touchmap.ui.solving.begin import show_begin
from touchmap.ui.solving.checks import show_checks
from touchmap.ui.solving.outcome import show_outcome
from touchmap.ui.solving.past import show_past
from touchmap.ui.solving.progress import show_progress
from touchmap.ui.solving.question import show_question

here = desk()
scenario = heading(here, say("nav.solve"))
if scenario is not None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        show_question(here, scenario)
        possible = show_checks(here)
    with right:
        show_begin(here, scenario, possible=possible)
        show_progress(here)
        show_outcome(here, scenario)
        show_past(here)
