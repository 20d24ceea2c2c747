"""Keys of widgets that show what stands elsewhere: a widget never answers for a value it has not shown.

The browser sends every widget's value with whatever it asks for. Where a value was changed elsewhere a
moment ago, it still sends the old one, which would look as if somebody had typed it. So a widget gets
another key once its value changes by anything but itself, and what the old one says is not heard.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

UNCHANGED = object()
"""Nobody has chosen anything."""
_SHOWN = "map-shown"
_OWN = "map-own-change"


def fresh_key(base: str, value: Any) -> str:
    """Key of the widget that shows a value; puts the value into it.

    Parameters
    ----------
    base
        Names the entity and the field; its own name until the value is changed elsewhere.
    """
    shown: dict[str, tuple[Any, int]] = st.session_state.setdefault(_SHOWN, {})
    own: set[str] = st.session_state.setdefault(_OWN, set())
    before, number = shown.get(base, (value, 0))
    if before != value and base not in own:
        number += 1
    own.discard(base)
    shown[base] = (value, number)
    key = f"{base}-{number}" if number else base
    st.session_state[key] = value
    return key


def own_change(base: str) -> Any:
    """Give what was chosen in the widget, and note that the change is its own; `UNCHANGED` if it is none.

    A widget also reports a change when its page has put the value into it.
    """
    value, number = st.session_state.get(_SHOWN, {}).get(base, (None, 0))
    chosen = st.session_state.get(f"{base}-{number}" if number else base, value)
    if chosen == value:
        return UNCHANGED
    st.session_state.setdefault(_OWN, set()).add(base)
    return chosen
