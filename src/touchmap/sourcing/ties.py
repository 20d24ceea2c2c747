"""Ties: of plans as good as the best one is chosen, the same on every machine.

Mostly there is none: one quick search for another plan as good proves it. Otherwise the fewest moves (or
lowest cost) decide, then the best quality, then the lowest hash.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from touchmap.project.vocabulary import Objective
from touchmap.sourcing import fence
from touchmap.sourcing.extras import DiffersAtAll, rows_of
from touchmap.sourcing.fence import Limits, Outcome
from touchmap.sourcing.objective import quality_terms
from touchmap.sourcing.program import Linear, Program
from touchmap.work.options import Ints

TIE = 1e-6
"""Values within this relative distance are ties; ties are settled only after a proof this close."""
ANY = 1.0
"""Gap of a search that ends with the first plan it finds."""
ALONE = 0.3
"""Longest share of the time for the proof that there is no other plan as good."""


@dataclass(frozen=True)
class Best:
    """A plan proven to be the best.

    Attributes
    ----------
    program, sought, unit
        The program it solves, what is minimised, and the unit of that inside the program.
    value
        Its value, minimised.
    choice
        Option of each package, shape (packages,).
    """

    program: Program
    sought: Linear
    unit: float
    value: float
    choice: Ints


@dataclass(frozen=True)
class Settled:
    """The plan chosen among those as good."""

    choice: Ints
    seconds: float
    is_settled: bool
    """Whether all was decided within the time."""


def settle(model: fence.Model, best: Best, limits: Limits) -> Settled:
    """Choose among plans as good as the best; the program may be changed.

    Parameters
    ----------
    model
        The program as the solver holds it.
    """
    seconds, is_alone = _is_alone(model, best, limits)
    if is_alone:
        return Settled(best.choice, seconds, is_settled=True)
    settled = _by_keys(best, replace(limits, seconds=limits.seconds - seconds))
    return replace(settled, seconds=settled.seconds + seconds)


def _room(value: float) -> float:
    return TIE * max(abs(value), 1.0)


def _is_alone(model: fence.Model, best: Best, limits: Limits) -> tuple[float, bool]:
    """Seconds spent, and whether it is proven that no other plan is as good."""
    ceiling = (best.value + 2 * _room(best.value) - best.sought.constant) / best.unit
    rows = rows_of(best.program, [DiffersAtAll(tuple(int(i) for i in best.choice))])
    again = replace(limits, gap=ANY, seconds=max(1.0, ALONE * limits.seconds))
    other = model.solve(again, ceiling=ceiling, rows=rows)
    return other.seconds, other.outcome is Outcome.INFEASIBLE


def _by_keys(best: Best, limits: Limits) -> Settled:
    """Hold the value reached to within the tie and minimise the next key, one after another."""
    program, held, value, choice, spent = best.program, best.sought, best.value, best.choice, 0.0
    for n, terms in enumerate(_keys(program)):
        row = Linear(dict(held.terms), held.constant - value - _room(value))
        largest = max((abs(c) for c in held.terms.values()), default=1.0)
        scale = max(abs(value) / 1e3, largest / 1e6, TIE)
        program.add("tie", str(n), row.expression(scale) <= 0)
        unit = max(1e-12, max((abs(c) for c in terms.terms.values()), default=1.0)) / 100
        program.problem.setObjective(terms.expression(unit))
        left = replace(limits, gap=0.0, seconds=max(1.0, limits.seconds - spent))
        again = fence.run(program.problem, left, warm=program.start(choice))
        spent += again.seconds
        if again.outcome is not Outcome.PROVEN:
            return Settled(choice, spent, is_settled=False)
        choice = program.choice(dict(zip(program.problem.variables(), again.values, strict=True)))
        held, value = terms, _value(program, terms, choice, again.objective * unit)
    return Settled(choice, spent, is_settled=True)


def _value(program: Program, terms: Linear, choice: Ints, solved: float) -> float:
    """Value of an expression at a plan; of one in nothing but x exactly, not as rounded by the solver."""
    mine = {i: terms.terms[x] for i, x in program.x.items() if x in terms.terms}
    if len(mine) < len(terms.terms):
        return solved + terms.constant
    return terms.constant + sum(mine.get(int(i), 0.0) for i in choice)


def _keys(program: Program) -> list[Linear]:
    cost, moves, quality, digest = program.money.total, _moves(program), Linear(), _digest(program)
    quality.add_all(quality_terms(program), -1.0)
    if program.scenario.row.objective is Objective.QUALITY:
        return [cost, moves, digest]
    if program.scenario.row.objective is Objective.WORST_TOUCHPOINT:
        return [quality, cost, moves, digest]
    return [moves, quality, digest]


def _moves(program: Program) -> Linear:
    moving = np.flatnonzero(program.costing.options.moves & program.open)
    return Linear(program.weighted(moving, np.ones(len(moving))))


def _digest(program: Program) -> Linear:
    """A number from 1 to a million for each option, from the SHA-256 of its ids."""
    out = Linear()
    options = program.costing.options
    for i, variable in program.x.items():
        option = options.options[i]
        text = "|".join(
            (
                options.packages[option.package].package_id,
                option.provider_id or "",
                option.platform_id or "",
                *option.offer_ids,
            )
        )
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % 1_000_000 + 1
        out.add(variable, float(number))
    return out
