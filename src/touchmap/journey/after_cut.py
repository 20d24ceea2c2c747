"""What a cut leaves behind: work that is alone at a party, and questions that get no answer."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from touchmap.journey.coupling import handoff_weight
from touchmap.journey.cut import Cut, CutHandoff, find_cut
from touchmap.journey.parties import COMPANY, Placement, place
from touchmap.plan import Plan
from touchmap.project import Project
from touchmap.project.vocabulary import BACKSTAGE_CHANNELS, HandoffMode, NodeKind
from touchmap.work.handoff_pairs import COMPANY as DEPARTMENT
from touchmap.work.handoff_pairs import build_pairs

ANSWERED_MODES = frozenset({HandoffMode.TICKET, HandoffMode.WORKFLOW, HandoffMode.PHONE})
"""Ways of handing over after which the sender waits to hear how it went. A customer who is transferred
goes along himself, and nobody answers a data feed or a report."""

ALONE_FROM = 0.99
"""Share of the weight of a process's hand-offs that is cut when it counts as alone."""

LEAST_SHARE = 0.05
"""Hand-offs of which less is cut need no return path of their own."""

LEAST_CRITICALITY = 3
"""Hand-offs that matter less may go unanswered."""


@dataclass(frozen=True)
class Orphan:
    """Work without customers of its own that is alone at its party: all its hand-offs are cut."""

    process_id: str
    party: str
    handoff_ids: tuple[str, ...]
    sentence: str
    remedy: str


@dataclass(frozen=True)
class MissingReturn:
    """A cut hand-off that needs an answer and has no way back."""

    handoff_id: str
    from_party: str
    to_party: str
    sentence: str
    remedy: str


@dataclass(frozen=True)
class AfterCut:
    """What a cut leaves behind."""

    orphans: tuple[Orphan, ...]
    missing_returns: tuple[MissingReturn, ...]


def check_after_cut(
    project: Project, plan: Plan | None = None, *, placement: Placement | None = None, cut: Cut | None = None
) -> AfterCut:
    """Orphan processes and missing return paths of a plan.

    - *Orphan*: the part of a process that one party does, without demand that a customer sees, with at
      least one hand-off, of whose weight 99 % or more is cut.
    - *Missing return path*: a hand-off to another process by ticket, workflow or phone, of criticality 3
      or more and cut by at least 5 %, when no chain of hand-offs leads back from the receiver to the
      sender. Departments pass nothing on in the map and are left out.

    Parameters
    ----------
    plan
        None = today.
    placement, cut
        The plan's `place` and `find_cut`, if they are at hand.

    >>> from touchmap.project import DemandStream, Handoff, Process, Provider, TodayRow
    >>> found = check_after_cut(Project(
    ...     processes=tuple(Process(process_id=p, name=p) for p in "PQ"),
    ...     demand=tuple(DemandStream(demand_id=p, process_id=p, contacts_per_month=10, handle_seconds=60)
    ...                  for p in "PQ"),
    ...     handoffs=(Handoff(handoff_id="H", from_process_id="P", to_id="Q", contacts_per_month=10),),
    ...     providers=tuple(Provider(provider_id=v, name=v, sourcing_model="onshore") for v in "VW"),
    ...     today=(TodayRow(demand_id="P", provider_id="V"), TodayRow(demand_id="Q", provider_id="W")),
    ... ))
    >>> [(o.process_id, o.party) for o in found.orphans], [m.handoff_id for m in found.missing_returns]
    ([('P', 'V'), ('Q', 'W')], ['H'])
    """
    placement = placement or place(project, plan)
    cut = cut or find_cut(project, placement=placement)
    return AfterCut(_orphans(project, placement), _missing_returns(project, cut))


def _orphans(project: Project, placement: Placement) -> tuple[Orphan, ...]:
    seen = {
        d.process_id
        for d in project.demand
        if d.touchpoint_id is not None and d.channel not in BACKSTAGE_CHANNELS
    }
    whole: dict[tuple[str, str], float] = {}
    cut: dict[tuple[str, str], float] = {}
    rows: dict[tuple[str, str], set[str]] = {}
    for pair in build_pairs(project, placement.packages):
        start = placement.homes[pair.sender]
        other = COMPANY if pair.receiver == DEPARTMENT else placement.homes[pair.receiver]
        if start is None or other is None:
            continue
        apart = start != other
        ends = [(placement.packages[pair.sender].process.process_id, start)]
        if pair.receiver != DEPARTMENT:
            ends.append((placement.packages[pair.receiver].process.process_id, other))
        weight = pair.share * handoff_weight(pair.handoff)
        for end in ends:
            whole[end] = whole.get(end, 0.0) + weight
            cut[end] = cut.get(end, 0.0) + (weight if apart else 0.0)
            rows.setdefault(end, set()).add(pair.handoff.handoff_id)
    alone = [e for e in whole if e[0] not in seen and whole[e] > 0 and cut[e] >= ALONE_FROM * whole[e]]
    return tuple(
        _orphan(project, process_id, party, tuple(sorted(rows[process_id, party])))
        for process_id, party in sorted(alone)
    )


def _orphan(project: Project, process_id: str, party: str, handoff_ids: tuple[str, ...]) -> Orphan:
    work = f"{process_id} {project.process(process_id).name}"
    count = len(handoff_ids)
    usual = f"all its {count} hand-offs cross"
    ties = {1: "its only hand-off crosses", 2: "both its hand-offs cross"}.get(count, usual)
    remedy = (
        "give it to the party it works for, or name who feeds it and who takes its results "
        f"({', '.join(handoff_ids)})"
    )
    return Orphan(
        process_id,
        party,
        handoff_ids,
        f"{work} is left alone at {party_name(project, party)}: {ties}",
        remedy,
    )


def _missing_returns(project: Project, cut: Cut) -> tuple[MissingReturn, ...]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(p.process_id for p in project.processes)
    graph.add_edges_from(
        (h.from_process_id, h.to_id) for h in project.handoffs if h.to_kind is NodeKind.PROCESS
    )
    part = {node: n for n, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    found = [
        _missing(project, row)
        for row in cut.handoffs
        if row.handoff.mode in ANSWERED_MODES
        and row.handoff.to_kind is NodeKind.PROCESS
        and row.share >= LEAST_SHARE
        and row.handoff.criticality >= LEAST_CRITICALITY
        and part.get(row.handoff.from_process_id) != part.get(row.handoff.to_id)
    ]
    return tuple(sorted(found, key=lambda m: (m.handoff_id, m.from_party, m.to_party)))


def _missing(project: Project, row: CutHandoff) -> MissingReturn:
    handoff = row.handoff
    sender, receiver, mode = handoff.from_process_id, handoff.to_id, handoff.mode.value
    return MissingReturn(
        handoff.handoff_id,
        row.from_party,
        row.to_party,
        f"{handoff.handoff_id}: {sender} at {party_name(project, row.from_party)} passes a {mode} "
        f"to {receiver} at {party_name(project, row.to_party)} and no hand-off leads back",
        f"agree how {receiver} tells {sender} the outcome, and enter it as a hand-off",
    )


def party_name(project: Project, party: str) -> str:
    """A party as people call it.

    >>> party_name(Project(), "company")
    'the company'
    """
    if party == COMPANY:
        return "the company"
    return next((p.name for p in project.providers if p.provider_id == party), party)
