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
  touchmap solve telecom_isp --scenario cheapest
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
        list[str], typer.Option("--scenario", "-s", help="Id or name of a scenario; give two, A and B.")
    ],
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
    all_rows: Annotated[bool, typer.Option("--all", help="Show the rows that do not differ too.")] = False,
) -> None:
    """Lay two scenarios side by side: what each costs, and which processes are done otherwise.

    For example:

    - `touchmap compare telecom_isp --scenario today --scenario blended`

    - `touchmap compare acme -s cheapest -s blended --json`
    """
    from touchmap.analysis.compare import compare as compare_results
    from touchmap.cli.places import load, write_json
    from touchmap.cli.running import exit_code, run
    from touchmap.cli.terminal import errors, output
    from touchmap.project import find_scenario
    from touchmap.report import text

    if len(scenario) != 2:
        raise BadUsageError(f"give --scenario twice, A and B; got {len(scenario)}")
    facts = load(project)
    for name in scenario:
        find_scenario(facts, name)
    results = [run(facts, name, time_limit=time_limit, gap=gap) for name in scenario]
    without = [r for r in results if r.plan is None]
    if without:
        for result in without:
            errors().print(text.headline(facts, result))
        raise typer.Exit(exit_code(without[0]) or ExitCode.NO_PLAN)
    comparison = compare_results(facts, results[0], results[1], changed_only=not all_rows)
    if as_json:
        write_json(comparison.to_json_dict(), "-", typer.echo)
        return
    console = output()
    console.print(text.scenarios(comparison))
    console.print()
    console.print(text.differences(comparison, width=console.width))
