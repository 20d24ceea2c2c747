"""What a component of ours asks for: each act is done once, however often the browser says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st

WHOLE = "whole-page"
"""Whether all of the page was drawn; only then may a part be drawn alone."""
Given = ParamSpec("Given")
Act = Mapping[str, Any]
"""What is to be done: its number, its kind, and what it needs."""


def done_acts(key: str) -> dict[str, int]:
    """Number of the last act that was done, by the mark of each mounted component."""
    found: dict[str, int] = st.session_state.setdefault(f"{key}-done", {})
    return found


def new_acts(key: str) -> Iterator[Act]:
    """Acts that have not been done; the browser asks for them until it is told.

    Parameters
    ----------
    key
        Key of the component; its state `acts` holds the mark of the mounted component and the acts.
    """
    sent = st.session_state.get(key, {}).get("acts") or {}
    mount, done = str(sent.get("mount", "")), done_acts(key)
    for act in sent.get("acts") or []:
        if int(act["number"]) > done.get(mount, -1):
            done[mount] = int(act["number"])
            yield act


def then_all(act: Callable[Given, object]) -> Callable[Given, None]:
    """Draw the whole page anew after an act, even if its widget stands in a part that is drawn alone.

    Not if the act returns ``False``: then there was nothing to do.
    """

    @wraps(act)
    def acting(*args: Given.args, **kwargs: Given.kwargs) -> None:
        if act(*args, **kwargs) is not False:
            st.rerun()

    return acting
