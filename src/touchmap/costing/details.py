"""Cost lines row by row: what each package and each provider costs in each year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import EPSILON, Evaluation
from touchmap.plan import CostLine
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints


def cost_line_rows(evaluation: Evaluation) -> tuple[CostLine, ...]:
    """Every cost line of a plan; their sum is the plan's net present cost."""
    return (*_of_options(evaluation), *_of_parties(evaluation), *_left_undone(evaluation))


def penalty_rows(evaluation: Evaluation, of_rules: dict[str, float]) -> tuple[CostLine, ...]:
    """Penalties: for each package left unassigned, and for each should-rule broken."""
    names = evaluation.costing.options.packages
    unassigned = [
        CostLine(line="unassigned", package_id=names[k].package_id, year=1, amount=float(amount))
        for k, amount in enumerate(evaluation.unassigned)
        if abs(amount) > EPSILON
    ]
    rules = [CostLine(line=f"rule:{r}", year=1, amount=a) for r, a in of_rules.items() if abs(a) > EPSILON]
    return (*unassigned, *rules)


def _of_options(evaluation: Evaluation) -> Iterator[CostLine]:
    costing, chosen = evaluation.costing, evaluation.chosen
    for running in costing.running:
        yield from _rows(
            costing, running.line, chosen, costing.present_value(running, chosen), running.party[chosen]
        )
    today = costing.options.lead[costing.options.today[costing.options.package[chosen]]]
    yield from _rows(costing, "until_start", chosen, costing.until_start[chosen], today)
    for line, amount in costing.one_off.items():
        once = np.zeros((len(chosen), costing.calendar.years))
        once[:, 0] = amount[chosen]
        yield from _rows(costing, line, chosen, once, costing.options.lead[chosen])


def _rows(costing: Costing, line: str, chosen: Ints, amounts: Array, party: Ints) -> Iterator[CostLine]:
    options = costing.options
    for n, year in zip(*np.nonzero(np.abs(amounts) > EPSILON), strict=True):
        yield CostLine(
            line=line,
            package_id=options.packages[options.package[chosen[n]]].package_id,
            provider_id=None if party[n] < 0 else options.providers[party[n]].provider_id,
            year=int(year) + 1,
            amount=float(amounts[n, year]),
        )


def _of_parties(evaluation: Evaluation) -> Iterator[CostLine]:
    providers = evaluation.costing.options.providers
    for part in evaluation.of_parties:
        for year in np.flatnonzero(np.abs(part.by_year) > EPSILON):
            yield CostLine(
                line=part.line,
                provider_id=None if part.party == NONE else providers[part.party].provider_id,
                year=int(year) + 1,
                amount=float(part.by_year[year]),
                note=part.note,
            )


def _left_undone(evaluation: Evaluation) -> Iterator[CostLine]:
    names = evaluation.costing.options.packages
    for line, amounts in evaluation.left_undone.items():
        for k in np.flatnonzero(np.abs(amounts) > EPSILON):
            yield CostLine(line=line, package_id=names[k].package_id, year=1, amount=float(amounts[k]))
