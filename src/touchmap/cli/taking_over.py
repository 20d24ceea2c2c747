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
    from touchmap.project.edits import Change
    from touchmap.store import StoredProject, Told


@dataclass(frozen=True)
class Wish:
    """What to do with a changed spreadsheet."""

    apply: bool
    skip_refused: bool
    base: str
    author: str
    workspace: str
    why: str


@dataclass(frozen=True)
class Offer:
    """What a spreadsheet would change in a project of the workspace."""

    seen: int
    """Number of the state it is held against."""
    source: str
    """What the spreadsheet says it was written from."""
    whole: Change
    rest: Change
    """The change without what is refused."""
    told: list[Told]
    before: list[int]
    """Numbers of the edits by which parts of it were taken over already."""


def into_stored(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project of the workspace."""
    from touchmap.project.edits import summary
    from touchmap.store import EditConflictError

    with opened(wish.workspace) as place:
        stored = place.open(bare(name))
        offer = _offer(stored, changed, wish)
        already = ", taken over already as edit " + ", ".join(map(str, offer.before)) if offer.before else ""
        if offer.whole.is_empty:
            say(f"{changed} changes nothing in {stored.name}{already}.")
            return
        _show(offer.whole, offer.rest)
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
        change = offer.rest.model_copy(update={"label": f"Take over {changed.name}: {summary(offer.rest)}"})
        try:
            entry = stored.commit(
                change, author=author_of(wish.author), seen=offer.seen, why=wish.why, source=offer.source
            )
        except EditConflictError as error:  # somebody was quicker, just now
            say(f"{error}\nNothing was changed; try it again.", err=True)
            raise typer.Exit(ExitCode.INVALID_DATA) from None
    say(f"{entry.number}: {entry.label}")


def into_file(name: str, changed: Path, wish: Wish) -> None:
    """Show, and on request apply, what a spreadsheet changes in a project kept in a file or folder."""
    from touchmap.cli.places import is_sample, load_unfinished, writing
    from touchmap.files import save
    from touchmap.project.edits import difference

    if wish.base or wish.why:
        raise BadUsageError("--base and --why are for projects of the workspace; a file has no journal")
    before = load_unfinished(name)
    after, wrong = _read(changed, before)
    change = difference(before, after)
    _refuse_wrong(change, wrong)
    if change.is_empty:
        say(f"{changed} holds the same as {name}.")
        return
    _show(change, change)
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


def _offer(stored: StoredProject, changed: Path, wish: Wish) -> Offer:
    """Hold a spreadsheet against the state it was written from and what was taken over from it since.

    Raises
    ------
    InvalidProjectError
        With every cell that is not legal, once all the others are shown.
    """
    from touchmap.files import origin_of
    from touchmap.project.edits import difference, returned

    source = origin_of(changed)
    seen = _seen(stored, changed, source, wish)
    number, base = stored.state(seen)
    sheet, wrong = _read(changed, base)
    earlier = [] if wish.base else stored.taken_over(source)
    back = returned(base, sheet, [change for _, change in earlier])
    before = [entry.number for entry, _ in earlier] if back.known else []
    say(f"{changed} beside edit {number} of {stored.name}", err=True)
    if before:
        again = f"{back.known} of its changes were taken over already as edit {', '.join(map(str, before))}"
        say(f"{again}; only what is new counts.", err=True)
    if back.turned_back:
        say(
            f"As in edit {number} again, though taken over changed: {'; '.join(back.turned_back[:9])}"
            f"{' …' if len(back.turned_back) > 9 else ''}. They stay as they are in {stored.name}; "
            f"to turn them back: --base {earlier[-1][0].number}",
            err=True,
        )
    change = difference(back.base, sheet).still_to_do(stored.project())
    _refuse_wrong(change, wrong)
    rest, told = change, []
    while refused := stored.conflicts(rest, number):
        told += refused
        rest = rest.without([one.conflict for one in refused], back.base)
    return Offer(number, source, change, rest, told, before)


def _seen(stored: StoredProject, changed: Path, source: str, wish: Wish) -> int | str | None:
    """The state the spreadsheet was made from: as given, else as it says itself, else now.

    Raises
    ------
    BadUsageError
        If it says nothing, and taking it over might turn back what others have done.
    """
    if wish.base:
        return state_of(wish.base)
    number = stored.number_of(source)
    if number is not None or not stored.revision:
        return number
    why = "is from a state this project never had" if source else "does not say which edit it is from"
    said = f"{changed} {why}, so whatever was edited in {stored.name} since it was written is turned back"
    if wish.apply:
        raise BadUsageError(f"{said}. Say which edit it is from with --base; the latest is {stored.revision}")
    say(f"Warning: {said}, unless you say with --base which edit it is from.", err=True)
    return None


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


def _refuse_wrong(change: Change, wrong: list[Issue]) -> None:
    """Show what a spreadsheet changes that is right, and refuse it for what is wrong.

    Raises
    ------
    InvalidProjectError
        If anything is wrong.
    """
    from touchmap.errors import InvalidProjectError

    if wrong:
        _show(change, change)
        say("Refused, and nothing is taken over until it is right:", err=True)
        raise InvalidProjectError(wrong)


def _show(change: Change, rest: Change) -> None:
    """Every cell, the refused ones first."""
    from touchmap.cli.terminal import output
    from touchmap.project.edits import DifferenceRow, difference_rows
    from touchmap.report.text.edits import edits

    if change.is_empty:
        return
    fits = {id(step) for step in rest.steps}
    refused, others = [], []
    for step, row in zip(change.steps, difference_rows(change), strict=True):
        if id(step) in fits:
            others.append(row)
        else:
            what = "refused" if row.what == "changed" else f"refused ({row.what})"
            refused.append(DifferenceRow(what, row.table, row.row, row.field, row.old, row.new))
    output().print(edits([*refused, *others]))
