"""Links that lead to a cell of a table."""

from __future__ import annotations

from touchmap.errors import Where
from touchmap.files.columns import columns
from touchmap.project.edits.steps import SETTINGS
from touchmap.project.model import TABLES
from touchmap.ui.parts.grid_columns import heading
from touchmap.ui.parts.grid_open import spoken_table

TABLE, ROW, FIELD = "table", "row", "field"
"""Parameters of the address of the page of tables that name a cell."""


def cell_params(where: Where) -> dict[str, str]:
    """Parameters of the address that lead to the place of a problem; empty if it is in no table.

    >>> cell_params(Where("offers", row_id="O12", column="price"))
    {'table': 'offers', 'row': 'O12', 'field': 'price'}
    """
    if where.table not in TABLES and where.table != SETTINGS:
        return {}
    found = {TABLE: where.table}
    if where.row_id:
        found[ROW] = where.row_id
    if where.column in columns(where.table):
        found[FIELD] = where.column
    return found


def place_words(where: Where, currency: str) -> str:
    """The place of a problem in words.

    >>> place_words(Where("offers", row_id="O12", column="price"), "EUR")
    'Offers · O12 · Price (EUR/unit)'
    """
    if not cell_params(where):
        return str(where)
    known = columns(where.table)
    column = heading(known[where.column], currency) if where.column in known else ""
    return " · ".join(part for part in (spoken_table(where.table), where.row_id, column) if part)
