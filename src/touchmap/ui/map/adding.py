"""A new stage, touchpoint, process, department or system on the map, by its name."""

from __future__ import annotations

from functools import partial

import streamlit as st

from touchmap.journey.graph import ordered_stages
from touchmap.project import Project
from touchmap.project.edits import Change, add_row, set_field
from touchmap.project.edits.on_map import fresh_id, in_order
from touchmap.project.model import TABLES
from touchmap.ui.desk import Desk
from touchmap.ui.map import address
from touchmap.ui.map.nodes import KIND_OF, node_of
from touchmap.ui.parts.acts import then_all
from touchmap.ui.say import say

ADDED = ("touchpoints", "processes", "stages", "departments", "systems")
"""Tables whose rows are cards or columns of the map."""
IN_A_STAGE = ("touchpoints", "processes")
_NUMBER = "map-added"


def show_adding(desk: Desk, after: str = "") -> None:
    """Ask for a name and what it is, and add it.

    Parameters
    ----------
    after
        Stage behind which a new stage comes, and in which a new card stands; the last and the first if blank.
    """
    number = st.session_state.get(_NUMBER, 0)
    with st.expander(say("map.add"), icon=":material/add:", key=f"map-adding-{number}"):
        kind = st.selectbox(
            say("map.add_what"),
            ADDED,
            key=f"map-add-kind-{number}",
            format_func=lambda table: say(f"map.kind.{KIND_OF[table]}"),
        )
        name = f"map-add-name-{number}"
        st.text_input(say("map.add_name"), key=name, max_chars=200, autocomplete="off")
        st.button(
            say("map.add_it"),
            key=f"map-add-{number}",
            on_click=then_all(_add),
            args=(desk, kind, name, after),
        )


def _add(desk: Desk, table: str, name_key: str, after: str) -> None:
    name = str(st.session_state.get(name_key, "")).strip()
    if not name:
        return
    new = fresh_id(desk.project, table)
    if desk.commit(lambda project: added(project, table, new, name, after)) is not None:
        st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
        address.select([node_of(table, new)])


def added(project: Project, table: str, new: str, name: str, after: str = "") -> Change:
    """Add a row with a name; a stage moves those behind it on.

    >>> from touchmap.project import Stage
    >>> known = tuple(Stage(stage_id=i, position=n, name=i) for n, i in enumerate("AB"))
    >>> project = added(Project(stages=known), "stages", "N", "New", after="A").apply(Project(stages=known))
    >>> [stage.stage_id for stage in ordered_stages(project)]
    ['A', 'N', 'B']
    """
    stages = ordered_stages(project)
    values: dict[str, object] = {TABLES[table].key[0]: new, "name": name}
    commands = []
    if table == "stages":
        last = stages[-1].position if stages else -1
        place = next((s.position for s in stages if s.stage_id == after), last) + 1
        values["position"] = place
        behind = [s for s in stages if s.position >= place]
        commands = [
            partial(set_field, table=table, row=s.stage_id, field="position", value=s.position + 1)
            for s in behind
        ]
    elif table in IN_A_STAGE and stages:
        values["stage_id"] = after or stages[0].stage_id
    commands.append(partial(add_row, table=table, values=values))
    return in_order(project, say("map.label_added", name=name), commands)
