"""A control for one field, made from the declaration of the field; of one row, or of several at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from touchmap.files.cells import BadCellError
from touchmap.files.columns import Column, Kind, columns
from touchmap.files.sheet_style import explanation
from touchmap.project import Entity, Project
from touchmap.project.edits import Change, set_field
from touchmap.project.edits.on_map import in_order
from touchmap.ui.desk import Desk
from touchmap.ui.notices import Kind as Notice
from touchmap.ui.notices import tell
from touchmap.ui.parts.grid_cells import shown_value, typed_value
from touchmap.ui.parts.grid_columns import heading, references
from touchmap.ui.plain import plain
from touchmap.ui.say import say

LONG_TEXTS = frozenset({"promise", "note", "goal", "competency_override_by"})
"""Fields with more than a line of text."""
MOST_STEPS = 6
"""A scale of whole numbers with so many steps is a row of buttons."""


def control(desk: Desk, rows: Sequence[Entity], field: str, *, may_edit: bool) -> None:
    """Show a field of one row or of several, and commit each change of it as one edit.

    What rows do not share shows as "several"; what is chosen then holds for all.

    Parameters
    ----------
    rows
        Rows of one table, at least one.
    """
    column = columns(rows[0].table_name)[field]
    values = {getattr(row, field) for row in rows}
    shared = values.pop() if len(values) == 1 else None
    several = bool(values)
    which = rows[0].row_key if len(rows) == 1 else f"{len(rows)} rows"
    key = f"map-{column.table}-{which}-{field}"
    with_all: dict[str, Any] = {
        "key": key,
        "disabled": not may_edit,
        "on_change": _change,
        "args": (desk, tuple(row.row_key for row in rows), column, key),
        "help": plain(explanation(column), 600),
    }
    label = plain(heading(column, desk.project.settings.currency))
    steps = _steps(column)
    if steps:
        st.session_state[key] = None if several or shared is None else int(shared)
        st.segmented_control(label, steps, **with_all)
    elif column.kind is Kind.YES_NO and not several:
        st.session_state[key] = bool(shared)
        st.toggle(label, **with_all)
    elif options := _options(desk.project, column):
        _choice(column, label, options, shared, several, with_all)
    else:
        _typed(column, label, shared, several, with_all)


def _steps(column: Column) -> list[int]:
    low, high = column.limits.get("ge"), column.limits.get("le")
    if column.kind is not Kind.INTEGER or low is None or high is None or high - low >= MOST_STEPS:
        return []
    return list(range(int(low), int(high) + 1))


def _options(project: Project, column: Column) -> dict[str, str]:
    """What may be chosen, with the words for it; empty where anything may be typed."""
    if column.choices:
        return {word: word.replace("_", " ") for word in column.choices}
    if column.kind is Kind.YES_NO:
        return {"yes": say("map.yes"), "no": say("map.no")}
    return references(project, column) if column.kind in (Kind.ID, Kind.IDS) else {}


def _choice(  # noqa: PLR0917
    column: Column, label: str, options: dict[str, str], shared: Any, several: bool, with_all: dict[str, Any]
) -> None:
    key = with_all["key"]

    def words(option: str) -> str:
        return options.get(option, option)

    if column.kind.is_list:
        chosen = [] if shared is None else [str(value) for value in shared]
        listed = [*options, *(value for value in chosen if value not in options)]
        st.session_state[key] = chosen
        st.multiselect(label, listed, format_func=words, placeholder=_placeholder(several), **with_all)
        return
    value = None if several or shared is None else str(shared)
    listed = [*options, *([value] if value and value not in options else [])]
    st.session_state[key] = value
    st.selectbox(
        label,
        listed,
        index=0 if value and not _may_be_blank(column) else None,
        format_func=words,
        placeholder=_placeholder(several),
        **with_all,
    )


def _typed(column: Column, label: str, shared: Any, several: bool, with_all: dict[str, Any]) -> None:
    key = with_all["key"]
    st.session_state[key] = "" if several else str(shown_value(column, shared))
    if column.name in LONG_TEXTS:
        st.text_area(label, placeholder=_placeholder(several), height=84, **with_all)
    else:
        hint = _placeholder(several) if several else column.range_text
        st.text_input(label, placeholder=hint, autocomplete="off", **with_all)


def _may_be_blank(column: Column) -> bool:
    return column.default is None and not column.required


def _placeholder(several: bool) -> str:
    return say("map.several") if several else say("map.not_stated")


def _change(desk: Desk, keys: tuple[str, ...], column: Column, key: str) -> None:
    typed = st.session_state[key]
    if typed is None and not _may_be_blank(column):
        return
    if isinstance(typed, list | tuple):
        typed = "; ".join(typed)
    try:
        value = typed_value(column, typed if isinstance(typed, str | bool) or typed is None else str(typed))
    except BadCellError as error:
        tell(Notice.REFUSED, error.message, error.hint)
        return
    desk.commit(lambda project: set_for_all(project, column.table, keys, column.name, value))


def set_for_all(project: Project, table: str, keys: Sequence[str], field: str, value: Any) -> Change:
    """Set a field of several rows as one edit; of one row it is the plain edit."""
    if len(keys) == 1:
        return set_field(project, table, keys[0], field, value)
    words = field.removesuffix("_id").replace("_", " ")
    label = say("map.label_set", field=words, count=len(keys), table=table)
    return in_order(
        project, label, [partial(set_field, table=table, row=row, field=field, value=value) for row in keys]
    )
