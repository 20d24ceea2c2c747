"""Small searches: the program with most of its choices held."""

from __future__ import annotations

import time

import highspy
import numpy as np

from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.interrupting import interrupt
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Floats, Indices, Matrix
from touchmap.sourcing.engine.part import Cutter
from touchmap.sourcing.engine.tuning import TUNING

CLOSE = 1e-4
"""Gap to which a small search goes on."""


class SmallSearch:
    """Searches parts of a program for solutions better than the best known."""

    def __init__(self, matrix: Matrix, layout: Layout, incumbent: Incumbent) -> None:
        self._matrix, self._layout, self._incumbent = matrix, layout, incumbent
        self._cutter = Cutter(matrix)

    def completing(self, choices: Indices, seconds: float, gap: float = CLOSE) -> bool:
        """Seek a solution that makes some choices; packages they do not place are free."""
        held = np.zeros(self._layout.packages, dtype=bool)
        held[self._layout.package[choices]] = True
        return self.among(
            self._layout.choices[~held[self._layout.package[self._layout.choices]]], choices, seconds, gap
        )

    def among(self, free: Indices, held: Indices, seconds: float, gap: float = CLOSE) -> bool:
        """Seek a solution that makes some choices and for the other packages one of those that are free."""
        lower, upper = self._matrix.lower.copy(), self._matrix.upper.copy()
        upper[self._layout.choices] = 0.0
        upper[free] = 1.0
        lower[held] = upper[held] = 1.0
        return self._search(lower, upper, min(seconds, self._incumbent.until - time.perf_counter()), gap)

    def _search(self, lower: Floats, upper: Floats, seconds: float, gap: float) -> bool:
        part = self._cutter.part(lower, upper)
        if part is None or seconds <= 0:
            return False
        if not part.matrix.columns:
            return not len(part.matrix.row_lower) and self._incumbent.take(part.fixed, part.matrix.offset)
        model = part.matrix.solver()
        interrupt(model, lambda: self._incumbent.is_over)
        for name, value in TUNING.items():
            model.setOptionValue(name, value)
        model.setOptionValue("time_limit", seconds)
        model.setOptionValue("mip_rel_gap", gap)
        if np.isfinite(self._incumbent.objective):
            model.setOptionValue("objective_bound", self._incumbent.objective)
        model.run()
        if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return False
        values = part.whole(np.array(model.getSolution().col_value))
        return self._incumbent.take(values, float(model.getInfo().objective_function_value))
