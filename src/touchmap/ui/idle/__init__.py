"""`when_idle`: called once nobody types into a part of the page any more, so that it may be drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_JS = Path(__file__).parent / "idle.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("touchmap_idle", js=_JS.read_text("utf-8"))


def when_idle(inside: str, *, waiting: bool, then: Callable[[], None], key: str) -> None:
    """Wait until the keyboard is elsewhere and nothing was typed for a moment.

    Parameters
    ----------
    inside
        Key of the container that must be idle.
    waiting
        Whether to wait for it at all.
    then
        Called when it is idle, before the page is drawn anew.
    """
    _component()(key=key, data={"inside": inside, "waiting": waiting}, on_idle_change=then, height=1, width=1)
