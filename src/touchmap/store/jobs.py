"""Long calculations, such as a solve: who started them, how far they are, whether they live."""

from __future__ import annotations

import json
import os
import platform
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.store.access import Access, Role
from touchmap.store.database import reading, writing
from touchmap.store.schema import jobs
from touchmap.store.times import now_text, time_of
from touchmap.store.words import kept, one_line

SILENT_AFTER = timedelta(seconds=60)
"""A job not heard of for so long has nobody working on it."""
SILENT_WHEN_GONE = timedelta(seconds=5)
"""The same, where its process was on this machine and is not there any more."""


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    CANCELLING = "cancelling"
    """Somebody wants it to stop."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ORPHANED = "orphaned"
    """It was running, and nothing was heard of it for too long: its process died."""

    @property
    def is_over(self) -> bool:
        """Whether nobody works on it any more."""
        return self not in (JobState.RUNNING, JobState.CANCELLING)


@dataclass(frozen=True, slots=True)
class Job:
    """A long calculation."""

    job_id: str
    kind: str
    state: JobState
    request: dict[str, Any]
    """What was asked for, such as the scenario and the hash of the project."""
    progress: dict[str, Any]
    author: str
    started_at: datetime
    heard_at: datetime
    ended_at: datetime | None
    result_id: str | None
    message: str


class Jobs:
    """Jobs of one project."""

    def __init__(self, access: Access) -> None:
        self._access, self._engine, self._project_id = access, access.engine, access.project_id

    def start(self, kind: str, request: Mapping[str, Any], *, author: str) -> tuple[Job, bool]:
        """Enter a job, or give the one that does the same already.

        Returns
        -------
        tuple
            The job, and whether it is new: whoever gets a new one does the work.
        """
        author, asked = one_line("author", author), json.dumps(request, sort_keys=True)
        job_id, now = secrets.token_hex(8), now_text()
        with writing(self._engine) as connection:
            self._access.row(connection, Role.EDITOR, lock=True)
            for row in connection.execute(self._rows().where(jobs.c.kind == kind, jobs.c.request == asked)):
                if not (found := _job(row)).state.is_over:
                    return found, False
            connection.execute(
                jobs.insert().values(
                    id=job_id,
                    project_id=self._project_id,
                    kind=kind,
                    state=JobState.RUNNING.value,
                    request=asked,
                    progress="{}",
                    author=author,
                    started_at=now,
                    heard_at=now,
                    message="",
                    worker=_this_process(),
                )
            )
            return _job(connection.execute(self._rows().where(jobs.c.id == job_id)).one()), True

    def heartbeat(self, job_id: str, progress: Mapping[str, Any] | None = None) -> bool:
        """Say that a job is alive and how far it is.

        Returns
        -------
        bool
            Whether to go on; no = somebody wants it to stop, or it has ended.
        """
        values = {"heard_at": now_text(), "worker": _this_process()}
        if progress is not None:
            values["progress"] = json.dumps(dict(progress))
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            going = self._here(job_id, jobs.c.ended_at.is_(None))
            connection.execute(jobs.update().where(*going).values(**values))
            state = connection.execute(sa.select(jobs.c.state).where(*self._here(job_id))).scalar()
        if state is None:
            raise UnknownNameError(f"there is no job {job_id!r}")
        return bool(state == JobState.RUNNING)

    def end(
        self,
        job_id: str,
        state: JobState = JobState.DONE,
        *,
        result_id: str | None = None,
        message: str = "",
    ) -> None:
        """Say how a job ended; what was said first counts.

        Raises
        ------
        ValueError
            If the state is none in which a job ends.
        """
        if state not in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
            raise ValueError(f"`state` must be done, failed or cancelled, got {state.value!r}")
        now = now_text()
        values = {"state": state.value, "ended_at": now, "heard_at": now, "message": kept(message)}
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            going = self._here(job_id, jobs.c.ended_at.is_(None))
            connection.execute(jobs.update().where(*going).values(**values, result_id=result_id))

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop; it sees it at its next heartbeat."""
        with writing(self._engine) as connection:
            self._access.require(connection, Role.EDITOR)
            going = self._here(job_id, jobs.c.ended_at.is_(None))
            connection.execute(jobs.update().where(*going).values(state=JobState.CANCELLING.value))

    def read(self, job_id: str) -> Job:
        """A job.

        Raises
        ------
        UnknownNameError
            If there is none.
        """
        with reading(self._engine) as connection:
            self._access.require(connection, Role.VIEWER)
            row = connection.execute(self._rows().where(jobs.c.id == job_id)).first()
        if row is None:
            raise UnknownNameError(f"there is no job {job_id!r}")
        return _job(row)

    def all(self, *, limit: int = 100) -> list[Job]:
        """Jobs, the one started last first."""
        query = self._rows().order_by(jobs.c.started_at.desc(), jobs.c.id).limit(limit)
        with reading(self._engine) as connection:
            self._access.require(connection, Role.VIEWER)
            return [_job(row) for row in connection.execute(query)]

    def _rows(self) -> sa.Select[tuple[object, ...]]:
        return sa.select(jobs).where(jobs.c.project_id == self._project_id)

    def _here(self, job_id: str, *more: sa.ColumnElement[bool]) -> tuple[sa.ColumnElement[bool], ...]:
        return (jobs.c.project_id == self._project_id, jobs.c.id == job_id, *more)


def _this_process() -> str:
    """Machine and number of this process."""
    return f"{platform.node()[:150]}:{os.getpid()}"


def _is_gone(worker: str) -> bool:
    """Whether a process was on this machine and has ended; what cannot be known is no."""
    machine, _, number = worker.rpartition(":")
    if os.name != "posix" or machine != platform.node()[:150] or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _job(row: sa.Row[tuple[object, ...]]) -> Job:
    state, heard = JobState(row.state), time_of(row.heard_at)
    silent = datetime.now(UTC) - heard
    if not state.is_over and (
        silent > SILENT_AFTER or (silent > SILENT_WHEN_GONE and _is_gone(row.worker or ""))
    ):
        state = JobState.ORPHANED
    return Job(
        row.id,
        row.kind,
        state,
        json.loads(row.request),
        json.loads(row.progress),
        row.author,
        time_of(row.started_at),
        heard,
        None if row.ended_at is None else time_of(row.ended_at),
        row.result_id,
        row.message,
    )
