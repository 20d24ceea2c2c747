"""Links of the map: what leads from card to card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from touchmap.journey.graph import EdgeType, edges_of
from touchmap.report.map.scene import LegendRow, Link, Share
from touchmap.report.map.text import clean

if TYPE_CHECKING:
    from touchmap.journey.graph import Graph

TRANSITION = "#1D4ED8"
SERVED_BY = "#C3CAD5"
HANDOFF = "#6B5B4A"
CUT = "#D55E00"
USES = "#9CA3AF"

CUT_FROM = 0.005
"""Share of a hand-off that must cross homes before it is drawn as cut."""


def transition_links(graph: Graph) -> tuple[Link, ...]:
    """Steps of the customer from touchpoint to touchpoint; the wider, the likelier."""
    return tuple(
        Link(
            name=_name("transition", tail, head),
            kind="transition",
            tail=tail,
            head=head,
            colour=TRANSITION,
            width=0.8 + 2.2 * data["probability"],
            tooltip=f"{_names(graph, tail, head)}: {data['probability']:.1%} go on",
        )
        for tail, head, data in edges_of(graph, EdgeType.TRANSITION)
    )


def serving_links(graph: Graph) -> tuple[Link, ...]:
    """From each touchpoint to each process behind it, whatever the number of streams."""
    contacts: dict[tuple[str, str], float] = {}
    for tail, head, data in edges_of(graph, EdgeType.SERVED_BY):
        contacts[tail, head] = contacts.get((tail, head), 0.0) + data["contacts_per_month"]
    return tuple(
        Link(
            name=_name("served_by", tail, head),
            kind="served_by",
            tail=tail,
            head=head,
            colour=SERVED_BY,
            width=1.0,
            tooltip=f"{_names(graph, tail, head)}: {volume:,.0f} contacts a month",
            arrow=False,
        )
        for (tail, head), volume in contacts.items()
    )


def handoff_links(
    graph: Graph, cuts: Mapping[str, float] | None, *, labels: bool = False
) -> tuple[Link, ...]:
    """Work passed on behind the line of visibility; what a plan severs stands out."""
    links = []
    for tail, head, data in edges_of(graph, EdgeType.HANDOFF):
        share = (cuts or {}).get(data["handoff_id"], 0.0)
        cut = share >= CUT_FROM
        count = f"{data['contacts_per_month']:,.0f}"
        said = f"{data['handoff_id']} {_names(graph, tail, head)}: {count} a month, {data['mode'].value}"
        if cut:
            said += f"; {share:.0%} cross between homes; owner {clean(data['owner']) or 'not named'}"
        links.append(
            Link(
                name=f"handoff:{data['handoff_id']}",
                kind="handoff cut" if cut else "handoff",
                tail=tail,
                head=head,
                colour=CUT if cut else HANDOFF,
                width=(1.0 if cut else 0.5) + (0.25 if cut else 0.12) * data["criticality"],
                dashed=not cut,
                label=count if labels else "",
                tooltip=said,
            )
        )
    return tuple(links)


def using_links(graph: Graph) -> tuple[Link, ...]:
    """From each process to the systems it needs."""
    return tuple(
        Link(
            name=_name("uses", tail, head),
            kind="uses",
            tail=tail,
            head=head,
            colour=USES,
            width=0.8,
            tooltip=f"{_names(graph, tail, head)}: uses",
            arrow=False,
        )
        for tail, head, _ in edges_of(graph, EdgeType.USES)
    )


def link_legend(*kinds: EdgeType, cut: bool = False) -> LegendRow:
    """What the lines mean."""
    marks = [_MARKS[kind] for kind in kinds]
    if cut:
        marks.append(Share("hand-off between two parties (solid)", CUT, 1, "›"))
    return LegendRow("Lines", tuple(marks))


_MARKS = {
    EdgeType.TRANSITION: Share("next touchpoint", TRANSITION, 1, "›"),
    EdgeType.SERVED_BY: Share("served by", SERVED_BY, 1, "–"),
    EdgeType.HANDOFF: Share("hand-off (dashed)", HANDOFF, 1, "›"),
    EdgeType.USES: Share("uses", USES, 1, "–"),
}


def _name(kind: str, tail: str, head: str) -> str:
    """Name of the link between two nodes; no id has a slash, so no two links share a name.

    >>> _name("uses", "process:P", "system:S")
    'uses:P/S'
    """
    return f"{kind}:{tail.partition(':')[2]}/{head.partition(':')[2]}"


def _names(graph: Graph, tail: str, head: str) -> str:
    return " → ".join(clean(graph.nodes[node]["name"]) for node in (tail, head))
