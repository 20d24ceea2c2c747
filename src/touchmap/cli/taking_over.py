"""Taking over a changed spreadsheet: what it changes is shown first, then applied as one edit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from touchmap.cli.outcome import BadUsageError, ExitCode
from touchmap.cli.stored import author_of, bare, opened, state_of

if TYPE_CHECKING:
    from touchmap.project import Project
    from touchmap.project.edits import Change, Conflict
    from touchmap.store import StoredProject


@dataclass(frozen=True)
class Wish:
    """What to do with a changed spreadsheet."""

    apply: bool
    skip_refused: bool
    base: str
    author: str
    workspace: str


def into_stored(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project of the workspace."""
    from touchmap.store import EditConflictError

    with opened(wish.workspace) as place:
        stored = place.open(bare(name))
        number, base = stored.state(_base(stored, changed, wish.base))
        now = stored.project()
        change = _change(base, changed)
        refused = _conflicts(change, now)
        typer.echo(f"{changed} beside edit {number} of {stored.name}", err=True)
        _show(change, refused)
        if change.is_empty:
            typer.echo(f"{changed} changes nothing in {stored.name}.")
            return
        if wish.skip_refused:
            change = change.without(refused, base)
        if not wish.apply:
            typer.echo("Nothing was changed; take it over with --apply.")
            return
        try:
            entry = stored.commit(change, author=author_of(wish.author), seen=number)
        except EditConflictError as error:
            typer.echo(f"{error}\nNothing was changed; --skip-refused takes over the rest.", err=True)
            raise typer.Exit(ExitCode.INVALID_DATA) from None
    typer.echo(f"{entry.number}: {entry.label}")


def into_file(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project kept in a file or folder."""
    from touchmap.cli.places import is_sample, load_unfinished, writing
    from touchmap.files import save

    if wish.base:
        raise BadUsageError("--base is for projects of the workspace; a file has no earlier states")
    before = load_unfinished(name)
    change = _change(before, changed)
    _show(change, [])
    if change.is_empty:
        typer.echo(f"{changed} holds the same as {name}.")
        return
    if not wish.apply:
        typer.echo(
            f"This is what {changed} would change in {name}. Nothing was changed; take it over with --apply, "
            f"or overwrite {changed} by {name} with --force."
        )
        return
    if is_sample(name):
        raise BadUsageError(f"{name} is a sample and stays as it is; copy it with touchmap new")
    target = Path(name)
    with writing():
        if target.is_file():
            shutil.copy2(target, target.with_name(target.name + ".bak"))
        save(change.apply(before), target)
    typer.echo(f"{target}: {change.label}")


def _base(stored: StoredProject, changed: Path, given: str) -> int | str | None:
    """The state the spreadsheet was made from: as given, else as the workbook says, else now."""
    from touchmap.files import origin_of

    if given:
        return state_of(given)
    project_id, _, number = origin_of(changed).partition(":")
    if project_id == stored.project_id and number.isdecimal() and int(number) <= stored.revision:
        return int(number)
    return None


def _change(before: Project, changed: Path) -> Change:
    """What a spreadsheet changes.

    Raises
    ------
    InvalidProjectError
        With every cell that is refused: it is not legal, or it names an id that is not there.
    """
    from touchmap.cli.issues import print_issues
    from touchmap.cli.places import load_unfinished
    from touchmap.cli.terminal import errors
    from touchmap.errors import InvalidProjectError
    from touchmap.project.checks import check_project
    from touchmap.project.edits import difference, summary

    after = load_unfinished(str(changed))
    known = {str(issue) for issue in check_project(before)}
    fresh = [issue for issue in check_project(after) if str(issue) not in known]
    refused = [issue for issue in fresh if issue.code in ("unknown_id", "duplicate_id")]
    if refused:
        raise InvalidProjectError(refused)
    if fresh:
        print_issues(errors(), fresh)
    change = difference(before, after)
    return change.model_copy(update={"label": f"Take over {changed.name}: {summary(change)}"})


def _conflicts(change: Change, now: Project) -> list[Conflict]:
    from touchmap.project.edits import StaleChangeError

    try:
        change.apply(now)
    except StaleChangeError as stale:
        return list(stale.conflicts)
    return []


def _show(change: Change, refused: list[Conflict]) -> None:
    from touchmap.cli.terminal import output
    from touchmap.project.edits import DifferenceRow, difference_rows
    from touchmap.report.text.edits import edits

    console = output()
    if not change.is_empty:
        console.print(edits(difference_rows(change)))
    if refused:
        rows = [DifferenceRow("refused", c.table, c.row, c.field, c.seen, c.found) for c in refused]
        console.print(edits(rows, "Refused: somebody has changed these since; before and now"))
