"""``workspace``: the projects that are kept in a database, with everything ever done to them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.outcome import BadUsageError, ExitCode, guarded
from touchmap.cli.stored import (
    AtOption,
    AuthorOption,
    StoredArgument,
    WorkspaceOption,
    author_of,
    bare,
    everywhere,
    is_stored,
    opened,
    say,
    state_of,
)

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


@app.callback()
def workspace() -> None:
    """Projects kept in a database, with every edit, versions and remarks; alone or as a team.

    For example:

    - `touchmap workspace import acme.xlsx --name Acme`

    - `touchmap workspace list`
    """


@app.command("list")
@guarded
def list_(
    deleted: Annotated[bool, typer.Option("--bin", help="List the projects in the bin.")] = False,
    workspace: WorkspaceOption = "",
) -> None:
    """List the projects, the one changed last first.

    For example:

    - `touchmap workspace list`
    """
    from touchmap.cli.terminal import output
    from touchmap.report.text.style import figures, plain, table
    from touchmap.store.database import default_url

    own = not (workspace or everywhere() or os.environ.get("TOUCHMAP_WORKSPACE", "").strip())
    if own and not Path(default_url().removeprefix("sqlite:///")).exists():
        say("There is no project yet; bring one in with: touchmap workspace import")
        return
    with opened(workspace) as place:
        found, where = place.list(deleted=deleted), place.address
    if not found:
        say(f"{where}: {'the bin is empty' if deleted else 'no project yet'}")
        return
    grid = table("In the bin" if deleted else "Projects", caption=plain(where).plain)
    grid.add_column("Project", overflow="fold")
    figures(grid, "Edits")
    grid.add_column("Changed")
    grid.add_column("By", overflow="fold")
    if deleted:
        for heading in ("Deleted", "By", "Id"):
            grid.add_column(heading, overflow="fold")
    for one in found:
        gone = one.deleted_at
        bin_ = (_when(gone), plain(one.deleted_by or ""), one.project_id) if gone is not None else ()
        grid.add_row(plain(one.name), f"{one.edits:,}", _when(one.changed_at), plain(one.changed_by), *bin_)
    output().print(grid)


@app.command("open")
@guarded
def open_(project: StoredArgument, workspace: WorkspaceOption = "") -> None:
    """Show how a project stands and how to go on with it.

    For example:

    - `touchmap workspace open Acme`
    """
    from touchmap.cli.issues import counted
    from touchmap.project.checks import check_project

    with opened(workspace) as place:
        stored = place.open(bare(project))
        number, facts = stored.state()
        name, last = stored.name, stored.entries(latest=1)
        newest, where = stored.results.newest(), place.address
    rows = sum(map(len, facts.to_tables().values()))
    say(f"{name}: {rows:,} rows, {counted(check_project(facts))}, in {where}")
    for entry in last:
        say(f"Edit {number:,}, {_when(entry.at)} by {entry.author}: {entry.label}")
    for one in newest.values():
        state = "stale: the project has changed since" if one.is_stale else "of the project as it is"
        say(f"Solved {one.scenario_id} on {_when(one.at)}, {state}")
    called = f"workspace:{name}" if re.fullmatch(r"[\w.-]+", name) else f'"workspace:{name}"'
    say(f"Go on with: touchmap solve {called}, touchmap map {called}, touchmap log {called}")


@app.command()
@guarded
def show(project: StoredArgument, workspace: WorkspaceOption = "") -> None:
    """Show what is kept of a project beside its facts: versions, results, remarks, jobs, members.

    For example:

    - `touchmap workspace show Acme`
    """
    from touchmap.findings.case import count

    with opened(workspace) as place:
        stored = place.open(bare(project))
        name, revision, entries = stored.name, stored.revision, stored.entries()
        versions, remarks, members = stored.versions(), stored.remarks.all(), stored.members.all()
        results, jobs = stored.results.all(limit=20), stored.jobs.all(limit=20)
    people = ", ".join(sorted({entry.author for entry in entries})) or "nobody"
    say(f"{name}: {count(revision, 'edit')} by {people}")
    _print("Versions", ("Edit", "Version", "By"), [(str(v.number), v.name, v.author) for v in versions])
    _print(
        "Results (stale: the project has changed since)",
        ("Scenario", "When", "By", "State"),
        [(r.scenario_id, _when(r.at), r.author, "stale" if r.is_stale else "fresh") for r in results],
    )
    _print(
        "Remarks",
        ("", "On", "By", "Text"),
        [
            (f"{r.kind.value}{', settled' if r.settled_at else ''}", r.place, r.author, r.text)
            for r in remarks
        ],
    )
    _print(
        "Jobs",
        ("Job", "Started", "By", "State", ""),
        [
            (
                f"{j.kind} {j.request.get('scenario', '')}",
                _when(j.started_at),
                j.author,
                j.state.value,
                j.message,
            )
            for j in jobs
        ],
    )
    _print(
        "Shared with",
        ("E-mail", "Role", "Since", "By"),
        [(m.email, m.role.value, _when(m.since), m.by) for m in members],
    )


@app.command("import")
@guarded
def import_(
    source: Annotated[str, typer.Argument(help="Folder, .xlsx, .json or sample to bring in.")],
    name: Annotated[
        str, typer.Option("--name", help="Name in the workspace; default: that of the company.")
    ] = "",
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Bring a project into the workspace under a new name; it need not be finished.

    For example:

    - `touchmap workspace import acme.xlsx --name Acme`

    - `touchmap workspace import telecom_isp`
    """
    from touchmap.cli.places import load_unfinished

    if is_stored(source):
        raise BadUsageError(f"{source} is in the workspace already; copy it by way of a file")
    facts = load_unfinished(source)
    with opened(workspace, create=True) as place:
        called = bare(name) or facts.settings.name or Path(source).stem
        stored = place.add(called, facts, author=author_of(author))
        say(f"{stored.name}: {sum(map(len, facts.to_tables().values())):,} rows, in {place.address}")


@app.command()
@guarded
def export(
    project: StoredArgument,
    target: Annotated[Path, typer.Argument(help="Folder, .xlsx workbook or .json document to write.")],
    at: AtOption = "",
    force: Force = False,
    workspace: WorkspaceOption = "",
) -> None:
    """Write a project to a file, as it is now or was; it remembers from which state it is.

    For example:

    - `touchmap workspace export Acme acme.xlsx`

    - `touchmap workspace export Acme before --at "Board meeting"`
    """
    from touchmap.cli.places import refuse_existing, writing
    from touchmap.files import save

    refuse_existing(target, force=force)
    with opened(workspace) as place:
        stored = place.open(bare(project))
        number, facts = stored.state(state_of(at))
        name, origin = stored.name, stored.origin(number)
    with writing():
        save(facts, target, origin=origin)
    say(f"{target}: edit {number}. Take changes over with: touchmap import workspace:{name} {target}")


@app.command()
@guarded
def rename(
    project: StoredArgument,
    new: Annotated[str, typer.Argument(help="New name.")],
    workspace: WorkspaceOption = "",
) -> None:
    """Give a project another name in the workspace; its facts stay.

    For example:

    - `touchmap workspace rename Acme "Acme Energy"`
    """
    with opened(workspace) as place:
        place.rename(bare(project), bare(new))
    say(bare(new))


@app.command()
@guarded
def delete(project: StoredArgument, author: AuthorOption = "", workspace: WorkspaceOption = "") -> None:
    """Put a project into the bin, with its history; nothing is lost.

    For example:

    - `touchmap workspace delete Acme`
    """
    with opened(workspace) as place:
        place.delete(bare(project), author=author_of(author))
    say(f"In the bin; back with: touchmap workspace undelete {bare(project)}")


@app.command()
@guarded
def undelete(
    project: Annotated[
        str, typer.Argument(metavar="PROJECT", help="Name, or id where several have the name.")
    ],
    workspace: WorkspaceOption = "",
) -> None:
    """Take a project back out of the bin.

    For example:

    - `touchmap workspace undelete Acme`
    """
    with opened(workspace) as place:
        place.undelete(bare(project))
    say(bare(project))


@app.command()
@guarded
def version(
    project: StoredArgument,
    name: Annotated[str, typer.Argument(help="Name to give.")],
    at: Annotated[
        int | None, typer.Option("--at", min=0, metavar="EDIT", help="Default: the latest.")
    ] = None,
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Give the project as it is now, or was after an edit, a name to come back to.

    For example:

    - `touchmap workspace version Acme "Board meeting"`
    """
    with opened(workspace) as place:
        made = place.open(bare(project)).name_version(name, author=author_of(author), number=at)
    say(f"{made.name}: edit {made.number}")


@app.command()
@guarded
def diff(
    project: StoredArgument,
    first: Annotated[str, typer.Argument(metavar="A", help="Number of an edit or name of a version.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The same; default: now.")] = "",
    words: Annotated[
        bool, typer.Option("--words", help="Write a sentence for each difference instead of a table.")
    ] = False,
    workspace: WorkspaceOption = "",
) -> None:
    """Show what differs between two states of a project.

    For example:

    - `touchmap workspace diff Acme "Board meeting"`

    - `touchmap workspace diff Acme 0 12 --words`
    """
    from touchmap.cli.terminal import output
    from touchmap.project.edits import difference_rows
    from touchmap.report.text.edits import edits

    with opened(workspace) as place:
        change = place.open(bare(project)).difference(state_of(first) or 0, state_of(second))
    if change.is_empty:
        say("No difference.")
    elif words:
        for row in difference_rows(change):
            say(str(row))
    else:
        output().print(edits(difference_rows(change)))


@app.command()
@guarded
def note(
    project: StoredArgument,
    text: Annotated[str, typer.Argument(help="What to write down.")],
    *,
    on: Annotated[
        str, typer.Option("--on", metavar="TABLE:ROW", help="Row it is about, such as processes:P1.")
    ] = "",
    decision: Annotated[
        bool, typer.Option("--decision", help="It is a decision, and stands in the minutes.")
    ] = False,
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Write a comment or a decision on a project or on one of its rows.

    For example:

    - `touchmap workspace note Acme "Billing stays with us" --on processes:P1 --decision`
    """
    from touchmap.store import RemarkKind

    table, _, row = on.partition(":")
    if table and not row and table != "settings":
        raise BadUsageError(f"--on names a table and a row, such as processes:P1, got {on!r}")
    kind = RemarkKind.DECISION if decision else RemarkKind.COMMENT
    with opened(workspace) as place:
        stored = place.open(bare(project))
        remark = stored.remarks.add(text, author=author_of(author), kind=kind, table=table, row=row)
    say(f"{remark.kind.value}{f' on {remark.place}' if remark.place else ''}")


@app.command()
@guarded
def share(
    project: StoredArgument,
    email: Annotated[str, typer.Argument(metavar="E-MAIL", help="With whom.")],
    role: Annotated[
        str, typer.Option("--role", help="viewer, editor or owner; none = share it no longer.")
    ] = "editor",
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Share a project with somebody who uses the workspace under their e-mail.

    A viewer reads everything, an editor edits as well, an owner shares, renames and deletes as well.

    For example:

    - `touchmap workspace share Acme ann@example.com --role owner`

    - `touchmap workspace share Acme bob@example.com --role none`
    """
    from touchmap.store import Role

    if role not in (*Role, "none"):
        raise BadUsageError(f"--role is viewer, editor, owner or none, got {role!r}")
    with opened(workspace) as place:
        members = place.open(bare(project)).members
        if role == "none":
            members.remove(email)
            say(f"{email}: not shared any longer")
        else:
            member = members.set(email, role, by=author_of(author))
            say(f"{member.email}: {member.role.value}")


@app.command()
@guarded
def backup(
    target: Annotated[Path, typer.Argument(help="File to write; .jsonl for any kind of database.")],
    force: Force = False,
    workspace: WorkspaceOption = "",
) -> None:
    """Write everything into one file, while others go on working.

    For example:

    - `touchmap workspace backup monday.sqlite`

    - `touchmap workspace backup monday.jsonl`
    """
    from touchmap.cli.places import refuse_existing, require_folder

    require_folder(target)
    refuse_existing(target, force=force)
    with opened(workspace) as place:
        place.backup(target)
        count = len(place.list()) + len(place.list(deleted=True))
    say(f"{target}: {count} project{'s' * (count != 1)}")


@app.command()
@guarded
def restore(
    source: Annotated[Path, typer.Argument(help="Backup to take over.")],
    workspace: WorkspaceOption = "",
) -> None:
    """Take over a backup into an empty workspace, and check it.

    For example:

    - `touchmap workspace restore monday.sqlite --workspace fresh.sqlite`
    """
    if not source.is_file():
        raise BadUsageError(f"there is no file {source}")
    with opened(workspace, create=True) as place:
        place.restore(source)
    check(workspace=workspace)


@app.command()
@guarded
def check(workspace: WorkspaceOption = "") -> None:
    """Read everything there is: is the database sound, and does every edit still give what it gave.

    For example:

    - `touchmap workspace check`
    """
    from touchmap.findings.case import count

    with opened(workspace) as place:
        report, where = place.check(), place.address
    for problem in report.problems:
        say(problem, err=True)
    said = "sound" if report.is_sound else count(len(report.problems), "problem")
    say(f"{where}: {count(report.projects, 'project')}, {count(report.edits, 'edit')}: {said}")
    if not report.is_sound:
        raise typer.Exit(ExitCode.INVALID_DATA)


def _when(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _print(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table, unless it is empty."""
    from touchmap.cli.terminal import output
    from touchmap.report.text.style import plain, table

    if not rows:
        return
    grid = table(title)
    for heading in headings:
        grid.add_column(heading, overflow="fold")
    for row in rows:
        grid.add_row(*map(plain, row))
    output().print(grid)
