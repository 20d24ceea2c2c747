"""`Workspace`: projects that outlive a file – every edit kept, undone, named, shared with others."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.project import Project
from touchmap.store.backups import backup, restore
from touchmap.store.checking import Report, check
from touchmap.store.database import WorkspaceError, alone, as_url, connect, default_url, reading, writing
from touchmap.store.migrating import migrate
from touchmap.store.schema import projects
from touchmap.store.states import save_snapshot
from touchmap.store.stored_project import StoredProject
from touchmap.store.times import now_text, time_of
from touchmap.store.words import one_line


@dataclass(frozen=True, slots=True)
class Listing:
    """A project in a list."""

    project_id: str
    name: str
    created_at: datetime
    created_by: str
    changed_at: datetime
    edits: int
    deleted_at: datetime | None = None
    deleted_by: str | None = None


class Workspace:
    """Projects in a database.

    Parameters
    ----------
    place
        File of SQLite, or address such as ``postgresql://host/team``; none = the place named by the
        environment variable ``TOUCHMAP_WORKSPACE``, else a file in the user's data directory.

    Raises
    ------
    WorkspaceError
        If it cannot be opened, or was made by a later touchmap.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from touchmap.project.edits import set_setting
    >>> with tempfile.TemporaryDirectory() as folder, Workspace(Path(folder) / "w.sqlite") as workspace:
    ...     stored = workspace.add("Acme", Project(), author="Ann")
    ...     _ = stored.commit(set_setting(stored.project(), "name", "Acme"), author="Ann")
    ...     stored.project().settings.name, [entry.label for entry in stored.entries()]
    ('Acme', ['Set name to ‘Acme’'])
    """

    def __init__(self, place: object = None) -> None:
        self.url = default_url() if place is None else as_url(str(place))
        self.engine = connect(self.url)
        try:
            migrate(self.engine)
        except WorkspaceError:
            self.engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def address(self) -> str:
        """Where it is: a file, or an address without its password."""
        url = self.engine.url
        return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add(self, name: str, project: Project, *, author: str) -> StoredProject:
        """Bring a project into the workspace under a name.

        Raises
        ------
        ValueError
            If the name is empty, too long or taken.
        """
        name, author = one_line("name", name), one_line("author", author)
        project_id, now = secrets.token_hex(8), now_text()
        with writing(self.engine) as connection:
            alone(connection)
            self._refuse_taken(connection, name)
            connection.execute(
                projects.insert().values(
                    id=project_id,
                    name=name,
                    created_at=now,
                    created_by=author,
                    head=0,
                    head_at=now,
                    head_hash=project.hash,
                )
            )
            save_snapshot(connection, project_id, 0, project)
        stored = StoredProject(self.engine, project_id)
        stored.remember(0, project)
        return stored

    def list(self, *, deleted: bool = False) -> list[Listing]:
        """Projects, the one changed last first.

        Parameters
        ----------
        deleted
            Those in the bin instead.
        """
        there = projects.c.deleted_at.is_not(None) if deleted else projects.c.deleted_at.is_(None)
        with reading(self.engine) as connection:
            rows = connection.execute(sa.select(projects).where(there).order_by(projects.c.head_at.desc()))
            return [
                Listing(
                    row.id,
                    row.name,
                    time_of(row.created_at),
                    row.created_by,
                    time_of(row.head_at),
                    row.head,
                    None if row.deleted_at is None else time_of(row.deleted_at),
                    row.deleted_by,
                )
                for row in rows
            ]

    def open(self, name: str) -> StoredProject:
        """A project by its name or id.

        Raises
        ------
        UnknownNameError
            If there is none, or it is in the bin.
        """
        with reading(self.engine) as connection:
            return StoredProject(self.engine, self._find(connection, name, deleted=False))

    def rename(self, name: str, new: str) -> None:
        """Give a project another name."""
        new = one_line("new", new)
        with writing(self.engine) as connection:
            alone(connection)
            project_id = self._find(connection, name, deleted=False)
            self._refuse_taken(connection, new, except_for=project_id)
            connection.execute(projects.update().where(projects.c.id == project_id).values(name=new))

    def delete(self, name: str, *, author: str) -> None:
        """Put a project into the bin, from where `undelete` takes it back; nothing of it is lost."""
        author = one_line("author", author)
        with writing(self.engine) as connection:
            project_id = self._find(connection, name, deleted=False)
            gone = {"deleted_at": now_text(), "deleted_by": author}
            connection.execute(projects.update().where(projects.c.id == project_id).values(**gone))

    def undelete(self, name: str) -> None:
        """Take a project back out of the bin; of several with this name, the one changed last.

        Raises
        ------
        ValueError
            If another project has its name by now.
        """
        with writing(self.engine) as connection:
            alone(connection)
            project_id = self._find(connection, name, deleted=True)
            row = connection.execute(sa.select(projects.c.name).where(projects.c.id == project_id)).one()
            self._refuse_taken(connection, row.name, except_for=project_id)
            back = {"deleted_at": None, "deleted_by": None}
            connection.execute(projects.update().where(projects.c.id == project_id).values(**back))

    # --- Backup ---------------------------------------------------------------------------------------

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Write everything into one file, while others go on working.

        A file ending in ``.jsonl`` can be restored into any kind of database; any other ending gives a
        file of SQLite, which is a workspace itself. The file is written as a whole or not at all.

        Raises
        ------
        WorkspaceError
            If it cannot be written, or the workspace is in PostgreSQL and the ending is not ``.jsonl``.
        """
        backup(self.engine, Path(path))

    def restore(self, path: str | os.PathLike[str]) -> None:
        """Take over everything from a backup of either kind, into this workspace, which must be empty.

        Raises
        ------
        WorkspaceError
            If there are projects already, or the backup is damaged or of a later touchmap.
        """
        restore(self.engine, Path(path))

    def check(self) -> Report:
        """Read everything there is, and see whether every edit still gives what it gave."""
        return check(self.engine)

    # --- Inside ---------------------------------------------------------------------------------------

    def _find(self, connection: sa.Connection, name: str, *, deleted: bool) -> str:
        there = projects.c.deleted_at.is_not(None) if deleted else projects.c.deleted_at.is_(None)
        rows = connection.execute(
            sa.select(projects.c.id, projects.c.name).where(there).order_by(projects.c.head_at.desc())
        ).all()
        wanted = name.strip().casefold()
        for row in rows:
            if row.id == name.strip() or row.name.casefold() == wanted:
                return str(row.id)
        where = "in the bin" if deleted else "in the workspace"
        known = ", ".join(row.name for row in rows[:12]) or "none"
        raise UnknownNameError(f"there is no project {name!r} {where}; there are: {known}")

    def _refuse_taken(self, connection: sa.Connection, name: str, except_for: str = "") -> None:
        rows = connection.execute(
            sa.select(projects.c.name).where(projects.c.deleted_at.is_(None), projects.c.id != except_for)
        )
        if any(row.name.casefold() == name.casefold() for row in rows):
            raise ValueError(f"`name` must be new, there is a project {name!r} already")
