"""What an edit breaks without touching it: references from or to what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.project.edits.change import Change, Conflict
from touchmap.project.edits.draft import Draft
from touchmap.project.edits.references import reference_fields, references_to
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep
from touchmap.project.model import TABLES


def broken_references(draft: Draft, change: Change) -> list[Conflict]:
    """References that lead nowhere once a change is done.

    Two edits may fit cell by cell and still not go together: one removes a process, the other gives it
    demand. Whoever comes second has to be told.

    Parameters
    ----------
    draft
        The project with the change done.
    change
        What was done.

    >>> from touchmap.project import Project, Stage, Touchpoint
    >>> from touchmap.project.edits import remove_row
    >>> empty = Project(stages=(Stage(stage_id="S1", name="Join"),))
    >>> filled = empty.replace(touchpoints=(Touchpoint(touchpoint_id="T1", stage_id="S1", name="Call"),))
    >>> change, draft = remove_row(empty, "stages", "S1"), Draft(filled)
    >>> [str(c) for c in broken_references(draft, change.apply_to(draft))]
    ['touchpoints T1, stage_id: was blank, is now ‘S1’']
    """
    found = [*_to_nothing(draft, change), *_left_behind(draft, change)]
    return list({(c.table, c.row, c.field): c for c in found}.values())


def _to_nothing(draft: Draft, change: Change) -> Iterator[Conflict]:
    """What the change refers to and is not there; the missing row is what is in conflict."""
    for step in change.steps:
        if step.table == SETTINGS:
            continue
        if isinstance(step, CellStep):
            values = {step.field: step.new}
        elif isinstance(step, RowStep) and step.new is not None:
            values = step.new
        else:
            continue
        for where, field, target, _ in reference_fields():
            value = values.get(field) if where == step.table else None
            if value and str(value) not in draft.ids(target):
                yield Conflict(target, str(value), "", {}, None)


def _left_behind(draft: Draft, change: Change) -> Iterator[Conflict]:
    """Rows that refer to one the change has removed or given another id."""
    for table, key in _gone(draft, change):
        for reference in references_to(draft, table, key):
            yield Conflict(reference.table, reference.row, reference.field, None, key)


def _gone(draft: Draft, change: Change) -> Iterator[tuple[str, str]]:
    for step, key_after in zip(change.steps, change.keys_after, strict=True):
        if isinstance(step, OrderStep) or step.table not in TABLES or len(TABLES[step.table].key) != 1:
            continue
        removed = isinstance(step, RowStep) and step.new is None
        renamed = isinstance(step, CellStep) and step.row != key_after
        if (removed or renamed) and step.row not in draft.rows(step.table):
            yield step.table, step.row
