"""`draw_map`: the map of a project as a picture."""

from __future__ import annotations

from enum import StrEnum

from touchmap.analysis.outlook import predicted_emotion
from touchmap.errors import UnknownNameError
from touchmap.journey.cut import find_cut
from touchmap.journey.graph import NodeType, build_graph, nodes_of
from touchmap.journey.parties import COMPANY, Placement, place, today_plan
from touchmap.plan import Plan, Result, SolveStatus
from touchmap.project import Project
from touchmap.report.map.cards import CardStyle
from touchmap.report.map.colouring import ColourBy, Colouring, Doers, colouring
from touchmap.report.map.dependency_view import dependency_scene
from touchmap.report.map.differences import find_differences
from touchmap.report.map.dot import PAPERS, to_dot
from touchmap.report.map.graphviz import DEFAULT_SECONDS, render
from touchmap.report.map.handoff_view import handoff_scene
from touchmap.report.map.journey_view import journey_scene
from touchmap.report.map.scene import Scene
from touchmap.report.map.side_by_side import side_by_side

SHEET = 1.414
"""Width of a landscape sheet divided by its height."""
SQUARE = 1.0
"""Shape of a map of names: narrow, so that it can be read in a column of text."""


class View(StrEnum):
    """Which picture of the map."""

    JOURNEY = "journey"
    """Stages as columns, emotion, touchpoints, processes and departments as lanes."""
    DEPENDENCIES = "dependencies"
    """Processes with the departments and systems they lean on."""
    HANDOFFS = "hand-offs"
    """Processes framed by whoever does them, and what crosses the frames."""


def draw_map(
    project: Project,
    result: Result | None = None,
    *,
    beside: Result | None = None,
    view: View = View.JOURNEY,
    colour_by: ColourBy = ColourBy.SOURCING,
    names_only: bool = False,
    fmt: str = "svg",
    paper: str | None = None,
    dpi: int = 110,
    seconds: float = DEFAULT_SECONDS,
) -> bytes:
    """Draw the map of a project.

    The same project gives the same picture, byte for byte, on every machine that has the same
    versions of the libraries.

    Parameters
    ----------
    project
        What to draw.
    result
        Plan to show; None = today.
    beside
        Second plan, drawn beside the first with the differences marked; only for the journey view.
    view
        Which picture.
    colour_by
        What the colours mean.
    names_only
        Cards show nothing but names, in large type: for a projector or a small picture.
    fmt
        ``svg``, ``png``, ``pdf`` or ``dot``.
    paper
        Fit it on a landscape sheet: A4, A3, A2, A1 or A0; None = its natural size.
    dpi
        Resolution of a PNG, 50 to 600.
    seconds
        Longest time to draw.

    Raises
    ------
    ValueError
        If an argument is out of its range or a result holds no plan.
    DrawingError
        If it cannot be drawn within the limits.

    >>> import touchmap
    >>> draw_map(touchmap.example("online_retailer"))[:5]
    b'<?xml'
    """
    if paper is not None and paper not in PAPERS:
        raise ValueError(f"`paper` must be one of {', '.join(PAPERS)}, got {paper!r}")
    if not 50 <= dpi <= 600:
        raise ValueError(f"`dpi` must be from 50 to 600, got {dpi}")
    scene = map_scene(project, result, beside=beside, view=view, colour_by=colour_by, names_only=names_only)
    dot = to_dot(scene, paper=paper, dpi=dpi if fmt == "png" else None)
    return render(dot, fmt, engine="nop2" if scene.placed else "dot", seconds=seconds)


def map_scene(
    project: Project,
    result: Result | None = None,
    *,
    beside: Result | None = None,
    view: View = View.JOURNEY,
    colour_by: ColourBy = ColourBy.SOURCING,
    names_only: bool = False,
) -> Scene:
    """Compose the picture that `draw_map` draws; its parameters are explained there."""
    view, colour_by = View(view), ColourBy(colour_by)
    if beside is not None:
        if view is not View.JOURNEY:
            raise ValueError(f"`beside` needs the journey view, got {view.value!r}")
        return _two_maps(project, result, beside, colour_by, names_only)
    graph = build_graph(project)
    plan = _plan(result) or today_plan(project)
    placement = place(project, plan)
    colours = _colours(project, colour_by, result, Doers(plan, placement.packages))
    style, cuts = CardStyle(colours, names_only=names_only), _cuts(project, placement)
    title = project.settings.name or project.settings.company_id
    subtitle = f"{_name(result)} · colours: {colours.legend.title.lower()}"
    if view is View.DEPENDENCIES:
        return dependency_scene(graph, style, title=title, subtitle=subtitle, cuts=cuts)
    if view is View.HANDOFFS:
        names = {p.provider_id: p.name for p in project.providers} | {COMPANY: f"{title} (own sites)"}
        return handoff_scene(graph, style, placement, names, title=title, subtitle=subtitle, cuts=cuts)
    emotion = _emotion(project, result)
    return journey_scene(
        graph,
        style,
        title=title,
        subtitle=subtitle,
        ratio=SQUARE if names_only else SHEET,
        cuts=cuts,
        emotion=emotion,
    )


def _two_maps(project: Project, left: Result | None, right: Result, by: ColourBy, names_only: bool) -> Scene:
    graph = build_graph(project)
    plans = [_plan(result) or today_plan(project) for result in (left, right)]
    placements = [place(project, plan) for plan in plans]
    both = [
        _colours(project, by, result, Doers(plan, placement.packages))
        for result, plan, placement in zip((left, right), plans, placements, strict=True)
    ]
    nodes = [n for kind in (NodeType.TOUCHPOINT, NodeType.PROCESS) for n in nodes_of(graph, kind)]
    differ = find_differences(project, *plans).intersection(nodes)
    faded = frozenset(nodes) - differ
    scenes = [
        journey_scene(
            graph,
            CardStyle(colours, faded=faded, marked=differ, bar_room=True, names_only=names_only),
            title=_name(result),
            ratio=SHEET / 2,
            cuts=_cuts(project, placement),
            emotion=_emotion(project, result),
        )
        for colours, result, placement in zip(both, (left, right), placements, strict=True)
    ]
    count = sum(n.startswith(NodeType.PROCESS.value) for n in differ)
    return side_by_side(
        *scenes,
        title=project.settings.name or project.settings.company_id,
        subtitle=f"{_name(left)} beside {_name(right)}: "
        f"{count} {'process is' if count == 1 else 'processes are'} with another provider (heavy border)",
    )


def _colours(project: Project, by: ColourBy, result: Result | None, doers: Doers) -> Colouring:
    if by is ColourBy.QUALITY and result is None:
        from touchmap.solving import evaluate

        result = evaluate(project)
    return colouring(project, by, result, doers=doers)


def _plan(result: Result | None) -> Plan | None:
    return None if result is None else result.plan


def _name(result: Result | None) -> str:
    return "Today" if result is None else result.scenario_name or result.scenario_id


def _emotion(project: Project, result: Result | None) -> dict[str, float]:
    """Emotion a plan is expected to bring; none for today, nor where no offer says how good work is."""
    if result is None or result.status is SolveStatus.EVALUATED:
        return {}
    try:
        return predicted_emotion(project, result)
    except UnknownNameError:
        return {}


def _cuts(project: Project, placement: Placement) -> dict[str, float]:
    """Share of each hand-off that goes from one party to another."""
    shares: dict[str, float] = {}
    for row in find_cut(project, placement=placement).handoffs:
        shares[row.handoff.handoff_id] = shares.get(row.handoff.handoff_id, 0.0) + row.share
    return shares
