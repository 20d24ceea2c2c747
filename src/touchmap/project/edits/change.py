"""`Change`: an edit as data, with its label in plain words; it can be applied, undone and merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from touchmap.errors import TouchmapError
from touchmap.project.edits.bound import bound_to
from touchmap.project.edits.draft import Draft, MissingRowError, validated
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep, Step, inverse_of
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
    target: tuple[str, str] | None = None
    """Table and id of the row the cell refers to, where that row is what is missing."""

    def __str__(self) -> str:
        place = f"{self.table} {self.row}".rstrip()
        if self.target is not None:
            return f"{place}, {self.field}: refers to {' '.join(self.target)}, which would not be there"
        if self.field:
            return f"{place}, {self.field}: was {_shown(self.seen)}, is now {_shown(self.found)}"
        if self.found is None:
            return f"{place}: is not there any more"
        if self.seen is None:
            return f"{place}: is there already"
        fields = [f for f in self.found if self.seen.get(f, self.found[f]) != self.found[f]]
        told = "; ".join(f"{f} was {_shown(self.seen[f])}, is now {_shown(self.found[f])}" for f in fields)
        return f"{place}: {told or 'is another'}"


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
            found = None if places & told else _conflict(draft, step, key_after)
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

    def without(self, conflicts: Iterable[Conflict], project: Project) -> Change:
        """The change but for what is in conflict and what belongs to that, for whoever wants the rest.

        Where a row is not removed, what refers to it stays as well; where one is not added, nothing that
        refers to it is.

        Parameters
        ----------
        project
            The state the change was made on.
        """
        refused = bound_to(self.steps, self.keys_after, project, _in_conflict(self, conflicts))
        kept = [n for n in range(len(self.steps)) if n not in refused]
        return self._only(kept)

    def still_to_do(self, project: Project) -> Change:
        """The change but for what is so already in a project.

        >>> from touchmap.project.edits.commands import set_setting
        >>> change = set_setting(Project(), "name", "Acme")
        >>> change.still_to_do(Project()) == change, change.still_to_do(change.apply(Project())).is_empty
        (True, True)
        """
        draft = Draft(project)
        kept = [n for n, step in enumerate(self.steps) if not _is_so(draft, step, self.keys_after[n])]
        tables = {self.steps[n].table for n in kept if not isinstance(self.steps[n], OrderStep)}
        ordered = [n for n, step in enumerate(self.steps) if isinstance(step, OrderStep)]
        return self._only(sorted({*kept, *(n for n in ordered if self.steps[n].table in tables)}))

    def _only(self, numbers: Iterable[int]) -> Change:
        kept = tuple(numbers)
        return Change(
            label=self.label,
            steps=tuple(self.steps[n] for n in kept),
            keys_after=tuple(self.keys_after[n] for n in kept),
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


def _conflict(draft: Draft, step: CellStep | RowStep | OrderStep, key_after: str) -> Conflict | None:
    if isinstance(step, OrderStep):
        return None
    try:
        row = draft.row(step.table, step.row)
    except MissingRowError:
        added = isinstance(step, RowStep) and step.old is None
        return None if added else Conflict(step.table, step.row, "", step.old, None)
    if isinstance(step, RowStep):
        # Compared as rows: fields added since the step was written have their defaults.
        same = step.old is not None and row == validated(step.table, step.row, type(row), step.old)
        return None if same else Conflict(step.table, step.row, "", step.old, row.model_dump(mode="json"))
    value = draft.get(step.table, step.row, step.field)
    if value != step.old:
        return Conflict(step.table, step.row, step.field, step.old, value)
    if key_after != step.row and key_after in draft.rows(step.table):
        taken = draft.row(step.table, key_after).model_dump(mode="json")
        return Conflict(step.table, key_after, "", None, taken)
    return None


def _in_conflict(change: Change, conflicts: Iterable[Conflict]) -> set[int]:
    """Numbers of the steps that are in conflict themselves."""
    told = tuple(conflicts)
    cells = {(c.table, c.row, c.field) for c in told if c.field}
    rows = {(c.table, c.row) for c in told if not c.field}
    referring = {(c.table, c.row) for c in told if c.target is not None}
    targets = {c.target for c in told if c.target is not None}
    found = set()
    for n, (step, key_after) in enumerate(zip(change.steps, change.keys_after, strict=True)):
        if isinstance(step, OrderStep):
            continue
        here, whole = (step.table, step.row), isinstance(step, RowStep)
        if (
            {here, (step.table, key_after)} & rows
            or (isinstance(step, CellStep) and (*here, step.field) in cells)
            or (whole and here in referring)
            or ((whole or key_after != step.row) and here in targets)
        ):
            found.add(n)
    return found


def _is_so(draft: Draft, step: CellStep | RowStep | OrderStep, key_after: str) -> bool:
    rows = draft.rows(step.table) if step.table != SETTINGS else {"": draft.row(SETTINGS, "")}
    if isinstance(step, OrderStep):
        return list(dict.fromkeys([*(k for k in step.new if k in rows), *rows])) == list(rows)
    if isinstance(step, CellStep):
        if step.row != key_after or step.row not in rows:
            return False
        return bool(draft.get(step.table, step.row, step.field) == step.new)
    if step.new is None:
        return step.row not in rows
    row = rows.get(step.row)
    return row is not None and row == validated(step.table, step.row, type(row), step.new)


def _take(draft: Draft, step: CellStep | RowStep | OrderStep) -> None:
    if isinstance(step, OrderStep):
        draft.order(step.table, step.new)
    elif isinstance(step, CellStep):
        draft.set(step.table, step.row, step.field, step.new, stated=step.new_stated)
    elif step.new is None:
        draft.remove(step.table, step.row)
    else:
        draft.add(step.table, step.new, after=step.after, unstated=step.unstated)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "blank"
    return f"‘{value}’"
