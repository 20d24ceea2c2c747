"""Memory that lasts is not looked through after each drawing of a page."""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle(page: str) -> None:  # noqa: ARG001 - once for each page
    """Take what is loaded by now, mostly modules, out of the search for garbage.

    Streamlit searches all memory after each drawing; with our libraries that takes as long as the drawing.
    """
    gc.collect()
    gc.freeze()
