"""The workspace, as the commands use it: where it is, who asks, and which project is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.outcome import BadUsageError

if TYPE_CHECKING:
    from touchmap.project import Project
    from touchmap.store import Workspace

_EVERYWHERE: ContextVar[str] = ContextVar("workspace", default="")
PREFIX = "workspace:"
"""Before the name of a project of the workspace, where a file might be meant as well."""

WorkspaceOption = Annotated[
    str,
    typer.Option(
        "--workspace", metavar="URL", help="File or postgresql://… address; default: TOUCHMAP_WORKSPACE."
    ),
]
AuthorOption = Annotated[
    str,
    typer.Option("--author", metavar="NAME", envvar="TOUCHMAP_AUTHOR", help="Who; default: your login name."),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="Reason, which stands in the minutes.")]
StoredArgument = Annotated[str, typer.Argument(metavar="PROJECT", help="Name of a project in the workspace.")]
AtOption = Annotated[
    str, typer.Option("--at", metavar="STATE", help="Number of an edit or name of a version; default: now.")
]


def is_stored(name: str) -> bool:
    """Whether a name means a project of the workspace."""
    return name.startswith(PREFIX)


def bare(name: str) -> str:
    """Name of a project of the workspace.

    >>> bare("workspace:Acme"), bare("Acme")
    ('Acme', 'Acme')
    """
    return name.removeprefix(PREFIX)


def say(text: str, *, err: bool = False) -> None:
    """Print lines in which nothing that comes from data steers the terminal."""
    from touchmap.report.text.style import plain

    typer.echo("\n".join(plain(line).plain for line in text.split("\n")), err=err)


@contextmanager
def opened(place: str = "", *, create: bool = False) -> Iterator[Workspace]:
    """The workspace; what is asked of it and cannot be is wrong use.

    Parameters
    ----------
    place
        Where it is; empty = as said before the command, else by the environment, else the user's own.
    create
        Make the file where there is none.

    Raises
    ------
    BadUsageError
        If a name is taken, a row does not exist, and the like.
    """
    from touchmap.project.edits import MissingRowError
    from touchmap.store import Workspace

    try:
        with Workspace(place or everywhere() or None, create=create) as workspace:
            yield workspace
    except (ValueError, MissingRowError) as error:
        raise BadUsageError(str(error)) from error


def everywhere() -> str:
    """The workspace named before the command, as in ``touchmap --workspace FILE solve workspace:Acme``."""
    return _EVERYWHERE.get()


def use_everywhere(place: str) -> None:
    """Note the workspace named before the command."""
    _EVERYWHERE.set(place.strip())


def read_stored(name: str) -> Project:
    """A project of the workspace as it is now; see `opened`."""
    with opened() as workspace:
        return workspace.open(bare(name)).project()


def author_of(given: str) -> str:
    """Who it is: as given, else the login name.

    Raises
    ------
    BadUsageError
        If neither is known.
    """
    from touchmap.store.account import account_name, chosen_author

    said = given.strip() or chosen_author() or account_name()
    if not said:
        raise BadUsageError("nobody knows who you are; say it with --author")
    return said


def state_of(at: str) -> int | str | None:
    """A state as it is typed: number, name of a version, or nothing for now.

    >>> state_of("12"), state_of("Board"), state_of("")
    (12, 'Board', None)
    """
    return int(at) if at.strip().isdecimal() else at.strip() or None
