"""``case``, ``board``, ``trace``: what a plan saves, in full or on a page, and how each figure came about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit
from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS

if TYPE_CHECKING:
    from touchmap.plan import Result
    from touchmap.project import Project

ScenarioOption = Annotated[str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")]


@guarded
def case(
    project: ProjectArgument,
    *,
    scenario: ScenarioOption = "blended",
    draws: Annotated[
        int, typer.Option("--draws", min=1, max=1_000_000, metavar="N", help="Draws of the spread.")
    ] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the draws.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the case as an .xlsx workbook.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the case as JSON.")] = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Show what a plan saves, how surely and when: net saving, payback, return, exit values, break-even.

    For example:

    - `touchmap case telecom_isp`

    - `touchmap case acme.xlsx --scenario cheapest --out case.xlsx --draws 50000`
    """
    from touchmap.analysis.business_case import business_case
    from touchmap.cli.places import load, require_folder, write_json, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text

    if out is not None:
        if out.suffix.lower() != ".xlsx":
            raise BadUsageError(f"{out}: a business case is written as .xlsx")
        require_folder(out)
    facts = load(project)
    result = plan_of(facts, scenario, time_limit=time_limit, gap=gap)
    found = business_case(facts, result, draws=draws, seed=seed)
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.business_case(found))
    if out is not None:
        from touchmap.report.business_case import write_business_case

        with writing():
            write_business_case(found, out)


@guarded
def board(
    project: ProjectArgument,
    *,
    scenario: ScenarioOption = "blended",
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The .html file to write.")] = Path(
        "board.html"
    ),
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Write one printable page on a plan: what moves and why, what stays, motives, owners, what is left out.

    For example:

    - `touchmap board telecom_isp`

    - `touchmap board acme.xlsx --scenario cheapest --out board.html`
    """
    from touchmap.analysis.business_case import business_case
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.report.board import write_board

    if out.suffix.lower() != ".html":
        raise BadUsageError(f"{out}: a board page is written as .html; any browser prints it as PDF")
    require_folder(out)
    facts = load(project)
    found = business_case(facts, plan_of(facts, scenario, time_limit=time_limit, gap=gap))
    with writing():
        write_board(found, out)
    typer.echo(f"{out}: open it in a browser; it prints on one sheet")


@guarded
def trace(
    project: ProjectArgument,
    *,
    process: Annotated[str, typer.Option("--process", "-p", metavar="ID", help="The process.")],
    scenario: ScenarioOption = "blended",
    line: Annotated[
        str, typer.Option("--line", "-l", metavar="LINE", help="Only this cost line, such as run.")
    ] = "",
    provider: Annotated[
        str, typer.Option("--provider", "-j", metavar="ID", help="Only costs of this provider.")
    ] = "",
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Show how each cost of a process came about: formula, numbers, fields, and how sure each field is.

    For example:

    - `touchmap trace telecom_isp --process P01`

    - `touchmap trace acme --process P07 --scenario today --line run`
    """
    from touchmap.analysis.trace import trace as trace_process
    from touchmap.cli.places import load
    from touchmap.cli.terminal import output
    from touchmap.costing.lines import COST_LINES
    from touchmap.report import text

    facts = load(project)
    facts.process(process)
    if provider:
        facts.provider(provider)
    if line and line not in COST_LINES:
        raise BadUsageError(f"no cost line {line!r}; there are: {', '.join(COST_LINES)}")
    result = plan_of(facts, scenario, time_limit=time_limit, gap=gap)
    found = trace_process(facts, result, process, line=line or None, provider_id=provider or None)
    output().print(text.trace(found))


def plan_of(project: Project, scenario: str, *, time_limit: float, gap: float) -> Result:
    """Solve a scenario; ends the command where there is no plan."""
    from touchmap.cli.outcome import ExitCode
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.terminal import errors
    from touchmap.report import text

    result = run(project, scenario, time_limit=time_limit, gap=gap)
    if result.plan is None:
        errors().print(text.headline(project, result))
        raise typer.Exit(exit_code(result) or ExitCode.NO_PLAN)
    return result
