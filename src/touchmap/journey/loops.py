"""Where customers can get to on the map, and where they go round in circles."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from touchmap.journey.chain import Chain
from touchmap.journey.contacts import Contacts, expected_contacts
from touchmap.journey.graph import ordered_journeys, ordered_stages
from touchmap.project import Project

MOST_CYCLES = 10
"""Cycles that are listed."""

LONGEST_CYCLE = 8
"""Touchpoints in the longest cycle that is looked for."""

WEAKEST_CYCLE = 0.001
"""Chance of going once round below which a cycle is not listed: one customer in a thousand."""

MOST_STEPS = 50_000
"""Paths looked at before the search for cycles gives up; the strongest are found first."""


@dataclass(frozen=True)
class Cycle:
    """A way round, from a touchpoint back to itself without meeting another twice."""

    touchpoint_ids: tuple[str, ...]
    """From the earliest stage on; the way back to the first is meant."""
    probability: float
    """Chance that a customer who is in it goes straight round once."""


@dataclass(frozen=True)
class Loops:
    """Entries, what cannot be reached from them, and loops."""

    entries: tuple[str, ...]
    """Touchpoints at which customers come in from outside."""
    unreachable: tuple[str, ...]
    """Touchpoints no customer gets to."""
    sets: tuple[tuple[str, ...], ...]
    """Strongly connected sets of two or more touchpoints, or of one that leads to itself; largest first."""
    return_probability: dict[str, float]
    """Chance that a customer who is at a touchpoint comes back to it, for those with any chance."""
    cycles: tuple[Cycle, ...]
    """The strongest cycles, strongest first."""
    complete: bool
    """Whether all paths were looked at, so that no stronger cycle is missing."""


def find_loops(project: Project, contacts: Contacts | None = None) -> Loops:
    """Reachability and loops of the transitions.

    An *entry* is a touchpoint with contacts from outside, the first step of a named journey, or, where
    neither is known, one that leads on and that nothing leads to. A customer gets from there along
    transitions and the steps of named journeys.

    The chance to return is ``1 − 1 / N_ii`` with ``N = (I − Q)⁻¹``, in [0, 1]; 1 in a closed loop. The
    chance of a cycle is the product of its transitions.

    Parameters
    ----------
    contacts
        The project's `expected_contacts`, if they are at hand.

    Half of A's customers go to B and a fifth of those back, so one in ten returns to either:

    >>> from touchmap.project import Touchpoint, Transition
    >>> found = find_loops(Project(
    ...     touchpoints=tuple(Touchpoint(touchpoint_id=t, stage_id="S", name=t) for t in "ABC"),
    ...     transitions=(Transition(from_touchpoint_id="A", to_touchpoint_id="B", probability=0.5),
    ...                  Transition(from_touchpoint_id="B", to_touchpoint_id="A", probability=0.2),
    ...                  Transition(from_touchpoint_id="C", to_touchpoint_id="A", probability=0.1)),
    ... ))
    >>> found.entries, found.unreachable, found.sets, [c.touchpoint_ids for c in found.cycles]
    (('C',), (), (('A', 'B'),), [('A', 'B')])
    >>> {t: round(p, 6) for t, p in found.return_probability.items()}
    {'A': 0.1, 'B': 0.1}
    """
    contacts = contacts or expected_contacts(project)
    chain = contacts.chain
    ids = chain.touchpoint_ids
    entries = _entries(project, contacts)
    reached = _reached(project, chain, entries)
    returns = np.where(chain.is_closed, 1.0, 1 - 1 / chain.own_visits)
    loops = [part for part in chain.components if len(part) > 1 or chain.probability[part[0], part[0]] > 0]
    cycles, complete = _cycles(project, chain, [list(map(int, part)) for part in loops])
    return Loops(
        tuple(ids[i] for i in sorted(entries)),
        tuple(t for i, t in enumerate(ids) if i not in reached),
        tuple(sorted((tuple(ids[i] for i in part) for part in loops), key=lambda s: (-len(s), s))),
        {ids[i]: float(returns[i]) for part in loops for i in part},
        cycles,
        complete,
    )


def _entries(project: Project, contacts: Contacts) -> set[int]:
    chain = contacts.chain
    least = 1e-9 * max(1.0, float(contacts.volume.max(initial=0.0)))
    entries = {int(i) for i in np.flatnonzero(contacts.outside > least)}
    first = [steps[0] for steps in ordered_journeys(project).values()]
    entries |= {chain.position[t] for t in first if t in chain.position}
    if entries:
        return entries
    into = np.asarray(chain.probability.sum(axis=0)).ravel()
    return {int(i) for i in np.flatnonzero((into == 0) & (chain.row_sums > 0))}


def _reached(project: Project, chain: Chain, entries: set[int]) -> set[int]:
    onward: dict[int, set[int]] = {i: set(steps) for i, steps in enumerate(_steps(chain))}
    for path in ordered_journeys(project).values():
        known = [chain.position[t] for t in path if t in chain.position]
        for here, then in pairwise(known):
            onward[here].add(then)
    reached, edge = set(entries), list(entries)
    while edge:
        for j in onward[edge.pop()] - reached:
            reached.add(j)
            edge.append(j)
    return reached


def _steps(chain: Chain) -> list[dict[int, float]]:
    """Transitions out of each touchpoint."""
    q = chain.probability
    return [
        {int(j): float(p) for j, p in zip(q.indices[a:b], q.data[a:b], strict=True)}
        for a, b in pairwise(q.indptr)
    ]


def _cycles(project: Project, chain: Chain, loops: list[list[int]]) -> tuple[tuple[Cycle, ...], bool]:
    """Search best first: a path's chance only falls as it grows, so cycles come out strongest first."""
    steps = _steps(chain)
    rank = _ranks(project, chain)
    inside = {i: n for n, part in enumerate(loops) for i in part}
    heap: list[tuple[float, tuple[int, ...], tuple[int, ...]]] = []
    for i in inside:
        heapq.heappush(heap, (-1.0, (rank[i],), (i,)))
    found: list[Cycle] = []
    taken = 0
    while heap and len(found) < MOST_CYCLES and taken < MOST_STEPS:
        negative, order, path = heapq.heappop(heap)
        if len(path) > 1 and path[-1] == path[0]:
            found.append(Cycle(tuple(chain.touchpoint_ids[i] for i in path[:-1]), -negative))
            continue
        taken += 1
        for j, p in steps[path[-1]].items():
            chance = -negative * p
            closes = j == path[0]
            fits = len(path) < LONGEST_CYCLE and rank[j] > rank[path[0]] and j not in path
            if chance >= WEAKEST_CYCLE and inside.get(j) == inside[path[0]] and (closes or fits):
                heapq.heappush(heap, (-chance, (*order, rank[j]), (*path, j)))
    return tuple(found), not (heap and taken >= MOST_STEPS)


def _ranks(project: Project, chain: Chain) -> list[int]:
    """Order of the touchpoints by stage, then by id: a cycle is told from its earliest touchpoint."""
    stage = {s.stage_id: n for n, s in enumerate(ordered_stages(project))}
    stage_of = {t.touchpoint_id: stage.get(t.stage_id, len(stage)) for t in project.touchpoints}
    order = sorted(range(len(chain.touchpoint_ids)), key=lambda i: (stage_of[chain.touchpoint_ids[i]], i))
    rank = [0] * len(order)
    for n, i in enumerate(order):
        rank[i] = n
    return rank
