"""The problems of a table beside it, while it is being typed."""

from __future__ import annotations

import streamlit as st

from touchmap.errors import Issue, Severity
from touchmap.ui.desk import Desk
from touchmap.ui.plain import plain
from touchmap.ui.problems.found import Found, problems_of, whole_task
from touchmap.ui.problems.links import cell_params, place_words
from touchmap.ui.say import say
from touchmap.ui.steps import page_file

SHOWN = 6
"""Problems of a table that are told beside it; the rest stands on the page of problems."""


def show_panel(here: Desk, table: str) -> None:
    """Show what is wrong in a table."""
    st.markdown(f"**{say('problems.here')}**")
    for n, issue in enumerate(problems_of(here.project).of(table)[:SHOWN]):
        _show(here, n, issue)


def show_rest(here: Desk, table: str) -> None:
    """Say how much is wrong elsewhere, and lead there."""
    found = problems_of(here.project)
    with st.container(horizontal=True, vertical_alignment="center", key="problems-rest"):
        if found.is_whole and not found.of(table):
            st.caption(say("problems.none_here"), width="content")
        if found.issues:
            label = say("problems.all", count=len(found.issues))
            page = page_file("problems")
            st.page_link(page, label=label, icon=":material/list:", query_params=here.params)
        wait_for_whole(here, found)


def wait_for_whole(here: Desk, found: Found) -> None:
    """Draw the page anew once all problems are known."""
    if found.is_whole:
        return

    @st.fragment(run_every=0.5)
    def look() -> None:
        task = whole_task(here.project)
        if task is None or task.state.is_over:
            st.rerun()
        st.caption(say("problems.looking"))

    look()


def _show(here: Desk, n: int, issue: Issue) -> None:
    grave = issue.severity is Severity.ERROR
    with st.container(key=f"problem-{'error' if grave else 'warning'}-{n}", gap="xsmall"):
        icon = ":material/error:" if grave else ":material/warning:"
        st.page_link(
            page_file("tables"),
            label=plain(place_words(issue.where, here.project.settings.currency), 90),
            icon=icon,
            query_params={**here.params, **cell_params(issue.where)},
        )
        st.caption(plain(issue.message, 220) + (f" – {plain(issue.hint, 160)}" if issue.hint else ""))
