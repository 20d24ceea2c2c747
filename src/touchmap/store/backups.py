"""Backups: everything in one file, and back from it into an empty workspace."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from touchmap.store.database import WorkspaceError, as_url, connect, explained, reading, writing
from touchmap.store.migrating import migrate, revision_of
from touchmap.store.schema import metadata, projects
from touchmap.store.times import now_text

PORTABLE = ".jsonl"
"""Ending of a backup that any kind of database can take over."""
_FORMAT = "touchmap workspace"
_AT_ONCE = 200
"""Rows written at once."""
_CHUNK = 1 << 20


def backup(engine: sa.Engine, path: Path) -> None:
    """Write everything into one file; see `Workspace.backup`."""
    _refuse_live(path)
    if path.suffix.lower() == PORTABLE:
        _as_a_whole(path, lambda beside: _write_lines(engine, beside))
    elif engine.dialect.name == "sqlite":
        _as_a_whole(path, lambda beside: _copy_sqlite(engine, beside))
    else:
        raise WorkspaceError(f"a workspace in PostgreSQL is backed up as lines; end the name in {PORTABLE}")


def restore(engine: sa.Engine, path: Path) -> None:
    """Take over everything from a backup; see `Workspace.restore`."""
    if not path.is_file():
        raise WorkspaceError(f"there is no file {path}")
    with tempfile.TemporaryDirectory(prefix="touchmap-") as folder:
        place = Path(folder) / "backup.sqlite"
        if path.suffix.lower() == PORTABLE:
            between = _read_lines(path, place)
        else:
            _copy_file(path, place)
            between = connect(as_url(str(place)))
        try:
            with explained(between), between.connect() as connection:
                if revision_of(connection) is None:
                    raise WorkspaceError(f"{path} is no backup of a workspace")
            migrate(between)
            _take_over(between, engine)
        except WorkspaceError as error:
            raise WorkspaceError(str(error).replace(str(place), str(path))) from error
        finally:
            between.dispose()


def _refuse_live(path: Path) -> None:
    """A database that somebody has open must not be replaced under their hands.

    Raises
    ------
    WorkspaceError
        If the file is, or may be, a workspace in use.
    """
    if any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-shm")):
        raise WorkspaceError(f"{path} is a workspace in use; write the backup to another file")


def _copy_file(path: Path, place: Path) -> None:
    """Copy a database with what stands in the log beside it, as after a process was killed."""
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(place)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise WorkspaceError(f"{path} is no backup of a workspace: {error}") from error


def _take_over(source: sa.Engine, target: sa.Engine) -> None:
    """Copy every row into an empty workspace, all or nothing.

    Raises
    ------
    WorkspaceError
        If there are projects already.
    """
    with reading(source) as from_, writing(target) as to:
        if to.execute(sa.select(projects.c.id).limit(1)).first() is not None:
            raise WorkspaceError("there are projects in this workspace already; restore into an empty one")
        for table in metadata.sorted_tables:
            rows = from_.execute(sa.select(table)).mappings()
            for batch in iter(lambda rows=rows: list(islice(rows, _AT_ONCE)), []):  # type: ignore[misc]
                to.execute(table.insert(), [dict(row) for row in batch])


def _copy_sqlite(engine: sa.Engine, path: Path) -> None:
    with explained(engine), engine.connect() as connection:
        source = cast("sqlite3.Connection", connection.connection.driver_connection)
        with closing(sqlite3.connect(path)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # so that the backup is one file


def _write_lines(engine: sa.Engine, path: Path) -> None:
    """A line that says what it is, a line for each row, and a last line by which it is known to be whole."""
    digest, count = hashlib.sha256(), 0
    with path.open("wb") as file, reading(engine) as connection:
        head = {"format": _FORMAT, "tables": revision_of(connection), "at": now_text()}
        for data in (head, *_rows(connection)):
            line = json.dumps(data, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
        file.write(json.dumps({"lines": count, "sha256": digest.hexdigest()}).encode() + b"\n")


def _rows(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.select(table)).mappings():
            values = {
                name: {"base64": base64.b64encode(v).decode()} if isinstance(v, bytes) else v
                for name, v in row.items()
            }
            yield {"table": table.name, "row": values}


def _read_lines(path: Path, place: Path) -> sa.Engine:
    """Make a database of SQLite from lines.

    Raises
    ------
    WorkspaceError
        If the file is not whole, is no backup, or is of a later touchmap.
    """
    revision = _whole(path)
    engine = connect(as_url(str(place)))
    try:
        migrate(engine, to=revision)
        there = sa.MetaData()
        with path.open("rb") as file, writing(engine) as connection:
            there.reflect(connection)
            file.readline()
            for line in file:
                data = json.loads(line)
                if "row" in data:
                    values = {
                        name: base64.b64decode(v["base64"]) if isinstance(v, dict) else v
                        for name, v in data["row"].items()
                    }
                    connection.execute(there.tables[data["table"]].insert().values(**values))
    except (ValueError, KeyError, TypeError, sa.exc.SQLAlchemyError) as error:
        engine.dispose()
        raise WorkspaceError(f"{path} is damaged: {error}") from error
    except WorkspaceError:
        engine.dispose()
        raise
    return engine


def _whole(path: Path) -> str:
    """Number of the tables of a backup in lines, once it is known to be whole.

    Raises
    ------
    WorkspaceError
        If it is not.
    """
    digest, count, last = hashlib.sha256(), 0, b""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(_CHUNK))
            if not isinstance(head, dict) or head.get("format") != _FORMAT:
                raise WorkspaceError(f"{path} is no backup of a workspace")
            file.seek(0)
            for line in file:
                digest.update(last)
                count += bool(last)
                last = line
        end = json.loads(last)
    except OSError as error:
        raise WorkspaceError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise WorkspaceError(f"{path} is no whole backup of a workspace") from error
    if not isinstance(end, dict) or end != {"lines": count, "sha256": digest.hexdigest()}:
        raise WorkspaceError(f"{path} is no whole backup of a workspace: it was cut off or changed")
    return str(head.get("tables"))


def _as_a_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside its place, see it onto the disk, and put it there in one step."""
    place = path.absolute()
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(place)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise WorkspaceError(f"cannot write {path}: {reason}") from error
    finally:
        beside.unlink(missing_ok=True)
