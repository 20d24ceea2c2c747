"""Messages to the person: what went through, what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from touchmap.ui.plain import plain
from touchmap.ui.say import say

_KEY = "notices"


class Kind(StrEnum):
    """How serious a message is."""

    DONE = "done"
    """Passes by itself."""
    REFUSED = "refused"
    """Stays until it is closed."""
    CONFLICT = "conflict"
    """Somebody else was there first; stays until it is closed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message, in plain text."""

    kind: Kind
    text: str
    details: tuple[str, ...] = ()


def tell(kind: Kind, text: str, *details: str) -> None:
    """Show a message with the next drawing of the page."""
    st.session_state.setdefault(_KEY, []).append(Notice(kind, text, details))


def show_notices() -> None:
    """Show what is to be said: what is done passes by, anything else stays until closed."""
    waiting: list[Notice] = st.session_state.get(_KEY, [])
    for notice in waiting:
        if notice.kind is Kind.DONE:
            st.toast(plain(notice.text), icon=":material/check_circle:")
    staying = [notice for notice in waiting if notice.kind is not Kind.DONE]
    st.session_state[_KEY] = staying
    # Always there, so that a message does not draw what follows as something new.
    with st.container(key="notices"):
        for number, notice in enumerate(staying):
            _show(number, notice)


def _show(number: int, notice: Notice) -> None:
    conflict = notice.kind is Kind.CONFLICT
    with st.container(horizontal=True, vertical_alignment="center", key=f"notice-{number}"):
        lines = "".join(f"\n- {plain(line)}" for line in notice.details[:40])
        icon = ":material/group:" if conflict else ":material/error:"
        (st.warning if conflict else st.error)(plain(notice.text) + "\n" + lines, icon=icon)
        st.button(
            say("common.close"),
            key=f"close-notice-{number}",
            icon=":material/close:",
            type="tertiary",
            on_click=_close,
            args=(number,),
        )


def _close(number: int) -> None:
    staying: list[Notice] = st.session_state.get(_KEY, [])
    st.session_state[_KEY] = staying[:number] + staying[number + 1 :]
