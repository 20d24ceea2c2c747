"""The map in the browser: plain JavaScript over the drawing; what it asks for comes back as acts.

Two components, so that a click does not send the drawing again: `show_canvas` draws the frame and listens,
`show_sheet` hands a drawing over to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from touchmap.ui.say import say

_HERE = Path(__file__).parent
_PARTS = ("drawing", "camera", "page", "field", "marks", "map", "present", "start")
"""Scripts of the canvas, in the order they are put together."""
_TEXTS = (
    "drawing",
    "tools",
    "zoom_in",
    "zoom_out",
    "fit",
    "shortcuts",
    "close",
    "hint",
    "hint_looking",
    "hint_typing",
    "hint_connect",
    "hint_move",
    "enter_connects",
    "enter_moves",
    "new_name",
    "new_touchpoint",
    "new_process",
    "previous",
    "next",
    "full_screen",
    "leave_present",
)
_KEYS = (
    ("← ↑ → ↓", "arrows"),
    ("Tab", "tab"),
    ("Enter", "enter"),
    ("Shift", "shift"),
    ("F2", "f2"),
    ("n", "n"),
    ("p", "p"),
    ("c", "c"),
    ("m", "m"),
    ("Delete", "delete"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Y", "redo"),
    ("/", "search"),
    ("+ − 0", "zoom"),
    ("Esc", "escape"),
    ("?", "help"),
)
KEY = "map-canvas"
SHEET_KEY = "map-sheet"


@cache
def _canvas() -> ComponentRenderer:
    return st.components.v2.component(
        "touchmap_map",
        html='<div class="map" tabindex="0" role="application"></div>\n',
        css=(_HERE / "canvas.css").read_text("utf-8"),
        js="\n".join((_HERE / f"{part}.js").read_text("utf-8") for part in _PARTS),
    )


@cache
def _sheet() -> ComponentRenderer:
    return st.components.v2.component("touchmap_sheet", js=(_HERE / "sheet.js").read_text("utf-8"))


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = {name: say(f"map.canvas.{name}") for name in _TEXTS}
    return texts | {"keys": [(keys, say(f"map.keys.{name}")) for keys, name in _KEYS]}


def show_canvas(
    *,
    label: str,
    selected: Sequence[str],
    push: int,
    matches: Sequence[str] | None,
    present: str,
    may_edit: bool,
    facts: str,
    done: dict[str, int],
    on_acts: Callable[[], None],
) -> None:
    """Show the map.

    Parameters
    ----------
    label
        What it is a map of, for those who do not see it.
    selected, push
        What is selected; the browser takes it over whenever the number has changed.
    matches
        Cards that do not stand back; none = all.
    present
        ``stages`` or ``journeys`` while it is presented.
    facts
        Mark of what the drawing is to be made from; while another one is shown, it says so.
    done
        Number of the last act that was done, by the mark of each mounted map.
    on_acts
        Called when the person did something.
    """
    data = {
        "texts": _texts(),
        "label": label,
        "selected": list(selected),
        "push": push,
        "matches": None if matches is None else list(matches),
        "present": present,
        "may_edit": may_edit,
        "facts": facts,
        "done": done,
    }
    _canvas()(key=KEY, data=data, on_acts_change=on_acts)


def show_sheet(sheet: dict[str, Any], on_missing: Callable[[str], None]) -> None:
    """Hand a drawing over to the map.

    Parameters
    ----------
    sheet
        The drawing, or what has changed since the one it names.
    on_missing
        Called with the name of a drawing that the browser does not have.
    """

    def missing() -> None:
        on_missing(str(st.session_state[SHEET_KEY].get("missing")))

    _sheet()(key=SHEET_KEY, data=sheet, height=1, width=1, on_missing_change=missing)
