"""``staff`` and ``peak``: how many people each process needs, and what being equipped for the peak costs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, guarded

FORMS = (".xlsx", ".csv")


@guarded
def staff(
    project: ProjectArgument,
    process: Annotated[
        str, typer.Option("--process", "-p", metavar="ID", help="Only this process, month by month.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write every month as .csv or .xlsx.")
    ] = None,
) -> None:
    """Show the staff each process needs: load, positions, roster, FTE, occupancy and service level.

    Work is staffed as it is organised today, beside the FTE the costing counts.

    For example:

    - `touchmap staff telecom_isp`

    - `touchmap staff acme.xlsx --process P07 --out staffing.xlsx`
    """
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.staffing import write_staffing
    from touchmap.workload.staffing.staff import staff as staff_project

    if out is not None:
        if out.suffix.lower() not in FORMS:
            raise BadUsageError(f"{out}: staffing is written as .xlsx or .csv")
        require_folder(out)
    facts = load(project)
    found = staff_project(facts, process or None)
    console = output()
    console.print(text.staffing(facts, found, by_month=bool(process), width=console.width))
    if out is not None:
        with writing():
            write_staffing(facts, found, out)


@guarded
def peak(
    project: ProjectArgument,
    provider: Annotated[
        list[str] | None,
        typer.Option(
            "--provider", "-j", metavar="ID", help="A bidder for the peak; repeatable. Default: all."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plans as JSON.")] = False,
) -> None:
    """Show what each way to staff the season costs: own staff all year, or the peak bought from a bidder.

    For example:

    - `touchmap peak online_retailer`

    - `touchmap peak online_retailer/seed_step -j PR02 -j PR03 -j PR14 -j PR05`
    """
    from touchmap.analysis.peak import peak_plans
    from touchmap.cli.places import load, write_json
    from touchmap.cli.terminal import output
    from touchmap.report import text

    facts = load(project)
    try:
        found = peak_plans(facts, provider or ())
    except ValueError as error:
        raise BadUsageError(str(error)) from error
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.peak(found))
