"""Commands that make and change projects: ``new``, ``template``, ``import``, ``market``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.stored import AuthorOption, WhyOption, WorkspaceOption, is_stored, say

Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


@guarded
def new(
    target: Annotated[Path, typer.Argument(help="Folder, .xlsx workbook or .json document to make.")],
    *,
    name: Annotated[str, typer.Option("--name", help="Name of the company.")] = "",
    sample: Annotated[
        str, typer.Option("--sample", metavar="NAME", help="Start from a sample instead of an empty project.")
    ] = "",
    questions: Annotated[
        bool, typer.Option("--questions", help="Ask the five questions, and propose rules and weights.")
    ] = False,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Answers in a TOML or JSON document, not asked."),
    ] = None,
    take: Annotated[
        str | None,
        typer.Option(
            "--take",
            metavar="KEYS",
            help="Proposals to take over: all, suggested, or their keys; each is asked if not given.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Make a new project: empty with the eight default stages, or a copy of a sample.

    With `--questions` or `--answers`, five answers (stance, motives, what must stay, languages and markets,
    scope) propose rules, weights and what is sought. Each proposal is shown with its reason before it is
    applied; nothing is written until all are decided.

    For example:

    - `touchmap new acme --name "Acme Energy"`

    - `touchmap new acme.xlsx --sample telecom_isp`

    - `touchmap new acme --questions`

    - `touchmap new acme --answers answers.toml --take suggested`
    """
    from touchmap.cli.places import SAMPLES, load_unfinished, refuse_existing, writing
    from touchmap.cli.questions import answered
    from touchmap.files import save
    from touchmap.project.journey_defaults import blank_project
    from touchmap.project.reference_data import data_path

    if sample and sample not in SAMPLES:
        raise BadUsageError(f"there is no sample {sample!r}; there are: {', '.join(SAMPLES)}")
    if questions and answers is not None:
        raise BadUsageError("--questions asks for the answers that --answers reads; give one of them")
    if take is not None and answers is None and not questions:
        raise BadUsageError("--take chooses from the proposals of --questions or --answers")
    if take is not None and not take.replace(",", "").strip():
        raise BadUsageError("--take is empty; say all, suggested or the keys of proposals")
    refuse_existing(target, force=force)
    if sample:
        project = load_unfinished(str(data_path() / sample))
        if name:
            project = project.replace(settings=project.settings.model_copy(update={"name": name}))
    else:
        project = blank_project(name or target.stem)
    what = f"a copy of {sample}" if sample else "an empty project"
    if questions or answers is not None:
        project, taken, proposed = answered(project, answers, take)
        what += f" with {taken} of {proposed} proposals"
    with writing():
        save(project, target)
    typer.echo(f"{target}: {what}. Check it with: touchmap validate {target}")


@guarded
def template(
    target: Annotated[Path, typer.Argument(help="The .xlsx workbook to make.")],
    force: Force = False,
) -> None:
    """Write an empty Excel workbook to fill in: every table with units, ranges and drop-down lists.

    For example:

    - `touchmap template acme.xlsx`
    """
    from touchmap.cli.places import refuse_existing, writing
    from touchmap.files import write_template

    if target.suffix.lower() != ".xlsx":
        raise BadUsageError(f"a template is an Excel workbook; name it {target.with_suffix('.xlsx')}")
    refuse_existing(target, force=force)
    with writing():
        write_template(target)
    typer.echo(f"{target}: fill it in, then check it with: touchmap validate {target}")


@guarded
def import_(
    source: Annotated[str, typer.Argument(help="Folder, .xlsx, .json or sample to read.")],
    target: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json to write.")],
    *,
    force: Force = False,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="Write it even if its tables do not fit together yet.")
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Take over what TARGET changes in SOURCE.")] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Take over the rest where cells are refused.")
    ] = False,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="STATE",
            help="Edit or version TARGET was made from; default: as TARGET says, else now.",
        ),
    ] = "",
    why: WhyOption = "",
    author: AuthorOption = "",
    workspace: WorkspaceOption = "",
) -> None:
    """Read a project in one form and write it in another; or take over a changed spreadsheet.

    Where TARGET exists, it is a changed SOURCE: the cells it adds, changes and removes are shown, and
    taken over with `--apply`. SOURCE may be `workspace:NAME`; there it is one edit, which can be undone.

    Where TARGET does not exist, every problem is listed and TARGET is written; nothing is written while
    there are errors, except with `--unfinished`.

    For example:

    - `touchmap import acme.xlsx acme`

    - `touchmap import workspace:Acme changed.xlsx --apply`
    """
    from touchmap.cli import taking_over
    from touchmap.cli.issues import print_issues
    from touchmap.cli.places import is_project, load_unfinished, read, refuse_existing, writing
    from touchmap.cli.terminal import errors
    from touchmap.errors import InvalidProjectError
    from touchmap.files import save

    wish = taking_over.Wish(apply, skip_refused, base, author, workspace, why)
    if is_stored(source):
        if not target.exists():
            raise BadUsageError(f"there is no {target}; write it with touchmap workspace export")
        taking_over.into_stored(source, target, wish)
        return
    if is_project(target) and not force:
        taking_over.into_file(source, target, wish)
        return
    if apply or skip_refused or base or why:
        raise BadUsageError(f"there is no {target} whose changes could be taken over")
    project, issues = read(source)
    if project is None and unfinished:
        project = load_unfinished(source)
    if project is None:
        raise InvalidProjectError(issues)
    refuse_existing(target, force=force)
    with writing():
        save(project, target)
    if issues:
        print_issues(errors(), issues)
    rows = sum(len(rows) for rows in project.to_tables().values())
    say(f"{source} → {target}: {rows} rows in {len(project.to_tables())} tables")


@guarded
def market(
    project: ProjectArgument,
    add: Annotated[
        str, typer.Option("--add", metavar="COUNTRIES", help="Countries to add, such as PL,PT,IN.")
    ] = "",
    rate: Annotated[str, typer.Option("--rate", help="Hourly rates: low, typical or high.")] = "typical",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="TARGET", help="Write the project here; default: where it was."),
    ] = None,
) -> None:
    """Add market stand-ins: generic providers to plan with before any bid exists.

    Without `--add`, list the countries there are.

    For example:

    - `touchmap market acme`

    - `touchmap market acme --add PL,PT,IN --rate low --out acme_market`
    """
    if not add:
        _list_locations()
        return
    if rate not in ("low", "typical", "high"):
        raise BadUsageError(f"--rate must be low, typical or high, got {rate!r}")
    _add_market(project, add.split(","), rate, out)


def _list_locations() -> None:
    from touchmap.cli.terminal import output
    from touchmap.project.reference_data import locations
    from touchmap.report.text.style import figures, number, plain, table

    grid = table("Locations", caption="EUR per logged agent hour, ongoing basis; add some with --add PL,PT")
    grid.add_column("Code")
    grid.add_column("Country")
    grid.add_column("Distance (from north-western Europe)")
    figures(grid, "Low", "Typical", "High")
    for place in locations():
        rates = (number(value) for value in (place.rate_low, place.rate_typical, place.rate_high))
        grid.add_row(place.country, plain(place.name), plain(place.sourcing_class), *rates)
    output().print(grid)


def _add_market(name: str, countries: list[str], rate: str, out: Path | None) -> None:
    from touchmap.cli.places import is_sample, load_unfinished, writing
    from touchmap.files import save
    from touchmap.project.market import add_market

    if out is None and is_sample(name):
        raise BadUsageError(f"{name} is a sample and stays as it is; say where to write with --out")
    if out is None and is_stored(name):
        raise BadUsageError(f"write {name} to a file with --out, and take it over with touchmap import")
    before = load_unfinished(name)
    known = {p.provider_id for p in before.providers}
    try:
        after = add_market(before, countries, rate=rate)  # type: ignore[arg-type]
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    target = out or Path(name)
    with writing():
        if out is None and target.is_file():
            shutil.copy2(target, target.with_name(target.name + ".bak"))
            typer.echo(
                f"{target.name}.bak keeps the file as it was; notes and sheets of your own are only there."
            )
        save(after, target)
    added = [p.name for p in after.providers if p.provider_id not in known]
    typer.echo(
        f"{target}: {len(added)} added{': ' + ', '.join(added) if added else ', they were there already'}"
    )
