"""Which steps of an edit belong together: what makes no sense if one of them is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from touchmap.project.edits.draft import Draft
from touchmap.project.edits.references import references_from
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep
from touchmap.project.model import Project

Place = tuple[str, str]


def bound_to(
    steps: Sequence[CellStep | RowStep | OrderStep],
    keys_after: Sequence[str],
    project: Project,
    refused: Iterable[int],
) -> set[int]:
    """Numbers of the refused steps and of all that cannot be without them.

    A row that is not removed keeps what refers to it; what keeps referring to a row keeps the row; a row
    that is not added is referred to by nothing. The same holds for new ids.

    Parameters
    ----------
    project
        The state the steps were made on.
    """
    groups = _Groups(steps, keys_after, project)
    found: set[int] = set()
    ahead = list(refused)
    while ahead:
        n = ahead.pop()
        if n not in found:
            found.add(n)
            ahead.extend(m for m in groups.beside(n) if m not in found)
    return found


class _Groups:
    """Steps by the rows they touch and by the rows they refer to."""

    def __init__(
        self,
        steps: Sequence[CellStep | RowStep | OrderStep],
        keys_after: Sequence[str],
        project: Project,
    ) -> None:
        self.steps, self.keys_after = steps, keys_after
        self.on: dict[Place, list[int]] = defaultdict(list)
        self.referred: dict[Place, list[int]] = defaultdict(list)
        """Steps after which a cell no longer refers to a row."""
        self.refers: dict[Place, list[int]] = defaultdict(list)
        """Steps after which a cell refers to a row."""
        self.left: dict[int, set[Place]] = {}
        draft = Draft(project)
        for n, step in enumerate(steps):
            if isinstance(step, OrderStep) or step.table == SETTINGS:
                continue
            for place in {(step.table, step.row), (step.table, keys_after[n])}:
                self.on[place].append(n)
            old, new = _values(step, draft)
            before, after = set(_targets(step.table, old)), set(_targets(step.table, new))
            self.left[n] = before - after
            for target in before - after:
                self.referred[target].append(n)
            for target in after - before:
                self.refers[target].append(n)

    def beside(self, n: int) -> Iterator[int]:
        """Steps that make no sense without one."""
        step = self.steps[n]
        if isinstance(step, OrderStep):
            return
        here, there = (step.table, step.row), (step.table, self.keys_after[n])
        whole, cell = isinstance(step, RowStep) or here != there, getattr(step, "field", "")
        for m in {*self.on[here], *self.on[there]}:
            other = self.steps[m]
            if whole or self._is_whole(m) or (m > n and getattr(other, "field", "") == cell):
                yield m
        if whole:
            yield from self.referred[here]
            yield from self.refers[there]
        for target in self.left.get(n, ()):
            yield from (m for m in self.on[target] if self._is_whole(m))

    def _is_whole(self, n: int) -> bool:
        """Whether a step adds, removes or renames a row."""
        step = self.steps[n]
        return isinstance(step, RowStep) or (isinstance(step, CellStep) and step.row != self.keys_after[n])


def _values(step: CellStep | RowStep, draft: Draft) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Fields of a row before and after a step, as far as they are known."""
    if isinstance(step, RowStep):
        return step.old or {}, step.new or {}
    row = draft.rows(step.table).get(step.row)
    rest = {} if row is None else row.model_dump(mode="json")
    return rest | {step.field: step.old}, rest | {step.field: step.new}


def _targets(table: str, values: Mapping[str, Any]) -> Iterator[Place]:
    for _, target, key in references_from(table, values):
        yield target, key
