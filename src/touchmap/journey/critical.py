"""Critical touchpoints, each with its reasons in words and figures instead of one score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import networkx as nx
import numpy as np

from touchmap.journey.after_cut import party_name
from touchmap.journey.breaks import PartyMixes
from touchmap.journey.chain import Chain
from touchmap.journey.contacts import Contacts, expected_contacts
from touchmap.journey.graph import ordered_journeys, ordered_stages
from touchmap.journey.parties import COMPANY, Placement, place
from touchmap.plan import Plan
from touchmap.project import Project, Touchpoint
from touchmap.work.calendar import Array

TIMES_AVERAGE = 3.0
"""Exposure and value at stake stand out from this many times the average touchpoint on."""

THROUGH_FROM = 0.10
"""Share of the customers who go on after a first contact that pass through a touchpoint."""

SEPARATED_FROM = 3
"""Later touchpoints that can only be got to by way of it."""

HIGH_STAKE = 4
"""Emotional stake from which a contact weighs heavily."""

LOW_SATISFACTION = 70.0
"""Satisfaction (0–100) up to which customers are let down: five points below the usual 75."""


COMMONPLACE_FROM = 0.5
"""What is true of more than this share of all touchpoints is not worth saying of one."""


class Reason(StrEnum):
    """Why a touchpoint is critical."""

    MOMENT_OF_TRUTH = "moment of truth"
    EXPOSURE = "exposure"
    VALUE = "value at stake"
    PASSAGE = "passage"
    SEPARATES = "separates"
    LETS_DOWN = "lets customers down"
    ONE_PROCESS = "one process"
    ONE_THIRD_PARTY = "one third party"


AGGRAVATING = frozenset({Reason.ONE_PROCESS, Reason.ONE_THIRD_PARTY})
"""Reasons that make a critical touchpoint more so, and do not make one by themselves."""


@dataclass(frozen=True)
class Standing:
    """Figures of one touchpoint, critical or not."""

    touchpoint_id: str
    exposure: float
    """Contacts a month × emotional stake."""
    exposure_share: float
    """Share of all touchpoints' exposure, 0 … 1."""
    value_per_month: float
    """Contacts a month × value at stake in a contact, money a month."""
    met_by_share: float
    """Share of the customers who come in from outside that ever meet it, 0 … 1."""
    through_share: float
    """Share of those who go on after a first contact that come to it later and go on from it, 0 … 1."""
    separates: tuple[str, ...]
    """Touchpoints of later stages that can only be got to by way of it."""


@dataclass(frozen=True)
class CriticalTouchpoint:
    """A touchpoint that must not fail, and why."""

    touchpoint_id: str
    standing: Standing
    reasons: tuple[tuple[Reason, str], ...]
    """Kind and sentence of each reason."""


def critical_touchpoints(
    project: Project,
    plan: Plan | None = None,
    *,
    placement: Placement | None = None,
    contacts: Contacts | None = None,
) -> tuple[CriticalTouchpoint, ...]:
    """Touchpoints with at least one reason to be critical: moments of truth by rank, then by exposure.

    - *moment of truth*: it has a rank;
    - *exposure*: contacts × emotional stake, at least three times the average touchpoint's;
    - *value at stake*: contacts × value at stake, at least three times the average touchpoint's;
    - *passage*: at least 10 % of the customers who go on after a first contact pass through it;
    - *separates*: three or more touchpoints of later stages can only be got to by way of it;
    - *lets customers down*: satisfaction of 70 or less where the emotional stake is 4 or more.

    Named beside these, and no reason by themselves: it is served by a single process, or by a single
    third party; neither where that is so of more than half of all touchpoints.

    Parameters
    ----------
    plan
        Who serves it; none = today.
    placement, contacts
        The plan's `place` and the project's `expected_contacts`, if they are at hand.

    >>> rows = (Touchpoint(touchpoint_id="A", stage_id="S", name="A", satisfaction=60, emotional_stake=5),
    ...         Touchpoint(touchpoint_id="B", stage_id="S", name="B", moment_of_truth_rank=1))
    >>> [(c.touchpoint_id, c.reasons[0][1]) for c in critical_touchpoints(Project(touchpoints=rows))]
    [('B', 'moment of truth number 1'), ('A', 'satisfaction 60 at an emotional stake of 5')]
    """
    contacts = contacts or expected_contacts(project)
    mixes = PartyMixes(placement or place(project, plan))
    points = {t.touchpoint_id: t for t in project.touchpoints}
    processes: dict[str, set[str]] = {}
    for stream in project.demand:
        processes.setdefault(stream.touchpoint_id or "", set()).add(stream.process_id)
    aside = _aggravating(project, mixes, processes)
    standings = touchpoint_standings(project, contacts)
    worth = sum(s.value_per_month for s in standings)
    found = []
    for standing in standings:
        row = points[standing.touchpoint_id]
        reasons = _reasons(row, standing, len(standings), worth)
        if reasons:
            more = aside.get(row.touchpoint_id, [])
            found.append(CriticalTouchpoint(row.touchpoint_id, standing, (*reasons, *more)))
    return tuple(sorted(found, key=lambda c: _order(points[c.touchpoint_id], c)))


def touchpoint_standings(project: Project, contacts: Contacts | None = None) -> tuple[Standing, ...]:
    """Exposure, value at stake and place in the flow of every touchpoint, sorted by id.

    With ``o`` the contacts from outside, ``N = (I − Q)⁻¹`` and ``v = oᵀN``: a customer ever meets ``i``
    with ``v_i ÷ N_ii ÷ Σ o``; comes to it from elsewhere and goes on with
    ``(v_i − o_i N_ii) ÷ N_ii · (1 − leaving_i) ÷ Σ_s o_s (1 − leaving_s)``. A touchpoint separates what
    it dominates: every way from a touchpoint at which transitions begin leads by way of it
    (dominators, Lengauer and Tarjan 1979; of loops at which nothing begins, every touchpoint begins one).

    A → B → C, 100 customers at A of whom half go on to B and all of those to C: all who go on pass B.

    >>> from touchmap.project import Transition
    >>> rows = [Touchpoint(touchpoint_id=t, stage_id="S", name=t, emotional_stake=2) for t in "ABC"]
    >>> rows[0] = rows[0].model_copy(update={"contacts_per_month": 100, "value_at_stake": 7})
    >>> steps = [Transition(from_touchpoint_id=a, to_touchpoint_id=b, probability=p)
    ...          for a, b, p in (("A", "B", 0.5), ("B", "C", 1))]
    >>> a, b, c = touchpoint_standings(Project(touchpoints=rows, transitions=steps))
    >>> a.exposure, a.exposure_share, a.value_per_month, b.met_by_share, b.through_share, c.through_share
    (200.0, 0.5, 700.0, 0.5, 1.0, 0.0)
    """
    contacts = contacts or expected_contacts(project)
    chain, points = contacts.chain, {t.touchpoint_id: t for t in project.touchpoints}
    rows = [points[t] for t in chain.touchpoint_ids]
    volume, outside = contacts.volume, contacts.outside
    exposure = volume * np.array([t.emotional_stake for t in rows])
    shares = exposure / exposure.sum() if exposure.sum() > 0 else exposure
    value = volume * np.array([t.value_at_stake for t in rows])
    met, through = _flow(chain, outside)
    behind = _separated(project, chain)
    return tuple(
        Standing(
            t,
            float(exposure[i]),
            float(shares[i]),
            float(value[i]),
            float(met[i]),
            float(through[i]),
            behind[i],
        )
        for i, t in enumerate(chain.touchpoint_ids)
    )


def _flow(chain: Chain, outside: Array) -> tuple[Array, Array]:
    coming, going = float(outside.sum()), float(outside @ (1 - chain.leaves))
    firsts = chain.visits(outside) / chain.own_visits
    met = firsts / coming if coming > 0 else np.zeros(len(outside))
    later = np.maximum(firsts - outside, 0.0) * (1 - chain.leaves)
    through = later / going if going > 1e-9 * max(coming, 1e-300) else np.zeros(len(outside))
    return np.clip(met, 0, 1), np.clip(through, 0, 1)


def _separated(project: Project, chain: Chain) -> list[tuple[str, ...]]:
    """Touchpoints of later stages that each touchpoint dominates."""
    ids, q = chain.touchpoint_ids, chain.probability
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(-1, len(ids)))
    for i, (a, b) in enumerate(pairwise(q.indptr)):
        graph.add_edges_from((i, int(j)) for j in q.indices[a:b])
    for path in ordered_journeys(project).values():
        known = [chain.position[t] for t in path if t in chain.position]
        graph.add_edges_from(pairwise(known))
    for part in nx.strongly_connected_components(graph.subgraph(range(len(ids)))):
        if all(before in part for node in part for before in graph.predecessors(node)):
            graph.add_edges_from((-1, node) for node in part)
    above = nx.immediate_dominators(graph, -1)
    order = {s.stage_id: n for n, s in enumerate(ordered_stages(project))}
    stages = {t.touchpoint_id: order.get(t.stage_id, -1) for t in project.touchpoints}
    found: list[list[str]] = [[] for _ in ids]
    for i, touchpoint_id in enumerate(ids):
        over = above.get(i)
        while over is not None and over >= 0:
            if stages[ids[over]] < stages[touchpoint_id]:
                found[over].append(touchpoint_id)
            over = above[over]
    return [tuple(sorted(part)) for part in found]


def _reasons(row: Touchpoint, standing: Standing, count: int, worth: float) -> list[tuple[Reason, str]]:
    found = []
    if row.moment_of_truth_rank is not None:
        found.append((Reason.MOMENT_OF_TRUTH, f"moment of truth number {row.moment_of_truth_rank}"))
    if standing.exposure_share * count >= TIMES_AVERAGE:
        text = f"{100 * standing.exposure_share:.0f} % of all contacts × emotional stake"
        found.append((Reason.EXPOSURE, text))
    if worth > 0 and standing.value_per_month * count >= TIMES_AVERAGE * worth:
        text = f"{100 * standing.value_per_month / worth:.0f} % of the value at stake"
        found.append((Reason.VALUE, text))
    return [*found, *_flow_reasons(row, standing)]


def _flow_reasons(row: Touchpoint, standing: Standing) -> list[tuple[Reason, str]]:
    found = []
    if standing.through_share >= THROUGH_FROM:
        text = f"{100 * standing.through_share:.0f} % of customers who go on pass through it"
        found.append((Reason.PASSAGE, text))
    if len(standing.separates) >= SEPARATED_FROM:
        text = f"the only way to {len(standing.separates)} later touchpoints"
        found.append((Reason.SEPARATES, text))
    low = row.satisfaction is not None and row.satisfaction <= LOW_SATISFACTION
    if low and row.emotional_stake >= HIGH_STAKE:
        text = f"satisfaction {row.satisfaction:.3g} at an emotional stake of {row.emotional_stake}"
        found.append((Reason.LETS_DOWN, text))
    return found


def _aggravating(
    project: Project, mixes: PartyMixes, processes: dict[str, set[str]]
) -> dict[str, list[tuple[Reason, str]]]:
    """What makes each touchpoint more critical, but for what is commonplace."""
    said: dict[Reason, dict[str, str]] = {Reason.ONE_PROCESS: {}, Reason.ONE_THIRD_PARTY: {}}
    for row in project.touchpoints:
        behind, parties = processes.get(row.touchpoint_id, set()), mixes.parties(row.touchpoint_id)
        if len(behind) == 1:
            said[Reason.ONE_PROCESS][row.touchpoint_id] = f"served by {next(iter(behind))} alone"
        if len(parties) == 1 and parties[0] != COMPANY:
            name = party_name(project, parties[0])
            said[Reason.ONE_THIRD_PARTY][row.touchpoint_id] = f"served by {name} alone"
    found: dict[str, list[tuple[Reason, str]]] = {}
    for reason, sentences in said.items():
        if len(sentences) <= COMMONPLACE_FROM * len(project.touchpoints):
            for touchpoint_id, sentence in sentences.items():
                found.setdefault(touchpoint_id, []).append((reason, sentence))
    return found


def _order(row: Touchpoint, critical: CriticalTouchpoint) -> tuple[float, float, str]:
    rank = float("inf") if row.moment_of_truth_rank is None else row.moment_of_truth_rank
    return (rank, -critical.standing.exposure, row.touchpoint_id)
