"""What differs between two states of a project, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import RenderableType

from touchmap.project.edits import DifferenceRow
from touchmap.report.text.style import plain, table

MOST_ROWS = 200
"""Differences that are written out; the rest is counted."""
_LONGEST = 60


def edits(rows: Iterable[DifferenceRow], title: str = "Differences") -> RenderableType:
    """A row for each cell that differs and each row that is added or removed."""
    listed = list(rows)
    more = len(listed) - MOST_ROWS
    grid = table(title, caption=f"… and {more:,} more" if more > 0 else "")
    for heading in ("", "Table", "Row", "Field", "Before", "After"):
        grid.add_column(heading, overflow="fold")
    for row in listed[:MOST_ROWS]:
        whole = isinstance(row.old, dict) or isinstance(row.new, dict)
        moved = not whole and not row.field
        before, after = ("", "") if whole or moved else (_shown(row.old), _shown(row.new))
        named = row.new or row.old if whole else None
        name = str(named.get("name") or "") if isinstance(named, dict) else ""
        cells = (row.what, row.table, row.row, row.field or _cut(name), before, after)
        grid.add_row(*(plain(cell) for cell in cells))
    return grid


def _shown(value: Any) -> str:
    if value is None or value in ("", []):
        return "blank"
    if isinstance(value, list):
        return _cut("; ".join(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _cut(str(value))


def _cut(text: str) -> str:
    """The beginning of a long text.

    >>> len(_cut("x" * 100))
    60
    """
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
