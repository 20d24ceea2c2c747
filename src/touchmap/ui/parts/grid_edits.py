"""What is typed into a grid, as an edit of the project: positions become rows, cells become values.

A grid shows a frozen table, and tells all that was done to it so far: cells by position, rows added,
positions of rows taken out. `take` finds what is new since it looked last, and makes one change of it.
Whatever is refused stays as it was typed, with the reason, until it is corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from touchmap.errors import InvalidProjectError, TouchmapError
from touchmap.files.cells import BadCellError
from touchmap.files.columns import columns
from touchmap.project import Entity, Project
from touchmap.project.edits import Change, add_row, combine, remove_row, set_field, set_setting
from touchmap.project.edits.steps import SETTINGS
from touchmap.ui.parts.grid_cells import cell_of, is_flag, setting_text, shown_value, typed_value
from touchmap.ui.parts.grid_ids import next_id

VALUE = "value"
"""Column of the values of the settings."""
Spot = tuple[str, int]
"""A row of a grid: ``base`` or ``new``, and its position there."""


@dataclass(frozen=True, slots=True)
class Typed:
    """All that was done to a frozen table so far, as the grid tells it."""

    cells: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    """Cells by position and column; a cell that is again as it was is not among them."""
    added: tuple[Mapping[str, Any], ...] = ()
    """Rows added below, with the cells that are filled in."""
    deleted: frozenset[int] = frozenset()
    """Positions of rows taken out."""

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Typed:
        """What the grid tells."""
        return cls(
            {int(n): dict(cells) for n, cells in state.get("edited_rows", {}).items()},
            tuple(dict(row) for row in state.get("added_rows", ())),
            frozenset(int(n) for n in state.get("deleted_rows", ())),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that could not be taken as it was typed."""

    row: str
    """Key of the row; of a new one that has none yet, empty."""
    spot: Spot
    column: str
    value: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A frozen table, and what became of all that was typed into it so far."""

    table: str
    base: tuple[Mapping[str, Any], ...]
    """Cells as they are shown."""
    keys: tuple[str | None, ...]
    """Key of the row at each position now; none if it is gone."""
    added_keys: tuple[str | None, ...] = ()
    """Key of each added row; none as long as it is not complete."""
    typed: Typed = field(default_factory=Typed)
    refused: tuple[Refusal, ...] = ()
    drafts: frozenset[int] = frozenset()
    """Positions of rows that were begun earlier and are not complete yet."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Cells of new rows that are filled in where nothing is typed."""

    @classmethod
    def show(
        cls,
        table: str,
        rows: Iterable[Entity],
        names: Sequence[str] | None = None,
        *,
        drafts: Iterable[Mapping[str, Any]] = (),
        given: Mapping[str, Any] | None = None,
    ) -> Sheet:
        """Freeze rows of a table.

        Parameters
        ----------
        names
            Columns that are shown; all if none are given.
        drafts
            Cells of rows that are not complete yet; they stand below.
        given
            Cells of new rows that are filled in where nothing is typed.
        """
        shown = [columns(table)[name] for name in (names or columns(table))]
        listed, begun = list(rows), list(drafts)
        base = [{c.name: cell_of(c, row) for c in shown} for row in listed]
        base += [{c.name: cells.get(c.name, shown_value(c, None)) for c in shown} for cells in begun]
        keys = (*(row.row_key for row in listed), *(None for _ in begun))
        begun_at = frozenset(range(len(listed), len(base)))
        return cls(table, tuple(base), keys, drafts=begun_at, given=dict(given or {}))

    @classmethod
    def of_settings(cls, project: Project, fields: Iterable[str]) -> Sheet:
        """Freeze settings, one in each row, its value in the column ``value``."""
        known, listed = columns(SETTINGS), tuple(fields)
        base = tuple({VALUE: setting_text(known[f], getattr(project.settings, f))} for f in listed)
        return cls(SETTINGS, base, listed)

    @property
    def unfinished(self) -> tuple[dict[str, Any], ...]:
        """Cells of the rows that were begun and are not complete."""
        begun = [self.cells_at(n) for n in sorted(self.drafts - self.typed.deleted) if self.keys[n] is None]
        added = zip(self.typed.added, self.added_keys, strict=True)
        begun += [dict(cells) for cells, key in added if key is None]
        return tuple(cells for cells in begun if _is_begun(self.table, cells))

    def cells_at(self, n: int) -> dict[str, Any]:
        """Cells at a position as they stand now."""
        return {**self.base[n], **self.typed.cells.get(n, {})}

    def with_refused(self, refused: Iterable[Refusal]) -> Sheet:
        """With cells that were refused before, shown as they were typed."""
        at = {key: n for n, key in enumerate(self.keys)}
        base, kept = [dict(cells) for cells in self.base], []
        for told in refused:
            n = at.get(told.row) if told.row else None
            if n is not None and told.column in base[n]:
                base[n][told.column] = told.value
                kept.append(replace(told, spot=("base", n)))
        return replace(self, base=tuple(base), refused=tuple(kept))

    def without_rows_gone(self, project: Project, refused: Iterable[Refusal]) -> Sheet:
        """With what is refused now, knowing which rows are not in the project."""
        if self.table == SETTINGS:
            return replace(self, refused=tuple(refused))
        there = {row.row_key for row in project.rows(self.table)}
        return replace(
            self,
            keys=tuple(k if k in there else None for k in self.keys),
            added_keys=tuple(k if k in there else None for k in self.added_keys),
            refused=tuple(refused),
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the latest edits."""

    sheet: Sheet
    changes: tuple[Change, ...]
    project: Project
    """The project with the changes made."""

    def change(self, label: str) -> Change:
        """All of it as one edit; where it is a single one, it keeps its own label."""
        if len(self.changes) == 1:
            return self.changes[0]
        return combine(label, list(self.changes))


def take(sheet: Sheet, project: Project, typed: Typed) -> Taken:
    """Make changes of what is new since the grid was looked at last.

    Parameters
    ----------
    project
        The project as the grid shows it, with everything taken before.
    typed
        All that was done to the frozen table so far.
    """
    taker = _Taker(sheet, project, typed)
    taker.cells()
    taker.rows_added()
    taker.rows_deleted()
    return taker.taken()


class _Taker:
    def __init__(self, sheet: Sheet, project: Project, typed: Typed) -> None:
        self.sheet, self.project, self.typed = sheet, project, typed
        self.changes: list[Change] = []
        self.keys = list(sheet.keys)
        self.old_of = aligned(sheet.typed.added, typed.added)
        new_of = {old: new for new, old in enumerate(self.old_of) if old is not None}
        self.lost = [n for n in range(len(sheet.typed.added)) if n not in new_of]
        self.added_keys: list[str | None] = [
            None if old is None else sheet.added_keys[old] for old in self.old_of
        ]
        self.refused: dict[tuple[Spot, str], Refusal] = {}
        for told in sheet.refused:
            kind, n = told.spot
            if kind == "base" and n not in typed.deleted:
                self.refused[told.spot, told.column] = told
            elif kind == "new" and n in new_of and self.added_keys[new_of[n]] is not None:
                spot = ("new", new_of[n])
                self.refused[spot, told.column] = replace(told, spot=spot)

    def taken(self) -> Taken:
        told = sorted(self.refused.values(), key=lambda r: (r.spot, r.column))
        sheet = replace(
            self.sheet,
            keys=tuple(self.keys),
            added_keys=tuple(self.added_keys),
            typed=self.typed,
            refused=tuple(told),
        )
        return Taken(sheet, tuple(self.changes), self.project)

    def cells(self) -> None:
        """Set the cells that are new; where ids are passed on from row to row, in an order that works."""
        ahead = list(self._new_cells())
        while ahead:
            left = [cell for cell in ahead if not self._set(*cell)]
            if len(left) == len(ahead):
                return
            ahead = left

    def _new_cells(self) -> Iterator[tuple[Spot, str, Any]]:
        before, now = self.sheet.typed, self.typed
        for n in sorted({*before.cells, *now.cells} - now.deleted):
            old, new, base = before.cells.get(n, {}), now.cells.get(n, {}), self.sheet.base[n]
            for name in sorted({*old, *new}, key=list(base).index):
                if not _same(new.get(name, base[name]), old.get(name, base[name])):
                    yield ("base", n), name, new.get(name, base[name])
        for n, old_n in enumerate(self.old_of):
            if old_n is None or self.added_keys[n] is None:
                continue
            old, new = before.added[old_n], now.added[n]
            for name in sorted({*old, *new}):
                if not _same(new.get(name), old.get(name)):
                    yield ("new", n), name, new.get(name)

    def _set(self, spot: Spot, name: str, typed: Any) -> bool:
        key = self._key(spot)
        self.refused.pop((spot, name), None)
        if key is None:
            return True
        try:
            change = self._setting(key, name, typed)
        except (BadCellError, TouchmapError) as error:
            self._refuse(spot, name, typed, error)
            return False
        if not change.is_empty:
            self._do(change)
            if self.sheet.table != SETTINGS:
                self._rename(key, change.keys_after[0])
        return True

    def _setting(self, key: str, name: str, typed: Any) -> Change:
        table = self.sheet.table
        if table == SETTINGS:
            return set_setting(self.project, key, typed_value(columns(table)[key], typed))
        return set_field(self.project, table, key, name, typed_value(columns(table)[name], typed))

    def rows_added(self) -> None:
        """Add the rows that are complete; one more may complete another that refers to it."""
        begun = sorted(n for n in self.sheet.drafts - self.typed.deleted if self.keys[n] is None)
        waiting: list[Spot] = [("base", n) for n in begun]
        waiting += [("new", n) for n, key in enumerate(self.added_keys) if key is None]
        while waiting:
            left = [spot for spot in waiting if not self._add(spot)]
            if len(left) == len(waiting):
                return
            waiting = left

    def _add(self, spot: Spot) -> bool:
        table, (kind, n) = self.sheet.table, spot
        now = replace(self.sheet, typed=self.typed)
        cells = now.cells_at(n) if kind == "base" else self.typed.added[n]
        for known in [k for k in self.refused if k[0] == spot]:
            del self.refused[known]
        values: dict[str, Any] = {}
        filled = {k: v for k, v in cells.items() if v is not None and v != ""}
        if not _is_begun(table, filled):
            return False
        filled = {**self.sheet.given, **filled}
        proposed = next_id(self.project, table)
        for name, column in columns(table).items():
            if name not in filled and not column.required:
                continue
            typed = filled.get(name, proposed if column.name == column_of_id(table) else "")
            try:
                values[name] = typed_value(column, typed)
            except BadCellError as error:
                self._refuse(spot, name, typed, error)
        if any(known[0] == spot for known in self.refused):
            return False
        try:
            change = add_row(self.project, table, values)
        except TouchmapError as error:
            self._refuse(spot, column_of_id(table), values.get(column_of_id(table)), error)
            return False
        self._do(change)
        (self.keys if kind == "base" else self.added_keys)[n] = change.keys_after[0]
        return True

    def rows_deleted(self) -> None:
        """Take rows out with what hangs on them."""
        for n in sorted(self.typed.deleted - self.sheet.typed.deleted):
            self._remove(self.keys[n])
            self.keys[n] = None
        for old in self.lost:
            self._remove(self.sheet.added_keys[old])

    def _remove(self, key: str | None) -> None:
        rows = {row.row_key for row in self.project.rows(self.sheet.table)}
        if key is not None and key in rows:
            self._do(remove_row(self.project, self.sheet.table, key))

    def _key(self, spot: Spot) -> str | None:
        kind, n = spot
        return self.keys[n] if kind == "base" else self.added_keys[n]

    def _rename(self, before: str, after: str) -> None:
        if before != after:
            self.keys = [after if key == before else key for key in self.keys]
            self.added_keys = [after if key == before else key for key in self.added_keys]

    def _do(self, change: Change) -> None:
        self.project = change.apply(self.project)
        self.changes.append(change)

    def _refuse(self, spot: Spot, name: str, typed: Any, error: Exception) -> None:
        key, value = self._key(spot) or "", "" if typed is None else str(typed)
        if isinstance(error, BadCellError):
            told = [(name, error.message, error.hint)]
        elif isinstance(error, InvalidProjectError):
            told = [(issue.where.column or name, issue.message, issue.hint) for issue in error.issues]
        else:
            told = [(name, str(error), "")]
        for column, why, remedy in told:
            self.refused[spot, column] = Refusal(key, spot, column, value, why, remedy)


def aligned(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Which of the rows added before each added row is; none for one that is new.

    Where there are fewer, those that were taken out again are found by what the others hold.

    >>> aligned([{"a": "1"}, {"a": "2"}, {"a": "3"}], [{"a": "1"}, {"a": "3"}])
    [0, 2]
    >>> aligned([{"a": "1"}], [{"a": "2"}, {}])
    [0, None]
    """
    if len(new) >= len(old):
        return [n if n < len(old) else None for n in range(len(new))]
    before, now = [sorted(row.items()) for row in old], [sorted(row.items()) for row in new]
    found: list[int | None] = [None] * len(new)
    matcher = SequenceMatcher(None, list(map(repr, before)), list(map(repr, now)), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind in ("equal", "replace"):
            for offset in range(min(b - a, d - c)):
                found[c + offset] = a + offset
    return found


def column_of_id(table: str) -> str:
    """The column an id of a table's rows stands in: the first."""
    return next(iter(columns(table)))


def _is_begun(table: str, cells: Mapping[str, Any]) -> bool:
    """Whether anything is typed into a new row; a tick alone is nothing."""
    known = columns(table)
    return any(value not in (None, "") and not is_flag(known[name]) for name, value in cells.items())


def _same(a: Any, b: Any) -> bool:
    """Whether two cells say the same: a blank cell comes as nothing or as an empty text."""
    blank = (None, "")
    return (a in blank and b in blank) or (type(a) is type(b) and a == b)
