"""The natural scope: where the hand-offs themselves would be cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import networkx as nx
from networkx.algorithms.flow import boykov_kolmogorov

from touchmap.journey.coupling import coupling_graph, handoff_weight
from touchmap.journey.parties import place
from touchmap.plan import Plan
from touchmap.project import Handoff, Process, Project
from touchmap.project.vocabulary import NodeKind

BROKEN_HEALTH = 2
"""A process of this health or worse is mended before it moves."""

FIT_CODIFIABILITY, FIT_CLARITY, FIT_COMPLEXITY, FIT_TOUCH_NEED = 4, 4, 3, 3
"""Work most fit to move: at least as well written down and measurable, at most as complex and as much
in need of a person."""

MOVED_FROM = 0.5
"""Share of a process at third parties from which a plan counts as moving it."""

Node = tuple[NodeKind, str]


class ScopeStatus(StrEnum):
    """Whether there is a natural scope to speak of."""

    FOUND = "found"
    NO_CORE = "nothing has to stay"
    NOTHING_TO_MOVE = "nothing is fit to move"


@dataclass(frozen=True)
class NaturalScope:
    """The cheapest cut between the core and the work most fit to move."""

    status: ScopeStatus
    core: tuple[str, ...]
    """Processes that must stay."""
    fit: tuple[str, ...]
    """Processes most fit to move, or that the plan moves."""
    conflicts: tuple[str, ...]
    """Processes the plan moves although they belong to the core; they stay here."""
    stays: tuple[str, ...]
    """Processes on the core's side of the cut, the fewest possible."""
    moves: tuple[str, ...]
    """Processes on the other side."""
    free: tuple[str, ...]
    """Processes that no hand-off ties to either; they are on neither side."""
    handoff_ids: tuple[str, ...]
    """Hand-offs the cut severs."""
    weight: float
    """Summed weight of these."""
    complexity: float
    """Cut complexity at this cut, 0 … 100."""


def natural_scope(project: Project, plan: Plan | None = None) -> NaturalScope:
    """Draw the line between what stays and what could move where the hand-offs are weakest.

    A minimum cut (Ford and Fulkerson 1956) whose capacities are the weights of `handoff_weight` both
    ways. *Core*: departments, key competencies, and processes not ready to move (health 2 or less, or
    written down below the setting `documentation_bar`). *Fit*: what third parties do for the most part
    in a plan; without a plan, processes outside the core with codifiability and clarity of 4 or more,
    and complexity and touch need of 3 or less. Of all minimum cuts the one with the smallest side of
    the core is given, which is unique: the largest scope that costs no more hand-offs. Complexity is
    that of `find_cut` for the two sides.

    K is the core and F fit. M hands 25 contacts to F (√25 × 3 × 2 × 2 = 60) and K 4 to M (24), so that
    the cut is between K and M: 100 × 24 ÷ 84.

    >>> from touchmap.project import Handoff
    >>> scope = natural_scope(Project(
    ...     processes=(Process(process_id="K", name="K", key_competency=True),
    ...                Process(process_id="M", name="M"),
    ...                Process(process_id="F", name="F", codifiability=5, metric_clarity=5)),
    ...     handoffs=(Handoff(handoff_id="H1", from_process_id="K", to_id="M", contacts_per_month=4),
    ...               Handoff(handoff_id="H2", from_process_id="M", to_id="F", contacts_per_month=25))))
    >>> scope.stays, scope.moves, scope.handoff_ids, scope.weight, round(scope.complexity, 2)
    (('K',), ('F', 'M'), ('H1',), 24.0, 28.57)
    """
    bar = project.settings.documentation_bar
    must_stay = {p.process_id for p in project.processes if _must_stay(p, bar)}
    wanted = (
        _moved_by(project, plan) if plan is not None else {p.process_id for p in project.processes if _fit(p)}
    )
    fit = wanted - must_stay
    conflicts = wanted & must_stay if plan is not None else set()
    graph = coupling_graph(project)
    core = {(NodeKind.PROCESS, i) for i in must_stay} | {n for n in graph if n[0] is NodeKind.DEPARTMENT}
    status = ScopeStatus.FOUND
    if not core:
        status = ScopeStatus.NO_CORE
    elif not fit:
        status = ScopeStatus.NOTHING_TO_MOVE
    sinks = {(NodeKind.PROCESS, i) for i in fit}
    tied = _tied(graph, core | sinks)
    stays = _core_side(graph, core, sinks) if status is ScopeStatus.FOUND else set()
    cut = [h for h in project.handoffs if status is ScopeStatus.FOUND and _crosses(h, graph, stays)]
    whole = sum(handoff_weight(h) for h in project.handoffs if (NodeKind.PROCESS, h.from_process_id) in graph)
    weight = sum(sorted(handoff_weight(h) for h in cut))
    return NaturalScope(
        status,
        tuple(sorted(must_stay)),
        tuple(sorted(fit)),
        tuple(sorted(conflicts)),
        _processes(stays & tied) if status is ScopeStatus.FOUND else (),
        _processes(tied - stays) if status is ScopeStatus.FOUND else (),
        _processes(set(graph) - tied),
        tuple(sorted(h.handoff_id for h in cut)),
        weight,
        100 * weight / whole if whole > 0 else 0.0,
    )


def _must_stay(process: Process, documentation_bar: int) -> bool:
    ready = process.health > BROKEN_HEALTH and process.codifiability >= documentation_bar
    return process.key_competency or not ready


def _fit(process: Process) -> bool:
    written = process.codifiability >= FIT_CODIFIABILITY and process.metric_clarity >= FIT_CLARITY
    return written and process.complexity <= FIT_COMPLEXITY and process.touch_need <= FIT_TOUCH_NEED


def _moved_by(project: Project, plan: Plan) -> set[str]:
    placement = place(project, plan)
    return {
        p.process_id for p in project.processes if placement.third_party_share(p.process_id) >= MOVED_FROM
    }


def _tied(graph: nx.Graph[Node], ends: set[Node]) -> set[Node]:
    """Nodes that hand-offs connect to any of some ends."""
    return {n for part in nx.connected_components(graph) if part & ends for n in part}


def _core_side(graph: nx.Graph[Node], core: set[Node], sinks: set[Node]) -> set[Node]:
    """The smallest side of the core of any minimum cut: what the core still reaches in the residual."""
    flow: nx.DiGraph[Node | str] = nx.DiGraph()
    for a, b, data in graph.edges.data():
        flow.add_edge(a, b, capacity=data["weight"])
        flow.add_edge(b, a, capacity=data["weight"])
    flow.add_edges_from(("core", node) for node in sorted(core))  # no capacity = no limit
    flow.add_edges_from((node, "fit") for node in sorted(sinks))
    residual = boykov_kolmogorov(flow, "core", "fit")
    least = 1e-9 * max((d["weight"] for _, _, d in graph.edges.data()), default=0.0)
    reached: set[Node | str] = {"core"}
    edge: list[Node | str] = ["core"]
    while edge:
        here = edge.pop()
        for there, data in residual[here].items():
            if there not in reached and data["capacity"] - data["flow"] > least:
                reached.add(there)
                edge.append(there)
    return {node for node in graph if node in reached}


def _crosses(handoff: Handoff, graph: nx.Graph[Node], stays: set[Node]) -> bool:
    start = (NodeKind.PROCESS, handoff.from_process_id)
    end = (handoff.to_kind, handoff.to_id)
    return start in graph and end in graph and (start in stays) != (end in stays)


def _processes(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(i for kind, i in nodes if kind is NodeKind.PROCESS))
