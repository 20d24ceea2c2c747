"""`Change`: an edit as data, with its label in plain words; it can be applied, undone and merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from touchmap.errors import TouchmapError
from touchmap.project.edits.draft import Draft, MissingRowError, validated
from touchmap.project.edits.steps import CellStep, OrderStep, RowStep, Step, inverse_of
from touchmap.project.model import Project


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell or row that is not as the author of a change saw it."""

    table: str
    row: str
    field: str
    """Field; empty if it concerns the whole row."""
    seen: Any
    """Value the author saw."""
    found: Any
    """Value there is now."""

    def __str__(self) -> str:
        place = f"{self.table} {self.row}" + (f", {self.field}" if self.field else "")
        return f"{place}: was {_shown(self.seen)}, is now {_shown(self.found)}"


class StaleChangeError(TouchmapError):
    """Somebody has changed the same cells since; they are in `conflicts`."""

    def __init__(self, label: str, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        lines = "\n".join(f"  {conflict}" for conflict in conflicts)
        super().__init__(f"‘{label}’ does not fit any more:\n{lines}")


class Change(BaseModel):
    """An edit: steps that belong together and are undone together.

    >>> from touchmap.project.edits.commands import set_setting
    >>> change = set_setting(Project(), "name", "Acme")
    >>> change.label
    'Set name to ‘Acme’'
    >>> after = change.apply(Project())
    >>> after.settings.name, change.inverse().apply(after) == Project()
    ('Acme', True)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    steps: tuple[Step, ...] = ()
    keys_after: tuple[str, ...] = ()
    """Key of each step's row once it is done."""

    @classmethod
    def of(cls, label: str, draft: Draft) -> Change:
        """The steps a draft has recorded."""
        return cls(label=label, steps=tuple(draft.steps), keys_after=tuple(draft.keys_after))

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not self.steps

    def apply(self, project: Project) -> Project:
        """Give the changed project.

        Parameters
        ----------
        project
            Any state: what others changed elsewhere stays as they left it.

        Raises
        ------
        StaleChangeError
            If a cell or row is not as the author saw it.
        InvalidProjectError
            If a value is not legal.
        """
        draft = Draft(project)
        self.apply_to(draft)
        return draft.project()

    def apply_to(self, draft: Draft) -> Change:
        """Apply it to a draft, and give what was done.

        That is the change itself but for places: where others have put rows in another order since, or
        removed the row to stand after, it says where things really were, so that undoing is exact.

        Raises
        ------
        StaleChangeError
            With all that is not as the author saw it; the draft is of no use then.
        InvalidProjectError
            If a value is not legal.
        """
        begun = len(draft.steps)
        conflicts: list[Conflict] = []
        told: set[tuple[str, ...]] = set()
        for step, key_after in zip(self.steps, self.keys_after, strict=True):
            row, field = getattr(step, "row", ""), getattr(step, "field", "")
            places = {(step.table, row), (step.table, row, field), (step.table, key_after)}
            found = None if places & told else _conflict(draft, step)
            if found is None and not places & told:
                _take(draft, step)
                continue
            # What follows in the same cell, or in a row that is not there, would only say it again.
            whole_row = row != key_after or (found is not None and not found.field)
            told |= places if whole_row else {(step.table, row, field)}
            conflicts += [] if found is None else [found]
        if conflicts:
            raise StaleChangeError(self.label, tuple(conflicts))
        return Change(
            label=self.label,
            steps=tuple(draft.steps[begun:]),
            keys_after=tuple(draft.keys_after[begun:]),
        )

    def inverse(self) -> Change:
        """The change that undoes this one."""
        pairs = zip(reversed(self.steps), reversed(self.keys_after), strict=True)
        return Change(
            label=f"Undo: {self.label}",
            steps=tuple(inverse_of(step, after) for step, after in pairs),
            keys_after=tuple(getattr(step, "row", "") for step in reversed(self.steps)),
        )

    def without(self, conflicts: Iterable[Conflict]) -> Change:
        """The change but for what is in conflict, for whoever wants the rest of it."""
        places = {(c.table, c.row, c.field) for c in conflicts}
        kept = [
            (step, key)
            for step, key in zip(self.steps, self.keys_after, strict=True)
            if not places
            & {
                (step.table, getattr(step, "row", ""), getattr(step, "field", "")),
                (step.table, getattr(step, "row", ""), ""),
            }
        ]
        return Change(
            label=self.label,
            steps=tuple(step for step, _ in kept),
            keys_after=tuple(key for _, key in kept),
        )

    @property
    def cells(self) -> frozenset[tuple[str, str, str]]:
        """Table, row and field of everything it touches; an empty field is a whole row."""
        return frozenset(
            (step.table, getattr(step, "row", ""), getattr(step, "field", "")) for step in self.steps
        )


def replay(project: Project, changes: list[Change]) -> Project:
    """Apply changes that fit one after another, as from a journal; faster than one at a time.

    Raises
    ------
    StaleChangeError
        If one of them does not fit.
    """
    return combine("replay", changes).apply(project)


def combine(label: str, changes: list[Change]) -> Change:
    """Several changes, made one after another, as one that is undone as a whole."""
    return Change(
        label=label,
        steps=tuple(step for change in changes for step in change.steps),
        keys_after=tuple(key for change in changes for key in change.keys_after),
    )


def _conflict(draft: Draft, step: CellStep | RowStep | OrderStep) -> Conflict | None:
    if isinstance(step, OrderStep):
        return None
    try:
        row = draft.row(step.table, step.row)
    except MissingRowError:
        if isinstance(step, RowStep) and step.old is None:
            return None
        return Conflict(step.table, step.row, "", step.old, None)
    if isinstance(step, RowStep):
        now = row.model_dump(mode="json")
        if step.old is not None and row == validated(step.table, step.row, type(row), step.old):
            return None  # compared as rows: fields added since the step was written have their defaults
        return Conflict(step.table, step.row, "", step.old, now)
    value = draft.get(step.table, step.row, step.field)
    return None if value == step.old else Conflict(step.table, step.row, step.field, step.old, value)


def _take(draft: Draft, step: CellStep | RowStep | OrderStep) -> None:
    if isinstance(step, OrderStep):
        draft.order(step.table, step.new)
    elif isinstance(step, CellStep):
        draft.set(step.table, step.row, step.field, step.new)
    elif step.new is None:
        draft.remove(step.table, step.row)
    else:
        draft.add(step.table, step.new, after=step.after)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "blank"
    if isinstance(value, dict):
        return "a row"
    return f"‘{value}’"
