"""`Matrix`: a mixed-integer program as arrays, cut down quickly where columns are decided."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Matrix:
    """Minimise ``cost · x + offset`` where ``row_lower ≤ rows · x ≤ row_upper`` and ``lower ≤ x ≤ upper``."""

    cost: Floats
    offset: float
    lower: Floats
    upper: Floats
    integer: Bools
    rows: csr_matrix
    row_lower: Floats
    row_upper: Floats

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.cost)

    @classmethod
    def of(cls, model: highspy.Highs) -> Matrix:
        """The program a solver holds."""
        lp = model.getLp()
        a = lp.a_matrix_
        shape = (lp.num_row_, lp.num_col_)
        parts = (np.array(a.value_), np.array(a.index_), np.array(a.start_))
        if a.format_ == highspy.MatrixFormat.kColwise:
            rows = csc_matrix(parts, shape=shape).tocsr()
        else:
            rows = csr_matrix(parts, shape=shape)
        integrality = lp.integrality_
        integer = (
            np.array([kind == highspy.HighsVarType.kInteger for kind in integrality], dtype=bool)
            if len(integrality)
            else np.zeros(lp.num_col_, dtype=bool)
        )
        return cls(
            np.array(lp.col_cost_),
            float(lp.offset_),
            np.array(lp.col_lower_),
            np.array(lp.col_upper_),
            integer,
            rows,
            np.array(lp.row_lower_),
            np.array(lp.row_upper_),
        )

    def solver(self) -> highspy.Highs:
        """A solver that holds the program."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, len(self.row_lower)
        lp.col_cost_, lp.offset_ = self.cost, self.offset
        lp.col_lower_, lp.col_upper_ = self.lower, self.upper
        lp.row_lower_, lp.row_upper_ = self.row_lower, self.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = self.columns, len(self.row_lower)
        lp.a_matrix_.start_ = self.rows.indptr.astype(np.int32)
        lp.a_matrix_.index_ = self.rows.indices.astype(np.int32)
        lp.a_matrix_.value_ = self.rows.data
        if self.integer.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[int(flag)] for flag in self.integer]
        model: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        model.setOptionValue("mip_abs_gap", 0.0)
        model.passModel(lp)
        return model
