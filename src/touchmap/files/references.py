"""Unknown ids in rows that are left out because something else in them is wrong.

The cross-checks see only rows that are right; without this, the unknown id would be told one reading later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from touchmap.errors import Issue
from touchmap.files.cascades import Failures
from touchmap.files.columns import columns
from touchmap.files.rows import PlacedRow
from touchmap.files.wording import nearest, shown
from touchmap.project import TABLES, Project
from touchmap.project.shorthand import as_text


def unknown_ids(rows: Iterable[PlacedRow], project: Project, failures: Failures) -> Iterator[Issue]:
    """Tell the ids in these rows that neither a right row nor one that is left out has."""
    known: dict[str, set[str]] = {}
    for row in rows:
        for column in columns(row.table).values():
            wanted = as_text(row.cells.get(column.name))
            target = column.refers_to
            if not target or not wanted or column.name in row.raw.bad or failures.lost(target, wanted):
                continue
            if target not in known:
                first = TABLES[target].key[0]
                known[target] = {getattr(other, first) for other in project.rows(target)}
            if wanted not in known[target]:
                what = f"{column.name} is {shown(wanted)!r}, which {target} does not have"
                hint = nearest(wanted, known[target]) or f"add it to {target}, or correct the id"
                who = f"{row.table} {shown(row.row_id)}"
                yield Issue("unknown_id", f"{who}: {what}", hint, row.where(column.name), value=wanted)
