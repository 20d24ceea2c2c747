"""Results of solving, kept with the hash of the facts they were worked out from."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.store.access import Access, Role
from touchmap.store.database import reading, writing
from touchmap.store.schema import projects, results
from touchmap.store.states import packed, unpacked
from touchmap.store.times import now_text, time_of
from touchmap.store.words import one_line


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A result in a list; `Results.read` gives the whole."""

    result_id: str
    scenario_id: str
    input_hash: str
    at: datetime
    author: str
    is_stale: bool
    """Whether the project has changed since."""


class Results:
    """Results of one project."""

    def __init__(self, access: Access) -> None:
        self._access, self._engine, self._project_id = access, access.engine, access.project_id

    def save(self, result: Result, *, author: str) -> StoredResult:
        """Keep a result; earlier ones stay."""
        author, now, result_id = one_line("author", author), now_text(), secrets.token_hex(8)
        data = packed(json.dumps(result.to_json_dict(), ensure_ascii=False))
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            connection.execute(
                results.insert().values(
                    id=result_id,
                    project_id=self._project_id,
                    scenario_id=result.scenario_id,
                    input_hash=result.input_hash,
                    at=now,
                    author=author,
                    data=data,
                )
            )
            stale = result.input_hash != connection.execute(self._head()).scalar_one()
        return StoredResult(result_id, result.scenario_id, result.input_hash, time_of(now), author, stale)

    def all(self, scenario_id: str | None = None, *, limit: int | None = None) -> list[StoredResult]:
        """Results of a scenario or of all, the latest first."""
        wanted = () if scenario_id is None else (results.c.scenario_id == scenario_id,)
        return self._select(*wanted, limit=limit)

    def latest(self, scenario_id: str) -> StoredResult | None:
        """The latest result of a scenario; none if it was never solved."""
        return next(iter(self.all(scenario_id, limit=1)), None)

    def find(self, scenario_id: str, input_hash: str) -> StoredResult | None:
        """The latest result of a scenario on these very facts; none if they were never solved."""
        wanted = (results.c.scenario_id == scenario_id, results.c.input_hash == input_hash)
        return next(iter(self._select(*wanted, limit=1)), None)

    def newest(self) -> dict[str, StoredResult]:
        """The latest result of each scenario, by its id."""
        found: dict[str, StoredResult] = {}
        for one in self._select():
            found.setdefault(one.scenario_id, one)
        return dict(sorted(found.items()))

    def read(self, result_id: str) -> Result:
        """A whole result.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        query = sa.select(results.c.data).where(
            results.c.project_id == self._project_id, results.c.id == result_id
        )
        with reading(self._engine) as connection:
            self._access.require(connection, Role.VIEWER)
            data = connection.execute(query).scalar()
        if data is None:
            raise UnknownNameError(f"there is no result {result_id!r}")
        return Result.from_json_dict(json.loads(unpacked(data)))

    def _select(self, *wanted: sa.ColumnElement[bool], limit: int | None = None) -> list[StoredResult]:
        names = ("id", "scenario_id", "input_hash", "at", "author")
        query = sa.select(*(results.c[name] for name in names))
        query = query.where(results.c.project_id == self._project_id, *wanted)
        with reading(self._engine) as connection:
            self._access.require(connection, Role.VIEWER)
            head = connection.execute(self._head()).scalar_one()
            rows = connection.execute(query.order_by(results.c.at.desc(), results.c.id).limit(limit))
            return [
                StoredResult(r.id, r.scenario_id, r.input_hash, time_of(r.at), r.author, r.input_hash != head)
                for r in rows
            ]

    def _head(self) -> sa.Select[Any]:
        return sa.select(projects.c.head_hash).where(projects.c.id == self._project_id)
