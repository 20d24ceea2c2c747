"""How strongly hand-offs bind processes together, and which sets of processes belong together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import networkx as nx

from touchmap.project import Handoff, Project
from touchmap.project.vocabulary import HandoffMode, NodeKind

AT_ONCE_HOURS, SAME_HALF_DAY_HOURS = 0.2, 4.0
"""Hand-offs that may take no longer count three times and twice."""

LATENCY_FACTORS = {AT_ONCE_HOURS: 3.0, SAME_HALF_DAY_HOURS: 2.0}
PATIENT = 1.0

USUAL_LATENCY_HOURS = {
    HandoffMode.WARM_TRANSFER: 0.1,
    HandoffMode.PHONE: 0.2,
    HandoffMode.BOT_HANDOVER: 0.1,
    HandoffMode.TICKET: 4.0,
    HandoffMode.WORKFLOW: 4.0,
    HandoffMode.DATA_FEED: 24.0,
    HandoffMode.REPORT: 72.0,
}
"""Longest time a hand-off may take where nobody said: with a customer waiting on the line at once, a
ticket within half a day, data overnight, a report within three days. Assumed."""


@dataclass(frozen=True)
class CoupledSet:
    """Processes that hand over to each other more than to others: they move, or stay, together."""

    process_ids: tuple[str, ...]
    inside: float
    """Weight of the hand-offs between them."""
    outside: float
    """Weight of the hand-offs between them and all other processes and departments."""

    @property
    def tightness(self) -> float:
        """Share of their hand-offs' weight that stays among them, 0 … 1."""
        whole = self.inside + self.outside
        return self.inside / whole if whole > 0 else 0.0


def latency_factor(handoff: Handoff) -> float:
    """How pressing a hand-off is: 3 up to 0.2 h, 2 up to 4 h, else 1; a blank latency is the mode's usual.

    >>> [latency_factor(Handoff(handoff_id="H", from_process_id="A", to_id="B", latency_hours=hours))
    ...  for hours in (0.1, 0.2, 4, 24, None)]
    [3.0, 3.0, 2.0, 1.0, 2.0]
    """
    hours = USUAL_LATENCY_HOURS[handoff.mode] if handoff.latency_hours is None else handoff.latency_hours
    return next((factor for most, factor in LATENCY_FACTORS.items() if hours <= most), PATIENT)


def handoff_weight(handoff: Handoff) -> float:
    """Weight of a hand-off: ``√contacts × criticality × data class × latency factor``, ≥ 0.

    Contacts are those of an average month; the root keeps a daily routine from drowning the rare
    hand-off that must not fail.

    √400 × 5 × 2 × 2 = 400:

    >>> handoff_weight(Handoff(handoff_id="H", from_process_id="A", to_id="B", contacts_per_month=400,
    ...                        criticality=5, data_class=2, latency_hours=4))
    400.0
    """
    pressing = latency_factor(handoff)
    return math.sqrt(handoff.contacts_per_month) * handoff.criticality * handoff.data_class * pressing


def coupling_graph(project: Project) -> nx.Graph[tuple[NodeKind, str]]:
    """Processes and departments with the summed weight of the hand-offs between each two, either way.

    Nodes are pairs of kind and id; edges carry `weight`. Hand-offs within one process bind nothing.
    """
    graph: nx.Graph[tuple[NodeKind, str]] = nx.Graph()
    graph.add_nodes_from((NodeKind.PROCESS, i) for i in sorted(p.process_id for p in project.processes))
    graph.add_nodes_from(
        (NodeKind.DEPARTMENT, i) for i in sorted(d.department_id for d in project.departments)
    )
    for handoff in sorted(project.handoffs, key=lambda h: h.handoff_id):
        start, end = (NodeKind.PROCESS, handoff.from_process_id), (handoff.to_kind, handoff.to_id)
        if start == end or start not in graph or end not in graph:
            continue
        weight = handoff_weight(handoff)
        if weight > 0:
            before = graph[start][end]["weight"] if graph.has_edge(start, end) else 0.0
            graph.add_edge(start, end, weight=before + weight)
    return graph


def coupled_sets(project: Project) -> tuple[CoupledSet, ...]:
    """Sets of two or more processes that are tightly coupled, the heaviest first.

    Greedy modularity (Clauset, Newman and Moore 2004) on the weights of `handoff_weight`. Departments
    cannot move and are in no set; their hand-offs count as outside. The result depends on the
    hand-offs alone: processes are ordered by their place in the network, and by id only where two
    have exactly the same.

    Two pairs with a weak bond (√100 × 3 × 2 × 2 = 120 inside, √1 × 12 = 12 between):

    >>> from touchmap.project import Process
    >>> rows = (("A", "B", 100), ("C", "D", 100), ("B", "C", 1))
    >>> found = coupled_sets(Project(
    ...     processes=tuple(Process(process_id=p, name=p) for p in "ABCD"),
    ...     handoffs=tuple(Handoff(handoff_id=a + b, from_process_id=a, to_id=b, contacts_per_month=n)
    ...                    for a, b, n in rows)))
    >>> [(s.process_ids, s.inside, s.outside) for s in found]
    [(('A', 'B'), 120.0, 12.0), (('C', 'D'), 120.0, 12.0)]
    """
    whole = coupling_graph(project)
    bound = whole.subgraph(n for n in whole if n[0] is NodeKind.PROCESS and whole.degree(n) > 0)
    order = canonical_order(bound)
    number = {node: n for n, node in enumerate(order)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(order)))
    edges = (
        (min(number[a], number[b]), max(number[a], number[b]), d["weight"]) for a, b, d in bound.edges.data()
    )
    graph.add_weighted_edges_from(sorted(edges))
    if not graph.size():
        return ()
    sets = [
        _coupled_set(whole, [order[n] for n in part])
        for part in nx.community.greedy_modularity_communities(graph, weight="weight")
        if len(part) > 1
    ]
    return tuple(sorted(sets, key=lambda s: (-round(s.inside, 9), s.process_ids)))


def canonical_order(graph: nx.Graph[tuple[NodeKind, str]]) -> list[tuple[NodeKind, str]]:
    """Nodes in an order that renaming them does not change, but for nodes with the same surroundings.

    Colour refinement (Weisfeiler and Leman 1968): a node's colour is refined by the weights and
    colours around it until nothing changes; the id only settles what is left.
    """
    colour = dict.fromkeys(graph, 0)
    count = 1
    for _ in range(len(graph)):
        around = {
            node: (
                colour[node],
                tuple(
                    sorted((-float(f"{d['weight']:.9g}"), colour[other]) for other, d in graph[node].items())
                ),
            )
            for node in graph
        }
        ranks = {key: n for n, key in enumerate(sorted(set(around.values())))}
        colour = {node: ranks[around[node]] for node in graph}
        if len(ranks) == count:
            break
        count = len(ranks)
    return sorted(graph, key=lambda node: (colour[node], node))


def _coupled_set(graph: nx.Graph[tuple[NodeKind, str]], part: list[tuple[NodeKind, str]]) -> CoupledSet:
    members = set(part)
    weights = [(other in members, d["weight"]) for node in sorted(part) for other, d in graph[node].items()]
    inside = sum(w for within, w in weights if within) / 2
    return CoupledSet(
        tuple(sorted(i for _, i in part)), inside, sum(w for within, w in weights if not within)
    )
