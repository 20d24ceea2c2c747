"""What others change shows within two seconds, without touching what is being typed."""

from __future__ import annotations

import re

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from touchmap.errors import TouchmapError
from touchmap.project.edits import difference_rows
from touchmap.store import AccessError, Entry
from touchmap.ui.desk import Desk
from touchmap.ui.live import News, live
from touchmap.ui.plain import plain
from touchmap.ui.presence import presence
from touchmap.ui.say import say

SECONDS = 0.7
"""How often the number of the latest edit is asked for: one integer from the database."""
MOST_ROWS = 200
_SEEN = "shown-revision"


def watch(desk: Desk) -> None:
    """Show who else is here, and draw the page anew once somebody has edited the project.

    An open dialog or menu, a cell of a grid that is being typed, or a field of a row that was changed
    meanwhile is left alone: then the edit is told in words, and shown when that is over.
    """
    _tell_what_others_did(desk)

    @st.fragment(run_every=SECONDS)
    def look() -> None:
        try:
            latest = desk.stored.revision
            others = presence().look_in(desk.stored.project_id, _session(), desk.person.name)
            news = None if latest == desk.revision else _news(desk, latest)
        except AccessError:
            st.rerun()
        except TouchmapError:
            return
        if live(others, say("people.also_here", names=", ".join(others)) if others else "", news):
            st.rerun()

    look()


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _news(desk: Desk, latest: int) -> News:
    last = desk.stored.entries(after=desk.revision)[-1]
    change = desk.stored.difference(desk.revision, latest)
    rows = {_as_in_a_class(row.row) for row in difference_rows(change) if row.row}
    words = say("people.waits", who=last.author, label=last.label)
    return News(latest, words, tuple(sorted(rows))[:MOST_ROWS])


def _as_in_a_class(row: str) -> str:
    """A row's id as it stands in the class of a widget whose key names it.

    >>> _as_in_a_class("T1/x y")
    'T1-x-y'
    """
    return re.sub(r"[^a-zA-Z0-9_-]", "-", row.strip())


def _tell_what_others_did(desk: Desk) -> None:
    """Say what others did since the page was drawn last."""
    before = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = (desk.stored.project_id, desk.revision)
    if before is None or before[0] != desk.stored.project_id or before[1] >= desk.revision:
        return
    others = [e for e in desk.stored.entries(after=before[1]) if e.author != desk.person.name]
    if others:
        st.toast(_told(others), icon=":material/group:")


def _told(others: list[Entry]) -> str:
    last = say("people.did", who=plain(others[-1].author), label=plain(others[-1].label))
    more = len(others) - 1
    return last if not more else f"{last} {say('people.and_more', count=more)}"
