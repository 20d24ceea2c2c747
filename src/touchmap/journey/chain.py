"""The customer's way through the map as an absorbing Markov chain.

States are touchpoints; from each a customer goes on to another with the transition's probability and
leaves the map with the rest. Kemeny and Snell, *Finite Markov Chains* (1960), chapter 3: with ``Q``
the transitions, the fundamental matrix ``N = (I − Q)⁻¹`` holds the expected number of visits.
Everything here comes from sparse solves, so that maps of thousands of touchpoints stay fast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from touchmap.project import Project
from touchmap.work.calendar import Array

ROUNDING = 0.005
"""Rounding allowed where the transitions out of a touchpoint sum to more than 1."""

LEAK = 1e-9
"""Chance of leaving below which a loop counts as closed."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class MapProblem:
    """Something about the transitions that makes a measure impossible or doubtful."""

    code: str
    touchpoint_ids: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Chain:
    """Transitions between touchpoints, in the order of their ids.

    Rows that sum to more than 1 are scaled down to 1; a closed loop, which nobody would ever leave, is
    left with the chance `LEAK` on each step so that every system has a solution. Both are listed in
    `problems`, and what a closed loop makes endless is none in the measures, never a huge number.
    """

    touchpoint_ids: tuple[str, ...]
    probability: Any
    """Sparse matrix (touchpoints, touchpoints); rows sum to 1 or less."""
    row_sums: Array
    """Sum of the transitions out of each touchpoint as entered."""

    @cached_property
    def position(self) -> dict[str, int]:
        """Index of each touchpoint."""
        return {t: i for i, t in enumerate(self.touchpoint_ids)}

    @cached_property
    def components(self) -> list[Ints]:
        """Strongly connected sets: touchpoints that can all be reached from each other."""
        if not self.touchpoint_ids:
            return []
        count, label = connected_components(self.probability, directed=True, connection="strong")
        order = np.argsort(label, kind="stable")
        bounds = np.searchsorted(label[order], np.arange(1, count))
        return [np.sort(part).astype(np.int64) for part in np.split(order, bounds)]

    @cached_property
    def closed(self) -> list[Ints]:
        """Sets of touchpoints that nobody leaves once inside."""
        leaves = 1 - np.asarray(self.probability.sum(axis=1)).ravel()
        found = []
        for part in self.components:
            if (leaves[part] > LEAK).any():
                continue
            inside = np.asarray(self.probability[part][:, part].sum(axis=1)).ravel()
            if (inside >= 1 - LEAK).all():
                found.append(part)
        return found

    @cached_property
    def is_closed(self) -> Bools:
        """Whether a touchpoint is in a closed loop, shape (touchpoints,)."""
        mask = np.zeros(len(self.touchpoint_ids), dtype=bool)
        for part in self.closed:
            mask[part] = True
        return mask

    @cached_property
    def flow(self) -> Any:
        """Transitions with the leak of closed loops: every customer leaves in the end."""
        scale = np.where(self.is_closed, 1 - LEAK, 1.0)
        return sparse.diags_array(scale) @ self.probability

    @cached_property
    def leaves(self) -> Array:
        """Chance of leaving the map after a contact, shape (touchpoints,)."""
        left: Array = np.clip(1 - np.asarray(self.flow.sum(axis=1)).ravel(), 0, 1)
        return left

    @cached_property
    def _factors(self) -> Any:
        return splu((sparse.eye_array(len(self.touchpoint_ids)) - self.flow).tocsc())

    def visits(self, starts: Array) -> Array:
        """Expected contacts at each touchpoint of customers who start as given: ``startsᵀ · N``."""
        return self._solved(starts, "T")

    def expected(self, values: Array) -> Array:
        """Expected sum of a value over all contacts of a customer at each touchpoint: ``N · v``."""
        return self._solved(values, "N")

    def _solved(self, values: Array, how: str) -> Array:
        if not self.touchpoint_ids:
            return np.zeros(0)
        result: Array = self._factors.solve(np.asarray(values, dtype=float), how)
        return result

    @cached_property
    def own_visits(self) -> Array:
        """Expected visits to a touchpoint of a customer who is at it, the present one counted: ``N_ii``."""
        out = 1 / (1 - self.flow.diagonal()) if self.touchpoint_ids else np.zeros(0)
        for part in self.components:
            if len(part) > 1:
                inside = self.flow[part][:, part].toarray()
                out[part] = np.diag(np.linalg.inv(np.eye(len(part)) - inside))
        return np.maximum(out, 1.0)

    @cached_property
    def reaches_closed(self) -> Bools:
        """Whether a customer at a touchpoint may end in a closed loop."""
        mask = self.is_closed.copy()
        if mask.any():
            back = self.probability.T.tocsr()
            edge = list(np.flatnonzero(mask))
            while edge:
                i = edge.pop()
                for j in back.indices[back.indptr[i] : back.indptr[i + 1]]:
                    if not mask[j]:
                        mask[j] = True
                        edge.append(j)
        return mask

    @property
    def problems(self) -> tuple[MapProblem, ...]:
        """What is wrong with the transitions."""
        found = [
            MapProblem(
                "transitions_over_1",
                (self.touchpoint_ids[i],),
                f"the transitions out of {self.touchpoint_ids[i]} sum to {self.row_sums[i]:.4g}; "
                "they are scaled down to 1 here",
            )
            for i in np.flatnonzero(self.row_sums > 1 + ROUNDING)
        ]
        for part in self.closed:
            ids = tuple(self.touchpoint_ids[i] for i in part)
            found.append(
                MapProblem(
                    "closed_loop",
                    ids,
                    f"nobody ever leaves {', '.join(ids[:8])}{' …' if len(ids) > 8 else ''}; "
                    "let some share of the contacts end there",
                )
            )
        return tuple(found)


def build_chain(project: Project) -> Chain:
    """Read the transitions of a project; those that name no touchpoint are passed over.

    >>> from touchmap.project import Touchpoint, Transition
    >>> chain = build_chain(Project(
    ...     touchpoints=tuple(Touchpoint(touchpoint_id=t, stage_id="S", name=t) for t in "AB"),
    ...     transitions=(Transition(from_touchpoint_id="A", to_touchpoint_id="B", probability=0.5),),
    ... ))
    >>> chain.visits(np.array([100.0, 0.0])).tolist(), chain.leaves.tolist()
    ([100.0, 50.0], [0.5, 1.0])
    """
    ids = tuple(sorted({t.touchpoint_id for t in project.touchpoints}))
    position = {t: i for i, t in enumerate(ids)}
    rows = [
        (position[t.from_touchpoint_id], position[t.to_touchpoint_id], t.probability)
        for t in project.transitions
        if t.probability > 0 and t.from_touchpoint_id in position and t.to_touchpoint_id in position
    ]
    start, end, share = (np.array([row[k] for row in rows]) for k in range(3))
    shape = (len(ids), len(ids))
    matrix = sparse.coo_array(
        (share.astype(float), (start.astype(np.int64), end.astype(np.int64))), shape=shape
    )
    probability = matrix.tocsr()
    sums: Array = np.asarray(probability.sum(axis=1), dtype=float).ravel()
    return Chain(ids, sparse.diags_array(1 / np.maximum(sums, 1.0)) @ probability, sums)
