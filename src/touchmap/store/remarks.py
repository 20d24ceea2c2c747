"""Comments and decisions on a row or on the whole project."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.project import Project
from touchmap.project.edits import Change, Draft
from touchmap.project.edits.steps import SETTINGS, CellStep, OrderStep, RowStep
from touchmap.store.access import Access, Role
from touchmap.store.database import reading, writing
from touchmap.store.schema import remarks
from touchmap.store.times import now_text, time_of
from touchmap.store.words import kept, one_line


class RemarkKind(StrEnum):
    """What a remark is."""

    COMMENT = "comment"
    DECISION = "decision"
    """Stands in the minutes."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment or a decision."""

    remark_id: str
    kind: RemarkKind
    table: str
    """Table of the row it is about; empty = the whole project."""
    row: str
    text: str
    author: str
    at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    is_on_removed_row: bool = False
    """Whether its row was removed; a new row that takes the id is another one."""

    @property
    def place(self) -> str:
        """What it is about, in words; empty = the whole project."""
        return f"{self.table} {self.row}".rstrip() + (", removed since" if self.is_on_removed_row else "")


class Remarks:
    """Remarks on one project. None is ever changed or removed; what is done with is settled."""

    def __init__(self, access: Access, current: Callable[[], Project]) -> None:
        self._access, self._engine, self._project_id = access, access.engine, access.project_id
        self._current = current

    def add(
        self,
        text: str,
        *,
        author: str,
        kind: RemarkKind = RemarkKind.COMMENT,
        table: str = "",
        row: str = "",
    ) -> Remark:
        """Write a remark.

        Parameters
        ----------
        table, row
            Row it is about; empty = the whole project. It goes along when the row gets another id.

        Raises
        ------
        ValueError
            If there is no text.
        MissingRowError
            If there is no such row.
        """
        text, author = kept(text.strip()), one_line("author", author)
        if not text:
            raise ValueError("`text` must say something")
        if table:
            Draft(self._current()).row(table, row)
        remark_id, now = secrets.token_hex(8), now_text()
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            connection.execute(
                remarks.insert().values(
                    id=remark_id,
                    project_id=self._project_id,
                    kind=kind.value,
                    table=table,
                    row=kept(row),
                    text=text,
                    author=author,
                    at=now,
                )
            )
        return Remark(remark_id, kind, table, kept(row), text, author, time_of(now))

    def all(
        self, kind: RemarkKind | None = None, *, table: str | None = None, row: str | None = None
    ) -> list[Remark]:
        """Remarks, oldest first; only those of a kind, a table, a row that is there."""
        query = sa.select(remarks).where(remarks.c.project_id == self._project_id)
        wanted = {remarks.c.kind: kind, remarks.c.table: table, remarks.c.row: row}
        for column, value in wanted.items():
            if value is not None:
                query = query.where(column == str(value))
        if row is not None:
            query = query.where(remarks.c.gone.is_(None))
        with reading(self._engine) as connection:
            self._access.require(connection, Role.VIEWER)
            rows = connection.execute(query.order_by(remarks.c.at, remarks.c.id))
            return [_remark(found) for found in rows]

    def settle(self, remark_id: str, *, author: str) -> None:
        """Say that a remark is done with; the first to say so counts.

        Raises
        ------
        UnknownNameError
            If there is no such remark.
        """
        author = one_line("author", author)
        here = (remarks.c.project_id == self._project_id, remarks.c.id == remark_id)
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            if connection.execute(sa.select(remarks.c.id).where(*here)).first() is None:
                raise UnknownNameError(f"there is no remark {remark_id!r}")
            connection.execute(
                remarks.update()
                .where(*here, remarks.c.settled_at.is_(None))
                .values(settled_at=now_text(), settled_by=author)
            )


def carry_remarks(
    connection: sa.Connection, project_id: str, change: Change, number: int, undoes: int | None
) -> None:
    """Let the remarks on a row go along when an edit gives it another id, removes it or brings it back.

    Parameters
    ----------
    number
        Number of the edit.
    undoes
        Number of the edit it takes back, if it does: only that brings a row back with its remarks.
    """
    marked = connection.execute(
        sa.select(remarks.c.table).where(remarks.c.project_id == project_id).distinct()
    ).scalars()
    tables = set(marked) - {"", SETTINGS}
    for step, key_after in zip(change.steps, change.keys_after, strict=True):
        if step.table not in tables or isinstance(step, OrderStep):
            continue
        on_row = remarks.update().where(
            remarks.c.project_id == project_id,
            remarks.c.table == step.table,
            remarks.c.row == kept(step.row),
        )
        there = on_row.where(remarks.c.gone.is_(None))
        if isinstance(step, CellStep) and step.row != key_after:
            connection.execute(there.values(row=kept(key_after)))
        elif isinstance(step, RowStep) and step.new is None:
            connection.execute(there.values(gone=number))
        elif isinstance(step, RowStep) and undoes is not None:
            connection.execute(on_row.where(remarks.c.gone == undoes).values(gone=None))


def _remark(row: sa.Row[tuple[object, ...]]) -> Remark:
    settled = None if row.settled_at is None else time_of(row.settled_at)
    return Remark(
        row.id,
        RemarkKind(row.kind),
        row.table,
        row.row,
        row.text,
        row.author,
        time_of(row.at),
        settled,
        row.settled_by,
        row.gone is not None,
    )
