"""What differs between two states of a project, as a change, as rows of a table and in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touchmap.project.edits.change import Change
from touchmap.project.edits.draft import Draft
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep
from touchmap.project.model import TABLES, Project
from touchmap.project.stating import unstated_of


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference, for a table."""

    what: str
    """``added``, ``removed``, ``changed`` or ``moved``."""
    table: str
    row: str
    field: str
    old: Any
    new: Any

    def __str__(self) -> str:
        if self.what == "changed":
            place = f"{self.table} {self.row}".rstrip()
            return f"{place}: {self.field} {_shown(self.old)} → {_shown(self.new)}"
        if self.what == "moved":
            return f"{self.table}: rows in another order"
        return f"{self.table}: {self.row} {self.what}"


def difference(before: Project, after: Project, label: str = "") -> Change:
    """The change that leads from one project to another, cell by cell.

    >>> from touchmap.project import Process
    >>> a = Project(processes=(Process(process_id="P1", name="Billing"),))
    >>> b = Project(processes=(Process(process_id="P1", name="Bills"), Process(process_id="P2", name="New")))
    >>> change = difference(a, b)
    >>> change.label, change.apply(a) == b
    ('1 changed, 1 added', True)
    """
    draft = Draft(before)
    old, new = before.settings.model_dump(mode="json"), after.settings.model_dump(mode="json")
    for field in new:
        if old[field] != new[field]:
            stated = field in after.settings.model_fields_set
            draft.set(SETTINGS, "", field, new[field], stated=stated)
    wanted = Draft(after)
    for table in TABLES:
        _table(draft, table, wanted)
    change = Change.of(label, draft)
    return change if label else change.model_copy(update={"label": summary(change)})


def _table(draft: Draft, table: str, wanted: Draft) -> None:
    rows, target = draft.rows(table), wanted.rows(table)
    if rows == target and list(rows) == list(target):
        return
    for key in [k for k in rows if k not in target]:
        draft.remove(table, key)
    last: str | None = None
    for key, row in target.items():
        now = draft.rows(table).get(key)
        if now is None:
            draft.add(table, row.model_dump(mode="json"), after=last, unstated=unstated_of(row))
        elif now != row:
            old, new = now.model_dump(mode="json"), row.model_dump(mode="json")
            for field in new:
                if old[field] != new[field]:
                    draft.set(table, key, field, new[field], stated=field in row.model_fields_set)
        last = key
    draft.order(table, tuple(target))


def difference_rows(change: Change) -> list[DifferenceRow]:
    """The differences of a change, in its order."""
    rows = []
    for step in change.steps:
        if isinstance(step, CellStep):
            rows.append(DifferenceRow("changed", step.table, step.row, step.field, step.old, step.new))
        elif isinstance(step, RowStep):
            what = "removed" if step.new is None else "added"
            rows.append(DifferenceRow(what, step.table, step.row, "", step.old, step.new))
        elif isinstance(step, OrderStep):
            rows.append(DifferenceRow("moved", step.table, "", "", None, None))
    return rows


def summary(change: Change) -> str:
    """How many cells changed and how many rows were added and removed, in words."""
    rows = difference_rows(change)
    counts = {what: sum(r.what == what for r in rows) for what in ("changed", "added", "removed", "moved")}
    parts = [f"{count} {what}" for what, count in counts.items() if count]
    return ", ".join(parts) or "nothing changed"


def _shown(value: Any) -> str:
    return "blank" if value is None or value == "" else f"‘{value}’"
