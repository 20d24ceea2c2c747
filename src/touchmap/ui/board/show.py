"""What the board page shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.board import board_body, board_html
from touchmap.report.board_sheet import FIT
from touchmap.ui.case.show import case_of
from touchmap.ui.parts.download import download
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.say import say

_FOLDER = Path(__file__).parent


def show_board(view: PlanInView) -> None:
    """Draw the page below its title."""
    case = case_of(view.project, view.result)
    with st.container(horizontal=True, vertical_alignment="center", key="board-tools"):
        _print_button()(key="print", data={"label": say("board.print")}, width="content")
        download(say("board.html"), f"board-{view.result.scenario_id}.html", lambda: board_html(case))
        st.caption(say("board.about"), width="content")
    with st.container(key="board-sheet"):
        st.html(_body(view.project, view.result))


@cache
def _print_button() -> ComponentRenderer:
    return st.components.v2.component(
        "touchmap_print",
        html='<button type="button"></button>',
        css=(_FOLDER / "print_button.css").read_text("utf-8"),
        js=FIT + (_FOLDER / "print_button.js").read_text("utf-8"),
    )


@st.cache_data(
    max_entries=16,
    show_spinner=say("board.working"),
    hash_funcs={Project: lambda p: p.hash, Result: lambda r: (r.input_hash, hash(r.plan), r.scenario_id)},
)
def _body(project: Project, result: Result) -> str:
    return board_body(case_of(project, result), style=True)
