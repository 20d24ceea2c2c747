"""Small pieces shared by the readers of maps: empty tables, ids that are made, what is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from touchmap.errors import Issue, Severity, Where
from touchmap.files.columns import columns
from touchmap.files.limits import MAX_OF_A_KIND
from touchmap.files.source import RawTable
from touchmap.files.wording import nearest, shown
from touchmap.project.shorthand import ID_PREFIXES, as_text

_IS_ID = re.compile(r"[^\s/;*|=+@\-](?:[^/;*|\x00-\x1f]{0,78}[^\s/;*|\x00-\x1f])?")


def map_table(name: str, file: str) -> RawTable:
    """Give an empty table that lacks no column, so that what is blank is told row by row."""
    return RawTable(name, file, columns=frozenset(columns(name)))


class IdMaker:
    """Makes ids as ``T1, T2 …`` that no row of a table has.

    >>> ids = IdMaker("touchpoints", ["T1"])
    >>> ids.next(), ids.next()
    ('T2', 'T3')
    """

    def __init__(self, table: str, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self._prefix, self._number = ID_PREFIXES[table], 0

    def next(self) -> str:
        """Give an id and note it as taken."""
        while True:
            self._number += 1
            made = f"{self._prefix}{self._number}"
            if made not in self.taken:
                self.taken.add(made)
                return made

    def usable(self, name: str) -> bool:
        """Tell whether the name of a node can be the id of a row.

        >>> ids = IdMaker("touchpoints", ["n0"])
        >>> ids.usable("n0::n1"), ids.usable("n0"), ids.usable("=1")
        (True, False, False)
        """
        return bool(_IS_ID.fullmatch(name)) and name not in self.taken


def made_ids(table: RawTable) -> None:
    """Give an id to each row that has none; ids that are there stay."""
    key = next(iter(columns(table.name)))
    ids = IdMaker(table.name, (as_text(row.cells.get(key)) for row in table.rows))
    for row in table.rows:
        if key not in row.cells:
            row.cells = {key: ids.next(), **row.cells}


def not_read(what: str, value: object, where: Where, hint: str = "") -> Issue:
    """Say that a piece of a file is left out."""
    hint = hint or "nothing to do if it is not needed; the page on files says what a map carries"
    return Issue("not_read", f"{what} is not read", hint, where, Severity.WARNING, shown(value))


class Notes:
    """Tells once of each attribute that is not read, and not of more than a person can look at."""

    def __init__(self, file: str, issues: list[Issue]) -> None:
        self.file, self.issues = file, issues
        self._told: set[tuple[str, str]] = set()

    def attribute(
        self, table: str, name: str, value: object, line: int | None, known: Iterable[str] = ()
    ) -> None:
        """Say that an attribute is left out."""
        if as_text(value) == "" or (table, name) in self._told or len(self._told) >= MAX_OF_A_KIND:
            return
        self._told.add((table, name))
        where = Where(table, "", shown(name), self.file, line)
        text = (
            f"attribute {shown(name)!r}" if len(self._told) < MAX_OF_A_KIND else "what has further attributes"
        )
        self.issues.append(not_read(text, value, where, nearest(shown(name), known)))
