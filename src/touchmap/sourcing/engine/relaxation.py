"""`Relaxation`: the linear relaxation with all its strong rows, of which only those that bind are held.

Rows that tie a choice to an indicator (``X ≤ d``) are many, and few of them bind: they are added where a
solution breaks them. A column that pays off where two ends meet (``q ≤ F``, ``q ≤ G``, worth ``w``) is
left out; all of one pair of packages are worth ``S = Σ w q``, held down by the rows
``S ≤ Σ w · (F or G)`` that a solution breaks. Both give the value of the whole relaxation.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_matrix, diags, hstack

from touchmap.sourcing.engine.interrupting import interrupt
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Bools, Floats, Indices, Matrix

VIOLATED = 1e-6
MOST_FAILURES = 3
"""Batches in a row that may leave no solution before a dive ends."""
SURE = 0.999
"""From this value on a relaxed choice counts as made."""


@dataclass(frozen=True)
class Relaxed:
    """A solution of the relaxation, of the rows found so far.

    Attributes
    ----------
    bound
        No solution of the program is below.
    values
        Value of each column, shape (columns,).
    reduced
        Reduced cost of each column, shape (columns,).
    is_complete
        Whether no row is missing.
    """

    bound: float
    values: Floats
    reduced: Floats
    is_complete: bool = False


@dataclass(frozen=True)
class Shapes:
    """Which rows and columns of a program the relaxation treats in a way of their own."""

    pairs: Indices
    """Columns that pay off where two ends meet."""
    ends: tuple[Indices, Indices]
    """Their two rows."""
    links: Indices
    """Rows that tie choices to an indicator."""
    core: Indices
    """All other rows."""


def shapes_of(matrix: Matrix) -> Shapes:
    """Tell rows and columns by their coefficients."""
    a = matrix.rows
    count = a.shape[0]
    entries = np.diff(a.indptr)
    row = np.repeat(np.arange(count), entries)
    above = np.bincount(row, a.data > 0, count)
    below = np.bincount(row, a.data < 0, count)
    units = np.bincount(row, np.abs(np.abs(a.data) - 1.0) < 1e-12, count) == entries
    at_most_zero = np.isneginf(matrix.row_lower) & (np.abs(matrix.row_upper) < 1e-12)
    link = at_most_zero & units & (above >= 1) & (below >= 1) & ((below == 1) | (above == 1))
    by_column = a.tocsc()
    paying = (matrix.cost < 0) & ~matrix.integer & (matrix.lower == 0) & np.isfinite(matrix.upper)
    paying &= np.diff(by_column.indptr) == 2
    found = np.flatnonzero(paying)
    first, second = by_column.indptr[found], by_column.indptr[found] + 1
    ends = (by_column.indices[first].astype(np.int64), by_column.indices[second].astype(np.int64))
    alone = (np.bincount(row, paying[a.indices], count) == 1) & link & (above == 1)
    fits = alone[ends[0]] & alone[ends[1]] & (by_column.data[first] > 0) & (by_column.data[second] > 0)
    ends = (ends[0][fits], ends[1][fits])
    of_pairs = np.zeros(count, dtype=bool)
    of_pairs[ends[0]] = of_pairs[ends[1]] = True
    return Shapes(found[fits], ends, np.flatnonzero(link & ~of_pairs), np.flatnonzero(~link & ~of_pairs))


class Relaxation:
    """The linear relaxation of a program.

    Parameters
    ----------
    matrix, layout
        The program, and what its columns stand for.
    stop
        Asked on the way whether to stop.
    """

    def __init__(self, matrix: Matrix, layout: Layout, stop: Callable[[], bool] | None = None) -> None:
        self.matrix, self.layout = matrix, layout
        shapes = shapes_of(matrix)
        self._pairs = shapes.pairs
        kept = np.ones(matrix.columns, dtype=bool)
        kept[shapes.pairs] = False
        self._kept = np.flatnonzero(kept)
        self._ends = tuple(self._end(rows) for rows in shapes.ends)
        self._worth = self._worths(shapes)
        self._links = matrix.rows[shapes.links][:, self._kept].tocsr()
        self._held = np.zeros(len(shapes.links), dtype=bool)
        self.model: highspy.Highs = self._core(shapes.core).solver()
        if stop is not None:
            interrupt(self.model, stop)
        self._stop = stop or (lambda: False)
        self.is_infeasible = False
        """Whether the rows held so far cannot hold together."""

    def _end(self, rows: Indices) -> csr_matrix:
        """What a pair's column is held down by, over the kept columns."""
        return -self.matrix.rows[rows][:, self._kept].tocsr()

    def _worths(self, shapes: Shapes) -> csr_matrix:
        """Worth of each pair's columns, shape (pairs of packages, columns)."""
        owner = self.layout.package[self._kept]
        sides = [owner[end.indices[end.indptr[:-1]]] for end in self._ends]
        key = sides[0] * (self.layout.packages + 1) + sides[1]
        _, group = np.unique(key, return_inverse=True)
        worth = -self.matrix.cost[shapes.pairs]
        shape = (int(group.max(initial=-1)) + 1, len(shapes.pairs))
        return csr_matrix((worth, (group, np.arange(shape[1]))), shape=shape)

    def _core(self, core: Indices) -> Matrix:
        m, k, groups = self.matrix, self._kept, self._worth.shape[0]
        none = np.zeros(groups)
        most = np.asarray(self._worth.sum(axis=1)).ravel() * float(m.upper[self._pairs].max(initial=0.0))
        return Matrix(
            np.concatenate([m.cost[k], none - 1.0]),
            m.offset,
            np.concatenate([m.lower[k], none]),
            np.concatenate([m.upper[k], most]),
            np.zeros(len(k) + groups, dtype=bool),
            hstack([m.rows[core][:, k], csr_matrix((len(core), groups))]).tocsr(),
            m.row_lower[core],
            m.row_upper[core],
        )

    def solve(self, until: float, heard: Callable[[float], None] | None = None) -> Relaxed | None:
        """Add the rows that bind until none is missing or the time is over; none if nothing was solved.

        Parameters
        ----------
        until
            Reading of the clock at which to stop.
        heard
            Called with each bound.
        """
        found = None
        while True:
            self._run(until)
            status = self.model.getModelStatus()
            if status != highspy.HighsModelStatus.kOptimal:
                self.is_infeasible = status == highspy.HighsModelStatus.kInfeasible
                return found
            bound = float(self.model.getInfo().objective_function_value)
            reduced = np.array(self.model.getSolution().col_dual)[: len(self._kept)]
            values, is_complete = self._separate()
            found = Relaxed(bound, self._whole(values), self._spread(reduced), is_complete)
            if heard is not None:
                heard(bound)
            if is_complete or time.perf_counter() > until or self._stop():
                return found

    def _run(self, until: float) -> None:
        left = max(0.1, until - time.perf_counter())
        self.model.setOptionValue("time_limit", self.model.getRunTime() + left)
        self.model.run()

    def _separate(self, *, adding: bool = True) -> tuple[Floats, bool]:
        """Values of the latest solution, and whether it breaks none of the rows, which are added."""
        values = np.array(self.model.getSolution().col_value)
        x, saved = values[: len(self._kept)], values[len(self._kept) :]
        if not adding:
            return x, False
        broken = np.flatnonzero((self._links @ x > VIOLATED) & ~self._held)
        first, second = (end @ x for end in self._ends)
        most = self._worth @ np.minimum(first, second)
        over = np.flatnonzero(saved > most + VIOLATED * np.maximum(1.0, most))
        self._add_links(broken)
        self._add_savings(over, first <= second)
        return x, not len(broken) and not len(over)

    def _whole(self, kept: Floats) -> Floats:
        values = self._spread(kept)
        first, second = (end @ kept for end in self._ends)
        values[self._pairs] = np.minimum(first, second)
        return values

    def _spread(self, kept: Floats) -> Floats:
        out = np.zeros(self.matrix.columns)
        out[self._kept] = kept
        return out

    def _add_links(self, broken: Indices) -> None:
        self._held[broken] = True
        none = csr_matrix((len(broken), self._worth.shape[0]))
        self._add(hstack([self._links[broken], none]).tocsr())

    def _add_savings(self, over: Indices, first: Bools) -> None:
        """``S ≤ Σ w · (F or G)``, whichever end is the smaller in the solution."""
        worth = self._worth[over]
        most = worth @ (
            diags(first.astype(float)) @ self._ends[0] + diags((~first).astype(float)) @ self._ends[1]
        )
        saved = csr_matrix(
            (np.ones(len(over)), (np.arange(len(over)), over)), shape=(len(over), self._worth.shape[0])
        )
        self._add(hstack([-most, saved]).tocsr())

    def _add(self, rows: csr_matrix) -> None:
        rows.eliminate_zeros()
        count = rows.shape[0]
        if count:
            self.model.addRows(
                count,
                np.full(count, -highspy.kHighsInf),
                np.zeros(count),
                rows.nnz,
                rows.indptr[:-1].astype(np.int32),
                rows.indices.astype(np.int32),
                rows.data.astype(np.float64),
            )

    def dive(self, relaxed: Relaxed, until: float, share: float = 0.4) -> Indices:
        """Choices made one batch after another, the relaxation solved anew after each.

        Sure choices and a share of the others are made at once; where that leaves no solution, fewer. Rows
        are only added where none was missing before: else each solution would take too long.
        Ends when every package is placed, no batch fits any more, or the time is over.
        """
        choices, lp = self.layout.choices, self.model.getLp()
        lower, upper = np.array(lp.col_lower_), np.array(lp.col_upper_)
        column = np.searchsorted(self._kept, choices)
        owner, values = self.layout.package[choices], relaxed.values[choices]
        made: list[int] = []
        done = np.zeros(self.layout.packages, dtype=bool)
        failures = 0
        while not (done.all() or failures >= MOST_FAILURES or time.perf_counter() > until or self._stop()):
            order = np.lexsort((-values, owner))
            best = order[np.r_[True, np.diff(owner[order]) > 0]]
            best = best[~done[owner[best]]]
            best = best[np.argsort(-values[best], kind="stable")]
            sure = int((values[best] > SURE).sum())
            batch = best[: max(1, (sure + int(np.ceil(share * (len(best) - sure)))) >> (2 * failures))]
            self._hold(column[batch], np.ones(len(batch)), np.ones(len(batch)))
            self._run(until)
            if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                self._hold(column[batch], lower[column[batch]], upper[column[batch]])
                failures += 1
                continue
            failures = max(0, failures - 1)
            made += batch.tolist()
            done[owner[batch]] = True
            values = self._separate(adding=relaxed.is_complete)[0][column]
        self._hold(np.arange(len(lower)), lower, upper)
        return choices[np.array(made, dtype=np.int64)]

    def _hold(self, columns: Indices, lower: Floats, upper: Floats) -> None:
        self.model.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)
