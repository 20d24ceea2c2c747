"""Spacing, header and cards of the app, on top of the theme in `config.toml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

CSS = Path(__file__).parent / "style.css"


@cache
def _css() -> str:
    return f"<style>{CSS.read_text('utf-8')}</style>"


def apply_style() -> None:
    """Put the style sheet on the page."""
    st.html(_css())
