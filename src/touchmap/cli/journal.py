"""What was done to a project of the workspace: ``log``, ``undo``, ``redo``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.stored import (
    AuthorOption,
    StoredArgument,
    WhyOption,
    WorkspaceOption,
    author_of,
    bare,
    opened,
    say,
)

if TYPE_CHECKING:
    from touchmap.store import Entry

SHOWN = 50
"""Edits listed where nobody says since when."""


@guarded
def log(
    project: StoredArgument,
    since: Annotated[
        str,
        typer.Option("--since", metavar="DATE", help="Only from then on: 2026-03-01 or 2026-03-01T14:00."),
    ] = "",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="Write minutes in Markdown; - prints them.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    workspace: WorkspaceOption = "",
) -> None:
    """List who changed what and when, or write it as the minutes of a workshop, decisions included.

    For example:

    - `touchmap log Acme`

    - `touchmap log Acme --since 2026-03-01 --out minutes.md`
    """
    from touchmap.cli.places import refuse_existing, require_folder, writing
    from touchmap.report.output import replace_bytes

    start = _time(since) if since else None
    if out and out != "-":
        require_folder(Path(out))
        refuse_existing(Path(out), force=force)
    with opened(workspace) as place:
        stored = place.open(bare(project))
        if out:
            text = stored.minutes(start)
        else:
            everything = start is not None
            entries = stored.entries(start) if everything else stored.entries(latest=SHOWN)
            _print(stored.name, entries, earlier=0 if everything else stored.revision - len(entries))
            return
    if out == "-":
        say(text)
        return
    with writing():
        replace_bytes(out, text.encode("utf-8"))
    say(out)


@guarded
def undo(
    project: StoredArgument,
    number: Annotated[
        int | None,
        typer.Option(
            "--edit",
            min=1,
            max=2**31 - 1,
            metavar="NUMBER",
            help="An earlier edit of yours; default: the last.",
        ),
    ] = None,
    why: WhyOption = "",
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Take back your latest edit that is not taken back yet, or the one you name; edits of others stay.

    For example:

    - `touchmap undo Acme`

    - `touchmap undo Acme --edit 12`
    """
    from touchmap.store import EditConflictError, WorkspaceError

    with opened(workspace) as place:
        try:
            entry = place.open(bare(project)).undo(author_of(author), number, why=why)
        except EditConflictError as error:
            if number is not None:
                raise
            hint = (
                "An earlier edit of yours can be taken back by its number: --edit (touchmap log lists them)."
            )
            raise WorkspaceError(f"{error}\n{hint}") from None
    say("There is nothing of yours to take back." if entry is None else _line(entry))


@guarded
def redo(
    project: StoredArgument,
    why: WhyOption = "",
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Repeat the edit you took back last, unless you have edited since.

    For example:

    - `touchmap redo Acme`
    """
    with opened(workspace) as place:
        entry = place.open(bare(project)).redo(author_of(author), why=why)
    say("There is nothing of yours to repeat." if entry is None else _line(entry))


def _line(entry: Entry) -> str:
    return f"{entry.number}: {entry.label}"


def _print(name: str, entries: list[Entry], *, earlier: int) -> None:
    from touchmap.cli.terminal import output
    from touchmap.report.text.style import figures, plain, table

    grid = table(
        plain(f"Edits of {name}").plain,
        caption=f"{earlier:,} earlier ones: --since or --out" if earlier else "",
    )
    figures(grid, "Edit")
    for heading in ("When", "Who", "What"):
        grid.add_column(heading, overflow="fold")
    for entry in entries:
        at = f"{entry.at.astimezone():%Y-%m-%d %H:%M}"
        grid.add_row(
            str(entry.number),
            at,
            plain(entry.author),
            plain(entry.label + (f" – {entry.why}" if entry.why else "")),
        )
    output().print(grid)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadUsageError(f"--since is a date such as 2026-03-01, got {text!r}") from None
