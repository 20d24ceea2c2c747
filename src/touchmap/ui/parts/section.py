"""`choose_section`: what of a page is looked at, kept in the address; only that is worked out."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

VIEW = "view"
"""Parameter of the address that names the section."""


def choose_section(page: str, label: str, sections: Mapping[str, str]) -> str:
    """Let one section of a page be chosen.

    Parameters
    ----------
    sections
        Words for each section by its name; the first is shown unless the address names another.
    """
    names = list(sections)
    wanted = st.query_params.get(VIEW, "")
    key = f"section-{page}"

    def keep() -> None:
        st.query_params[VIEW] = st.session_state[key]

    chosen = st.segmented_control(
        label,
        names,
        default=wanted if wanted in names else names[0],
        required=True,
        format_func=lambda name: sections[name],
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )
    return str(chosen)
