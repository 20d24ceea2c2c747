"""What a person does on the map: each act of the browser becomes a selection or an edit, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from touchmap.errors import TouchmapError
from touchmap.project import Project
from touchmap.project.edits import Change, add_row, combine, remove_row, set_field
from touchmap.project.edits.on_map import connect, fresh_id, in_order
from touchmap.ui.desk import Desk, open_desk
from touchmap.ui.map import address
from touchmap.ui.map.canvas import KEY
from touchmap.ui.map.nodes import SERVED_BY, exists, node_of, place_of
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.acts import WHOLE, Act, new_acts
from touchmap.ui.say import say

Command = Callable[[Project], Change]
INSPECTOR = "inspector"
"""Name of the part of the page that a click draws anew."""


def take_acts(desk: Desk, *, may_edit: bool) -> None:
    """Do what the browser asks for and has not been done."""
    edited, chosen_only = False, True
    for act in new_acts(KEY):
        chosen_only = chosen_only and act["kind"] == "select"
        # What follows an edit is done on what that edit has left.
        here = (open_desk() or desk) if edited else desk
        edited = do_act(here, act, may_edit=may_edit) or edited
    if chosen_only and st.session_state.get(WHOLE):
        st.rerun(INSPECTOR)


def do_act(desk: Desk, act: Act, *, may_edit: bool) -> bool:
    """Do one act; tells whether the project was to be changed."""
    kind = act["kind"]
    if kind == "select":
        address.select([str(node) for node in act["ids"]], push=False)
        return False
    if kind == "present":
        address.present(str(act["way"]))
        return False
    if not may_edit:
        tell(Kind.REFUSED, say("map.locked"))
        return False
    try:
        _EDITS[kind](desk, act)
    except (TouchmapError, ValueError) as error:
        words = str(error)
        tell(Kind.REFUSED, words[:1].upper() + words[1:])
    return True


def _rename(desk: Desk, act: Act) -> None:
    table, row = _place(act["id"])
    now = getattr(_row(desk.project, table, row), "name", "")
    if now != act["old"]:
        tell(
            Kind.CONFLICT,
            say("map.renamed_meanwhile"),
            say("map.is_now", name=now),
            say("map.you_typed", name=act["name"]),
        )
        return
    desk.commit(set_field(desk.project, table, row, "name", act["name"]))


def _move(desk: Desk, act: Act) -> None:
    _, stage = _place(act["stage"])
    places = [_place(node) for node in act["ids"]]
    moved = [
        (table, row)
        for table, row in places
        if table in ("touchpoints", "processes")
        and getattr(_row(desk.project, table, row), "stage_id") != stage  # noqa: B009
    ]
    move_all(desk, moved, stage)


def move_all(desk: Desk, moved: Sequence[tuple[str, str]], stage: str) -> None:
    """Move rows to a stage as one edit."""
    commands = [
        partial(set_field, table=table, row=row, field="stage_id", value=stage) for table, row in moved
    ]
    _commit_all(desk, commands, say("map.label_moved", count=len(moved)))


def _connect(desk: Desk, act: Act) -> None:
    desk.commit(connect(desk.project, _place(act["from"]), _place(act["to"])))


def _delete(desk: Desk, act: Act) -> None:
    remove_nodes(desk, [str(node) for node in act["ids"]])


def remove_nodes(desk: Desk, nodes: Sequence[str]) -> None:
    """Remove cards and links with what hangs on them; the label of the edit says what goes along."""
    places = [place for node in nodes for place in _places(desk.project, node)]
    # What went along with an earlier one is not there any more.
    commands = [partial(_remove_if_there, table=table, row=row) for table, row in places]
    if _commit_all(desk, commands, say("map.label_removed", count=len(places))):
        address.select([])


def _remove_if_there(project: Project, table: str, row: str) -> Change:
    if any(found.row_key == row for found in project.rows(table)):
        return remove_row(project, table, row)
    return combine("", [])


def _add(desk: Desk, act: Act) -> None:
    project, beside = desk.project, str(act["beside"])
    table = {"touchpoint": "touchpoints", "process": "processes"}[act["what"]]
    near = place_of(beside) if exists(project, beside) else None
    new = fresh_id(project, table)
    values: dict[str, Any] = {
        "touchpoint_id" if table == "touchpoints" else "process_id": new,
        "name": act["name"],
    }
    stage = _stage_of(project, near)
    if stage:
        values["stage_id"] = stage
    if table == "touchpoints" and near and near[0] == "touchpoints":
        values["channel"] = project.touchpoint(near[1]).channel.value
    after = near[1] if near and near[0] == table else ""
    commands: list[Command] = [partial(add_row, table=table, values=values, after=after)]
    if table == "processes" and near and near[0] == "touchpoints":
        commands.append(partial(connect, start=near, end=(table, new)))
    if _commit_all(desk, commands, say("map.label_added", name=act["name"])):
        address.select([node_of(table, new)])


def _stage_of(project: Project, near: tuple[str, str] | None) -> str:
    if near and near[0] == "stages":
        return near[1]
    stage = getattr(_row(project, *near), "stage_id", None) if near else None
    return str(stage or next((s.stage_id for s in project.stages), ""))


def _commit_all(desk: Desk, commands: Sequence[Command], label: str) -> bool:
    """Do commands as one edit; a single one keeps its own label."""
    if not commands:
        return False
    change = commands[0](desk.project) if len(commands) == 1 else in_order(desk.project, label, commands)
    return desk.commit(change) is not None


def _places(project: Project, node: str) -> list[tuple[str, str]]:
    kind, _, row = node.partition(":")
    if kind == SERVED_BY:
        ends = tuple(row.partition("/")[::2])
        return [("demand", d.demand_id) for d in project.demand if (d.touchpoint_id, d.process_id) == ends]
    return [_place(node)]


def _place(node: Any) -> tuple[str, str]:
    place = place_of(str(node))
    if place is None:
        raise ValueError(say("map.no_such", name=node))
    return place


def _row(project: Project, table: str, row: str) -> Any:
    found = next((r for r in project.rows(table) if r.row_key == row), None)
    if found is None:
        raise ValueError(say("map.gone", name=row))
    return found


_EDITS: dict[str, Callable[[Desk, Act], None]] = {
    "rename": _rename,
    "move": _move,
    "connect": _connect,
    "delete": _delete,
    "add": _add,
}
