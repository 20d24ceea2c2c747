"""What was done to a project of the workspace: ``log``, ``undo``, ``redo``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.stored import AuthorOption, StoredArgument, WorkspaceOption, author_of, bare, opened

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
    workspace: WorkspaceOption = "",
) -> None:
    """List who changed what and when, or write it as the minutes of a workshop, decisions included.

    For example:

    - `touchmap log Acme`

    - `touchmap log Acme --since 2026-03-01 --out minutes.md`
    """
    from touchmap.cli.places import require_folder, writing
    from touchmap.report.output import replace_bytes

    start = _time(since) if since else None
    if out and out != "-":
        require_folder(Path(out))
    with opened(workspace) as place:
        stored = place.open(bare(project))
        if out:
            text = stored.minutes(start)
        else:
            _print(stored.name, stored.entries(start), everything=start is not None)
            return
    if out == "-":
        typer.echo(text)
        return
    with writing():
        replace_bytes(out, text.encode("utf-8"))
    typer.echo(out)


@guarded
def undo(
    project: StoredArgument,
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Take back your latest edit that is not taken back yet; edits of others stay.

    For example:

    - `touchmap undo Acme`
    """
    with opened(workspace) as place:
        entry = place.open(bare(project)).undo(author_of(author))
    typer.echo("There is nothing of yours to take back." if entry is None else _line(entry))


@guarded
def redo(
    project: StoredArgument,
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Repeat the edit you took back last, unless you have edited since.

    For example:

    - `touchmap redo Acme`
    """
    with opened(workspace) as place:
        entry = place.open(bare(project)).redo(author_of(author))
    typer.echo("There is nothing of yours to repeat." if entry is None else _line(entry))


def _line(entry: Entry) -> str:
    return f"{entry.number}: {entry.label}"


def _print(name: str, entries: list[Entry], *, everything: bool) -> None:
    from touchmap.cli.terminal import output
    from touchmap.report.text.style import figures, plain, table

    shown = entries if everything else entries[-SHOWN:]
    earlier = len(entries) - len(shown)
    grid = table(f"Edits of {name}", caption=f"{earlier:,} earlier ones: --since or --out" if earlier else "")
    figures(grid, "Edit")
    for heading in ("When", "Who", "What"):
        grid.add_column(heading, overflow="fold")
    for entry in shown:
        at = f"{entry.at.astimezone():%Y-%m-%d %H:%M}"
        grid.add_row(str(entry.number), at, plain(entry.author), plain(entry.label))
    output().print(grid)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadUsageError(f"--since is a date such as 2026-03-01, got {text!r}") from None
