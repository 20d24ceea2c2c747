"""`Layout`: what the columns of a program stand for, as far as its search needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.sourcing.engine.matrix import Indices

if TYPE_CHECKING:
    from touchmap.sourcing.program import Program

NOBODY = -1


@dataclass(frozen=True)
class Layout:
    """What the columns of a program stand for.

    Attributes
    ----------
    package
        Package that a column assigns, shape (columns,); -1 for columns that assign none.
    party
        Who leads the work in an assigning column, shape (columns,); -1 = nobody.
    choices
        The assigning columns, shape (choices,).
    engaged
        Column of each party that can be engaged, shape (parties,).
    neighbours
        Packages that hand work to each package or take work from it.
    """

    package: Indices
    party: Indices
    choices: Indices
    engaged: Indices
    neighbours: tuple[tuple[int, ...], ...]

    @property
    def packages(self) -> int:
        """Number of packages."""
        return len(self.neighbours)

    @classmethod
    def of(cls, program: Program, columns: int) -> Layout:
        """The layout of a program handed to a solver."""
        options = program.costing.options
        package = np.full(columns, -1, dtype=np.int64)
        party = np.full(columns, NOBODY, dtype=np.int64)
        for i, variable in program.x.items():
            package[variable.index] = options.package[i]
            party[variable.index] = options.lead[i]
        for k, variable in program.unassigned.items():
            package[variable.index] = k
        near: list[set[int]] = [set() for _ in options.packages]
        for cost in program.costing.pairs:
            a, b = cost.pair.sender, cost.pair.receiver
            if a >= 0 and b >= 0:
                near[a].add(b)
                near[b].add(a)
        return cls(
            package,
            party,
            np.flatnonzero(package >= 0),
            np.array([v.index for v in program.engaged.values()], dtype=np.int64),
            tuple(tuple(sorted(inside)) for inside in near),
        )
