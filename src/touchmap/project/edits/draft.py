"""`Draft`: a project being edited. It records every step and gives the new project at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from touchmap.errors import InvalidProjectError, Issue, TouchmapError, Where
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep, Values
from touchmap.project.entity import Entity
from touchmap.project.model import TABLES, Project, row_digest
from touchmap.project.settings import Settings
from touchmap.project.stating import state_only, unstated_of


class MissingRowError(TouchmapError):
    """An edit names a row, a field or a table that does not exist."""


class Draft:
    """A project being edited.

    Parameters
    ----------
    project
        The state to start from; it stays as it is.

    >>> from touchmap.project import Process
    >>> draft = Draft(Project(processes=(Process(process_id="P1", name="Billing"),)))
    >>> draft.set("processes", "P1", "name", "Bills")
    >>> draft.project().process("P1").name
    'Bills'
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tables: dict[str, dict[str, Entity]] = {}
        self._changed: set[str] = set()
        self._own: set[str] = set()
        self._settings = project.settings
        self._summed = "row_sum" in project.__dict__
        self._row_sum = project.row_sum if self._summed else 0
        self.steps: list[CellStep | RowStep | OrderStep] = []
        self.keys_after: list[str] = []

    def rows(self, table: str) -> dict[str, Entity]:
        """Rows of a table by key, in their order; of rows with the same key, the first."""
        if table not in TABLES:
            raise MissingRowError(f"there is no table {table!r}; there are: {', '.join(TABLES)}")
        if table not in self._tables:
            self._tables[table] = _by_key(self._project, table)
        return self._tables[table]

    def ids(self, table: str) -> dict[str, None]:
        """Ids other tables may refer to: of a table with several key fields, the first of them."""
        rows = self.rows(table)
        field = TABLES[table].key[0]
        return dict.fromkeys(str(getattr(row, field)) for row in rows.values())

    def row(self, table: str, key: str) -> Entity:
        """One row.

        Raises
        ------
        MissingRowError
            If it does not exist.
        """
        if table == SETTINGS:
            return self._settings
        rows = self.rows(table)
        if key not in rows:
            raise MissingRowError(f"{table} has no row {key!r}")
        return rows[key]

    def get(self, table: str, key: str, field: str) -> Any:
        """Value of a cell as plain data."""
        row = self.row(table, key)
        if field not in type(row).model_fields:
            raise MissingRowError(f"{table} has no field {field!r}")
        return row.model_dump(mode="json", include={field})[field]

    def set(self, table: str, key: str, field: str, value: Any, *, stated: bool = True) -> None:
        """Set a cell; nothing happens if it has the value already.

        Parameters
        ----------
        stated
            Whether the value is stated, and not the default of a cell that becomes blank.

        Raises
        ------
        InvalidProjectError
            If the value is not legal, or another row has the new key.
        """
        old = self.get(table, key, field)
        row = self.row(table, key)
        changed = validated(table, key, type(row), row.model_dump(mode="json") | {field: value})
        new = changed.model_dump(mode="json", include={field})[field]
        if new == old:
            return
        # Other fields nobody stated stay unstated, and a cleared one becomes so: results name them.
        stated = stated and new is not None
        others = row.model_fields_set - {field}
        state_only(changed, others | {field} if stated else others)
        if table == SETTINGS:
            assert isinstance(changed, Settings)  # noqa: S101
            self._settings = changed
        else:
            self._put(table, key, changed)
        step = CellStep(
            table=table,
            row=key,
            field=field,
            old=old,
            new=new,
            old_stated=field in row.model_fields_set,
            new_stated=stated,
        )
        self._record(step, changed.row_key)

    def add(self, table: str, values: Values, *, after: str | None = "", unstated: Iterable[str] = ()) -> str:
        """Add a row and give its key.

        Parameters
        ----------
        unstated
            Fields among the values that nobody stated.
        after
            Key of the row to stand after; empty = the last, none = it becomes the first.

        Raises
        ------
        InvalidProjectError
            If a value is not legal or there is such a row already.
        """
        rows = self.rows(table)
        row = validated(table, "", TABLES[table], values)
        state_only(row, row.model_fields_set.difference(unstated))
        key = row.row_key
        if key in rows:
            raise InvalidProjectError([_taken(table, key)])
        if after == "":
            after = next(reversed(rows), None)
        if after is not None and after not in rows:
            after = next(reversed(rows), None)
        self._insert(table, key, row, after)
        new = row.model_dump(mode="json")
        self._record(RowStep(table=table, row=key, new=new, unstated=unstated_of(row), after=after), key)
        return key

    def remove(self, table: str, key: str) -> None:
        """Remove a row; what refers to it stays."""
        row, rows = self.row(table, key), self._to_change(table)
        keys = list(rows)
        place = len(keys) - 1 if keys[-1] == key else keys.index(key)
        after = keys[place - 1] if place else None
        del rows[key]
        self._count(row, None)
        old = row.model_dump(mode="json")
        self._record(RowStep(table=table, row=key, old=old, unstated=unstated_of(row), after=after), key)

    def order(self, table: str, keys: tuple[str, ...]) -> None:
        """Put the rows of a table in another order; rows not named keep theirs, at the end."""
        rows = self.rows(table)
        old = tuple(rows)
        wanted = [k for k in keys if k in rows]
        new = tuple(dict.fromkeys([*wanted, *old]))
        if new == old:
            return
        self._replace(table, {key: rows[key] for key in new})
        self._record(OrderStep(table=table, old=old, new=new), "")

    def project(self) -> Project:
        """The edited project."""
        changed: dict[str, Any] = {table: self._tables[table].values() for table in self._changed}
        project = self._project.replace(settings=self._settings, **changed)
        project.__dict__[_BY_KEY] = self._project.__dict__.get(_BY_KEY, {}) | self._tables
        self._own.clear()  # from here on the tables are those of the project, too
        if self._summed:
            project.__dict__["row_sum"] = self._row_sum
        return project

    def _count(self, old: Entity | None, new: Entity | None) -> None:
        """Carry the sum of the digests along, so that the hash of the edited project costs nothing."""
        if self._summed:
            gone, come = (0 if row is None else row_digest(row) for row in (old, new))
            self._row_sum = (self._row_sum + come - gone) % (1 << 256)

    def _record(self, step: CellStep | RowStep | OrderStep, key_after: str) -> None:
        self.steps.append(step)
        self.keys_after.append(key_after)

    def _put(self, table: str, key: str, row: Entity) -> None:
        rows = self.rows(table)
        if row.row_key != key and row.row_key in rows:
            raise InvalidProjectError([_taken(table, row.row_key)])
        self._count(rows[key], row)
        if row.row_key == key:
            self._to_change(table)[key] = row
            return
        renamed = {(row.row_key if k == key else k): (row if k == key else v) for k, v in rows.items()}
        self._replace(table, renamed)

    def _insert(self, table: str, key: str, row: Entity, after: str | None) -> None:
        rows = self.rows(table)
        self._count(None, row)
        if after == next(reversed(rows), None):
            self._to_change(table)[key] = row
            return
        placed: dict[str, Entity] = {} if after is not None else {key: row}
        for k, v in rows.items():
            placed[k] = v
            if k == after:
                placed[key] = row
        self._replace(table, placed)

    def _to_change(self, table: str) -> dict[str, Entity]:
        """Rows of a table that are nobody else's."""
        rows = self.rows(table)
        if table not in self._own:
            self._replace(table, dict(rows))
        return self._tables[table]

    def _replace(self, table: str, rows: dict[str, Entity]) -> None:
        self._tables[table] = rows
        self._changed.add(table)
        self._own.add(table)


_BY_KEY = "_rows_by_key"


def _by_key(project: Project, table: str) -> dict[str, Entity]:
    """Rows of a table by key. They stay with the project and with what is made of it, and never change.

    Raises
    ------
    MissingRowError
        If two rows have the same key.
    """
    known: dict[str, dict[str, Entity]] = project.__dict__.setdefault(_BY_KEY, {})
    if table not in known:
        rows: dict[str, Entity] = {}
        for row in project.rows(table):
            key = row.row_key
            if key in rows:
                raise MissingRowError(
                    f"{table} has two rows {key!r}; give one of them another id in the file first"
                )
            rows[key] = row
        known[table] = rows
    return known[table]


def validated(table: str, key: str, entity: type[Entity], values: Values) -> Entity:
    """Make a row of plain data.

    Raises
    ------
    InvalidProjectError
        With every value that is not legal, its field and what is allowed.
    """
    try:
        return entity.model_validate(values)
    except ValidationError as error:
        raise InvalidProjectError(_issues(table, key, error)) from None


def _issues(table: str, key: str, error: ValidationError) -> list[Issue]:
    issues = []
    for problem in error.errors():
        field = str(problem["loc"][0]) if problem["loc"] else ""
        value = "" if problem["type"] == "missing" else str(problem["input"])[:80]
        issues.append(
            Issue(
                "bad_value",
                f"{field}: {problem['msg']}" + (f", got {value!r}" if value else ""),
                "correct the value",
                Where(table=table, row_id=key, column=field),
                value=value,
            )
        )
    return issues


def _taken(table: str, key: str) -> Issue:
    where = Where(table=table, row_id=key)
    return Issue("duplicate_id", f"{table} has a row {key!r} already", "choose another id", where, value=key)
