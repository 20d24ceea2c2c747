"""A spreadsheet that comes back more than once: what of it was taken over before is not taken over again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from touchmap.project.edits.change import Change
from touchmap.project.edits.draft import Draft, validated
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep, Values
from touchmap.project.model import TABLES, Project

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Returned:
    """What a spreadsheet is to be held against."""

    base: Project
    """The state it was written from, with what was taken over from it since."""
    known: int
    """Cells and rows that were taken over before."""
    turned_back: tuple[str, ...]
    """Cells and rows that are again as they were in the state it was written from, though they were taken
    over changed. Somebody turned them back, or this is another copy in which they were never changed."""


def returned(
    base: Project,
    sheet: Project,
    taken: Iterable[Change],
    others: Collection[tuple[str, str, str]] = (),
) -> Returned:
    """What a spreadsheet is held against that was taken over before.

    Parameters
    ----------
    base
        The state it was written from.
    sheet
        The spreadsheet as it is now.
    taken
        What was taken over from it before, in that order.
    others
        Table, row and field (empty = the whole row) of what somebody else took over last, who may have
        another copy of it: where this one says a third thing, it is held against the state it was written
        from, and so against the other's edit.

    >>> from touchmap.project import Stage
    >>> from touchmap.project.edits import difference
    >>> def stage(name): return Project(stages=(Stage(stage_id="S", name=name),))
    >>> first = difference(stage("Join"), stage("Joining"))
    >>> back = returned(stage("Join"), stage("Sign up"), [first])
    >>> back.base == stage("Joining"), back.known
    (True, 1)
    """
    rows, cells, orders = _last(taken)
    draft, wanted = Draft(base), Draft(sheet)
    known, turned_back = _rows_back(draft, wanted, rows, cells, others)
    for (table, key), changed in cells.items():
        if not (_has(draft, table, key) and _has(wanted, table, key)):
            continue
        for field, value in changed.items():
            before, now = draft.get(table, key, field), wanted.get(table, key, field)
            if now != before:
                if (table, key, field) in others and now != value:
                    continue
                draft.set(table, key, field, value)
                known += 1
            elif value != before:
                turned_back.append(f"{table} {key}".rstrip() + f", {field}")
    for table, order in orders.items():
        if list(wanted.rows(table)) != list(Draft(base).rows(table)):
            draft.order(table, order)
    return Returned(draft.project(), known, tuple(turned_back))


def _rows_back(
    draft: Draft,
    wanted: Draft,
    rows: dict[Row, Values | None],
    cells: dict[Row, Values],
    others: Collection[tuple[str, str, str]],
) -> tuple[int, list[str]]:
    """Add and remove the rows that were taken over: how many, and which are again as they were."""
    known, turned_back = 0, []
    for (table, key), values in rows.items():
        was, now = key in draft.rows(table), key in wanted.rows(table)
        if was == now:
            turned_back += [f"{table} {key}"] if was != (values is not None) else []
            continue
        if values is None:
            draft.remove(table, key)
        else:
            latest = values | cells.pop((table, key), {})
            is_same = validated(table, key, TABLES[table], latest) == wanted.row(table, key)
            if (table, key, "") in others and not is_same:
                continue
            draft.add(table, latest)
        known += 1
    return known, turned_back


def _last(
    taken: Iterable[Change],
) -> tuple[dict[Row, Values | None], dict[Row, Values], dict[str, tuple[str, ...]]]:
    """What the changes gave in the end: rows added and removed, cells, orders."""
    rows: dict[Row, Values | None] = {}
    cells: dict[Row, Values] = {}
    orders: dict[str, tuple[str, ...]] = {}
    for step in _steps(taken):
        if isinstance(step, OrderStep):
            orders[step.table] = step.new
            continue
        place = (step.table, step.row)
        if isinstance(step, CellStep):
            cells.setdefault(place, {})[step.field] = step.new
        else:
            rows[place] = step.new
            cells.pop(place, None)
    return rows, cells, orders


def _steps(taken: Iterable[Change]) -> Iterator[CellStep | RowStep | OrderStep]:
    for change in taken:
        yield from change.steps


def _has(draft: Draft, table: str, key: str) -> bool:
    return table == SETTINGS or key in draft.rows(table)
