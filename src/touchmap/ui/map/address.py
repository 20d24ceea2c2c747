"""What is in view, kept in the address of the page, so that a view can be saved, shared and come back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from time import monotonic
from typing import Any

import streamlit as st

from touchmap.project import Project
from touchmap.ui.map.fresh import UNCHANGED, own_change
from touchmap.ui.map.nodes import exists

SELECTED = "at"
"""Parameter with the cards and links that are selected; no id holds its separator."""
BETWEEN = ";"
PRESENT = "present"
_PUSHED = "map-pushed"
_CHOSEN = "map-chosen"
_HEARD_AFTER_SECONDS = 5.0
_MOST = 60
"""Names that are kept in the address at most."""


def selected(project: Project) -> list[str]:
    """What is selected and still there."""
    named = _latest_selected().split(BETWEEN)
    return [node for node in dict.fromkeys(named) if node and exists(project, node)]


def select(nodes: Sequence[str], *, push: bool = True) -> None:
    """Select something.

    Parameters
    ----------
    push
        Whether the map in the browser has to be told.
    """
    named = BETWEEN.join(nodes[:_MOST])
    st.session_state[_CHOSEN] = (_latest_selected(), named, monotonic())
    _write(SELECTED, named)
    if push:
        st.session_state[_PUSHED] = pushed() + 1


def _latest_selected() -> str:
    """What the address says; but what was chosen since, where the browser has not heard of it yet."""
    named = st.query_params.get(SELECTED, "")
    before, chosen, at = st.session_state.get(_CHOSEN, ("", "", -inf))
    return chosen if named == before and monotonic() - at < _HEARD_AFTER_SECONDS else named


def pushed() -> int:
    """How often the map in the browser was told what to select."""
    return int(st.session_state.get(_PUSHED, 0))


def presenting() -> str:
    """How the map is presented: ``stages``, ``journeys``, or not at all."""
    way = st.query_params.get(PRESENT, "")
    return way if way in ("stages", "journeys") else ""


def present(way: str) -> None:
    """Present the map, or stop if `way` is empty."""
    _write(PRESENT, way)


def one_of(name: str, options: Sequence[str], default: str) -> str:
    """Value of a parameter that is one of some options."""
    value = st.query_params.get(name, default)
    return value if value in options else default


def some_of(name: str, options: Sequence[str]) -> list[str]:
    """Values of a parameter that holds several of some options."""
    wanted = st.query_params.get(name, "").split(BETWEEN)
    return [option for option in options if option in wanted]


def keep(name: str, base: str, default: Any = None) -> Callable[[], None]:
    """Give what carries the value of a widget with a fresh key to the address once it changes."""

    def write() -> None:
        value = own_change(base)
        if value is UNCHANGED:
            return
        if isinstance(value, list | tuple):
            value = BETWEEN.join(value)
        if isinstance(value, bool):
            value = "1" if value else ""
        _write(name, "" if value in (None, default) else str(value))

    return write


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
