"""What a component of ours asks for: each act is done once, however often the browser says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import streamlit as st

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
