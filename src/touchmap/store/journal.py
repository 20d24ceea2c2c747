"""The journal of a project: who changed what, when; and the same as minutes of a workshop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from touchmap.project.edits import Change, Conflict
from touchmap.store.database import WorkspaceError


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit of the journal."""

    number: int
    """1 is the first edit after the project came into the workspace."""
    at: datetime
    author: str
    label: str
    hash: str
    """Hash of the project after it."""
    undoes: int | None = None
    """Number of the edit it takes back or repeats."""


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict and who caused it."""

    conflict: Conflict
    by: Entry | None

    def __str__(self) -> str:
        if self.by is None:
            return str(self.conflict)
        return f"{self.conflict} (by {self.by.author}, {self.by.at:%H:%M}: {self.by.label})"


class EditConflictError(WorkspaceError):
    """Somebody else has changed the same; nothing was written."""

    def __init__(self, label: str, told: Iterable[Told]) -> None:
        self.told = tuple(told)
        lines = "\n".join(f"  {one}" for one in self.told)
        super().__init__(f"‘{label}’ was not applied:\n{lines}")


def cells_text(change: Change) -> str:
    """Cells a change touches, as text the journal can be searched for.

    >>> from touchmap.project.edits import set_setting
    >>> from touchmap.project import Project
    >>> cells_text(set_setting(Project(), "name", "Acme"))
    'settings||name'
    """
    return "\n".join(sorted("|".join(cell) for cell in change.cells))


def minutes(name: str, entries: Iterable[Entry], decisions: Iterable[tuple[datetime, str, str]] = ()) -> str:
    """The journal as minutes in Markdown: a heading for each day, a line for each edit and decision.

    Parameters
    ----------
    name
        Name of the project.
    entries
        Edits.
    decisions
        Time, author and text of each decision.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    >>> print(minutes("Acme", [Entry(1, at, "Ann", "Add touchpoint ‘Call’", "")]))
    # Acme: minutes
    <BLANKLINE>
    ## 1 March 2026
    <BLANKLINE>
    * 09:30 **Ann**: Add touchpoint ‘Call’
    <BLANKLINE>
    """
    lines = [(e.at, f"* {e.at:%H:%M} **{_plain(e.author)}**: {_plain(e.label)}") for e in entries]
    lines += [
        (at, f"* {at:%H:%M} **{_plain(author)}** decided: {_plain(text)}") for at, author, text in decisions
    ]
    parts = [f"# {_plain(name)}: minutes", ""]
    for day, of_day in groupby(sorted(lines, key=lambda line: line[0]), key=lambda line: line[0].date()):
        parts += [f"## {day.day} {day:%B %Y}", "", *(line for _, line in of_day), ""]
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Text of one line that Markdown leaves as it is."""
    line = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in line)
