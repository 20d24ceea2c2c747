"""``workspace``: the projects that are kept in a database, with everything ever done to them."""

from __future__ import annotations

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
    is_stored,
    opened,
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

    with opened(workspace) as place:
        found, where = place.list(deleted=deleted), place.address
    if not found:
        typer.echo(f"{where}: {'the bin is empty' if deleted else 'no project yet'}")
        return
    grid = table("In the bin" if deleted else "Projects", caption=where)
    grid.add_column("Project", overflow="fold")
    figures(grid, "Edits")
    grid.add_column("Changed")
    if deleted:
        grid.add_column("Deleted by", overflow="fold")
    for one in found:
        changed = f"{one.changed_at.astimezone():%Y-%m-%d %H:%M}"
        by = (plain(one.deleted_by or ""),) if deleted else ()
        grid.add_row(plain(one.name), f"{one.edits:,}", changed, *by)
    output().print(grid)


@app.command()
@guarded
def show(project: StoredArgument, workspace: WorkspaceOption = "") -> None:
    """Show what is kept of a project beside its facts: versions, results, remarks.

    For example:

    - `touchmap workspace show Acme`
    """
    from touchmap.cli.terminal import output
    from touchmap.report.text.style import figures, plain, table

    with opened(workspace) as place:
        stored = place.open(bare(project))
        name, revision, entries = stored.name, stored.revision, stored.entries()
        versions, results, remarks = stored.versions(), stored.results.all(limit=20), stored.remarks.all()
    console = output()
    people = ", ".join(sorted({entry.author for entry in entries})) or "nobody"
    console.print(plain(f"{name}: {revision:,} edits by {people}"))
    if versions:
        grid = table("Versions")
        figures(grid, "Edit")
        for heading in ("Version", "Named by"):
            grid.add_column(heading, overflow="fold")
        for version in versions:
            grid.add_row(str(version.number), plain(version.name), plain(version.author))
        console.print(grid)
    if results:
        grid = table("Results", caption="Stale: the project has changed since.")
        for heading in ("Scenario", "When", "By", ""):
            grid.add_column(heading, overflow="fold")
        for result in results:
            at = f"{result.at.astimezone():%Y-%m-%d %H:%M}"
            stale = "stale" if result.is_stale else ""
            grid.add_row(plain(result.scenario_id), at, plain(result.author), stale)
        console.print(grid)
    if remarks:
        grid = table("Remarks")
        for heading in ("", "On", "By", "Text"):
            grid.add_column(heading, overflow="fold")
        for remark in remarks:
            kind = f"{remark.kind.value}{', settled' if remark.settled_at else ''}"
            grid.add_row(kind, plain(remark.place), plain(remark.author), plain(remark.text))
        console.print(grid)


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
    with opened(workspace) as place:
        stored = place.add(name or facts.settings.name or Path(source).stem, facts, author=author_of(author))
        typer.echo(f"{stored.name}: {sum(map(len, facts.to_tables().values())):,} rows, in {place.address}")


@app.command()
@guarded
def export(
    project: StoredArgument,
    target: Annotated[Path, typer.Argument(help="Folder, .xlsx workbook or .json document to write.")],
    at: AtOption = "",
    force: Force = False,
    workspace: WorkspaceOption = "",
) -> None:
    """Write a project to a file, as it is now or was; a workbook remembers from which state it is.

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
    with writing():
        save(facts, target, origin=f"{stored.project_id}:{number}")
    typer.echo(f"{target}: edit {number}. Take changes over with: touchmap import workspace:… {target}")


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
        place.rename(bare(project), new)
    typer.echo(new)


@app.command()
@guarded
def delete(project: StoredArgument, author: AuthorOption = "", workspace: WorkspaceOption = "") -> None:
    """Put a project into the bin, with its history; nothing is lost.

    For example:

    - `touchmap workspace delete Acme`
    """
    with opened(workspace) as place:
        place.delete(bare(project), author=author_of(author))
    typer.echo(f"In the bin; back with: touchmap workspace undelete {bare(project)}")


@app.command()
@guarded
def undelete(project: StoredArgument, workspace: WorkspaceOption = "") -> None:
    """Take a project back out of the bin.

    For example:

    - `touchmap workspace undelete Acme`
    """
    with opened(workspace) as place:
        place.undelete(bare(project))
    typer.echo(bare(project))


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
    typer.echo(f"{made.name}: edit {made.number}")


@app.command()
@guarded
def diff(
    project: StoredArgument,
    first: Annotated[str, typer.Argument(metavar="A", help="Number of an edit or name of a version.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The same; default: now.")] = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Show what differs between two states of a project.

    For example:

    - `touchmap workspace diff Acme "Board meeting"`

    - `touchmap workspace diff Acme 0 12`
    """
    from touchmap.cli.terminal import output
    from touchmap.project.edits import difference_rows
    from touchmap.report.text.edits import edits

    with opened(workspace) as place:
        change = place.open(bare(project)).difference(state_of(first) or 0, state_of(second))
    output().print("No difference." if change.is_empty else edits(difference_rows(change)))


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
    kind = RemarkKind.DECISION if decision else RemarkKind.COMMENT
    with opened(workspace) as place:
        stored = place.open(bare(project))
        remark = stored.remarks.add(text, author=author_of(author), kind=kind, table=table, row=row)
    typer.echo(f"{remark.kind.value}{f' on {remark.place}' if remark.place else ''}")


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
    typer.echo(f"{target}: {count} project{'s' * (count != 1)}")


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
    with opened(workspace) as place:
        place.restore(source)
    check(workspace=workspace)


@app.command()
@guarded
def check(workspace: WorkspaceOption = "") -> None:
    """Read everything there is: is the database sound, and does every edit still give what it gave.

    For example:

    - `touchmap workspace check`
    """
    with opened(workspace) as place:
        report, where = place.check(), place.address
    for problem in report.problems:
        typer.echo(problem, err=True)
    said = "sound" if report.is_sound else f"{len(report.problems)} problem(s)"
    typer.echo(f"{where}: {report.projects} projects, {report.edits:,} edits: {said}")
    if not report.is_sound:
        raise typer.Exit(ExitCode.INVALID_DATA)
