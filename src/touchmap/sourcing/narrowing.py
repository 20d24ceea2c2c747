"""What using a party, or not using it, costs at least: found once, so that many questions need not ask.

Most of the time of a proof goes into a few yes/no columns: which parties are engaged, in which volume
tier. With a ceiling on the objective most of them are decided, because the relaxation is dearer than the
ceiling with them the other way. A condition more only makes plans dearer, so that what is found for a
program holds for every question that adds rows to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from touchmap.sourcing.fence import Model


class Narrowing:
    """Lower bounds of the objective with a yes/no column either way.

    Parameters
    ----------
    model
        The program.
    columns
        Indices of the yes/no columns that are looked at.
    """

    def __init__(self, model: Model, columns: Sequence[int]) -> None:
        self._columns = list(columns)
        relaxed = highspy.Highs()  # type: ignore[no-untyped-call]
        relaxed.setOptionValue("output_flag", False)
        relaxed.setOptionValue("threads", 1)
        relaxed.passModel(model.highs.getLp())
        count = relaxed.getNumCol()
        everything = np.arange(count, dtype=np.int32)
        relaxed.changeColsIntegrality(count, everything, np.full(count, highspy.HighsVarType.kContinuous))
        self._relaxed = relaxed
        self._bounds: dict[tuple[int, float], float] = {}
        self._find()

    def held(self, ceiling: float) -> dict[int, float]:
        """Columns that have one value in every solution below a ceiling."""
        found = {}
        for (column, value), bound in self._bounds.items():
            if bound >= ceiling + 1e-6 * max(1.0, abs(ceiling)):
                found[column] = 1.0 - value
        return found

    def _find(self) -> None:
        lowest = self._solve()
        if lowest is None:
            return
        values = np.array(self._relaxed.getSolution().col_value)
        basis = self._relaxed.getBasis()
        for column in self._columns:
            for value in (0.0, 1.0):
                if abs(values[column] - value) < 1e-6:
                    continue
                self._relaxed.setBasis(basis)
                self._relaxed.changeColBounds(column, value, value)
                bound = self._solve()
                if bound is not None:
                    self._bounds[column, value] = bound
                self._relaxed.changeColBounds(column, 0.0, 1.0)

    def _solve(self) -> float | None:
        """Value of the relaxation, infinite if there is none; none if it was not solved."""
        self._relaxed.run()
        status = self._relaxed.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self._relaxed.getInfo().objective_function_value)
        return np.inf if status == highspy.HighsModelStatus.kInfeasible else None
