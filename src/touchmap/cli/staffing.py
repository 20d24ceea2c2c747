"""``staff`` and ``peak``: how many people each process needs, and what being equipped for the peak costs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit
from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS

if TYPE_CHECKING:
    from touchmap.costing.staffing_difference import PoolDifference
    from touchmap.project import Project

FORMS = (".xlsx", ".csv")


@guarded
def staff(
    project: ProjectArgument,
    *,
    process: Annotated[
        str, typer.Option("--process", "-p", metavar="ID", help="Only this process, month by month.")
    ] = "",
    curves: Annotated[
        bool, typer.Option("--curves", help="Show the staffing curve of every language pool instead.")
    ] = False,
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario",
            "-s",
            metavar="S",
            help="Show the pools of this scenario's plan instead: FTE costed beside exact ones.",
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write every month as .csv or .xlsx.")
    ] = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Show the staff each process needs: load, positions, roster, FTE, occupancy and service level.

    Work is staffed as it is organised today, beside the FTE the costing counts; targets that contradict
    each other are told.

    For example:

    - `touchmap staff telecom_isp`

    - `touchmap staff online_retailer --scenario today`

    - `touchmap staff acme.xlsx --process P07 --out staffing.xlsx`
    """
    from touchmap.analysis.service_levels import service_levels
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.staffing import write_staffing
    from touchmap.workload.staffing.pool_curve import propose_pools
    from touchmap.workload.staffing.staff import staff as staff_project
    from touchmap.workload.staffing.targets import target_issues

    if out is not None:
        if out.suffix.lower() not in FORMS:
            raise BadUsageError(f"{out}: staffing is written as .xlsx or .csv")
        require_folder(out)
    facts = load(project)
    found, targets = staff_project(facts, process or None), target_issues(facts)
    name, differences = _of_plan(facts, scenario, time_limit, gap) if scenario else ("", ())
    console = output()
    if curves:
        console.print(text.staffing_curves(facts, propose_pools(facts)))
    if scenario:
        console.print(text.staffing_differences(facts, differences, name))
    if not (curves or scenario):
        shown = text.staffing(facts, found, by_month=bool(process), width=console.width, targets=targets)
        console.print(shown)
        if process:
            console.print(text.service_levels(facts, service_levels(facts, process)))
    if out is not None:
        with writing():
            write_staffing(facts, found, out, targets, differences)


def _of_plan(
    facts: Project, scenario: str, time_limit: float, gap: float
) -> tuple[str, tuple[PoolDifference, ...]]:
    """Name of a scenario's plan, and its FTE beside exact ones."""
    from touchmap.analysis.facts import facts_of
    from touchmap.cli.running import exit_code, run
    from touchmap.costing.staffing_difference import staffing_differences

    result = run(facts, scenario, time_limit=time_limit, gap=gap)
    if result.plan is None:
        typer.echo(f"{result.scenario_name}: {result.message}", err=True)
        raise typer.Exit(exit_code(result))
    return result.scenario_name, staffing_differences(facts_of(facts, result).evaluation)


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
