"""``demo`` and ``compare``: results laid out for the eye."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from touchmap.cli.options import Gap, ProjectArgument, TimeLimit
from touchmap.cli.outcome import BadUsageError, CannotWriteError, ExitCode, guarded
from touchmap.cli.running import DEFAULT_GAP, DEFAULT_SECONDS

if TYPE_CHECKING:
    from rich.console import Console

    from touchmap.plan import Result
    from touchmap.project import Project

DEMO = "telecom_isp"
NEXT_STEPS = """\
Try next:
  touchmap compare telecom_isp --scenario today --scenario blended
  touchmap case telecom_isp                     (what the plan saves, how surely and when)
  touchmap explain telecom_isp P12              (why the work is there, what it would cost elsewhere)
  touchmap solve insurer
  touchmap map insurer --out map.pdf --paper A3
  touchmap new acme.xlsx --sample telecom_isp   (change it in Excel, then: touchmap solve acme.xlsx)
  touchmap template blank.xlsx                  (an empty workbook for your own company)
"""


@guarded
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the exports.")] = Path(
        "touchmap-demo"
    ),
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> None:
    """Solve a sample company and show everything: the map, the plan, the business case, the exports.

    For example:

    - `touchmap demo`

    - `touchmap demo --out /tmp/demo`
    """
    from touchmap.cli.places import load
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.solving import print_result
    from touchmap.cli.terminal import output
    from touchmap.report import text

    project = load(DEMO)
    console = output()
    console.print(text.map_summary(project))
    console.print()
    result = run(project, "blended", time_limit=time_limit, gap=DEFAULT_GAP)
    print_result(console, project, result)
    console.print()
    _export(console, project, result, out)
    console.print(NEXT_STEPS, markup=False)
    code = exit_code(result)
    if code:
        raise typer.Exit(code)


def _export(console: Console, project: Project, result: Result, folder: Path) -> None:
    from touchmap.cli.mapping import write_picture
    from touchmap.cli.places import write_json
    from touchmap.cli.solving import write_result

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    write_result(project, result, folder / "plan.xlsx")
    write_result(project, result, folder / "plan.csv")
    write_json(result.to_json_dict(), str(folder / "result.json"), typer.echo)
    write_picture(project, result, folder / "map.svg")
    console.print("Written:", style="bold")
    for name, what in (
        ("plan.xlsx", "the plan as an Excel workbook"),
        ("plan.csv", "the assignment table"),
        ("map.svg", "the map under this plan, for any browser"),
        ("result.json", f"everything; check it with: touchmap verify {DEMO} {folder / 'result.json'}"),
    ):
        console.print(f"  {folder / name}: {what}", markup=False, soft_wrap=True)
    console.print()


@guarded
def compare(
    project: ProjectArgument,
    *,
    scenario: Annotated[
        list[str],
        typer.Option("--scenario", "-s", help="Id or name of a scenario; give two or more, A, B, C."),
    ],
    against: Annotated[
        str,
        typer.Option(
            metavar="PROJECT", help="Another project: say what differs in its inputs, and solve it too."
        ),
    ] = "",
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the comparison as an .xlsx workbook.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    all_rows: Annotated[bool, typer.Option("--all", help="Show the rows that do not differ too.")] = False,
) -> None:
    """Lay scenarios side by side: what each costs, what is done otherwise, and what changed in the inputs.

    Two scenarios are compared row by row, more in one column each. A scenario of another project is
    compared with --against.

    For example:

    - `touchmap compare telecom_isp --scenario today --scenario blended`

    - `touchmap compare acme -s cheapest -s blended -s best_quality --out compare.xlsx`

    - `touchmap compare acme -s blended --against acme_new`
    """
    from touchmap.analysis.compare import compare_scenarios
    from touchmap.cli.places import load, require_folder, write_json, writing
    from touchmap.cli.running import run
    from touchmap.cli.terminal import output
    from touchmap.project import find_scenario
    from touchmap.report import text
    from touchmap.report.comparison_workbook import write_comparison_workbook

    if len(scenario) < 2 and not against:
        raise BadUsageError(f"give --scenario two times or more, A, B, C; got {len(scenario)}")
    if out is not None:
        if out.suffix.lower() != ".xlsx":
            raise BadUsageError(f"{out}: a comparison is written as .xlsx")
        require_folder(out)
    facts = load(project)
    for name in scenario:
        find_scenario(facts, name)
    if against:
        _projects(facts, load(against), scenario, time_limit=time_limit, gap=gap, as_json=as_json)
        return
    results = [run(facts, name, time_limit=time_limit, gap=gap) for name in scenario]
    if len(results) == 2:
        _stop_without_plan(facts, results)
    found = compare_scenarios(facts, results, changed_only=not all_rows)
    if out is not None:
        with writing():
            write_comparison_workbook(found, out)
    if as_json:
        pair = found.between(changed_only=not all_rows) if len(results) == 2 else found
        write_json(pair.to_json_dict(), "-", typer.echo)
        return
    console = output()
    console.print(text.scenarios(found))
    console.print()
    if len(results) == 2:
        console.print(text.differences(found.between(changed_only=not all_rows), width=console.width))
    else:
        console.print(text.who_does_what(found))
    for n in range(1, len(results)):
        console.print()
        console.print(text.inputs(found.inputs(0, n), letter=found.letters[n]))


def _stop_without_plan(project: Project, results: list[Result]) -> None:
    from touchmap.cli.running import exit_code
    from touchmap.cli.terminal import errors
    from touchmap.report import text

    without = [r for r in results if r.plan is None]
    for result in without:
        errors().print(text.headline(project, result))
    if without:
        raise typer.Exit(exit_code(without[0]) or ExitCode.NO_PLAN)


def _projects(
    left: Project, right: Project, scenarios: list[str], *, time_limit: float, gap: float, as_json: bool
) -> None:
    """Compare the same scenarios of two projects: figures of either, and what differs in the inputs."""
    from touchmap.analysis.compare import scenario_table
    from touchmap.analysis.input_changes import input_changes
    from touchmap.cli.places import write_json
    from touchmap.cli.running import run
    from touchmap.cli.terminal import output
    from touchmap.report import text

    told = []
    for name in scenarios:
        changes = input_changes(left, name, name, other=right)
        sides = [(p, run(p, name, time_limit=time_limit, gap=gap)) for p in (left, right)]
        costs = [{"cost": r.cost, "quality": r.average_quality, "status": r.status.value} for _, r in sides]
        told.append({"scenario": name, "a": costs[0], "b": costs[1], "inputs": [c.sentence for c in changes]})
        if not as_json:
            tables = [scenario_table(p, [r]) for p, r in sides]
            console = output()
            console.print(text.two_projects(left, right, tables))
            console.print(text.inputs(changes))
    if as_json:
        write_json(told, "-", typer.echo)
