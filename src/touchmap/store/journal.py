"""The journal of a project: who changed what, when; and the same as minutes of a workshop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby

from touchmap.project.edits import Change, Conflict
from touchmap.project.edits.steps import CellStep
from touchmap.store.database import WorkspaceError
from touchmap.store.words import harmless, kept

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


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
    why: str = ""
    """Reason its author gave."""


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict and who caused it."""

    conflict: Conflict
    by: Entry | None

    def __str__(self) -> str:
        if self.by is None:
            return str(self.conflict)
        at = self.by.at.astimezone()
        return f"{self.conflict} (by {self.by.author}, {at:%d.%m. %H:%M}: {self.by.label})"


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
    renamed = {
        (step.table, key_after, "")
        for step, key_after in zip(change.steps, change.keys_after, strict=True)
        if isinstance(step, CellStep) and step.row != key_after
    }
    return kept("\n".join(sorted("|".join(cell) for cell in change.cells | renamed)))


def minutes(
    name: str,
    entries: Iterable[Entry],
    decisions: Iterable[tuple[datetime, str, str]] = (),
    zone: tzinfo | None = None,
) -> str:
    """The journal as minutes in Markdown: a heading for each day, a line for each edit and decision.

    Parameters
    ----------
    name
        Name of the project.
    entries
        Edits.
    decisions
        Time, author and text of each decision.
    zone
        Zone of the times; none = that of this machine.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    >>> print(minutes("Acme", [Entry(1, at, "Ann", "Add touchpoint ‘Call’", "")], zone=UTC))
    # Acme: minutes
    <BLANKLINE>
    ## 1 March 2026
    <BLANKLINE>
    * 09:30 **Ann**: Add touchpoint ‘Call’
    <BLANKLINE>
    """
    said = [
        (e.at, f"**{_plain(e.author)}**: {_plain(e.label)}" + (f" – {_plain(e.why)}" if e.why else ""))
        for e in entries
    ]
    said += [(at, f"**{_plain(author)}** decided: {_plain(text)}") for at, author, text in decisions]
    lines = [(at.astimezone(zone), text) for at, text in sorted(said, key=lambda line: line[0])]
    parts = [f"# {_plain(name)}: minutes", ""]
    for day, of_day in groupby(lines, key=lambda line: line[0].date()):
        heading = f"## {day.day} {_MONTHS[day.month - 1]} {day.year}"
        parts += [heading, "", *(f"* {at:%H:%M} {text}" for at, text in of_day), ""]
    return "\n".join(parts)


def _plain(text: str) -> str:
    """Text of one line that Markdown leaves as it is."""
    line = harmless(" ".join(text.split()))
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|~&" else c for c in line)
