"""One record of a sheet or CSV file, laid under its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from touchmap.errors import Issue, Where
from touchmap.files.limits import MAX_ROWS
from touchmap.files.source import RawRow, RawTable
from touchmap.files.wording import shown


def read_record(
    table: RawTable,
    fields: Sequence[str | None],
    cells: Sequence[object],
    line: int,
    *,
    ragged: bool = False,
    bad: Mapping[str, Issue] | None = None,
) -> list[Issue]:
    """Add a row to a table; blank cells are None.

    Parameters
    ----------
    table
        Where the row goes.
    fields
        Field of each column; None where the heading is unknown, empty where it is blank.
    cells
        Cells from the left.
    line
        Line of the row in its file.
    ragged
        The record has fewer cells than there are headings.
    bad
        Problems of single cells, by field.
    """
    bad = bad or {}
    named = {f: c for f, c in zip(fields, cells, strict=False) if f and c is not None}
    beneath = [cell for f, cell in zip(fields, cells, strict=False) if f == ""] + list(cells[len(fields) :])
    stray = [cell for cell in beneath if cell is not None and str(cell).strip()]
    table.rows.append(RawRow(named, line, frozenset(bad), broken=ragged or bool(stray)))
    where = Where(table.name, file=table.file, line=line)
    if stray:
        return [_stray(stray[0], where)]
    if ragged:
        return [_short(len(cells), len(fields), where)]
    return list(bad.values())


def _stray(cell: object, where: Where) -> Issue:
    return Issue(
        "ragged_row",
        f"the row has a cell without a heading: {shown(cell)!r}",
        'clear it or give it a heading; in a CSV file put text that contains a comma between "quotes"',
        where,
        value=shown(cell),
    )


def _short(found: int, wanted: int, where: Where) -> Issue:
    return Issue(
        "ragged_row",
        f"the row has {found} cells under {wanted} headings",
        "give every row as many cells as there are headings, blank ones included",
        where,
        value=str(found),
    )


def too_many_rows(table: RawTable, line: int) -> Issue:
    """Say that a table goes on after the last row that is read."""
    text = f"table {table.name!r} has more than {MAX_ROWS:,} rows"
    where = Where(table.name, file=table.file, line=line)
    return Issue("too_many_rows", text, "leave out what is not needed", where, value=f"over {MAX_ROWS}")
