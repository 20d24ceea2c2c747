"""The side list of the round, and its keys: a component, as a key must not count while something is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from touchmap.ui.parts.acts import done_acts
from touchmap.ui.say import say

_HERE = Path(__file__).parent
KEY = "touch-round"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "touchmap_touch_round",
        html="<nav></nav>\n",
        css=(_HERE / "keys.css").read_text("utf-8"),
        js=(_HERE / "keys.js").read_text("utf-8"),
    )


def show_list(items: list[dict[str, Any]], current: str, *, on_acts: Callable[[], None]) -> None:
    """Show all touchpoints with their states, and listen to the keys.

    Parameters
    ----------
    items
        Id, name, stage, state, its mark and words, and touch need of each touchpoint.
    current
        Id of the one that is asked about.
    """
    data = {"items": items, "current": current, "label": say("touch.list"), "done": dict(done_acts(KEY))}
    _component()(key=KEY, data=data, on_acts_change=on_acts)
