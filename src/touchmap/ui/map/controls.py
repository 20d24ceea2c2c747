"""A control for one field, made from the declaration of the field; of one row, or of several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from touchmap.ui.map.fresh import UNCHANGED, fresh_key, own_change
from touchmap.ui.notices import Kind as Notice
from touchmap.ui.notices import tell
from touchmap.ui.parts.acts import then_all
from touchmap.ui.parts.grid_cells import shown_value, typed_value
from touchmap.ui.parts.grid_columns import heading, references
from touchmap.ui.plain import plain
from touchmap.ui.say import say

LONG_TEXTS = frozenset({"promise", "note", "goal", "competency_override_by"})
"""Fields with more than a line of text."""
MOST_STEPS = 6
"""A scale of whole numbers with so many steps is a row of buttons."""


@dataclass(frozen=True)
class _Field:
    """A field of some rows as it is shown."""

    column: Column
    base: str
    """Key of its widget."""
    label: str
    shared: Any
    """Value of all rows; none if they differ."""
    several: bool
    """Whether they differ."""


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
    several = len(values) > 1
    which = rows[0].row_key if len(rows) == 1 else f"{len(rows)} rows"
    base = f"map-{column.table}-{which}-{field}"
    label = plain(heading(column, desk.project.settings.currency))
    shown = _Field(column, base, label, None if several else values.pop(), several)
    with_all: dict[str, Any] = {
        "disabled": not may_edit,
        "on_change": then_all(_change),
        "args": (desk, tuple(row.row_key for row in rows), column, base),
        "help": plain(explanation(column), 600),
    }
    if steps := _steps(column):
        key = fresh_key(base, None if shown.shared is None else int(shown.shared))
        words = f"{label} {plain(say('map.several'))}" if several else label
        st.segmented_control(words, steps, key=key, **with_all)
    elif column.kind is Kind.YES_NO and not several:
        st.toggle(label, key=fresh_key(base, bool(shown.shared)), **with_all)
    elif options := _options(desk.project, column):
        _choice(shown, options, with_all)
    else:
        _typed(shown, with_all)


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


def _choice(field: _Field, options: dict[str, str], with_all: dict[str, Any]) -> None:
    def words(option: str) -> str:
        return options.get(option, option)

    hint = _placeholder(field)
    if field.column.kind.is_list:
        chosen = [] if field.shared is None else [str(value) for value in field.shared]
        listed = [*options, *(value for value in chosen if value not in options)]
        key = fresh_key(field.base, chosen)
        st.multiselect(field.label, listed, key=key, format_func=words, placeholder=hint, **with_all)
        return
    value = None if field.shared is None else str(field.shared)
    listed = [*options, *([value] if value and value not in options else [])]
    st.selectbox(
        field.label,
        listed,
        key=fresh_key(field.base, value),
        index=0 if value and not _may_be_blank(field.column) else None,
        format_func=words,
        placeholder=hint,
        **with_all,
    )


def _typed(field: _Field, with_all: dict[str, Any]) -> None:
    key = fresh_key(field.base, "" if field.several else str(shown_value(field.column, field.shared)))
    if field.column.name in LONG_TEXTS:
        st.text_area(field.label, key=key, placeholder=_placeholder(field), height=84, **with_all)
        return
    hint = _placeholder(field) if field.several else field.column.range_text
    st.text_input(field.label, key=key, placeholder=hint, autocomplete="off", **with_all)


def _placeholder(field: _Field) -> str:
    return say("map.several") if field.several else say("map.not_stated")


def _may_be_blank(column: Column) -> bool:
    return column.default is None and not column.required


def _change(desk: Desk, keys: tuple[str, ...], column: Column, base: str) -> bool:
    """Commit what was typed; tells whether there was anything, or only a word of a widget long gone."""
    typed = own_change(base)
    if typed is UNCHANGED:
        return False
    if typed is None and not _may_be_blank(column):
        return True
    if isinstance(typed, list | tuple):
        typed = "; ".join(typed)
    try:
        value = typed_value(column, typed if isinstance(typed, str | bool) or typed is None else str(typed))
    except BadCellError as error:
        tell(Notice.REFUSED, error.message, error.hint)
    else:
        desk.commit(lambda project: set_for_all(project, column.table, keys, column.name, value))
    return True


def set_for_all(project: Project, table: str, keys: Sequence[str], field: str, value: Any) -> Change:
    """Set a field of several rows as one edit; of one row it is the plain edit."""
    if len(keys) == 1:
        return set_field(project, table, keys[0], field, value)
    words = field.removesuffix("_id").replace("_", " ")
    label = say("map.label_set", field=words, count=len(keys), table=table)
    return in_order(
        project, label, [partial(set_field, table=table, row=row, field=field, value=value) for row in keys]
    )
