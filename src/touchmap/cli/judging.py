"""``scorecard`` and ``risks``: providers compared, and what could go wrong with a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit
from touchmap.cli.outcome import BadUsageError, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS


@guarded
def scorecard(
    project: ProjectArgument,
    process: Annotated[
        str,
        typer.Option("--process", "-p", metavar="ID", help="Only this process, with weights that suit it."),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write everything as an .xlsx workbook.")
    ] = None,
) -> None:
    """Compare providers: gates before scores, ten criteria, price per resolved contact, how sure.

    For example:

    - `touchmap scorecard telecom_isp`

    - `touchmap scorecard acme.xlsx --process P07 --out scorecard.xlsx`
    """
    from touchmap.analysis.scorecard import build_scorecard
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.scorecard import write_scorecard

    _require_workbook(out, "a scorecard")
    if out is not None:
        require_folder(out)
    facts = load(project)
    card = build_scorecard(facts, process or None)
    console = output()
    console.print(text.scorecard(facts, card, width=console.width))
    if out is not None:
        with writing():
            write_scorecard(facts, card, out)


@guarded
def risks(
    project: ProjectArgument,
    *,
    scenario: Annotated[
        str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")
    ] = "blended",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the register as an .xlsx workbook.")
    ] = None,
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """List what could go wrong with the plan of a scenario: twenty risks, each with the fields behind it.

    For example:

    - `touchmap risks telecom_isp`

    - `touchmap risks acme --scenario today --out risks.xlsx`
    """
    from touchmap.analysis.risks import find_risks
    from touchmap.cli.places import load, require_folder, writing
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.risks import write_risks

    _require_workbook(out, "a risk register")
    if out is not None:
        require_folder(out)
    facts = load(project)
    result = run(facts, scenario, time_limit=time_limit, gap=gap)
    if result.plan is None:
        typer.echo(f"{result.scenario_name}: {result.message}", err=True)
        raise typer.Exit(exit_code(result))
    register = find_risks(facts, result)
    output().print(text.risks(facts, register))
    if out is not None:
        with writing():
            write_risks(facts, register, out)


def _require_workbook(out: Path | None, what: str) -> None:
    if out is not None and out.suffix.lower() != ".xlsx":
        raise BadUsageError(f"{out}: {what} is written as .xlsx")
