"""The plan whose worst regret over several futures is least, as one program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from touchmap.costing.costing import Costing
from touchmap.project import Scenario
from touchmap.sourcing import fence
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.objective import objective_terms
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.rules import add_rules
from touchmap.sourcing.search import Found, admit
from touchmap.sourcing.structure import STRUCTURE
from touchmap.work.options import NONE, Ints


class _FutureProgram(Program):
    """The program of one future, with the choices and the rows of another put into the same problem."""

    def __init__(
        self,
        costing: Costing,
        scenario: Scenario,
        open_options: npt.NDArray[np.bool_],
        number: int,
        first: Program | None,
    ) -> None:
        self._number = number
        super().__init__(costing, scenario, open_options)
        if first is not None:
            self.problem, self.rows = first.problem, first.rows
            self.x, self.unassigned = first.x, first.unassigned

    def _name(self, kind: str, key: tuple[object, ...]) -> str:  # type: ignore[override]
        return "_".join((f"future{self._number}", kind, *(str(part) for part in key)))


def least_regret(
    costings: Sequence[Costing],
    optima: Sequence[float],
    scenario: Scenario,
    limits: Limits,
    *,
    start: Ints | None = None,
) -> Found:
    """Find the one plan whose largest regret over some futures is least.

    ``min R`` subject to ``value_f(x) − optimum_f ≤ R`` for every future f, with one set of x and all
    rows of the scenario once for each future, at that future's coefficients: the plan holds every rule,
    capacity and pool in each of them. An option must be open in each.

    Parameters
    ----------
    costings
        Costing of each future; all must have the same options.
    optima
        Value of the best plan known for each future, minimised.
    start
        Choice to start from.

    Returns
    -------
    What was found; objective and bound are of the largest regret, in the unit of the objective.

    Raises
    ------
    ValueError
        If there is no future, or the options differ.
    """
    if not costings or len(costings) != len(optima):
        raise ValueError("`costings` and `optima` must have one entry for each future, and at least one")
    if any(_identities(c) != _identities(costings[0]) for c in costings[1:]):
        raise ValueError("`costings` must have the same options")
    facts = [GateFacts(c) for c in costings]
    admissions = [admit(c, scenario, f) for c, f in zip(costings, facts, strict=True)]
    open_options = np.logical_and.reduce([a.open for a in admissions])
    blocked = tuple(
        f"{package.package_id}: no option is open in every future"
        for package, inside in zip(costings[0].options.packages, costings[0].options.of_package, strict=True)
        if not open_options[inside].any()
    )
    if blocked and not scenario.row.allow_unassigned:
        return Found(Outcome.INFEASIBLE, None, np.inf, np.inf, 0.0, "some work has no home", blocked=blocked)
    first: Program | None = None
    unit = 1.0
    values: list[Linear] = []
    for number, (costing, fact) in enumerate(zip(costings, facts, strict=True)):
        program = _FutureProgram(costing, scenario, open_options, number, first)
        for add in STRUCTURE.values():
            add(program)
        add_rules(program, fact)
        value, its_unit = objective_terms(program)
        values.append(value)
        unit = unit if first is not None else its_unit
        first = program if first is None else first
    assert first is not None  # noqa: S101 - there is at least one future
    worst = first.problem.add_variable("worst_regret")
    for value, optimum in zip(values, optima, strict=True):
        row = Linear({worst: -unit}, value.constant - optimum)
        row.add_all(Linear(value.terms))
        first.add("regret", "", row.expression(unit) <= 0)
    first.problem.setObjective(Linear({worst: 1.0}).expression())
    warm = None
    if start is not None and all(int(i) == NONE or int(i) in first.x for i in start):
        chosen = {int(i) for i in start}
        warm = {variable: float(i in chosen) for i, variable in first.x.items()}
    solution = fence.run(first.problem, limits, warm=warm)
    if solution.outcome not in (Outcome.PROVEN, Outcome.LIMIT):
        return Found(
            solution.outcome, None, np.inf, solution.bound * unit, solution.seconds, solution.message
        )
    by_variable = dict(zip(first.problem.variables(), solution.values, strict=True))
    return Found(
        solution.outcome,
        first.choice(by_variable),
        solution.objective * unit,
        solution.bound * unit,
        solution.seconds,
        solution.message,
    )


def _identities(costing: Costing) -> list[object]:
    return [(o.package, *o.identity) for o in costing.options.options]
