"""One row: from raw cells to an entity, with every problem of the row told in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from touchmap.errors import Issue, Where
from touchmap.files.cells import BLANK, BadCellError, read_cell, wrong_kind
from touchmap.files.columns import Column, columns, entity_of
from touchmap.files.source import RawRow, RawTable
from touchmap.files.wording import range_hint, shown
from touchmap.project import Entity
from touchmap.project.shorthand import as_text


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Cells of a row after the shorthand, and the raw row and table they come from."""

    table: str
    cells: Mapping[str, object]
    home: RawTable
    raw: RawRow

    @property
    def row_id(self) -> str:
        """Key of the row as it was typed."""
        return "/".join(as_text(self.cells.get(name)) for name in entity_of(self.table).key)

    def where(self, column: str = "") -> Where:
        """Place of a cell of this row, in the table in which it was typed."""
        if self.home.name != self.table and column not in self.home.columns:
            column = ""
        return self.home.where(column, self.raw, self.row_id)


def build_row(row: PlacedRow, absent: frozenset[str] = frozenset()) -> tuple[Entity | None, list[Issue]]:
    """Give the entity of a row, or None and what is wrong with it.

    Parameters
    ----------
    row
        The row.
    absent
        Required columns the table as a whole lacks, which are told once and not for each row.
    """
    values: dict[str, Any] = {}
    issues: dict[str, list[Issue]] = {name: [] for name in (*row.raw.bad, *absent)}
    if row.raw.broken:
        return None, []
    known = columns(row.table)
    for name, raw in row.cells.items():
        if name in issues:
            continue
        try:
            value = read_cell(known[name], raw, decimal_comma=row.home.decimal_comma)
        except BadCellError as bad:
            issues[name] = [_told(bad, row, name)]
        else:
            if value is not BLANK:
                values[name] = value
    entity, refused = _validate(row, values)
    for name, told in refused:
        if name not in issues:
            issues[name] = []
        if not issues[name] and name not in row.raw.bad and name not in absent:
            issues[name].append(told)
    listed = [issue for found in issues.values() for issue in found]
    return (None if issues else entity), listed


def _validate(row: PlacedRow, values: dict[str, Any]) -> tuple[Entity | None, list[tuple[str, Issue]]]:
    try:
        return entity_of(row.table).model_validate(values), []
    except ValidationError as error:
        return None, [_explain(row, detail) for detail in error.errors(include_url=False)]


def _explain(row: PlacedRow, detail: ErrorDetails) -> tuple[str, Issue]:
    """Turn one refusal into an issue in plain words."""
    name = str(detail["loc"][0]) if detail["loc"] else ""
    column = columns(row.table).get(name)
    if column is None:
        issue = Issue(
            "bad_row", "the row is not complete or contradicts itself", "correct the row", row.where()
        )
        return name, issue
    bad = refusal(column, detail)
    return name, _told(bad, row, name)


def refusal(column: Column, detail: ErrorDetails) -> BadCellError:
    """Turn what the model refuses in a cell into plain words."""
    kind, value = detail["type"], shown(detail["input"])
    if kind in ("missing", "string_too_short"):
        return BadCellError(
            "blank_required", f"{column.name} is blank but is required", f"fill in: {_first_line(column)}", ""
        )
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        text = f"{column.name} is {value}, outside its legal range ({column.range_text})"
        return BadCellError("out_of_range", text, range_hint(column), value)
    if kind == "string_too_long":
        limit = detail.get("ctx", {}).get("max_length", "")
        text = f"{column.name} has {len(str(detail['input'])):,} characters, more than the {limit:,} allowed"
        return BadCellError("too_long", text, "shorten the text", value)
    return wrong_kind(column, detail["input"])


def _first_line(column: Column) -> str:
    return column.description.rstrip(".")


def _told(bad: BadCellError, row: PlacedRow, name: str) -> Issue:
    who = f"{_noun(row)}: " if row.row_id else ""
    return Issue(bad.code, f"{who}{bad.message}", bad.hint, row.where(name), value=bad.value)


def _noun(row: PlacedRow) -> str:
    return f"{row.table} {shown(row.row_id)}"
