"""Better solutions from small searches: all but a neighbourhood of the best solution is held."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Floats, Indices
from touchmap.sourcing.engine.neighbourhoods import NEIGHBOURHOODS, Neighbourhood, Sight
from touchmap.sourcing.engine.relaxation import Relaxed
from touchmap.sourcing.engine.small_search import SmallSearch

DEPTH = 6
"""Choices of a package that are looked at: so many with the least reduced cost, and what is liked besides."""
QUICK, SLOW, LONGEST = 0.4, 1.2, 2.0
"""Seconds after which a neighbourhood of a kind may grow, must shrink, is given up."""


@dataclass
class Habit:
    """How large the neighbourhoods of a kind are, and how much they bring."""

    pick: Neighbourhood
    size: float
    worth: float = 1.0

    def learn(self, gain: float, seconds: float, most: int) -> None:
        """Let worth follow the gain a second, and size the time spent."""
        rate = 1e5 * gain / max(seconds, 0.02)
        self.worth = max(0.15, 0.8 * self.worth + 0.2 * min(10.0, rate))
        if seconds < QUICK:
            self.size = min(most, 1.15 * self.size + 1)
        elif seconds > SLOW:
            self.size = max(10.0, 0.8 * self.size)


class Improver:
    """Searches one neighbourhood of the best solution after another.

    Parameters
    ----------
    relaxed
        A solution of the relaxation, whose reduced costs say which choices are worth a look.
    incumbent
        The best solution, shared.
    searching
        Searches the neighbourhoods.
    seed
        Seed of the neighbourhoods.
    """

    def __init__(
        self, layout: Layout, relaxed: Relaxed, incumbent: Incumbent, searching: SmallSearch, seed: int = 0
    ) -> None:
        self._layout, self._relaxed = layout, relaxed
        self._incumbent, self._searching = incumbent, searching
        self._random = np.random.default_rng(seed)
        choices = layout.choices
        rank = _ranks(relaxed.reduced[choices], layout.package[choices])
        self._near = choices[(rank < DEPTH) | (relaxed.values[choices] > 1e-6)]
        size = max(20.0, min(60.0, layout.packages / 4))
        self._habits = [Habit(pick, size) for pick in NEIGHBOURHOODS]

    def step(self) -> bool:
        """Seek a better solution in one neighbourhood of the best."""
        worths = np.array([habit.worth for habit in self._habits])
        habit = self._habits[int(self._random.choice(len(worths), p=worths / worths.sum()))]
        before, start = self._incumbent.objective, time.perf_counter()
        chosen = self._chosen()
        sight = Sight(self._layout, chosen, self._relaxed.values, self._relaxed.reduced)
        packages = habit.pick(sight, min(int(habit.size), self._layout.packages), self._random)
        is_better = self._search_around(chosen, packages)
        gain = (before - self._incumbent.objective) / max(1.0, abs(before)) if is_better else 0.0
        habit.learn(gain, time.perf_counter() - start, self._layout.packages)
        return is_better

    def _search_around(self, chosen: Indices, packages: Indices) -> bool:
        free = np.zeros(self._layout.packages, dtype=bool)
        free[packages] = True
        owner = self._layout.package
        near = np.union1d(self._near[free[owner[self._near]]], chosen[free[owner[chosen]]])
        return self._searching.among(near, chosen[~free[owner[chosen]]], LONGEST)

    def _chosen(self) -> Indices:
        values = self._incumbent.values
        assert values is not None  # noqa: S101 - only asked once there is a solution
        on = self._layout.choices[values[self._layout.choices] > 0.5]
        return on[np.argsort(self._layout.package[on], kind="stable")]


def _ranks(values: Floats, owner: Indices) -> Indices:
    """Place of each value among those of its owner, from 0 for the least.

    >>> _ranks(np.array([3.0, 1.0, 2.0, 5.0]), np.array([0, 0, 1, 0]))
    array([1, 0, 0, 2])
    """
    order = np.lexsort((values, owner))
    starts = np.flatnonzero(np.r_[True, np.diff(owner[order]) > 0])
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return ranks
