"""The integer program of a scenario as arrays, so that any solver can be given the same decision.

*Tight* is the program as touchmap states it: a row ``X[k,r] ≤ y[r]`` for each package. *Plain* is what is
usually written first: all rows of one indicator added up, ``Σ_k X[k,r] ≤ n · y[r]`` with y binary.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

if TYPE_CHECKING:
    import highspy
    import pulp

    from touchmap.sourcing.program import Program

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EXACT = 1e-12


@dataclass(frozen=True)
class Model:
    """``min cost · x`` with bounds on columns and on rows, some columns whole numbers.

    The objective is money divided by `unit`; its constant part is the cost of a last column fixed at 1,
    because not every file format has a place for constants.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    choice: Bools
    """Columns that choose an option: from these every other column follows."""
    matrix: Any
    """Rows × columns, compressed by row."""
    row_lower: Floats
    row_upper: Floats
    unit: float

    @cached_property
    def fingerprint(self) -> str:
        """A number of the contents: two models with the same fingerprint are the same."""
        digest = hashlib.sha256()
        for part in (*self._arrays().values(), np.array([self.unit])):
            digest.update(np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()[:12]

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {
            "cost": self.cost,
            "lower": self.lower,
            "upper": self.upper,
            "integer": self.integer,
            "choice": self.choice,
            "row_lower": self.row_lower,
            "row_upper": self.row_upper,
            "data": self.matrix.data,
            "indices": self.matrix.indices,
            "indptr": self.matrix.indptr,
        }

    def save(self, path: Path) -> None:
        """Keep the model in a file."""
        arrays: dict[str, Any] = self._arrays() | {"unit": np.array([self.unit])}
        np.savez(path, **arrays)

    @staticmethod
    def load(path: Path) -> Model:
        """Read a model that `save` has written."""
        with np.load(path) as kept:
            found = {name: kept[name] for name in kept.files}
        shape = (len(found["row_lower"]), len(found["cost"]))
        matrix = sp.csr_matrix(
            (found.pop("data"), found.pop("indices"), found.pop("indptr")), shape=shape, copy=False
        )
        return Model(matrix=matrix, unit=float(found.pop("unit")[0]), **found)

    def plain(self) -> Model:
        """The same decision with the rows of each indicator added up, and indicators binary.

        Only rows ``Σ x ≤ y`` are added up, whose only column that chooses nothing is y. Every solution
        of one with binary y is a solution of the other.
        """
        rows = sp.coo_matrix(self.matrix)
        on_choice = self.choice[rows.col]
        counts = self.matrix.shape[0]
        ones = np.bincount(rows.row[on_choice & (rows.data == 1.0)], minlength=counts)
        others = np.bincount(rows.row[~on_choice], minlength=counts)
        minus = np.bincount(rows.row[~on_choice & (rows.data == -1.0)], minlength=counts)
        whole = np.diff(self.matrix.indptr)
        is_link = (others == 1) & (minus == 1) & (ones == whole - 1) & (ones > 0)
        is_link &= (self.row_upper == 0) & np.isneginf(self.row_lower)
        indicator = np.full(counts, -1)
        indicator[rows.row[~on_choice]] = rows.col[~on_choice]
        links = np.flatnonzero(is_link & (self.lower[indicator] == 0) & (self.upper[indicator] == 1))
        kept = np.setdiff1d(np.arange(counts), links)
        indicators, group = np.unique(indicator[links], return_inverse=True)
        adding = sp.csr_matrix((np.ones(len(links)), (group, links)), shape=(len(indicators), counts))
        integer = self.integer.copy()
        integer[indicators] = True
        none = np.full(len(indicators), -np.inf)
        return replace(
            self,
            matrix=sp.csr_matrix(sp.vstack([self.matrix[kept], adding @ self.matrix])),
            row_lower=np.concatenate([self.row_lower[kept], none]),
            row_upper=np.concatenate([self.row_upper[kept], np.zeros(len(indicators))]),
            integer=integer,
        )

    def value(self, x: Floats) -> float:
        """Money of a solution."""
        return float(self.cost @ x) * self.unit

    def violation(self, x: Floats) -> float:
        """The largest amount by which a solution breaks a row, beside the size of the row's entries."""
        size = np.maximum(1.0, abs(self.matrix) @ np.abs(x)) if len(self.row_lower) else np.ones(0)
        row = self.matrix @ x
        broken = np.maximum(self.row_lower - row, row - self.row_upper) / size
        columns = np.maximum(self.lower - x, x - self.upper)
        return float(max(broken.max(initial=0.0), columns.max(initial=0.0)))

    def completed(self, x: Floats) -> Floats | None:
        """The best solution with the choice of another, worked out in floating point; none if none holds."""
        from scipy.optimize import linprog

        fixed = np.round(x)
        lower = np.where(self.integer, fixed, self.lower)
        upper = np.where(self.integer, fixed, self.upper)
        above, below = np.isfinite(self.row_upper), np.isfinite(self.row_lower)
        rows = sp.vstack([self.matrix[above], -self.matrix[below]])
        limits = np.concatenate([self.row_upper[above], -self.row_lower[below]])
        bounds = list(zip(lower.tolist(), upper.tolist(), strict=True))
        done = linprog(self.cost, A_ub=rows, b_ub=limits, bounds=bounds, method="highs")
        return np.asarray(done.x, dtype=np.float64) if done.status == 0 else None

    def highs(self) -> highspy.Highs:
        """The model in the memory of HiGHS."""
        import highspy

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.cost, self.lower, self.upper
        lp.row_lower_, lp.row_upper_ = self.row_lower, self.row_upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = self.matrix.indptr
        lp.a_matrix_.index_ = self.matrix.indices
        lp.a_matrix_.value_ = self.matrix.data
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(whole)] for whole in self.integer]
        model: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        model.setOptionValue("output_flag", False)
        model.passModel(lp)
        return model

    def write(self, path: Path) -> None:
        """Write the model as MPS."""
        self.highs().writeModel(str(path))

    def pulp(self) -> pulp.LpProblem:
        """The model stated with PuLP."""
        import pulp

        problem = pulp.LpProblem("model", pulp.LpMinimize)
        columns = [
            problem.add_variable(
                f"c{j}",
                None if np.isinf(self.lower[j]) else float(self.lower[j]),
                None if np.isinf(self.upper[j]) else float(self.upper[j]),
                pulp.LpInteger if self.integer[j] else pulp.LpContinuous,
            )
            for j in range(len(self.cost))
        ]
        problem.setObjective(
            pulp.LpAffineExpression({columns[j]: float(self.cost[j]) for j in np.flatnonzero(self.cost)})
        )
        start, index, data = self.matrix.indptr, self.matrix.indices, self.matrix.data
        for i, (low, high) in enumerate(zip(self.row_lower, self.row_upper, strict=True)):
            inside = range(start[i], start[i + 1])
            row = pulp.LpAffineExpression({columns[index[n]]: float(data[n]) for n in inside})
            if low == high:
                problem += row == float(low)
                continue
            if np.isfinite(high):
                problem += row <= float(high)
            if np.isfinite(low):
                problem += row >= float(low)
        return problem


def tight(program: Program) -> Model:
    """The program of a scenario as touchmap states it, its objective with it."""
    import pulp

    from touchmap.sourcing.objective import objective_terms

    sought, unit = objective_terms(program)
    problem = program.problem
    problem.setObjective(sought.expression(unit))
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    lp = problem.solverModel.getLp()
    matrix = _matrix(lp)
    count = len(lp.col_cost_)
    choice = np.zeros(count + 1, dtype=bool)
    choice[[v.index for v in (*program.x.values(), *program.unassigned.values())]] = True
    whole = [kind != type(kind).kContinuous for kind in lp.integrality_] or [False] * count
    return Model(
        cost=np.append(np.asarray(lp.col_cost_, dtype=np.float64), sought.constant / unit),
        lower=np.append(_open(lp.col_lower_), 1.0),
        upper=np.append(_open(lp.col_upper_), 1.0),
        integer=np.append(np.array(whole, dtype=bool), [False]),
        choice=choice,
        matrix=sp.csr_matrix(sp.hstack([matrix, sp.csr_matrix((matrix.shape[0], 1))])),
        row_lower=_open(lp.row_lower_),
        row_upper=_open(lp.row_upper_),
        unit=unit,
    )


def _open(bounds: Any) -> Floats:
    """Bounds in which infinity is infinite."""
    values = np.array(bounds, dtype=np.float64)
    values[values >= 1e30] = np.inf
    values[values <= -1e30] = -np.inf
    return values


def _matrix(lp: Any) -> Any:
    given = lp.a_matrix_
    parts = (np.asarray(given.value_), np.asarray(given.index_), np.asarray(given.start_))
    shape = (lp.num_row_, lp.num_col_)
    if str(given.format_).endswith("kColwise"):
        return sp.csr_matrix(sp.csc_matrix(parts, shape=shape))
    return sp.csr_matrix(parts, shape=shape)
