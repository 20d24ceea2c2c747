"""``solve``: find the best plan of a scenario and show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit, WorkLimit
from touchmap.cli.outcome import BadUsageError, ExitCode, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS
from touchmap.cli.stored import author_of, bare, is_stored, opened

if TYPE_CHECKING:
    from rich.console import Console

    from touchmap.plan import Result
    from touchmap.project import Project

FORMS = (".xlsx", ".csv")


@guarded
def solve(
    project: ProjectArgument,
    *,
    scenario: Annotated[
        str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")
    ] = "blended",
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
    work_limit: WorkLimit = None,
    json_file: Annotated[
        str, typer.Option("--json", metavar="FILE", help="Write the result as JSON; - prints only JSON.")
    ] = "",
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", metavar="FILE", help="Write an .xlsx workbook or the assignment as .csv; repeatable."
        ),
    ] = None,
) -> None:
    """Find the best plan of a scenario: who does what, what it costs, what stands in the way.

    The result of a project of the workspace is kept there.

    Ends with 0 for a plan, 4 if proven that there is none, 5 if the time limit came first.

    For example:

    - `touchmap solve telecom_isp`

    - `touchmap solve acme.xlsx --scenario cheapest --out plan.xlsx --json plan.json`

    - `touchmap solve insurer -s "Best quality within budget" --time-limit 300 --gap 0`

    - `touchmap solve telecom_isp --scenario today --json -`
    """
    from touchmap.cli.places import load, require_folder, write_json
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.terminal import output

    for path in out or []:
        if path.suffix.lower() not in FORMS:
            raise BadUsageError(f"{path}: a plan is written as .xlsx or .csv")
    for path in (*(out or []), *([Path(json_file)] if json_file else [])):
        require_folder(path)
    facts = load(project)
    result = run(facts, scenario, time_limit=time_limit, gap=gap, work_limit=work_limit)
    if json_file != "-":
        print_result(output(), facts, result)
    if is_stored(project):
        keep_result(project, result)
    if json_file:
        write_json(result.to_json_dict(), json_file, typer.echo)
    for path in out or []:
        write_result(facts, result, path)
    code = exit_code(result)
    if code is ExitCode.INFEASIBLE and json_file != "-":
        print_clash(output(), facts, project, result.scenario_id)
    if code:
        raise typer.Exit(code)


def keep_result(name: str, result: Result) -> None:
    """Keep a result with its project in the workspace; where that cannot be, say so and go on."""
    from touchmap.cli.terminal import errors
    from touchmap.errors import TouchmapError

    try:
        with opened() as place:
            place.open(bare(name)).results.save(result, author=author_of(""))
    except TouchmapError as error:
        errors().print(f"The result was not kept in the workspace: {error}", markup=False, style="yellow")


def print_result(console: Console, project: Project, result: Result) -> None:
    """Print everything worth knowing about a result."""
    from touchmap.report import text

    console.print(text.headline(project, result))
    if result.plan is not None:
        console.print()
        console.print(text.blend(project, result, width=console.width))
        console.print()
        console.print(text.assignment(project, result, width=console.width))
        console.print()
        console.print(text.cost_lines(project, result, width=console.width))
        console.print()
        console.print(text.rules(project, result))
    console.print()
    console.print(text.visible_rules(project, result))
    if result.findings:
        console.print()
        console.print(text.findings(result))
    if result.not_included:
        console.print()
        console.print(text.left_out(result))


def print_clash(console: Console, facts: Project, name: str, scenario_id: str) -> None:
    """Print what cannot hold together in a scenario without a plan, and where to ask what mends it."""
    from touchmap.analysis.clash import find_clash
    from touchmap.cli.choosing import steps
    from touchmap.report import text

    with steps("Looking for the clash") as tell:
        found = find_clash(facts, scenario_id, repairs=False, on_step=tell)
    console.print()
    console.print(text.clash(found))
    asked = f"touchmap clash {name} --scenario {scenario_id}"
    console.print(f"What mends it, and at what price: {asked}", markup=False, soft_wrap=True)


def write_result(project: Project, result: Result, path: Path) -> None:
    """Write a result in the form its name ends in."""
    from touchmap.cli.places import writing
    from touchmap.report import write_result_csv, write_result_workbook

    with writing():
        if path.suffix.lower() == ".csv":
            write_result_csv(project, result, path)
        else:
            write_result_workbook(project, result, path)
