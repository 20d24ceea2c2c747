"""The database of a workspace: SQLite by default, PostgreSQL for a team."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from touchmap.errors import MissingDependencyError, TouchmapError

ENVIRONMENT = "TOUCHMAP_WORKSPACE"
"""Environment variable that names the workspace."""
BUSY_SECONDS = 60
"""How long a writer waits for another one."""
_ROOM_TO_READ = 65_536
_LOCK = 7_846_290_001  # any number that other programs do not use


class WorkspaceError(TouchmapError):
    """The workspace cannot be opened, read or written."""


def default_url() -> str:
    """Where the workspace is: as the environment says, else a file in the user's data directory."""
    named = os.environ.get(ENVIRONMENT, "").strip()
    if named:
        return as_url(named)
    from platformdirs import user_data_path

    return as_url(str(user_data_path("touchmap") / "workspace.sqlite"))


def as_url(place: str) -> str:
    """Address of a workspace from a file name or an address.

    >>> as_url("postgresql://db/team"), as_url("sqlite:////tmp/w.sqlite")
    ('postgresql+psycopg://db/team', 'sqlite:////tmp/w.sqlite')
    """
    for prefix in ("postgresql://", "postgres://"):
        if place.startswith(prefix):
            return "postgresql+psycopg://" + place.removeprefix(prefix)
    if "://" in place:
        return place
    try:
        return f"sqlite:///{Path(place).expanduser().absolute()}"
    except RuntimeError as error:  # there is no such user
        raise WorkspaceError(f"{place} is no place for a workspace: {error}") from error


def without_password(place: str) -> str:
    """An address as it may be shown, whether it is a right one or not.

    >>> without_password("postgres://ann:secret@host:x/team"), without_password("host?password=secret&a=1")
    ('postgres://ann:***@host:x/team', 'host?password=***&a=1')
    """
    shown = re.sub(r":(?!//)[^@]*@.*@|:(?!//)[^@]*@", ":***@", place)
    return re.sub(r"(?i)(pass\w*=)[^&]*", r"\1***", shown)


def connect(url: str, *, create: bool = True) -> sa.Engine:
    """Open the database of a workspace.

    Parameters
    ----------
    create
        Make the file where there is none.

    Raises
    ------
    WorkspaceError
        If there is no such place or it cannot be written.
    MissingDependencyError
        If the driver of PostgreSQL is not installed.
    """
    try:
        parsed = sa.make_url(url)
    except (SQLAlchemyError, ValueError):
        raise WorkspaceError(f"{without_password(url)!r} is no address of a workspace") from None
    if parsed.drivername == "sqlite":
        return _sqlite(parsed, create=create)
    if parsed.drivername != "postgresql+psycopg":
        raise WorkspaceError(
            f"a workspace is kept in SQLite or PostgreSQL (postgresql://…), not in {parsed.drivername!r}"
        )
    try:
        return sa.create_engine(parsed, pool_pre_ping=True, pool_size=5)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "a workspace in PostgreSQL needs psycopg: pip install 'touchmap[postgres]'"
        ) from error


def _sqlite(url: sa.URL, *, create: bool) -> sa.Engine:
    path = Path(url.database or "")
    if url.database in (None, "", ":memory:") or url.query or url.host:
        raise WorkspaceError("a workspace is kept in a file: its name, or sqlite:///name")
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise WorkspaceError(f"{path} is no place for a workspace: {error.strerror or error}") from error
    if is_folder:
        raise WorkspaceError(f"{path} is a folder; a workspace is kept in a file")
    if not create and not is_there:
        raise WorkspaceError(f"there is no workspace {path}; touchmap workspace import makes one")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"cannot make the folder {path.parent}: {error.strerror or error}") from error
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: writers begin theirs as writers.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        kind = connection.get_execution_options().get("begin", "BEGIN")
        connection.exec_driver_sql(kind)

    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state throughout."""
    with explained(engine), engine.connect() as plain:
        connection = plain
        if engine.dialect.name == "postgresql":
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that writes: all of it or nothing."""
    with explained(engine), engine.connect() as plain:
        connection = plain.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


@contextmanager
def explained(engine: sa.Engine) -> Iterator[None]:
    """Say in plain words what is wrong with the database."""
    try:
        yield
    except DBAPIError as error:
        raise WorkspaceError(f"{place_of(engine)}: {_reason(error, engine)}") from error
    except sqlite3.Error as error:  # from the pragmas of a new connection
        raise WorkspaceError(f"{place_of(engine)}: {_reason(error, engine)}") from error


def alone(connection: sa.Connection) -> None:
    """Let no other process make tables or give names meanwhile; a writer of SQLite is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def place_of(engine: sa.Engine) -> str:
    """Where a workspace is, in words and without its password."""
    return f"workspace {without_password(engine.url.render_as_string(hide_password=True))}"


def _reason(error: DBAPIError | sqlite3.Error, engine: sa.Engine) -> str:
    told = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    said = told.splitlines()[0] if told else "the database failed"
    if "disk I/O error" in said and _is_full(engine):
        said = "database or disk is full"
    known = {
        "database or disk is full": "the disk is full; nothing was written",
        "attempt to write a readonly database": "it cannot be written; nothing was changed",
        "unable to open database file": "the file cannot be opened",
        "file is not a database": "the file is no workspace",
        "database is locked": "somebody else is writing and did not finish in time",
        "database disk image is malformed": "the file is damaged; restore a backup",
        "disk I/O error": "the disk cannot be read or written; nothing was changed",
    }
    return next((words for sign, words in known.items() if sign in said), said)


def _is_full(engine: sa.Engine) -> bool:
    """Whether there is no room for what even reading a database of SQLite needs beside it."""
    try:
        return shutil.disk_usage(Path(str(engine.url.database)).parent).free < _ROOM_TO_READ
    except OSError:
        return False
