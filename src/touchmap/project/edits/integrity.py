"""What an edit breaks without touching it: references from or to what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.project.edits.change import Change, Conflict
from touchmap.project.edits.draft import Draft
from touchmap.project.edits.references import references_from, references_to
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
    ['touchpoints T1, stage_id: refers to stages S1, which would not be there']
    """
    found = [*_to_nothing(draft, change), *_left_behind(draft, change)]
    return list({(c.table, c.row, c.field): c for c in found}.values())


def _to_nothing(draft: Draft, change: Change) -> Iterator[Conflict]:
    """Cells of the change that refer to a row that is not there."""
    for step, key_after in zip(change.steps, change.keys_after, strict=True):
        if isinstance(step, OrderStep) or step.table == SETTINGS:
            continue
        row = draft.rows(step.table).get(key_after)
        if row is None:
            continue
        for field, target, key in references_from(step.table, row.model_dump(mode="json")):
            if isinstance(step, CellStep) and step.field != field:
                continue
            if target in TABLES and key not in draft.rows(target) and key not in draft.ids(target):
                yield Conflict(step.table, step.row, field, None, key, (target, key))


def _left_behind(draft: Draft, change: Change) -> Iterator[Conflict]:
    """Cells that refer to a row the change has removed or given another id."""
    for table, key in _gone(draft, change):
        for r in references_to(draft, table, key):
            yield Conflict(r.table, r.row, r.field, key, key, (table, key))


def _gone(draft: Draft, change: Change) -> Iterator[tuple[str, str]]:
    for step, key_after in zip(change.steps, change.keys_after, strict=True):
        if isinstance(step, OrderStep) or step.table not in TABLES or len(TABLES[step.table].key) != 1:
            continue
        removed = isinstance(step, RowStep) and step.new is None
        renamed = isinstance(step, CellStep) and step.row != key_after
        if (removed or renamed) and step.row not in draft.rows(step.table):
            yield step.table, step.row
