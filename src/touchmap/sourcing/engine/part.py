"""A part of a program: what is left of it once some columns are decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_matrix

from touchmap.sourcing.engine.matrix import Floats, Indices, Matrix

ROOM = 1e-7
FAR = 1e20


class Cutter:
    """Cuts parts out of a program.

    Bounds are carried along its rows for a few rounds; decided columns and rows that cannot be broken
    any more are left out.
    """

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        a = matrix.rows
        self._column, self._value = a.indices, a.data
        self._size = np.abs(a.data)
        self._filled = np.diff(a.indptr) > 0
        self._starts = a.indptr[:-1][self._filled]
        self._columns: csc_matrix = a.tocsc()
        self._positive, self._negative = a.maximum(0).tocsr(), a.minimum(0).tocsr()
        self._above, self._below = matrix.row_upper < FAR, matrix.row_lower > -FAR

    def carried(self, lower: Floats, upper: Floats, rounds: int = 4) -> tuple[Floats, Floats] | None:
        """Bounds implied by bounds; none if they contradict each other."""
        m = self.matrix
        lower, upper = lower.copy(), upper.copy()
        for _ in range(rounds):
            low, high = self._activity(lower, upper)
            spread = self._widest(upper - lower)
            changed = False
            for limit, act, sign in ((m.row_upper, low, 1.0), (-m.row_lower, -high, -1.0)):
                rows = np.flatnonzero((limit < FAR) & np.isfinite(act) & (limit - act < spread - 1e-7))
                if not len(rows):
                    continue
                part = m.rows[rows]
                c, v = part.indices, sign * part.data
                r = np.repeat(rows, np.diff(part.indptr))
                bound = (limit[r] - act[r] + np.where(v > 0, v * lower[c], v * upper[c])) / v
                whole = m.integer[c]
                bound[whole] = np.where(v > 0, np.floor(bound + 1e-6), np.ceil(bound - 1e-6))[whole]
                tight = 1e-6 * np.maximum(1.0, np.abs(bound))
                for up in (True, False):
                    pick = (
                        (v > 0) & (bound < upper[c] - tight) if up else (v < 0) & (bound > lower[c] + tight)
                    )
                    if pick.any():
                        changed = True
                        (np.minimum if up else np.maximum).at(upper if up else lower, c[pick], bound[pick])
            if (lower > upper + 1e-6 * np.maximum(1.0, np.abs(upper))).any():
                return None
            crossed = lower > upper
            lower[crossed] = upper[crossed]
            if not changed:
                break
        return lower, upper

    def _widest(self, spread: Floats) -> Floats:
        """How far one column alone can move each row."""
        out = np.zeros(len(self._filled))
        if len(self._value):
            out[self._filled] = np.maximum.reduceat(self._size * spread[self._column], self._starts)
        return out

    def _activity(self, lower: Floats, upper: Floats) -> tuple[Floats, Floats]:
        """Least and largest value of each row."""
        endless = ~np.isfinite(upper)
        if not endless.any():
            return (
                self._positive @ lower + self._negative @ upper,
                self._positive @ upper + self._negative @ lower,
            )
        held = np.where(endless, 0.0, upper)
        low = self._positive @ lower + self._negative @ held
        high = self._positive @ held + self._negative @ lower
        flags = endless.astype(float)
        low[(self._negative @ flags) < 0] = -np.inf
        high[(self._positive @ flags) > 0] = np.inf
        return low, high

    def part(self, lower: Floats, upper: Floats) -> Part | None:
        """What is left within bounds; none if nothing can be."""
        bounds = self.carried(lower, upper)
        if bounds is None:
            return None
        lower, upper = bounds
        m = self.matrix
        free = np.flatnonzero(upper - lower > ROOM)
        low, high = self._activity(lower, upper)
        idle = (~self._above | (high <= m.row_upper + 1e-9)) & (~self._below | (low >= m.row_lower - 1e-9))
        kept = np.flatnonzero(~idle)
        fixed = lower.copy()
        fixed[free] = 0.0
        given = m.rows @ fixed
        inside = self._columns[:, free].tocsr()[kept]
        sub = Matrix(
            m.cost[free],
            m.offset + float(m.cost @ fixed),
            lower[free],
            upper[free],
            m.integer[free],
            inside,
            np.where(m.row_lower[kept] <= -FAR, -np.inf, m.row_lower[kept] - given[kept]),
            np.where(m.row_upper[kept] >= FAR, np.inf, m.row_upper[kept] - given[kept]),
        )
        return Part(sub, free, fixed)


@dataclass(frozen=True)
class Part:
    """A part of a program, and how its solutions become solutions of the whole."""

    matrix: Matrix
    free: Indices
    fixed: Floats

    def whole(self, values: Floats) -> Floats:
        """A solution of the whole program."""
        out = self.fixed.copy()
        out[self.free] = values
        return out
