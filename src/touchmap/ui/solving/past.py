"""Solves of the project that are over, whoever started them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from touchmap.report.text.style import BLANK, gap_percent
from touchmap.ui.desk import Desk
from touchmap.ui.say import say
from touchmap.ui.solving.begin import name_of
from touchmap.ui.solving.run import KIND

SHOWN = 30


def show_past(desk: Desk) -> None:
    """List the latest solves, folded away."""
    over = [job for job in desk.stored.jobs.all(limit=SHOWN) if job.kind == KIND and job.state.is_over]
    if not over:
        return
    rows = [
        {
            say("solve.past_scenario"): name_of(desk, str(job.request.get("scenario", ""))),
            say("solve.past_state"): say(f"solve.state_{job.state.value}"),
            say("solve.past_author"): job.author,
            say("solve.past_at"): job.started_at,
            say("solve.past_seconds"): job.progress.get("seconds"),
            say("solve.past_gap"): gap_percent(job.progress.get("gap")) if job.progress else BLANK,
            say("solve.past_message"): job.message,
        }
        for job in over
    ]
    with st.expander(say("solve.past"), icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            key="past-solves",
            column_config={
                say("solve.past_at"): st.column_config.DatetimeColumn(format="D.M.YYYY HH:mm"),
                say("solve.past_seconds"): st.column_config.NumberColumn(format="%.1f"),
            },
        )
