"""Which packages are thought about anew together: each neighbourhood picks some, the rest stays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Floats, Indices


@dataclass(frozen=True)
class Sight:
    """What a neighbourhood sees.

    Attributes
    ----------
    chosen
        Assigning column of each package in the best plan, shape (packages,).
    relaxed
        Values of the relaxation, shape (columns,).
    reduced
        Reduced costs of the relaxation, shape (columns,).
    """

    layout: Layout
    chosen: Indices
    relaxed: Floats
    reduced: Floats

    @property
    def at(self) -> Indices:
        """Who leads each package in the best plan."""
        return self.layout.party[self.chosen]


Neighbourhood = Callable[[Sight, int, np.random.Generator], Indices]
"""Picks about so many packages."""


def at_random(sight: Sight, size: int, rng: np.random.Generator) -> Indices:
    """Any packages."""
    return rng.permutation(sight.layout.packages)[:size]


def handing_over(sight: Sight, size: int, rng: np.random.Generator) -> Indices:
    """Packages that hand work to each other."""
    found: dict[int, None] = {}
    waiting: deque[int] = deque()
    starts = iter(rng.permutation(sight.layout.packages).tolist())
    while len(found) < size:
        if not waiting:
            waiting.append(next(starts))
        k = waiting.popleft()
        if k not in found:
            found[k] = None
            waiting.extend(rng.permutation(sight.layout.neighbours[k]).astype(int).tolist())
    return np.array(list(found))


def of_two_parties(sight: Sight, size: int, rng: np.random.Generator) -> Indices:
    """Work of two or three parties."""
    at = sight.at
    parties = rng.permutation(np.unique(at))[: int(rng.integers(2, 4))]
    return rng.permutation(np.flatnonzero(np.isin(at, parties)))[:size]


def undecided(sight: Sight, size: int, rng: np.random.Generator) -> Indices:
    """Packages that the relaxation would place elsewhere."""
    agreed = sight.relaxed[sight.chosen] + rng.uniform(0.0, 0.25, sight.layout.packages)
    return np.argsort(agreed, kind="stable")[:size]


def around_a_party(sight: Sight, size: int, rng: np.random.Generator) -> Indices:
    """Packages for which one party would be nearly as good as who does them now."""
    layout = sight.layout
    open_to = np.unique(layout.party[layout.choices])
    party = int(rng.permutation(open_to)[0])
    columns = layout.choices[layout.party[layout.choices] == party]
    order = columns[np.argsort(sight.reduced[columns] - sight.reduced[sight.chosen[layout.package[columns]]])]
    return np.unique(layout.package[order[:size]])


NEIGHBOURHOODS: tuple[Neighbourhood, ...] = (
    undecided,
    at_random,
    handing_over,
    of_two_parties,
    around_a_party,
)
"""Every neighbourhood."""
