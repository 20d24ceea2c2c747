"""``clash``, ``frontier`` and ``alternatives``: what is in the way, what steps cost, what else is as good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from touchmap.cli.options import ProjectArgument
from touchmap.cli.outcome import BadUsageError, ExitCode, guarded
from touchmap.cli.terminal import errors

Scenario = Annotated[str, typer.Option("--scenario", "-s", help="Id or name of the scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@contextmanager
def steps(what: str) -> Iterator[Callable[[str], None]]:
    """Show in a terminal what is being done; gives a function that takes each step."""
    console = errors()
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


@guarded
def clash(
    project: ProjectArgument,
    *,
    scenario: Scenario = "blended",
    repairs: Annotated[
        bool, typer.Option("--repairs/--no-repairs", help="Look for repairs and price them.")
    ] = True,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Longest time to price one repair."),
    ] = 3.0,
    as_json: AsJson = False,
) -> None:
    """Say why a scenario has no plan: the smallest sets that cannot hold together, and the cheapest repairs.

    For example:

    - `touchmap clash online_retailer -s as_asked`

    - `touchmap clash acme --scenario in_house_only --json`
    """
    from touchmap.analysis.clash import ClashStatus, find_clash
    from touchmap.cli.places import load, write_json
    from touchmap.cli.terminal import output
    from touchmap.report import text

    facts = load(project)
    with steps("Looking for the clash") as tell:
        found = find_clash(facts, scenario, repairs=repairs, seconds=time_limit, on_step=tell)
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.clash(found))
    if found.status is ClashStatus.UNDECIDED:
        raise typer.Exit(ExitCode.NO_PLAN)


@guarded
def frontier(
    project: ProjectArgument,
    *,
    scenario: Scenario = "blended",
    against: Annotated[
        str,
        typer.Option(metavar="WHAT", help="quality, brand_risk, offshore_share, providers or moves."),
    ] = "quality",
    points: Annotated[int, typer.Option(min=2, max=500, help="Most points.")] = 20,
    delta: Annotated[
        float | None,
        typer.Option(min=0.0, metavar="UNITS", help="Stop when no plan is missed by more than this."),
    ] = None,
    gap: Annotated[
        float, typer.Option("--gap", min=0.0, max=1.0, metavar="SHARE", help="Proven gap of each search.")
    ] = 2e-3,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Longest time of one search.")
    ] = 5.0,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE", help="Write it as .csv, .svg, .png or .html; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each step of quality costs: plans that no other plan beats, from the cheapest to the best.

    For example:

    - `touchmap frontier insurer --points 10`

    - `touchmap frontier acme --against offshore_share --out frontier.svg --out frontier.csv`
    """
    from touchmap.analysis.criteria import CRITERIA
    from touchmap.analysis.frontier import frontier as find_frontier
    from touchmap.cli.places import load, require_folder, write_json, writing
    from touchmap.cli.terminal import output
    from touchmap.report import text
    from touchmap.report.frontier_chart import FORMS, write_frontier

    if against not in CRITERIA:
        raise BadUsageError(f"--against is one of {', '.join(CRITERIA)}; got {against!r}")
    for path in out or []:
        if path.suffix.lower() not in FORMS:
            raise BadUsageError(f"{path}: a frontier is written as .csv, .svg, .png or .html")
        require_folder(path)
    facts = load(project)
    with steps("Looking for the frontier") as tell:
        found = find_frontier(
            facts,
            scenario,
            against=against,
            points=points,
            delta=delta,
            gap=gap,
            seconds=time_limit,
            on_point=lambda done, asked: tell(f"{done} of {asked} points"),
        )
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.frontier(found))
    if not found.points:
        raise typer.Exit(_code(found.status.value))
    for path in out or []:
        with writing():
            write_frontier(found, path)


@guarded
def alternatives(
    project: ProjectArgument,
    *,
    scenario: Scenario = "blended",
    within: Annotated[
        float, typer.Option(min=1e-6, max=1.0, metavar="SHARE", help="Share of the optimum; 0.02 is 2 %.")
    ] = 0.02,
    differ: Annotated[
        int | None,
        typer.Option(min=1, metavar="PACKAGES", help="Packages to differ in; a twentieth if not given."),
    ] = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="Alternatives beside the best plan.")] = 5,
    prove_core: Annotated[
        bool, typer.Option("--prove-core", help="Prove which packages have one home in every such plan.")
    ] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="Longest time of one search.")
    ] = 10.0,
    as_json: AsJson = False,
) -> None:
    """Show plans nearly as good as the best one, what is the same in all of them, and what is contested.

    For example:

    - `touchmap alternatives insurer`

    - `touchmap alternatives acme --within 0.01 --differ 5 --count 3 --prove-core`
    """
    from touchmap.analysis.alternatives import alternatives as find_alternatives
    from touchmap.cli.places import load, write_json
    from touchmap.cli.terminal import output
    from touchmap.project import find_scenario
    from touchmap.project.vocabulary import Objective
    from touchmap.report import text

    facts = load(project)
    if find_scenario(facts, scenario).row.objective is Objective.TODAY:
        raise BadUsageError("today is priced, never sought: it has no alternatives")
    with steps("Looking for alternatives") as tell:
        found = find_alternatives(
            facts,
            scenario,
            within=within,
            differ=differ,
            count=count,
            prove_core=prove_core,
            seconds=time_limit,
            on_plan=lambda done, asked: tell(f"{done} of {asked} plans"),
        )
    if as_json:
        write_json(found.to_json_dict(), "-", typer.echo)
    else:
        output().print(text.alternatives(facts, found))
    if not found.plans:
        raise typer.Exit(_code(found.status.value))


def _code(status: str) -> ExitCode:
    codes = {"infeasible": ExitCode.INFEASIBLE, "no_plan": ExitCode.NO_PLAN}
    return codes.get(status, ExitCode.ENVIRONMENT)
