"""How well what is selected is known, and what people say of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.project import Entity, Evidence, Project
from touchmap.project.edits import Change, add_row, remove_row, set_fields
from touchmap.project.edits.on_map import in_order
from touchmap.project.vocabulary import EvidenceLevel
from touchmap.store import Remark, RemarkKind
from touchmap.ui.desk import Desk
from touchmap.ui.map.fresh import UNCHANGED, fresh_key, own_change
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.acts import then_all
from touchmap.ui.plain import plain
from touchmap.ui.say import say


def show_evidence(desk: Desk, rows: Sequence[Entity], *, may_edit: bool) -> None:
    """The level of evidence of rows as a whole, and the source of the figures of one."""
    table = rows[0].table_name
    said = [_evidence(desk.project, table, row.row_key) for row in rows]
    levels = {None if one is None else one.level for one in said}
    which = rows[0].row_key if len(rows) == 1 else f"{len(rows)} rows"
    base = f"map-{table}-{which}-evidence"
    shared = levels.pop() if len(levels) == 1 else None
    keys = tuple(row.row_key for row in rows)

    def change() -> bool:
        level = own_change(base)
        if level is not UNCHANGED:
            desk.commit(lambda project: set_evidence(project, table, keys, level))
        return level is not UNCHANGED

    st.segmented_control(
        say("map.evidence"),
        [level.value for level in EvidenceLevel],
        key=fresh_key(base, shared.value if shared else None),
        disabled=not may_edit,
        help=say("map.evidence_help"),
        on_change=then_all(change),
    )
    if len(rows) == 1 and said[0] is not None:
        _source(desk, said[0], base, may_edit=may_edit)


def _source(desk: Desk, row: Evidence, base: str, *, may_edit: bool) -> None:
    for field in ("source", "note"):
        of = f"{base}-{field}"

        def change(field: str = field, of: str = of) -> bool:
            typed = own_change(of)
            if typed is not UNCHANGED:
                desk.commit(lambda project: set_fields(project, "evidence", row.row_key, {field: typed}))
            return typed is not UNCHANGED

        st.text_input(
            say(f"map.evidence_{field}"),
            key=fresh_key(of, getattr(row, field)),
            disabled=not may_edit,
            on_change=then_all(change),
            autocomplete="off",
        )


def _evidence(project: Project, table: str, row: str) -> Evidence | None:
    return next((e for e in project.evidence if (e.table, e.row_id, e.field) == (table, row, "")), None)


def set_evidence(project: Project, table: str, keys: Sequence[str], level: str | None) -> Change:
    """Say how well rows are known as a whole; none takes back what was said."""
    commands = []
    for key in keys:
        known = _evidence(project, table, key)
        if known is None and level is not None:
            values = {"table": table, "row_id": key, "level": level}
            commands.append(lambda p, values=values: add_row(p, "evidence", values))
        elif known is not None and level is None:
            commands.append(lambda p, known=known: remove_row(p, "evidence", known.row_key))
        elif known is not None:
            commands.append(lambda p, known=known: set_fields(p, "evidence", known.row_key, {"level": level}))
    names = keys[0] if len(keys) == 1 else say("map.rows", count=len(keys))
    label = say("map.label_evidence", name=names, level=level or say("map.not_stated"))
    return in_order(project, label, commands)


def show_remarks(desk: Desk, row: Entity, *, may_edit: bool) -> None:
    """Comments and decisions on a row; what is done with is settled, never removed."""
    table, key = row.table_name, row.row_key
    try:
        found = desk.stored.remarks.all(table=table, row=key)
    except TouchmapError as error:
        st.caption(plain(error))
        return
    st.markdown(f"**{say('map.remarks', count=len(found))}**")
    for remark in found:
        _show_remark(desk, remark, may_edit=may_edit)
    if not may_edit:
        return
    field = f"map-remark-{table}-{key}"
    st.text_area(say("map.new_remark"), key=field, height=84)
    with st.container(horizontal=True):
        for kind in RemarkKind:
            st.button(
                say(f"map.add_{kind.value}"),
                key=f"{field}-{kind.value}",
                on_click=then_all(_add),
                args=(desk, kind, table, key, field),
            )


def _show_remark(desk: Desk, remark: Remark, *, may_edit: bool) -> None:
    words = say(
        "map.remark",
        author=plain(remark.author),
        at=remark.at.strftime("%d %b %H:%M"),
        kind=say(f"map.remark_{remark.kind.value}"),
    )
    with st.container(border=True, key=f"map-remark-shown-{remark.remark_id}", gap="xsmall"):
        st.caption(words)
        st.text(remark.text)
        if remark.settled_by:
            st.caption(say("map.settled", who=plain(remark.settled_by)))
        elif may_edit:
            st.button(
                say("map.settle"),
                key=f"map-settle-{remark.remark_id}",
                type="tertiary",
                icon=":material/check:",
                on_click=then_all(_settle),
                args=(desk, remark.remark_id),
            )


def _add(desk: Desk, kind: RemarkKind, table: str, row: str, field: str) -> None:
    text = st.session_state[field].strip()
    if not text:
        return
    try:
        desk.stored.remarks.add(text, author=desk.person.name, kind=kind, table=table, row=row)
    except (TouchmapError, ValueError) as error:
        tell(Kind.REFUSED, str(error))
    else:
        st.session_state[field] = ""


def _settle(desk: Desk, remark_id: str) -> None:
    try:
        desk.stored.remarks.settle(remark_id, author=desk.person.name)
    except TouchmapError as error:
        tell(Kind.REFUSED, str(error))
