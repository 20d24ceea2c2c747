"""Taking over a changed spreadsheet: what it changes is shown first, then applied as one edit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from touchmap.cli.outcome import BadUsageError, ExitCode
from touchmap.cli.stored import author_of, bare, opened, say, state_of

if TYPE_CHECKING:
    from touchmap.errors import Issue
    from touchmap.project import Project
    from touchmap.project.edits import DifferenceRow
    from touchmap.store import Offer, StoredProject


@dataclass(frozen=True)
class Wish:
    """What to do with a changed spreadsheet."""

    apply: bool
    skip_refused: bool
    base: str
    author: str
    workspace: str
    why: str


def into_stored(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project of the workspace."""
    from touchmap.store import EditConflictError

    with opened(wish.workspace) as place:
        stored = place.open(bare(name))
        offer = _offered(stored, changed, wish)
        if offer.whole.is_empty:
            already = f", taken over already as edit {_listed(offer.before)}" if offer.before else ""
            say(f"{changed} changes nothing in {stored.name}{already}.")
            return
        _show(offer.rows())
        for told in offer.told:
            say(f"refused: {told}", err=True)
        if offer.told and wish.apply and not wish.skip_refused:
            say("Nothing was changed; --skip-refused takes over the rest.", err=True)
            raise typer.Exit(ExitCode.INVALID_DATA)
        if not wish.apply:
            say("Nothing was changed; take it over with --apply.")
            return
        if offer.rest.is_empty:
            say("Nothing was changed: all of it is refused.", err=True)
            raise typer.Exit(ExitCode.INVALID_DATA)
        change, author = offer.change(changed.name), author_of(wish.author)
        try:
            entry = stored.commit(change, author=author, seen=offer.seen, why=wish.why, source=offer.source)
        except EditConflictError as error:  # somebody was quicker, just now
            say(f"{error}\nNothing was changed; try it again.", err=True)
            raise typer.Exit(ExitCode.INVALID_DATA) from None
    say(f"{entry.number}: {entry.label}")


def into_file(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project kept in a file or folder."""
    from touchmap.cli.places import is_sample, load_unfinished, writing
    from touchmap.files import save
    from touchmap.project.edits import difference, difference_rows

    if wish.base or wish.why:
        raise BadUsageError("--base and --why are for projects of the workspace; a file has no journal")
    before = load_unfinished(name)
    after, wrong = _read(changed, before)
    change = difference(before, after)
    _refuse_wrong(difference_rows(change), wrong)
    if change.is_empty:
        say(f"{changed} holds the same as {name}.")
        return
    _show(difference_rows(change))
    if not wish.apply:
        say(
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
    say(f"{target}: {change.label}")


def _offered(stored: StoredProject, changed: Path, wish: Wish) -> Offer:
    """Hold a spreadsheet against the state it was written from and what was taken over from it since.

    Raises
    ------
    InvalidProjectError
        With every cell that is not legal, once all the others are shown.
    """
    from touchmap.files import origin_of
    from touchmap.store import offer

    source = origin_of(changed)
    wrong: list[Issue] = []

    def read(base: Project) -> Project:
        sheet, found = _read(changed, base)
        wrong.extend(found)
        return sheet

    _warn_of_no_state(stored, changed, source, wish)
    found = offer(stored, read, source, state_of(wish.base), author=author_of(wish.author))
    say(f"{changed} beside edit {found.seen} of {stored.name}", err=True)
    if found.before:
        again = f"{found.known} of its changes were taken over already as edit {_listed(found.before)}"
        say(f"{again}; only what is new counts.", err=True)
    if found.turned_back:
        say(
            f"As in edit {found.seen} again, though taken over changed: {'; '.join(found.turned_back[:9])}"
            f"{' …' if len(found.turned_back) > 9 else ''}. They stay as they are in {stored.name}; "
            f"to turn them back: --base {found.latest_taken}",
            err=True,
        )
    _refuse_wrong(found.rows(), wrong)
    return found


def _warn_of_no_state(stored: StoredProject, changed: Path, source: str, wish: Wish) -> None:
    """Say that a spreadsheet does not tell which state it is from, and might turn back what others did.

    Raises
    ------
    BadUsageError
        If it is to be taken over all the same.
    """
    if wish.base or not stored.revision or stored.number_of(source) is not None:
        return
    why = "is from a state this project never had" if source else "does not say which edit it is from"
    said = f"{changed} {why}, so whatever was edited in {stored.name} since it was written is turned back"
    if wish.apply:
        raise BadUsageError(f"{said}. Say which edit it is from with --base; the latest is {stored.revision}")
    say(f"Warning: {said}, unless you say with --base which edit it is from.", err=True)


def _read(changed: Path, before: Project) -> tuple[Project, list[Issue]]:
    """A changed copy of a project, and what is wrong with it: illegal cells, ids that are not there."""
    from touchmap.cli.issues import print_issues
    from touchmap.cli.places import project_path
    from touchmap.cli.terminal import errors
    from touchmap.errors import Severity
    from touchmap.files import read_changed
    from touchmap.project.checks import check_project

    after, issues = read_changed(project_path(str(changed)), before)
    wrong = [issue for issue in issues if issue.severity is Severity.ERROR]
    known = {str(issue) for issue in check_project(before)}
    fresh = [issue for issue in check_project(after) if str(issue) not in known]
    wrong += [issue for issue in fresh if issue.code in ("unknown_id", "duplicate_id")]
    if fresh and not wrong:
        print_issues(errors(), fresh)
    return after, wrong


def _refuse_wrong(rows: list[DifferenceRow], wrong: list[Issue]) -> None:
    """Show what a spreadsheet changes that is right, and refuse it for what is wrong.

    Raises
    ------
    InvalidProjectError
        If anything is wrong.
    """
    from touchmap.errors import InvalidProjectError

    if wrong:
        _show(rows)
        say("Refused, and nothing is taken over until it is right:", err=True)
        raise InvalidProjectError(wrong)


def _show(rows: list[DifferenceRow]) -> None:
    from touchmap.cli.terminal import output
    from touchmap.report.text.edits import edits

    if rows:
        output().print(edits(rows))


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
