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
from touchmap.project.edits.steps import SETTINGS, CellStep
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

    @property
    def place(self) -> str:
        """What it is about, in words; empty = the whole project."""
        return f"{self.table} {self.row}".rstrip()


class Remarks:
    """Remarks on one project. None is ever changed or removed; what is done with is settled."""

    def __init__(self, engine: sa.Engine, project_id: str, current: Callable[[], Project]) -> None:
        self._engine, self._project_id, self._current = engine, project_id, current

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
        """Remarks, oldest first; only those of a kind, a table, a row."""
        query = sa.select(remarks).where(remarks.c.project_id == self._project_id)
        wanted = {remarks.c.kind: kind, remarks.c.table: table, remarks.c.row: row}
        for column, value in wanted.items():
            if value is not None:
                query = query.where(column == str(value))
        with reading(self._engine) as connection:
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
            if connection.execute(sa.select(remarks.c.id).where(*here)).first() is None:
                raise UnknownNameError(f"there is no remark {remark_id!r}")
            connection.execute(
                remarks.update()
                .where(*here, remarks.c.settled_at.is_(None))
                .values(settled_at=now_text(), settled_by=author)
            )


def carry_remarks(connection: sa.Connection, project_id: str, change: Change) -> None:
    """Let the remarks on a row go along when an edit gives it another id."""
    for step, key_after in zip(change.steps, change.keys_after, strict=True):
        if isinstance(step, CellStep) and step.table != SETTINGS and step.row != key_after:
            here = (remarks.c.project_id == project_id, remarks.c.table == step.table)
            connection.execute(
                remarks.update().where(*here, remarks.c.row == kept(step.row)).values(row=kept(key_after))
            )


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
    )
