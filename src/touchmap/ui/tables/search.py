"""Rows that hold what is searched for, in any cell or in the name of a row a cell refers to."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.files.columns import columns
from touchmap.project import Entity, Project
from touchmap.project.edits.steps import SETTINGS
from touchmap.ui.parts.grid_cells import cell_of, setting_text
from touchmap.ui.parts.grid_columns import heading, references


def matching(project: Project, table: str, wanted: str, *, always: str = "") -> Iterator[Entity]:
    """Rows of a table that hold every word that is searched for, whatever the case.

    Parameters
    ----------
    always
        Key of a row that is given whatever it holds.

    >>> from touchmap.project import System
    >>> project = Project(systems=(System(system_id="S1", name="CRM"), System(system_id="S2", name="Mail")))
    >>> [row.row_key for row in matching(project, "systems", "crm s1")]
    ['S1']
    """
    words = wanted.casefold().split()
    known = columns(table)
    named = {name: references(project, column) for name, column in known.items()} if words else {}
    for row in project.rows(table):
        cells = (str(cell_of(column, row)) for column in known.values()) if words else ()
        more = (named[name].get(str(getattr(row, name)), "") for name in named)
        text = "\n".join([*cells, *more]).casefold()
        if row.row_key == always or all(word in text for word in words):
            yield row


def matching_settings(project: Project, wanted: str) -> tuple[str, ...]:
    """Settings whose heading, value or meaning holds every word that is searched for.

    >>> matching_settings(Project(), "horizon")[0]
    'horizon_months'
    """
    words = wanted.casefold().split()
    currency = project.settings.currency
    found = []
    for name, column in columns(SETTINGS).items():
        value = setting_text(column, getattr(project.settings, name))
        text = f"{name} {heading(column, currency)} {value} {column.description}".casefold()
        if all(word in text for word in words):
            found.append(name)
    return tuple(found)
