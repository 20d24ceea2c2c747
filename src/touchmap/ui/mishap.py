"""A fault of ours never shows a room full of people a traceback: it is logged under a number."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

import streamlit as st

from touchmap.ui.say import say

_LOG = logging.getLogger("touchmap.app")


def guarded(draw: Callable[[], None]) -> None:
    """Draw a page; where that fails, say so calmly. What was edited is on disk already."""
    try:
        draw()
    except Exception:  # noqa: BLE001 - whatever it is, people go on working
        number = secrets.token_hex(3)
        _LOG.exception("fault %s", number)
        with st.container(border=True, key="empty-state"):
            st.subheader(say("common.mishap"))
            st.write(say("common.mishap_how", number=number))
            st.button(say("common.try_again"), type="primary", key="try-again", icon=":material/refresh:")
