"""Columns of a grid, made from the declarations of the fields: heading, unit, range, choices, help."""

from __future__ import annotations

from typing import Any

import streamlit as st

from touchmap.files.columns import Column, Kind, columns
from touchmap.files.sheet_style import explanation
from touchmap.project import Project
from touchmap.project.model import TABLES
from touchmap.ui.parts.grid_cells import CLOCK, is_flag
from touchmap.ui.say import say

SEVERAL_TARGETS = {("handoffs", "to_id"): ("processes", "departments")}
"""Columns that may hold ids of more than one table."""
REFERENCE_WIDTH = 180
"""Pixels: an id and the first words of the name."""
NUMBERS = (Kind.NUMBER, Kind.INTEGER)


def heading(column: Column, currency: str) -> str:
    """Heading of a column with its unit.

    >>> from touchmap.files.columns import columns
    >>> [heading(columns("demand")[n], "EUR") for n in ("process_id", "handle_seconds", "concurrency")]
    ['Process', 'Handle time (m:ss)', 'Concurrency (contacts)']
    >>> heading(columns("offers")["price"], "EUR"), heading(columns("providers")["occupancy"], "EUR")
    ('Price (EUR/unit)', 'Occupancy (%)')
    """
    words = column.name.removesuffix("_id").replace("_", " ")
    unit = column.unit.replace("money", currency)
    if column.name in CLOCK:
        words, unit = words.removesuffix(" seconds") + " time", "m:ss"
    elif column.is_seconds:
        words = words.removesuffix(" seconds")
    elif column.is_share and column.kind is Kind.NUMBER:
        words, unit = words.removesuffix(" share"), unit.replace("share", "%") or "%"
    elif column.unit == "contacts/month":
        unit = ""
    words = words.removesuffix(f" {unit.lower()}")
    title = words[:1].upper() + words[1:]
    return f"{title} ({unit})" if unit else title


def references(project: Project, column: Column) -> dict[str, str]:
    """Ids a column may hold, with the names of their rows; empty if it holds no ids of other rows."""
    targets = SEVERAL_TARGETS.get((column.table, column.name)) or (
        (column.refers_to,) if column.refers_to else ()
    )
    found: dict[str, str] = {}
    for target in targets:
        field = TABLES[target].key[0]
        for row in project.rows(target):
            key = str(getattr(row, field))
            name = str(getattr(row, "name", "") or "")
            found.setdefault(key, f"{key} · {name}" if name and name != key else key)
    return found


def column_configs(
    project: Project, table: str, shown: dict[str, set[str]], *, pinned: tuple[str, ...] = ()
) -> dict[str, Any]:
    """How each column of a grid looks and is edited.

    Parameters
    ----------
    shown
        Columns with the texts they hold, so that an id that leads nowhere can still be seen.
    pinned
        Columns that stay in sight.
    """
    known = columns(table)
    currency = project.settings.currency
    return {
        name: _config(project, known[name], texts, currency=currency, pinned=name in pinned)
        for name, texts in shown.items()
    }


def _config(project: Project, column: Column, texts: set[str], *, currency: str, pinned: bool) -> Any:
    label, note = heading(column, currency), _help(column)
    if is_flag(column):
        return st.column_config.CheckboxColumn(label, help=note, pinned=pinned, default=bool(column.default))
    own_key = TABLES[column.table].key == (column.name,)
    listed = {} if own_key and not column.refers_to else references(project, column)
    if listed:
        names = {**listed, **{text: say("grid.unknown_id", id=text) for text in texts - {*listed, ""}}}
        return st.column_config.SelectboxColumn(
            label,
            help=note,
            pinned=pinned,
            options=list(names),
            format_func=lambda key: names[str(key)],
            width=REFERENCE_WIDTH,
        )
    if column.kind is Kind.CHOICE:
        words = [*column.choices, *sorted(texts - {*column.choices, ""})]
        return st.column_config.SelectboxColumn(
            label, help=note, pinned=pinned, options=words, format_func=spoken
        )
    right = column.kind in NUMBERS
    return st.column_config.TextColumn(
        label, help=note, pinned=pinned, alignment="right" if right else "left", width=_width(column)
    )


def spoken(word: object) -> str:
    """A listed word as people say it.

    >>> spoken("back_office"), spoken("in_house"), spoken("C1")
    ('Back office', 'In-house', 'C1')
    """
    if word == "in_house":
        return "In-house"
    text = str(word).replace("_", " ")
    return text[:1].upper() + text[1:] if text.islower() else text


def _width(column: Column) -> Any:
    return "medium" if column.name in ("name", "note", "reason", "source", "goal", "promise") else None


def _help(column: Column) -> str:
    """What a column means, one line each; dollar signs and stars of a description are shown as they are."""
    lines = explanation(column).split("\n")
    if column.is_share and column.kind is Kind.NUMBER:
        lines.append(say("grid.share_help"))
    if column.is_seconds:
        lines.append(say("grid.time_help"))
    return "\n\n".join(line.replace("*", "\\*").replace("$", "\\$").replace("_", "\\_") for line in lines)


def choices_of(config: Any) -> dict[str, str] | None:
    """Choices of a column with the words shown for them; none where anything may be typed.

    >>> choices_of(st.column_config.SelectboxColumn("Way", options=["up"], format_func=str.title))
    {'up': 'Up'}
    >>> choices_of(st.column_config.TextColumn("Name")) is None
    True
    """
    kind = config["type_config"]
    if kind["type"] != "selectbox":
        return None
    return {option["value"]: option["label"] for option in kind["options"]}
