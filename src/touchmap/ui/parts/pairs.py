"""`pairs`: labels and what is said of each, as a quiet list."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from touchmap.report.map.text import printable


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Show rows of a label and its words; both are shown as text, whatever they hold."""
    lines = (
        f"<dt>{escape(printable(label))}</dt><dd>{escape(printable(words))}</dd>" for label, words in rows
    )
    st.html(f'<dl class="tm-pairs">{"".join(lines)}</dl>')
