"""What people still have to answer, and what no figure contains."""

from __future__ import annotations

import streamlit as st

from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.plain import plain
from touchmap.ui.say import say

_BADGES = {
    "red": ("red", ":material/error:"),
    "amber": ("orange", ":material/warning:"),
    "note": ("blue", ":material/info:"),
}


def show_notes(view: PlanInView) -> None:
    """Draw the section."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("result.findings_title"))
        for finding in view.result.findings:
            colour, icon = _BADGES[finding.level]
            badge = f":{colour}-badge[{icon} {say(f'result.level_{finding.level}')}]"
            st.markdown(f"{badge} {plain(finding.message, 600)}")
        if not view.result.findings:
            st.success(say("result.findings_none"), icon=":material/check_circle:")
    with right:
        st.subheader(say("result.not_included_title"))
        lines = "\n".join(f"- {plain(sentence, 500)}" for sentence in view.result.not_included)
        st.markdown(lines or say("result.not_included_none"))
