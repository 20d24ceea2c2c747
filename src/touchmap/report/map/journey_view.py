"""The journey map: stages as columns; emotion, touchpoints by channel, processes and departments as lanes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from touchmap.journey.graph import EdgeType, NodeType, nodes_of
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, SPOKEN_CHANNELS, Channel, Office
from touchmap.report.map.cards import CARD_LEGEND, EMOTION_LEGEND, EXPECTED_LEGEND, CardStyle, make_card
from touchmap.report.map.grid import Lane, build_grid, with_departments
from touchmap.report.map.journey_backdrop import backdrop, emotion_curve
from touchmap.report.map.journey_frame import LEAST_GUTTER, TOP, least_corridors, make_frame
from touchmap.report.map.links import handoff_links, link_legend, serving_links, transition_links
from touchmap.report.map.scene import (
    Card,
    Link,
    Scene,
)
from touchmap.report.map.wires import Size, Wire, wire

if TYPE_CHECKING:
    from touchmap.journey.graph import Graph

CHANNEL_LANES: tuple[tuple[str, str, tuple[Channel, ...]], ...] = (
    ("voice", "By voice", tuple(SPOKEN_CHANNELS)),
    (
        "written",
        "In writing",
        tuple(c for c in Channel if c not in SPOKEN_CHANNELS | SELF_SERVICE_CHANNELS),
    ),
    ("self_service", "Self-service", tuple(SELF_SERVICE_CHANNELS)),
)
"""Lanes of touchpoints, from the top. What is made out of sight, such as a mailing, arrives in writing."""

EXTRA = "(no stage)"
"""Column of processes without a stage."""

_SEEN = frozenset(name for name, _, _ in CHANNEL_LANES)
"""Lanes above the line of visibility."""


def journey_scene(
    graph: Graph,
    style: CardStyle,
    *,
    title: str,
    subtitle: str = "",
    ratio: float = 1.414,
    cuts: Mapping[str, float] | None = None,
    emotion: Mapping[str, float] | None = None,
) -> Scene:
    """Draw the lifecycle as a journey map.

    Parameters
    ----------
    graph
        The map as a graph.
    style
        Colours of its cards.
    title, subtitle
        What stands under the picture.
    ratio
        Width divided by height that is wanted; the picture comes as near as its cards allow.
    cuts
        Share of each hand-off that a plan severs, by id; none where no plan is shown.
    emotion
        Emotion a plan is expected to bring, by touchpoint.
    """
    links = (*serving_links(graph), *transition_links(graph), *handoff_links(graph, cuts))
    lanes = [*_touch_lanes(graph, style), *_process_lanes(graph, style)]
    departments = [make_card(node, graph.nodes[node], style) for node in nodes_of(graph, NodeType.DEPARTMENT)]
    grid = build_grid(_stages(graph), lanes, ratio=ratio, extra_height=TOP + 190)
    grid = with_departments(grid, departments, links)
    cards = [c for lane in lanes for row in lane.cards.values() for c in row] + departments
    size = {c.name: Size(c.width, c.height) for c in cards}
    wiring = wire(
        grid,
        [Wire(k.name, k.tail, k.head, _bundle(k)) for k in links],
        size,
        corridors=least_corridors(grid, _SEEN),
        gutters=[LEAST_GUTTER] * (len(grid.columns) + 1),
    )
    frame = make_frame(grid, wiring)
    paths = wiring.paths(frame.at, size, frame.lines)
    titles = {lane.name: lane.title for lane in lanes}
    areas, notes, strokes = backdrop(graph, frame, titles, _SEEN, large=style.names_only)
    dots, curve, marks = emotion_curve(graph, frame, lambda node: _stage_of(graph, node), emotion or {})
    return Scene(
        title=title,
        subtitle=subtitle,
        width=frame.width,
        height=frame.height,
        cards=tuple(replace(card, at=frame.at[card.name]) for card in cards),
        links=tuple(replace(link, path=paths[link.name]) for link in links),
        notes=(*notes, *marks),
        dots=tuple(dots),
        areas=tuple(areas),
        strokes=(*strokes, *curve),
        legend=(
            style.colours.legend,
            link_legend(EdgeType.TRANSITION, EdgeType.SERVED_BY, EdgeType.HANDOFF, cut=bool(cuts)),
            *(() if style.names_only else (CARD_LEGEND,)),
            EXPECTED_LEGEND if emotion else EMOTION_LEGEND,
        ),
    )


def _bundle(link: Link) -> tuple[str, str]:
    """All touchpoints of a process share one line into it; every other link has its own."""
    return (link.kind, link.head if link.kind == "served_by" else link.name)


def _stages(graph: Graph) -> list[str]:
    """Stages in the order of time; then those only named by a row, then the column of the stageless."""
    stages: list[str] = list(graph.graph["stages"])
    for kind in (NodeType.TOUCHPOINT, NodeType.PROCESS):
        for node in nodes_of(graph, kind):
            stage = _stage_of(graph, node)
            if stage not in stages:
                stages.append(stage)
    if not stages and nodes_of(graph, NodeType.DEPARTMENT):
        return [EXTRA]
    return sorted(stages, key=lambda s: s == EXTRA)


def _stage_of(graph: Graph, node: str) -> str:
    """Stage of a touchpoint or process; a process without one stands under its largest touchpoint."""
    data = graph.nodes[node]
    if data["stage_id"] is not None or data["kind"] is not NodeType.PROCESS:
        return str(data["stage_id"] or EXTRA)
    served: dict[str, float] = {}
    for touchpoint, _, stream in graph.in_edges(node, data=True):
        if stream["kind"] is EdgeType.SERVED_BY:
            stage = graph.nodes[touchpoint]["stage_id"]
            served[stage] = served.get(stage, 0.0) + stream["contacts_per_month"]
    return max(served, key=lambda s: (served[s], s), default=EXTRA)


def _touch_lanes(graph: Graph, style: CardStyle) -> list[Lane]:
    lane_of = {channel: name for name, _, channels in CHANNEL_LANES for channel in channels}
    cards: dict[str, dict[str, list[Card]]] = {name: {} for name, _, _ in CHANNEL_LANES}
    for node in nodes_of(graph, NodeType.TOUCHPOINT):
        data = graph.nodes[node]
        lane = cards[lane_of[data["channel"]]]
        lane.setdefault(_stage_of(graph, node), []).append(make_card(node, data, style))
    return [Lane(name, title, cards[name]) for name, title, _ in CHANNEL_LANES if cards[name]]


def _process_lanes(graph: Graph, style: CardStyle) -> list[Lane]:
    cards: dict[Office, dict[str, list[Card]]] = {office: {} for office in Office}
    for node in nodes_of(graph, NodeType.PROCESS):
        data = graph.nodes[node]
        lane = cards[data["office"]]
        lane.setdefault(_stage_of(graph, node), []).append(make_card(node, data, style))
    titles = {Office.FRONT: "Front office", Office.BACK: "Back office"}
    return [Lane(o.value, titles[o], cards[o]) for o in Office if cards[o]]
