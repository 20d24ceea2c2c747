"""The inspector: every annotation of whatever is selected on the map, beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from touchmap.project import Entity, Project
from touchmap.project.model import TABLES
from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.acts import remove_nodes
from touchmap.ui.map.adding import show_adding
from touchmap.ui.map.connections import show_links, show_streams, show_systems
from touchmap.ui.map.controls import control
from touchmap.ui.map.fresh import fresh_key
from touchmap.ui.map.groups import CUSTOMER, EVIDENCE, GROUPS, WORK, fields_of
from touchmap.ui.map.nodes import KIND_OF, SERVED_BY, place_of
from touchmap.ui.map.placing import show_placing
from touchmap.ui.map.remarks import show_evidence, show_remarks
from touchmap.ui.map.touch import show_touch
from touchmap.ui.parts.acts import then_all
from touchmap.ui.parts.confirmed import confirmed
from touchmap.ui.plain import plain
from touchmap.ui.say import say

GROUP = "group"
WITH_GROUPS = ("touchpoints", "processes")


def show_inspector(desk: Desk, nodes: Sequence[str], *, may_edit: bool) -> None:
    """Show what is selected, and let every field of it be edited."""
    places = [place for node in nodes if (place := place_of(node))]
    serving = [node for node in nodes if node.startswith(f"{SERVED_BY}:")]
    if not nodes:
        _teach(desk, may_edit=may_edit)
    elif len(nodes) == 1 and serving:
        touchpoint, _, process = serving[0].partition(":")[2].partition("/")
        st.markdown(f"**{say('map.serving')}**")
        show_streams(desk, may_edit=may_edit, touchpoint=touchpoint, process=process)
        _remove(desk, nodes, may_edit=may_edit)
    elif len({table for table, _ in places}) == 1:
        _show_rows(desk, _rows(desk.project, places), nodes, may_edit=may_edit)
    else:
        st.markdown(f"**{say('map.mixed', count=len(nodes))}**")
        st.caption(say("map.mixed_how"))
        _remove(desk, nodes, may_edit=may_edit)


def _rows(project: Project, places: Sequence[tuple[str, str]]) -> list[Entity]:
    wanted = {row for _, row in places}
    return [row for row in project.rows(places[0][0]) if row.row_key in wanted]


def _teach(desk: Desk, *, may_edit: bool) -> None:
    st.markdown(f"**{say('map.nothing_selected')}**")
    st.caption(say("map.nothing_selected_how" if may_edit else "map.nothing_selected_looking"))
    confirmed(desk)
    if may_edit:
        show_adding(desk)


def _show_rows(desk: Desk, rows: Sequence[Entity], nodes: Sequence[str], *, may_edit: bool) -> None:
    table = rows[0].table_name
    kind = say(f"map.kind.{KIND_OF[table]}")
    if len(rows) == 1:
        row = rows[0]
        st.caption(f"{kind} · {plain(row.row_key)}")
        if "name" in TABLES[table].model_fields:
            control(desk, rows, "name", may_edit=may_edit)
    else:
        st.markdown(f"**{say('map.many', count=len(rows), kind=kind.lower())}**")
        st.caption(say("map.many_how"))
    if table in WITH_GROUPS:
        _show_groups(desk, rows, may_edit=may_edit)
    else:
        for field in fields_of(table, WORK):
            control(desk, rows, field, may_edit=may_edit)
        if len(rows) == 1:
            show_links(desk, nodes[0])
            show_evidence(desk, rows, may_edit=may_edit)
            show_remarks(desk, rows[0], may_edit=may_edit)
    if table == "stages" and len(rows) == 1 and may_edit:
        show_adding(desk, after=rows[0].row_key)
    _remove(desk, nodes, may_edit=may_edit)


def _show_groups(desk: Desk, rows: Sequence[Entity], *, may_edit: bool) -> None:
    group = address.one_of(GROUP, GROUPS, CUSTOMER)
    st.segmented_control(
        say("map.group_label"),
        GROUPS,
        format_func=lambda name: say(f"map.group.{name}"),
        key=fresh_key("map-group", group),
        label_visibility="collapsed",
        on_change=address.keep(GROUP, "map-group", CUSTOMER),
    )
    table, single = rows[0].table_name, len(rows) == 1
    if group == CUSTOMER and table == "touchpoints":
        show_touch(desk, rows, may_edit=may_edit)
    for field in fields_of(table, group):
        control(desk, rows, field, may_edit=may_edit)
    if group == WORK and single:
        if table == "processes":
            show_systems(desk, rows[0].row_key, may_edit=may_edit)
            show_placing(desk, rows[0].row_key, may_edit=may_edit)
        ends = {"touchpoint" if table == "touchpoints" else "process": rows[0].row_key}
        show_streams(desk, may_edit=may_edit, **ends)
        show_links(desk, f"{KIND_OF[table]}:{rows[0].row_key}")
    if group == EVIDENCE:
        show_evidence(desk, rows, may_edit=may_edit)
        if single:
            show_remarks(desk, rows[0], may_edit=may_edit)


def _remove(desk: Desk, nodes: Sequence[str], *, may_edit: bool) -> None:
    if may_edit:
        st.button(
            say("map.remove"),
            key="map-remove",
            icon=":material/delete:",
            type="tertiary",
            help=say("map.remove_help"),
            on_click=then_all(remove_nodes),
            args=(desk, list(nodes)),
        )
