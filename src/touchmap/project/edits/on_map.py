"""What a person does on the map: connect two cards, put something new beside one, several things at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from statistics import median

from touchmap.project.edits.change import Change, combine
from touchmap.project.edits.commands import add_row
from touchmap.project.edits.draft import Draft
from touchmap.project.model import Project
from touchmap.project.vocabulary import NodeKind

Place = tuple[str, str]
"""Table and id of a row."""

USUAL_HANDLE_SECONDS = 300.0
"""Handle time of a first demand stream where the project has no other; it stands beside a volume of 0."""


def fresh_id(project: Project, table: str) -> str:
    """An id that no row of a table has, in the manner of those it has.

    >>> from touchmap.project import Touchpoint
    >>> rows = [Touchpoint(touchpoint_id=t, stage_id="S", name=t) for t in ("T08", "T09", "Call")]
    >>> fresh_id(Project(touchpoints=tuple(rows)), "touchpoints"), fresh_id(Project(), "processes")
    ('T10', 'P1')
    """
    taken = {row.row_key for row in project.rows(table)}
    numbered = [found for key in taken if (found := re.fullmatch(r"(.*?)(\d{1,9})", key, re.ASCII))]
    start, digits = max(((m[1], m[2]) for m in numbered), key=lambda m: int(m[1]), default=("", ""))
    start = start if digits else table[0].upper()
    number = int(digits or 0) + 1
    while (new := f"{start}{number:0{len(digits)}d}") in taken:
        number += 1
    return new


def in_order(project: Project, label: str, commands: Iterable[Callable[[Project], Change]]) -> Change:
    """Commands one after another as one edit, each made on what the former left.

    >>> from touchmap.project.edits.commands import set_setting
    >>> change = in_order(Project(), "Name it", [lambda p: set_setting(p, "name", "Acme"),
    ...                                          lambda p: set_setting(p, "currency", "GBP")])
    >>> change.label, change.apply(Project()).settings.currency
    ('Name it', 'GBP')
    """
    changes = []
    for command in commands:
        change = command(project)
        project = change.apply(project)
        changes.append(change)
    return combine(label, changes)


def connect(project: Project, start: Place, end: Place) -> Change:
    """Connect two rows of the map with what the tables have between them.

    Two touchpoints: a transition with the probability that is left over. A touchpoint and a process: a
    demand stream with the channel of the touchpoint and no contacts yet. Two processes, or a process
    and a department: a hand-off. A process and a system: its use.

    Parameters
    ----------
    start, end
        Table and id of both.

    Raises
    ------
    ValueError
        If nothing leads from the one to the other, or they are connected already.
    MissingRowError
        If there is no such row.

    >>> from touchmap.project import Touchpoint
    >>> p = Project(touchpoints=tuple(Touchpoint(touchpoint_id=t, stage_id="S", name=t) for t in "AB"))
    >>> connect(p, ("touchpoints", "A"), ("touchpoints", "B")).label
    'Connect ‘A’ to ‘B’'
    """
    draft = Draft(project)
    names = [getattr(draft.row(*place), "name", place[1]) for place in (start, end)]
    if (start[0], end[0]) == ("processes", "touchpoints"):
        start, end, names = end, start, names[::-1]
    if start == end:
        raise ValueError(f"‘{names[0]}’ cannot be connected to itself")
    make = _WAYS.get((start[0], end[0]))
    if make is None:
        raise ValueError(f"nothing leads from {start[0]} to {end[0]}")
    change = make(project, start[1], end[1])
    return change.model_copy(update={"label": f"Connect ‘{names[0]}’ to ‘{names[1]}’"})


def _transition(project: Project, start: str, end: str) -> Change:
    onward = [t for t in project.transitions if t.from_touchpoint_id == start]
    if any(t.to_touchpoint_id == end for t in onward):
        raise ValueError("these two touchpoints are connected already")
    left = max(0.0, round(1 - sum(t.probability for t in onward), 6))
    return add_row(
        project,
        "transitions",
        {"from_touchpoint_id": start, "to_touchpoint_id": end, "probability": left},
    )


def _stream(project: Project, touchpoint: str, process: str) -> Change:
    if any((d.touchpoint_id, d.process_id) == (touchpoint, process) for d in project.demand):
        raise ValueError("this process stands behind the touchpoint already; add streams in the table")
    row = project.touchpoint(touchpoint)
    here = [d for d in project.demand if d.touchpoint_id == touchpoint] or list(project.demand)
    largest = max(here, key=lambda d: d.contacts_per_month, default=None)
    seconds = [d.handle_seconds for d in project.demand if d.process_id == process] or [
        d.handle_seconds for d in project.demand
    ]
    values = {
        "demand_id": fresh_id(project, "demand"),
        "process_id": process,
        "touchpoint_id": touchpoint,
        "channel": row.channel.value,
        "language": largest.language if largest else "xx",
        "contacts_per_month": 0.0,
        "handle_seconds": row.handle_seconds or (median(seconds) if seconds else USUAL_HANDLE_SECONDS),
    }
    return add_row(project, "demand", values)


def _handoff(kind: NodeKind) -> Callable[[Project, str, str], Change]:
    def made(project: Project, start: str, end: str) -> Change:
        if any((h.from_process_id, h.to_kind, h.to_id) == (start, kind, end) for h in project.handoffs):
            raise ValueError("there is a hand-off between these two already")
        values = {
            "handoff_id": fresh_id(project, "handoffs"),
            "from_process_id": start,
            "to_kind": kind.value,
            "to_id": end,
        }
        return add_row(project, "handoffs", values)

    return made


def _use(project: Project, process: str, system: str) -> Change:
    return add_row(project, "process_systems", {"process_id": process, "system_id": system})


_WAYS: dict[tuple[str, str], Callable[[Project, str, str], Change]] = {
    ("touchpoints", "touchpoints"): _transition,
    ("touchpoints", "processes"): _stream,
    ("processes", "processes"): _handoff(NodeKind.PROCESS),
    ("processes", "departments"): _handoff(NodeKind.DEPARTMENT),
    ("processes", "systems"): _use,
}
