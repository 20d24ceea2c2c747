"""`keep`: one short text that the browser remembers; ``st.context.cookies`` reads it again."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_JS = Path(__file__).parent / "cookie.js"


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("touchmap_cookie", js=_JS.read_text("utf-8"))


def keep(name: str, value: str) -> None:
    """Let the browser remember a text for a year.

    Parameters
    ----------
    name
        Name of the cookie: letters, digits and underscores.
    """
    with st.container(key="kept-cookie"):
        _component()(key=f"cookie-{name}", data={"name": name, "value": value}, height=1, width=1)
