"""The place in the file of each row, by table and key."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from touchmap.errors import Issue, Where


class Places:
    """Remembers where each row was read, to locate what the checks find."""

    def __init__(self) -> None:
        self._tables: dict[str, Where] = {}
        self._rows: dict[tuple[str, str], list[Where]] = {}
        self._repeats: Counter[tuple[str, str, str]] = Counter()

    def add(self, table: str, row_id: str, where: Where) -> None:
        """Note the place of a row."""
        self._rows.setdefault((table, row_id), []).append(where)

    def add_table(self, table: str, where: Where) -> None:
        """Note the place of a table's headings."""
        self._tables.setdefault(table, where)

    def locate(self, issue: Issue) -> Issue:
        """Give the issue with file and line.

        The second, third ... row with one key are located at their own lines.
        """
        row_id = issue.where.row_id
        if issue.where.table == "settings":
            row_id = row_id or issue.where.column
        found = self._rows.get((issue.where.table, row_id))
        if not found and not row_id and issue.where.table in self._tables:
            return replace(issue, where=replace(self._tables[issue.where.table], column=issue.where.column))
        if not found:
            return issue
        place = found[0]
        if issue.code.startswith("duplicate") and len(found) > 1:
            seen = (issue.code, issue.where.table, row_id)
            self._repeats[seen] += 1
            place = found[min(self._repeats[seen], len(found) - 1)]
        column = "value" if place.table == "settings" else issue.where.column
        return replace(issue, where=Where(place.table, row_id, column, place.file, place.line))
