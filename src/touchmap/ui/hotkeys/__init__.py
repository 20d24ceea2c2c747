"""Keys that work on every page: undo and redo, except while something is being typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_JS = Path(__file__).parent / "hotkeys.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("touchmap_hotkeys", js=_JS.read_text("utf-8"))


def hotkeys(*, undo: Callable[[], None], redo: Callable[[], None]) -> None:
    """Listen for Ctrl/Cmd+Z, Ctrl/Cmd+Shift+Z and Ctrl+Y on the page."""
    _component()(key="hotkeys", on_undo_change=undo, on_redo_change=redo, height=1, width=1)
