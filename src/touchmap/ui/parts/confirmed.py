"""`confirmed`: how much of the touch needs people have confirmed; stands wherever a result is shown."""

from __future__ import annotations

import streamlit as st

from touchmap.journey.touch_index import touch_progress
from touchmap.ui.desk import Desk
from touchmap.ui.say import say
from touchmap.ui.steps import page_file


def confirmed(desk: Desk) -> None:
    """Show "n of m touch needs confirmed", with a way to the touch round."""
    progress = touch_progress(desk.project)
    all_done = progress.confirmed == progress.touchpoints
    with st.container(key=f"confirmed-{'all' if all_done else 'some'}", width="content"):
        st.page_link(
            page_file("touch"),
            label=say("parts.confirmed", confirmed=progress.confirmed, touchpoints=progress.touchpoints),
            icon=":material/verified:" if all_done else ":material/pending:",
            help=say("parts.confirmed_help", parked=progress.parked, disagreed=progress.disagreed),
            query_params=desk.params,
        )
