"""The dependency view: processes, the departments and systems they lean on, laid out freely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from touchmap.journey.graph import EdgeType, NodeType, nodes_of
from touchmap.report.map.cards import PROCESS_LEGEND, CardStyle, make_card
from touchmap.report.map.links import handoff_links, link_legend, using_links
from touchmap.report.map.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from touchmap.journey.graph import Graph


def dependency_scene(
    graph: Graph, style: CardStyle, *, title: str, subtitle: str = "", cuts: Mapping[str, float] | None = None
) -> Scene:
    """Draw what every process needs: hand-offs, departments and systems.

    Parameters are those of the journey view.
    """
    kinds = (NodeType.PROCESS, NodeType.DEPARTMENT, NodeType.SYSTEM)
    cards = [make_card(node, graph.nodes[node], style) for kind in kinds for node in nodes_of(graph, kind)]
    return Scene(
        title=title,
        subtitle=subtitle,
        cards=tuple(replace(c, rounded=c.kind == NodeType.SYSTEM.value) for c in cards),
        links=(*handoff_links(graph, cuts, labels=True), *using_links(graph)),
        legend=(
            style.colours.legend,
            link_legend(EdgeType.HANDOFF, EdgeType.USES, cut=bool(cuts)),
            PROCESS_LEGEND,
        ),
    )
