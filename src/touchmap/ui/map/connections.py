"""What is connected to a card: its demand streams, its systems, where it leads and what leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from touchmap.project import DemandStream, Project
from touchmap.project.edits import Change, add_row, remove_row
from touchmap.project.edits.on_map import in_order
from touchmap.report.text.languages import language_words
from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.controls import control
from touchmap.ui.map.fresh import UNCHANGED, fresh_key, own_change
from touchmap.ui.map.groups import WORK, fields_of
from touchmap.ui.parts.acts import then_all
from touchmap.ui.parts.grid_cells import THIN
from touchmap.ui.plain import plain
from touchmap.ui.say import say

MOST_STREAMS = 12
"""Streams shown one by one; more are edited in the table."""


def show_streams(desk: Desk, *, may_edit: bool, touchpoint: str = "", process: str = "") -> None:
    """The demand streams of a touchpoint, of a process, or between the two."""
    streams = [
        d
        for d in desk.project.demand
        if (not touchpoint or d.touchpoint_id == touchpoint) and (not process or d.process_id == process)
    ]
    st.markdown(f"**{say('map.streams', count=len(streams))}**")
    if not streams:
        st.caption(say("map.no_streams"))
    for stream in streams[:MOST_STREAMS]:
        shown = st.expander(
            _stream_words(desk.project, stream), key=f"map-stream-{stream.demand_id}", on_change="rerun"
        )
        if shown.open:
            with shown:
                _show_stream(desk, stream, may_edit=may_edit)
    if len(streams) > MOST_STREAMS:
        st.caption(say("map.more_streams", count=len(streams) - MOST_STREAMS))


def _show_stream(desk: Desk, stream: DemandStream, *, may_edit: bool) -> None:
    for field in fields_of("demand", WORK):
        control(desk, [stream], field, may_edit=may_edit)
    if may_edit:
        st.button(
            say("map.remove_stream"),
            key=f"map-remove-stream-{stream.demand_id}",
            icon=":material/delete:",
            type="tertiary",
            on_click=then_all(_remove),
            args=(desk, "demand", stream.demand_id),
        )


def _stream_words(project: Project, stream: DemandStream) -> str:
    names = {p.process_id: p.name for p in project.processes}
    volume = f"{stream.contacts_per_month:,.0f}".replace(",", THIN)
    words = say(
        "map.stream",
        process=names.get(stream.process_id, stream.process_id),
        channel=stream.channel.value.replace("_", " "),
        language=language_words(stream.language),
        volume=volume,
    )
    return plain(words, 90)


def _remove(desk: Desk, table: str, row: str) -> None:
    desk.commit(lambda project: remove_row(project, table, row))


def show_systems(desk: Desk, process: str, *, may_edit: bool) -> None:
    """The systems a process uses."""
    names = {s.system_id: s.name for s in desk.project.systems}
    if not names:
        return
    used = [u.system_id for u in desk.project.process_systems if u.process_id == process]
    base = f"map-processes-{process}-systems"

    def change() -> bool:
        wanted = own_change(base)
        if wanted is not UNCHANGED:
            desk.commit(lambda project: use_systems(project, process, wanted))
        return wanted is not UNCHANGED

    st.multiselect(
        say("map.systems"),
        list(names),
        format_func=lambda system: f"{system} · {names[system]}",
        key=fresh_key(base, [system for system in used if system in names]),
        disabled=not may_edit,
        placeholder=say("map.not_stated"),
        on_change=then_all(change),
    )


def use_systems(project: Project, process: str, wanted: list[str]) -> Change:
    """Let a process use these systems and no others, as one edit."""
    used = {u.system_id: u.row_key for u in project.process_systems if u.process_id == process}
    gone = [key for system, key in used.items() if system not in wanted]
    new = [system for system in wanted if system not in used]
    commands = [lambda p, key=key: remove_row(p, "process_systems", key) for key in gone]
    commands += [
        lambda p, system=system: add_row(p, "process_systems", {"process_id": process, "system_id": system})
        for system in new
    ]
    return in_order(project, say("map.label_systems", name=process), commands)


def show_links(desk: Desk, node: str) -> None:
    """Where a card leads and what leads to it; each opens with a click or the keyboard."""
    links = list(_links(desk.project, node))
    if not links:
        return
    st.markdown(f"**{say('map.links', count=len(links))}**")
    for link, words in links:
        st.button(
            plain(words, 70),
            key=f"map-link-{node}-{link}",
            type="tertiary",
            on_click=then_all(address.select),
            args=([link],),
        )


def _links(project: Project, node: str) -> Iterator[tuple[str, str]]:
    kind, _, row = node.partition(":")
    names = {t.touchpoint_id: t.name for t in project.touchpoints}
    for t in project.transitions:
        if kind == "touchpoint" and row in (t.from_touchpoint_id, t.to_touchpoint_id):
            leads = t.from_touchpoint_id == row
            other = t.to_touchpoint_id if leads else t.from_touchpoint_id
            way = "leads_to" if leads else "comes_from"
            yield (
                f"transition:{t.row_key}",
                say(f"map.link.{way}", name=names.get(other, other), share=f"{t.probability:.0%}"),
            )
    names = {p.process_id: p.name for p in project.processes} | {
        d.department_id: d.name for d in project.departments
    }
    for h in project.handoffs:
        if (kind == "process" and h.from_process_id == row) or (kind == h.to_kind.value and h.to_id == row):
            leads = kind == "process" and h.from_process_id == row
            other = h.to_id if leads else h.from_process_id
            way = "hands_to" if leads else "gets_from"
            yield f"handoff:{h.handoff_id}", say(f"map.link.{way}", name=names.get(other, other))
