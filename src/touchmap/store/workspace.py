"""`Workspace`: projects that outlive a file – every edit kept, undone, named, shared with others."""

from __future__ import annotations

import copy
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
from touchmap.store.access import Access, AccessError, Role, add_member, as_email
from touchmap.store.backups import backup, restore
from touchmap.store.checking import Report, check
from touchmap.store.database import (
    WorkspaceError,
    alone,
    as_url,
    connect,
    default_url,
    reading,
    without_password,
    writing,
)
from touchmap.store.migrating import migrate
from touchmap.store.modelling import hash_anew, model_mark
from touchmap.store.schema import journal, members, projects
from touchmap.store.states import save_snapshot
from touchmap.store.stored_project import AtHand, StoredProject
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
    changed_by: str
    edits: int
    role: Role
    """What the user may do with it."""
    deleted_at: datetime | None = None
    deleted_by: str | None = None


class Workspace:
    """Projects in a database.

    Parameters
    ----------
    place
        File of SQLite, or address such as ``postgresql://host/team``; none = the place named by the
        environment variable ``TOUCHMAP_WORKSPACE``, else a file in the user's data directory.
    user
        E-mail of who uses it: they see and edit what is shared with them. None = the only user of a
        machine, who may do everything.
    create
        Make the file where there is none.

    Raises
    ------
    WorkspaceError
        If it cannot be opened, is not there and not to be made, or was made by a later touchmap.
    ValueError
        If the user is no e-mail.

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

    def __init__(self, place: object = None, *, user: str | None = None, create: bool = True) -> None:
        self.user = None if user is None else as_email(user)
        self._at_hand: dict[str, AtHand] = {}
        self.url = default_url() if place is None else as_url(str(place))
        self.engine = connect(self.url, create=create)
        try:
            migrate(self.engine)
            hash_anew(self.engine)
        except WorkspaceError:
            self.engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def for_user(self, user: str | None) -> Workspace:
        """The same workspace, over the same connections, as somebody else sees it.

        Parameters
        ----------
        user
            E-mail; none = the only user of a machine, who may do everything.

        Raises
        ------
        ValueError
            If it is no e-mail.
        """
        other = copy.copy(self)
        other.user = None if user is None else as_email(user)
        return other

    @property
    def address(self) -> str:
        """Where it is: a file, or an address without its password."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return str(url.database)
        return without_password(url.render_as_string(hide_password=True))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add(self, name: str, project: Project, *, author: str) -> StoredProject:
        """Bring a project into the workspace under a name; the user becomes its owner.

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
                    model=model_mark(),
                )
            )
            save_snapshot(connection, project_id, 0, project)
            if self.user is not None:
                add_member(connection, project_id, self.user, Role.OWNER, by=author, at=now)
        self._at_hand[project_id] = AtHand((0, project), project.hash)
        return self._stored(project_id)

    def list(self, *, deleted: bool = False) -> list[Listing]:
        """Projects the user may see, the one changed last first.

        Parameters
        ----------
        deleted
            Those in the bin instead.
        """
        there = projects.c.deleted_at.is_not(None) if deleted else projects.c.deleted_at.is_(None)
        last = (journal.c.project_id == projects.c.id) & (journal.c.number == projects.c.head)
        mine = (members.c.project_id == projects.c.id) & (members.c.email == self.user)
        query = (
            sa.select(projects, journal.c.author, members.c.role)
            .outerjoin(journal, last)
            .outerjoin(members, mine)
            .where(there, *(() if self.user is None else (members.c.role.is_not(None),)))
            .order_by(projects.c.head_at.desc())
        )
        with reading(self.engine) as connection:
            return [
                Listing(
                    row.id,
                    row.name,
                    time_of(row.created_at),
                    row.created_by,
                    time_of(row.head_at),
                    row.author or row.created_by,
                    row.head,
                    Role.OWNER if self.user is None else Role(row.role),
                    None if row.deleted_at is None else time_of(row.deleted_at),
                    row.deleted_by,
                )
                for row in connection.execute(query)
            ]

    def open(self, name: str) -> StoredProject:
        """A project by its name or id.

        Raises
        ------
        UnknownNameError
            If there is none that the user may see, or it is in the bin.
        """
        with reading(self.engine) as connection:
            return self._stored(self._find(connection, name, deleted=False))

    def rename(self, name: str, new: str) -> None:
        """Give a project another name."""
        new = one_line("new", new)
        with writing(self.engine) as connection:
            alone(connection)
            project_id = self._find(connection, name, deleted=False, needed=Role.OWNER)
            self._refuse_taken(connection, new, except_for=project_id)
            connection.execute(projects.update().where(projects.c.id == project_id).values(name=new))

    def delete(self, name: str, *, author: str) -> None:
        """Put a project into the bin, from where `undelete` takes it back; nothing of it is lost."""
        author = one_line("author", author)
        with writing(self.engine) as connection:
            project_id = self._find(connection, name, deleted=False, needed=Role.OWNER)
            gone = {"deleted_at": now_text(), "deleted_by": author}
            connection.execute(projects.update().where(projects.c.id == project_id).values(**gone))

    def undelete(self, name: str) -> None:
        """Take a project back out of the bin, by its name or id.

        Raises
        ------
        ValueError
            If another project has its name by now, or several in the bin have this name.
        """
        with writing(self.engine) as connection:
            alone(connection)
            project_id = self._find(connection, name, deleted=True, needed=Role.OWNER)
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
        self._refuse_members()
        backup(self.engine, Path(path))

    def restore(self, path: str | os.PathLike[str]) -> None:
        """Take over everything from a backup of either kind, into this workspace, which must be empty.

        Raises
        ------
        WorkspaceError
            If there are projects already, or the backup is damaged or of a later touchmap.
        """
        self._refuse_members()
        restore(self.engine, Path(path))
        hash_anew(self.engine)

    def check(self) -> Report:
        """Read everything there is, and see whether every edit still gives what it gave."""
        self._refuse_members()
        return check(self.engine)

    # --- Inside ---------------------------------------------------------------------------------------

    def _stored(self, project_id: str) -> StoredProject:
        at_hand = self._at_hand.setdefault(project_id, AtHand())
        return StoredProject(Access(self.engine, project_id, self.user), at_hand)

    def _refuse_members(self) -> None:
        """Leave what concerns all projects to whoever runs the machine.

        Raises
        ------
        AccessError
            If there is a user.
        """
        if self.user is not None:
            raise AccessError("this concerns all projects; do it on the command line of the machine")

    def _find(
        self, connection: sa.Connection, name: str, *, deleted: bool, needed: Role = Role.VIEWER
    ) -> str:
        """Id of a project by its name or id."""
        there = projects.c.deleted_at.is_not(None) if deleted else projects.c.deleted_at.is_(None)
        columns = (projects.c.id, projects.c.name, projects.c.deleted_at, projects.c.deleted_by)
        query = sa.select(*columns).where(there).order_by(projects.c.head_at.desc())
        if self.user is not None:
            query = query.join(members, members.c.project_id == projects.c.id).where(
                members.c.email == self.user
            )
        rows = connection.execute(query).all()
        wanted = name.strip().casefold()
        found = [row for row in rows if row.id == name.strip()]
        found = found or [row for row in rows if row.name.casefold() == wanted]
        if len(found) > 1:
            which = "; ".join(f"{row.id}, deleted {row.deleted_at[:16]} by {row.deleted_by}" for row in found)
            raise ValueError(f"`name` must be one of the ids, there are several {name!r} in the bin: {which}")
        if not found:
            where = "in the bin" if deleted else "in the workspace"
            known = ", ".join(row.name for row in rows[:12]) or "none"
            raise UnknownNameError(f"there is no project {name!r} {where}; there are: {known}")
        Access(self.engine, found[0].id, self.user).require(connection, needed)
        return str(found[0].id)

    def _refuse_taken(self, connection: sa.Connection, name: str, except_for: str = "") -> None:
        rows = connection.execute(
            sa.select(projects.c.name).where(projects.c.deleted_at.is_(None), projects.c.id != except_for)
        )
        if any(row.name.casefold() == name.casefold() for row in rows):
            raise ValueError(f"`name` must be new, there is a project {name!r} already")
