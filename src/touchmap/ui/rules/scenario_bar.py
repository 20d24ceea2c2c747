"""The scenario the rules belong to: what it seeks, its weights; add, rename and remove scenarios."""

from __future__ import annotations

import streamlit as st

from touchmap.analysis.ready import add_ready_scenarios, missing_scenarios
from touchmap.analysis.repairs import write_down
from touchmap.files.cells import BadCellError
from touchmap.files.columns import columns
from touchmap.project import ScenarioRow, find_scenario
from touchmap.project.edits import Change, difference, remove_row, set_field
from touchmap.project.edits.rules import copy_scenario
from touchmap.project.vocabulary import Objective
from touchmap.ui.desk import SCENARIO, Desk
from touchmap.ui.notices import Kind, tell
from touchmap.ui.parts.grid_cells import setting_text, typed_value
from touchmap.ui.parts.grid_columns import heading
from touchmap.ui.plain import plain
from touchmap.ui.rules.fields import token
from touchmap.ui.say import say

WEIGHTS = ("quality_price_per_point", "unassigned_cost_per_contact")


def is_written(here: Desk, scenario: str) -> bool:
    """Whether a scenario stands in the tables and can be changed."""
    return any(row.scenario_id == scenario for row in here.project.scenarios)


def show_scenario(here: Desk, scenario: str) -> None:
    """What the scenario seeks, and what can be done with it."""
    row = find_scenario(here.project, scenario).row
    if row.note:
        st.caption(plain(row.note, 400))
    if not is_written(here, scenario):
        with st.container(horizontal=True, vertical_alignment="center", key="write-scenario"):
            st.info(say("rules.not_written"), icon=":material/info:")
            st.button(
                say("rules.write_down"), key="write-down", on_click=_write_down, args=(here, scenario),
                disabled=not here.may_edit,
            )  # fmt: skip
            _ready(here)
        return
    with st.popover(
        say("rules.scenario"), icon=":material/tune:", width="content", help=say("rules.scenario_help")
    ):
        _fields(here, row)
        st.divider()
        _copy(here, row)
        _ready(here)
        st.button(
            say("rules.scenario_remove"),
            key="remove-scenario",
            icon=":material/delete:",
            on_click=_remove,
            args=(here, scenario),
            disabled=not here.may_edit,
        )


def _write_down(here: Desk, scenario: str) -> None:
    after = write_down(here.project, find_scenario(here.project, scenario))
    here.commit(difference(here.project, after, say("rules.write_down_label", scenario=scenario)))


def _fields(here: Desk, row: ScenarioRow) -> None:
    name_key = f"scenario-name-{row.scenario_id}-{token(row.name)}"
    st.text_input(
        say("rules.scenario_name"),
        row.name,
        key=name_key,
        on_change=_set,
        args=(here, row.scenario_id, "name", name_key),
        disabled=not here.may_edit,
    )
    key = f"scenario-objective-{row.scenario_id}-{row.objective.value}"
    st.selectbox(
        say("rules.objective"),
        list(Objective),
        index=list(Objective).index(row.objective),
        key=key,
        format_func=lambda kind: say(f"rules.objectives.{kind.value}"),
        on_change=_set,
        args=(here, row.scenario_id, "objective", key),
        disabled=not here.may_edit,
    )
    for field in WEIGHTS:
        _weight(here, row, field)
    key = f"scenario-unassigned-{row.scenario_id}-{row.allow_unassigned}"
    st.toggle(
        say("rules.allow_unassigned"),
        row.allow_unassigned,
        key=key,
        on_change=_set,
        args=(here, row.scenario_id, "allow_unassigned", key),
        disabled=not here.may_edit,
    )
    key = f"scenario-note-{row.scenario_id}-{token(row.note)}"
    st.text_area(
        say("rules.scenario_note"),
        row.note,
        key=key,
        height=90,
        on_change=_set,
        args=(here, row.scenario_id, "note", key),
        disabled=not here.may_edit,
    )


def _weight(here: Desk, row: ScenarioRow, field: str) -> None:
    if field == "quality_price_per_point" and row.objective is not Objective.BLEND:
        return
    if field == "unassigned_cost_per_contact" and not row.allow_unassigned:
        return
    column = columns("scenarios")[field]
    shown = setting_text(column, getattr(row, field))
    key = f"scenario-{field}-{row.scenario_id}-{token(shown)}"
    st.text_input(
        heading(column, here.project.settings.currency),
        shown,
        key=key,
        help=plain(column.description),
        on_change=_set,
        args=(here, row.scenario_id, field, key),
        disabled=not here.may_edit,
    )


def _set(here: Desk, scenario: str, field: str, key: str) -> None:
    typed = st.session_state[key]
    value = typed.value if isinstance(typed, Objective) else typed
    try:
        read = typed_value(columns("scenarios")[field], value)
    except BadCellError as error:
        tell(Kind.REFUSED, f"{error.message} – {error.hint}")
        return
    here.commit(lambda project: set_field(project, "scenarios", scenario, field, read))


def _copy(here: Desk, row: ScenarioRow) -> None:
    key = f"new-scenario-{len(here.project.scenarios)}"
    st.text_input(
        say("rules.scenario_new"),
        key=key,
        placeholder=say("rules.scenario_new_hint"),
        disabled=not here.may_edit,
    )
    st.button(
        say("rules.scenario_add"),
        key="add-scenario",
        icon=":material/add:",
        on_click=_add,
        args=(here, row.scenario_id, key),
        disabled=not here.may_edit,
    )


def _ready(here: Desk) -> None:
    missing = missing_scenarios(here.project)
    if missing:
        st.button(
            say("rules.ready_add"),
            key="add-ready",
            icon=":material/playlist_add:",
            help=say("rules.ready_help", names=", ".join(plain(one.row.name) for one in missing)),
            on_click=_add_ready,
            args=(here,),
            disabled=not here.may_edit,
        )


def _add_ready(here: Desk) -> None:
    here.commit(add_ready_scenarios)


def _add(here: Desk, scenario: str, key: str) -> None:
    name = st.session_state[key].strip()
    if not name:
        tell(Kind.REFUSED, say("rules.scenario_needs_name"))
        return
    change: Change = copy_scenario(here.project, scenario, name)
    if here.commit(change) is not None:
        st.query_params[SCENARIO] = change.keys_after[0]
        st.session_state.pop("chosen-scenario", None)


def _remove(here: Desk, scenario: str) -> None:
    if here.commit(lambda project: remove_row(project, "scenarios", scenario)) is not None:
        st.query_params.pop(SCENARIO, None)
        st.session_state.pop("chosen-scenario", None)
