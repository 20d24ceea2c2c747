"""What the touch index proposes for a touchpoint, and the reasons as bars that add up to it."""

from __future__ import annotations

from html import escape

import streamlit as st

from touchmap.journey.touch_index import HIGH_TOUCH_FROM, MIXED_FROM, TouchProposal, propose_touch
from touchmap.project import Project
from touchmap.project.vocabulary import TouchClass
from touchmap.ui.say import say

NEEDS = {TouchClass.HIGH_TECH: (1, 2), TouchClass.MIXED: (3,), TouchClass.HIGH_TOUCH: (4, 5)}
"""Touch needs of each class."""
_MOST_POINTS = 1.5
"""Points of the weightiest term at the top of its scale: the full width of a bar."""


@st.cache_data(max_entries=32, hash_funcs={Project: lambda project: project.hash}, show_spinner=False)
def proposals(project: Project) -> dict[str, TouchProposal]:
    """What the index proposes, by touchpoint."""
    return {found.touchpoint_id: found for found in propose_touch(project)}


def proposal_words(proposal: TouchProposal | None) -> str:
    """What is proposed, in one sentence."""
    if proposal is None or proposal.index is None or proposal.proposed is None:
        return say("touch.no_proposal")
    needs = "–".join(str(need) for need in NEEDS[proposal.proposed])
    return say(
        "touch.proposal",
        proposed=say(f"touch.class.{proposal.proposed.value}"),
        needs=needs,
        index=f"{proposal.index:.2f}",
    )


def show_reasons(proposal: TouchProposal | None) -> None:
    """Show each term of the index: how high it is, and what it adds or takes off."""
    if proposal is None or not proposal.terms:
        st.caption(say("touch.no_reasons"))
        return
    rows = "".join(
        f'<tr><th scope="row">{escape(_name(term.name))}{_derived(term.derived)}</th>'
        f'<td class="tm-num">{term.value:.3g}</td>'
        f'<td class="tm-bar"><span class="{"less" if term.points < 0 else "more"}" '
        f'style="width:{min(100.0, 100 * abs(term.points) / _MOST_POINTS):.0f}%"></span></td>'
        f'<td class="tm-num">{f"{term.points:+.2f}".replace("-", "−")}</td></tr>'
        for term in proposal.terms
    )
    head = "".join(
        f'<th scope="col"{css}>{escape(say(f"touch.head_{name}"))}</th>'
        for name, css in (
            ("term", ""),
            ("value", ' class="tm-num"'),
            ("bar", ""),
            ("points", ' class="tm-num"'),
        )
    )
    total = "" if proposal.index is None else f"{proposal.index:.2f}"
    foot = (
        f'<tr><th scope="row" colspan="3">{escape(say("touch.sum"))}</th><td class="tm-num">{total}</td></tr>'
    )
    body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot>"
    st.html(f'<table class="tm-reasons">{body}</table>')
    st.caption(say("touch.limits", mixed=f"{MIXED_FROM:g}", high=f"{HIGH_TOUCH_FROM:g}"))


def _name(name: str) -> str:
    return name[:1].upper() + name[1:]


def _derived(derived: bool) -> str:
    return f" <small>({escape(say('touch.derived'))})</small>" if derived else ""
