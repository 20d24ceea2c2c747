"""``map``: the customer lifecycle as a picture, as a file for other tools, and in figures."""

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

PICTURES = (".svg", ".png", ".pdf", ".dot")
DATA = (".graphml", ".json", ".mmd")
VIEWS = ("journey", "dependencies", "hand-offs")
COLOURS = ("sourcing", "provider", "touch", "brand", "quality", "evidence")
SHEETS = ("A4", "A3", "A2", "A1", "A0")


@guarded
def map_(
    project: ProjectArgument,
    *,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Picture (.svg, .png, .pdf, .dot) or map for other tools (.graphml, .json, .mmd); "
            "repeatable.",
        ),
    ] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help="Print the measures of the map; done anyway without --out.")
    ] = False,
    view: Annotated[str, typer.Option("--view", metavar="VIEW", help=f"{', '.join(VIEWS)}.")] = "journey",
    colour_by: Annotated[
        str, typer.Option("--colour-by", "--color-by", metavar="WHAT", help=f"{', '.join(COLOURS)}.")
    ] = "sourcing",
    scenario: Annotated[
        str, typer.Option("--scenario", "-s", help="Plan to show: id or name of a scenario; default today.")
    ] = "today",
    beside: Annotated[
        str, typer.Option("--beside", metavar="SCENARIO", help="Second plan, with the differences marked.")
    ] = "",
    names_only: Annotated[
        bool, typer.Option("--names-only", help="Nothing but names, in large type: for a projector.")
    ] = False,
    paper: Annotated[
        str, typer.Option("--paper", metavar="SIZE", help="Fit it on a landscape sheet, A4 to A0.")
    ] = "",
    dpi: Annotated[int, typer.Option("--dpi", min=50, max=600, help="Resolution of a .png.")] = 110,
    time_limit: TimeLimit = DEFAULT_SECONDS,
    gap: Gap = DEFAULT_GAP,
) -> None:
    """Draw the map, write it for other tools, or print its measures.

    The measures are those of the plan shown: contacts by stage, touch mix, workload, critical
    touchpoints, loops, coupled processes, and what the plan cuts.

    For example:

    - `touchmap map telecom_isp`

    - `touchmap map acme --out map.svg --out map.pdf --paper A3 --colour-by touch`

    - `touchmap map acme --out blended.svg --scenario blended --beside cheapest`

    - `touchmap map acme --view hand-offs --scenario blended --out cut.pdf`

    - `touchmap map acme --out acme.graphml --out acme.mmd`
    """
    from touchmap.cli.places import load_unfinished, require_folder
    from touchmap.project import find_scenario

    targets = out or []
    pictures = [path for path in targets if path.suffix.lower() in PICTURES]
    _check(targets, view, colour_by, beside, paper)
    if beside and not pictures:
        raise BadUsageError("--beside draws two maps; name the picture with --out")
    for path in targets:
        require_folder(path)
    facts = load_unfinished(project)
    for name in filter(None, (scenario, beside)):
        find_scenario(facts, name)
    if pictures or measures or not targets:
        shown = _result(facts, scenario, time_limit, gap, needed=colour_by == "quality")
        other = _result(facts, beside, time_limit, gap, needed=True) if beside else None
        if measures or not targets:
            _print_measures(facts, shown)
        for path in pictures:
            write_picture(
                facts,
                shown,
                path,
                beside=other,
                view=view,
                colour_by=colour_by,
                names_only=names_only,
                paper=paper,
                dpi=dpi,
            )
    for path in targets:
        if path.suffix.lower() in DATA:
            _write_data(facts, path)
    for path in targets:
        typer.echo(f"{path}")


def _check(targets: list[Path], view: str, colour_by: str, beside: str, paper: str) -> None:
    for path in targets:
        if path.suffix.lower() not in (*PICTURES, *DATA):
            raise BadUsageError(f"{path}: a map is written as {', '.join((*PICTURES, *DATA))}")
    for option, value, known in (
        ("--view", view, VIEWS),
        ("--colour-by", colour_by, COLOURS),
        ("--paper", paper.upper(), ("", *SHEETS)),
    ):
        if value not in known:
            raise BadUsageError(f"{option} must be one of {', '.join(k for k in known if k)}, got {value!r}")
    if beside and view != "journey":
        raise BadUsageError("--beside shows two journey maps; leave out --view")


def _result(project: Project, scenario: str, time_limit: float, gap: float, *, needed: bool) -> Result | None:
    """Solve the scenario; today needs no result unless something of it is priced.

    Raises
    ------
    InvalidProjectError
        If something must be priced and the project is not finished.
    """
    from touchmap.cli.running import exit_code, run
    from touchmap.project import find_scenario
    from touchmap.project.checks import require_valid
    from touchmap.project.vocabulary import Objective

    if find_scenario(project, scenario).row.objective is Objective.TODAY and not needed:
        return None
    require_valid(project)
    result = run(project, scenario, time_limit=time_limit, gap=gap)
    if result.plan is None:
        typer.echo(f"{result.scenario_name}: {result.message}", err=True)
        raise typer.Exit(exit_code(result))
    return result


def _print_measures(project: Project, result: Result | None) -> None:
    from touchmap.cli.terminal import output
    from touchmap.journey.measures import measure
    from touchmap.report.text.measures import measures_text

    plan = None if result is None else result.plan
    output().print(measures_text(project, measure(project, plan)))


def write_picture(
    project: Project,
    result: Result | None,
    path: Path,
    *,
    beside: Result | None = None,
    view: str = "journey",
    colour_by: str = "sourcing",
    names_only: bool = False,
    paper: str = "",
    dpi: int = 110,
) -> None:
    """Draw the map into a file; its ending says in which form."""
    from touchmap.cli.places import writing
    from touchmap.report.map.colouring import ColourBy
    from touchmap.report.map.drawing import View, draw_map
    from touchmap.report.output import replace_bytes

    picture = draw_map(
        project,
        result,
        beside=beside,
        view=View(view),
        colour_by=ColourBy(colour_by),
        names_only=names_only,
        fmt=path.suffix.lower()[1:],
        paper=paper.upper() or None,
        dpi=dpi,
    )
    with writing():
        replace_bytes(str(path), picture)


def _write_data(project: Project, path: Path) -> None:
    from touchmap.cli.places import writing
    from touchmap.files import write_map

    with writing():
        write_map(project, path)
