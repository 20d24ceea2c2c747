"""Who may do what with a project: members with roles, known by their e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from touchmap.errors import UnknownNameError
from touchmap.store.database import WorkspaceError, reading, writing
from touchmap.store.schema import members, projects
from touchmap.store.times import now_text, time_of
from touchmap.store.words import one_line


class AccessError(WorkspaceError):
    """Whoever asks may not do this."""


class Role(StrEnum):
    """What a member may do; each may do what the ones before may."""

    VIEWER = "viewer"
    """Reads everything and writes nothing."""
    EDITOR = "editor"
    """Edits, remarks, solves."""
    OWNER = "owner"
    """Shares, renames, deletes."""

    def allows(self, needed: Role) -> bool:
        """Whether this role is enough.

        >>> Role.EDITOR.allows(Role.VIEWER), Role.EDITOR.allows(Role.OWNER)
        (True, False)
        """
        roles = list(Role)
        return roles.index(self) >= roles.index(needed)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody a project is shared with."""

    email: str
    role: Role
    since: datetime
    by: str
    """Who gave this role."""


@dataclass(frozen=True, slots=True)
class Access:
    """A project as somebody sees it. Every reading and writing asks here first."""

    engine: sa.Engine
    project_id: str
    user: str | None
    """E-mail; none = the only user of a machine, who may do everything."""

    def row(
        self, connection: sa.Connection, needed: Role = Role.VIEWER, *, lock: bool = False
    ) -> sa.Row[tuple[object, ...]]:
        """The project's row of the table of projects.

        Raises
        ------
        WorkspaceError
            If the project is not there any more.
        AccessError
            If the user's role is not enough.
        """
        query = sa.select(projects).where(projects.c.id == self.project_id)
        row = connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise WorkspaceError("the project is not in the workspace any more")
        self.require(connection, needed)
        return row

    def head(self, connection: sa.Connection) -> int:
        """Number of the latest edit, and whether it may be known, by one query.

        Raises
        ------
        WorkspaceError
            As `row`.
        """
        mine = (members.c.project_id == projects.c.id) & (members.c.email == self.user)
        query = sa.select(projects.c.head).where(projects.c.id == self.project_id)
        if self.user is not None:
            query = query.join(members, mine)
        found = connection.execute(query).scalar()
        return self.row(connection).head if found is None else int(found)

    def require(self, connection: sa.Connection, needed: Role) -> None:
        """Refuse whoever may not.

        Raises
        ------
        AccessError
            If the user's role is not enough.
        """
        role = self.role(connection)
        if role is None:
            raise AccessError(f"this project is not shared with {self.user}")
        if not role.allows(needed):
            raise AccessError(
                f"{self.user} is {role.value} of this project; this takes a role of {needed.value}"
            )

    def role(self, connection: sa.Connection) -> Role | None:
        """Role of the user; none if the project is not shared with them."""
        if self.user is None:
            return Role.OWNER
        return role_of(connection, self.project_id, self.user)


class Members:
    """Whom one project is shared with."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Member]:
        """Members, by e-mail."""
        query = sa.select(members).where(members.c.project_id == self._access.project_id)
        with reading(self._access.engine) as connection:
            self._access.require(connection, Role.VIEWER)
            rows = connection.execute(query.order_by(members.c.email))
            return [Member(row.email, Role(row.role), time_of(row.since), row.by) for row in rows]

    def set(self, email: str, role: Role | str, *, by: str) -> Member:
        """Share the project with somebody, or give a member another role.

        Parameters
        ----------
        by
            Who shares it, for the list of members.

        Raises
        ------
        AccessError
            If the user is no owner.
        ValueError
            If it is no e-mail or no role, or the project would be left without an owner.
        """
        email, by, now = as_email(email), one_line("by", by), now_text()
        role = Role(role)
        with writing(self._access.engine) as connection:
            self._access.row(connection, Role.OWNER, lock=True)
            if role is not Role.OWNER:
                self._refuse_last_owner(connection, email)
            connection.execute(members.delete().where(*self._here(email)))
            add_member(connection, self._access.project_id, email, role, by=by, at=now)
        return Member(email, role, time_of(now), by)

    def remove(self, email: str) -> None:
        """Share the project with somebody no longer; members may also leave by themselves.

        Raises
        ------
        AccessError
            If the user is no owner and removes somebody else.
        UnknownNameError
            If there is no such member.
        ValueError
            If the project would be left without an owner.
        """
        email = as_email(email)
        with writing(self._access.engine) as connection:
            needed = Role.VIEWER if email == self._access.user else Role.OWNER
            self._access.row(connection, needed, lock=True)
            if role_of(connection, self._access.project_id, email) is None:
                raise UnknownNameError(f"this project is not shared with {email}")
            self._refuse_last_owner(connection, email)
            connection.execute(members.delete().where(*self._here(email)))

    def _here(self, email: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (members.c.project_id == self._access.project_id, members.c.email == email)

    def _refuse_last_owner(self, connection: sa.Connection, email: str) -> None:
        """Only the single user of a machine may leave a project without an owner: it stays theirs.

        Raises
        ------
        ValueError
            If nobody else is an owner.
        """
        if self._access.user is None:
            return
        owners = connection.execute(
            sa.select(members.c.email).where(
                members.c.project_id == self._access.project_id, members.c.role == Role.OWNER.value
            )
        ).scalars()
        if set(owners) == {email}:
            raise ValueError(
                f"`email` must not be that of the last owner, got {email!r}: make somebody else one"
            )


def as_email(text: str) -> str:
    """An e-mail as it is kept: of two spellings in other letters, one.

    Raises
    ------
    ValueError
        If it is none.

    >>> as_email(" Ann@Example.com ")
    'ann@example.com'
    """
    email = one_line("email", text).casefold()
    name, at, domain = email.rpartition("@")
    if not (name and at and domain) or " " in email:
        raise ValueError(f"`email` must be an e-mail such as ann@example.com, got {text!r}")
    return email


def add_member(
    connection: sa.Connection, project_id: str, email: str, role: Role, *, by: str, at: str
) -> None:
    """Enter a member."""
    values = {"project_id": project_id, "email": email, "role": role.value, "since": at, "by": by}
    connection.execute(members.insert().values(**values))


def role_of(connection: sa.Connection, project_id: str, email: str) -> Role | None:
    """Role of somebody in a project; none if it is not shared with them."""
    query = sa.select(members.c.role).where(members.c.project_id == project_id, members.c.email == email)
    found = connection.execute(query).scalar()
    return None if found is None else Role(found)
