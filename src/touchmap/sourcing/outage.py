"""A provider fails: who can take its work, and what stays undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from touchmap.costing.costing import Costing
from touchmap.project import Scenario
from touchmap.sourcing import fence
from touchmap.sourcing.fence import Limits, Outcome, Solution
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.objective import objective_terms
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.search import admit, build_program
from touchmap.work.options import Ints


@dataclass(frozen=True)
class Cover:
    """The best way to cover an outage. Objective and bound are minimised, in the scenario's unit."""

    outcome: Outcome
    choice: Ints | None
    """Option of each package, −1 = nobody can take it."""
    objective: float
    bound: float
    least_is_proven: bool
    """Whether it is proven that no fewer contacts can be left."""
    seconds: float


def cover_outage(
    costing: Costing,
    scenario: Scenario,
    failed: npt.NDArray[np.bool_],
    limits: Limits,
    *,
    keep: Ints | None = None,
) -> Cover:
    """Find the plan that leaves the fewest contacts undone without some options, and costs least among these.

    All rules of the scenario stay on. First everything has to be done; only where that is proven
    impossible may work be left, and then ``min Σ contacts · u`` is solved, held, and the scenario's
    objective sought under it.

    Parameters
    ----------
    failed
        Options that can no longer be had, shape (options,).
    keep
        A plan of which everything that has not failed stays as it is; none = all work may move.
    """
    facts = GateFacts(costing)
    admission = admit(costing, scenario, facts)
    left = admission.open & ~failed
    if keep is not None:
        for k, chosen in enumerate(keep):
            if chosen >= 0 and not failed[chosen]:
                inside = costing.options.of_package[k]
                left[inside] &= inside == chosen
    strict = replace(scenario, row=scenario.row.model_copy(update={"allow_unassigned": False}))
    spent = 0.0
    if all(left[inside].any() for inside in costing.options.of_package):
        program = build_program(costing, strict, facts, replace(admission, open=left))
        solution, unit, constant = _seek(program, limits)
        if solution.outcome is not Outcome.INFEASIBLE:
            return _cover(program, solution, unit, constant, proven=True, spent=0.0)
        spent = solution.seconds
    loose = replace(scenario, row=scenario.row.model_copy(update={"allow_unassigned": True}))
    program = build_program(costing, loose, facts, replace(admission, open=left))
    undone = Linear()
    for k, variable in program.unassigned.items():
        undone.add(variable, float(costing.contacts[k]))
    scale = max(undone.terms.values(), default=1.0)
    program.problem.setObjective(undone.expression(scale))
    least = fence.run(program.problem, replace(limits, gap=0.0))
    spent += least.seconds
    if least.outcome not in (Outcome.PROVEN, Outcome.LIMIT):
        return Cover(least.outcome, None, np.inf, np.inf, False, spent)
    values = dict(zip(program.problem.variables(), least.values, strict=True))
    fewest = sum(c for v, c in undone.terms.items() if values[v] > 0.5)
    held = Linear(dict(undone.terms), -fewest - 1e-6 * scale)
    program.add("undone", "", held.expression(scale) <= 0)
    solution, unit, constant = _seek(program, limits)
    return _cover(program, solution, unit, constant, proven=least.outcome is Outcome.PROVEN, spent=spent)


def _seek(program: Program, limits: Limits) -> tuple[Solution, float, float]:
    sought, unit = objective_terms(program)
    program.problem.setObjective(sought.expression(unit))
    return fence.run(program.problem, limits), unit, sought.constant


def _cover(
    program: Program, solution: Solution, unit: float, constant: float, *, proven: bool, spent: float
) -> Cover:
    seconds = spent + solution.seconds
    if solution.outcome not in (Outcome.PROVEN, Outcome.LIMIT):
        return Cover(solution.outcome, None, np.inf, -np.inf, proven, seconds)
    values = dict(zip(program.problem.variables(), solution.values, strict=True))
    objective, bound = solution.objective * unit + constant, solution.bound * unit + constant
    return Cover(solution.outcome, program.choice(values), objective, bound, proven, seconds)
