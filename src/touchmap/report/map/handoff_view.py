"""The hand-off view: processes framed by whoever does them, and the work that crosses the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from touchmap.journey.graph import EdgeType, NodeType, nodes_of
from touchmap.journey.parties import COMPANY, Placement
from touchmap.report.map.cards import PROCESS_LEGEND, CardStyle, make_card
from touchmap.report.map.links import handoff_links, link_legend
from touchmap.report.map.scene import QUIET, Group, Scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    from touchmap.journey.graph import Graph

NOBODY = "/nobody"
"""Frame of work that is left undone; no party has an id with a slash."""


def handoff_scene(
    graph: Graph,
    style: CardStyle,
    placement: Placement,
    names: Mapping[str, str],
    *,
    title: str,
    subtitle: str = "",
    cuts: Mapping[str, float] | None = None,
) -> Scene:
    """Draw the hand-offs between parties.

    A process that several parties do stands with the one that does most of it.

    Parameters
    ----------
    placement
        Party of each package.
    names
        Names of the parties by id.
    graph, style, title, subtitle, cuts
        As in the journey view.
    """
    members: dict[str, list[str]] = {}
    for node in nodes_of(graph, NodeType.PROCESS):
        shares = placement.shares.get(graph.nodes[node]["id"], {})
        party = max(shares, key=lambda p: shares[p], default=None) or NOBODY
        members.setdefault(party, []).append(node)
    departments = nodes_of(graph, NodeType.DEPARTMENT)
    if departments:
        members.setdefault(COMPANY, []).extend(departments)
    order = sorted(members, key=lambda p: (p != COMPANY, p == NOBODY, p))
    groups = [
        Group(f"party:{party}", names.get(party, "Nobody"), tuple(members[party]), QUIET) for party in order
    ]
    return Scene(
        title=title,
        subtitle=subtitle,
        cards=tuple(make_card(n, graph.nodes[n], style) for party in order for n in members[party]),
        links=handoff_links(graph, cuts, labels=True),
        groups=tuple(groups),
        legend=(style.colours.legend, link_legend(EdgeType.HANDOFF, cut=bool(cuts)), PROCESS_LEGEND),
    )
