"""What a scenario seeks, as an expression to minimise."""

from __future__ import annotations

from touchmap.costing.objective_value import money_per_point, quality_weights, truth_packages
from touchmap.project.vocabulary import Objective
from touchmap.sourcing.program import Linear, Program

PROGRAM_TOTAL = 1e4
"""Size of the reference cost inside the program: money is divided so that a whole plan costs about this."""


def quality_terms(program: Program) -> Linear:
    """``Σ w_k q[k,o] x[k,o] / Σ w_k``: average quality, work left unassigned counting 0."""
    costing = program.costing
    weights = quality_weights(costing)
    whole = float(weights.sum()) or 1.0
    values = costing.quality.expected * weights[costing.options.package] / whole
    return Linear(program.weighted(program.all_options, values))


def worst_quality_terms(program: Program) -> Linear:
    """``Qmin ≤ Σ quality · x`` at every moment of truth; an unassigned package does not count."""
    costing = program.costing
    worst = program.problem.add_variable("worst_quality", 0, 100)
    for k in truth_packages(costing):
        row = Linear({worst: 1.0})
        inside = costing.options.of_package[k]
        row.add_all(Linear(program.weighted(inside, costing.quality.expected[inside])), -1.0)
        if k in program.unassigned:
            row.add(program.unassigned[k], -100.0)
        program.add("worst_touchpoint", costing.options.packages[k].package_id, row.expression() <= 0)
    return Linear({worst: 1.0})


def objective_terms(program: Program) -> tuple[Linear, float]:
    """The expression to minimise, and the unit it is divided by inside the program.

    The value is that of `objective_value`, with the sign turned where higher is better.
    """
    kind = program.scenario.row.objective
    sought = Linear()
    if kind in (Objective.QUALITY, Objective.WORST_TOUCHPOINT):
        points = quality_terms(program) if kind is Objective.QUALITY else worst_quality_terms(program)
        sought.add_all(points, -1.0)
        sought.add_all(program.money.penalty, 1.0 / money_per_point(program.costing))
        return sought, 0.01
    sought.add_all(program.money.total)
    sought.add_all(program.money.penalty)
    if kind is Objective.BLEND:
        sought.add_all(quality_terms(program), -(program.scenario.row.quality_price_per_point or 0.0))
    return sought, program.costing.reference_cost / PROGRAM_TOTAL
