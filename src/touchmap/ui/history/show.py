"""What the page of the history shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.project.edits import difference_rows, summary
from touchmap.store import Entry, RemarkKind
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.download import download
from touchmap.ui.plain import plain
from touchmap.ui.say import say

PAGE = 30
"""Edits shown at once."""
MOST_DIFFERENCES = 500


def show_history(desk: Desk) -> None:
    """Draw the page."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="heading"
    ):
        st.title(say("nav.history"), anchor=False, width="content")
        download(say("history.minutes"), "minutes.md", desk.stored.minutes)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _journal(desk)
    with right:
        _decisions(desk)
        _versions(desk)


def _journal(desk: Desk) -> None:
    st.subheader(say("history.journal"), anchor=False)
    shown = int(st.session_state.get("history-shown", PAGE))
    entries = desk.stored.entries(latest=shown)
    if not entries:
        st.markdown(say("history.no_edits"))
        return
    taken_back = {entry.undoes for entry in entries if entry.undoes is not None}
    day = ""
    for entry in reversed(entries):
        at = entry.at.astimezone()
        if (today := f"{at:%A, %d %B %Y}") != day:
            day = today
            st.caption(plain(day))
        _entry(desk, entry, at, is_taken_back=entry.number in taken_back)
    if len(entries) == shown:
        st.button(
            say("history.earlier"),
            key="history-earlier",
            type="tertiary",
            icon=":material/expand_more:",
            on_click=lambda: st.session_state.update({"history-shown": shown + PAGE}),
        )


def _entry(desk: Desk, entry: Entry, at: datetime, *, is_taken_back: bool) -> None:
    with st.container(horizontal=True, key=f"edit-{entry.number}", vertical_alignment="center", gap="small"):
        st.caption(f"{at:%H:%M}", width="content")
        label = plain(entry.label)
        why = f" — _{plain(entry.why)}_" if entry.why else ""
        text = f"~~{label}~~" if is_taken_back else label
        st.markdown(f"{text}{why} · {plain(entry.author, 40)}", width="stretch")
        st.caption(f"#{entry.number}", width="content")
        if desk.may_edit and entry.author == desk.person.name and not is_taken_back:
            st.button(
                say("history.take_back"),
                key=f"take-back-{entry.number}",
                type="tertiary",
                icon=":material/undo:",
                on_click=desk.undo,
                args=(entry.number,),
            )


def _decisions(desk: Desk) -> None:
    st.subheader(say("history.decisions"), anchor=False)
    for remark in desk.stored.remarks.all(RemarkKind.DECISION)[-PAGE:]:
        place = f" ({plain(remark.place)})" if remark.place else ""
        at = remark.at.astimezone()
        st.markdown(f"- {plain(remark.text, 600)}{place} · {plain(remark.author, 40)}, {at:%d.%m. %H:%M}")
    with st.form("decision", clear_on_submit=True, border=False):
        text = st.text_area(
            say("history.decision"),
            placeholder=say("history.decision_example"),
            height=80,
            max_chars=2000,
            key="decision-text",
            disabled=not desk.may_edit,
        )
        if st.form_submit_button(say("history.record"), icon=":material/gavel:", disabled=not desk.may_edit):
            _record(desk, text)


def _record(desk: Desk, text: str) -> None:
    if not text.strip():
        return
    if _done(lambda: desk.stored.remarks.add(text, author=desk.person.name, kind=RemarkKind.DECISION)):
        st.rerun()


def _versions(desk: Desk) -> None:
    st.subheader(say("history.versions"), anchor=False)
    st.caption(say("history.versions_about"))
    versions = desk.stored.versions()
    with st.form("version", clear_on_submit=True, border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(
                say("history.version_name"), max_chars=120, key="version-name", disabled=not desk.may_edit
            )
            sent = st.form_submit_button(say("history.name_it"), disabled=not desk.may_edit)
        author = desk.person.name
        if sent and name.strip() and _done(lambda: desk.stored.name_version(name, author=author)):
            st.rerun()
    if not versions:
        return
    for version in versions:
        when = f"{plain(version.author, 40)}, {version.at.astimezone():%d.%m.%Y %H:%M}"
        st.markdown(f"- **{plain(version.name)}** · {when} · #{version.number}")
    names = {v.number: v.name for v in versions}
    chosen = st.selectbox(
        say("history.compare"),
        [v.number for v in versions],
        index=None,
        format_func=lambda number: names[number],
        key="compare-version",
        placeholder=say("history.compare_hint"),
    )
    if chosen is not None:
        _differences(desk, int(chosen))


def _differences(desk: Desk, number: int) -> None:
    change = desk.stored.difference(number, desk.revision)
    st.markdown(plain(summary(change)))
    rows = difference_rows(change)
    if not rows:
        return
    table = pd.DataFrame(
        [(r.what, r.table, r.row, r.field, _shown(r.old), _shown(r.new)) for r in rows[:MOST_DIFFERENCES]],
        columns=[say(f"history.column_{name}") for name in ("what", "table", "row", "field", "old", "new")],
    )
    st.dataframe(table, hide_index=True, key="differences")
    if len(rows) > MOST_DIFFERENCES:
        st.caption(say("history.more", count=len(rows) - MOST_DIFFERENCES))


def _shown(value: object) -> str:
    """A cell of the difference; of a whole row only that it is there."""
    return "…" if isinstance(value, dict) else "" if value is None else str(value)


def _done(what: Callable[[], object]) -> bool:
    """Whether something could be written; why not becomes a message."""
    try:
        what()
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
        st.rerun()
    return True
