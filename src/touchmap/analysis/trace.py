"""`trace`: how each cost of a process under a plan came about, down to the fields and how sure they are.

A cost is a product of factors. Each factor is a field, or is worked out from fields that are named. The few
amounts that are no such product are told as costed, with their fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from touchmap.analysis.facts import ResultFacts, facts_of
from touchmap.analysis.tracing.bench import SAME, Bench, is_same
from touchmap.analysis.tracing.model import (
    DEFAULT,
    Factor,
    Months,
    Origin,
    Trace,
    TracedCost,
    product_of,
)
from touchmap.analysis.tracing.once import OnceWork
from touchmap.analysis.tracing.origins import Place
from touchmap.analysis.tracing.running import RunningWork
from touchmap.analysis.tracing.shared import SharedWork
from touchmap.costing.lines import COST_LINES
from touchmap.errors import UnknownNameError
from touchmap.plan import Result
from touchmap.project import Process, Project
from touchmap.work.options import NONE

__all__ = ["DEFAULT", "Factor", "Months", "Origin", "Trace", "TracedCost", "trace"]


def trace(
    project: Project,
    result: Result,
    process_id: str,
    *,
    line: str | None = None,
    provider_id: str | None = None,
) -> Trace:
    """Take the costs of a process apart.

    Parameters
    ----------
    line
        Only this cost line.
    provider_id
        Only costs of this provider.

    Raises
    ------
    UnknownNameError
        If there is no such process, cost line or provider.
    ValueError
        If the result holds no plan.
    """
    project.process(process_id)
    if provider_id is not None:
        project.provider(provider_id)
    if line is not None and line not in COST_LINES:
        raise UnknownNameError(f"no cost line {line!r}; there are: {', '.join(COST_LINES)}")
    tracer = _Tracer(facts_of(project, result), result, project.process(process_id))
    order = {name: n for n, name in enumerate(COST_LINES)}
    found = [
        cost
        for cost in tracer.costs()
        if line in (None, cost.line) and provider_id in (None, cost.provider_id)
    ]
    return Trace(project, result, process_id, tuple(sorted(found, key=lambda c: order.get(c.line, 99))))


class _Tracer(Bench):
    """Every cost of one process."""

    def __init__(self, facts: ResultFacts, result: Result, process: Process) -> None:
        super().__init__(facts)
        self.result, self.process = result, process
        self.monthly_costs, self.once, self.parties = RunningWork(facts), OnceWork(facts), SharedWork(facts)

    @cached_property
    def packages(self) -> list[int]:
        """Packages of the process."""
        ids = (k.process.process_id for k in self.facts.packages)
        return [k for k, process_id in enumerate(ids) if process_id == self.process.process_id]

    def costs(self) -> Iterator[TracedCost]:
        """Costs of each package, then those it shares."""
        for k in self.packages:
            if self.facts.choice[k] != NONE:
                yield from self._of_option(int(self.facts.choice[k]))
            yield from self._undone(k)
        for number, part in enumerate(self.facts.evaluation.of_parties):
            sharing = self.parties.sharing(part)
            if self.process.process_id in sharing and abs(part.by_year.sum()) > SAME:
                yield from self.parties.shared(number, part, sharing)

    def _of_option(self, i: int) -> Iterator[TracedCost]:
        running = {r.line for r in self.costing.running}
        for cost in self.costing.running:
            amount = float(self.costing.present_value(cost, np.array([i])).sum())
            if abs(amount) > SAME:
                yield from self.monthly_costs.running(cost, i, amount)
        for line, by_year in self.costing.by_year.items():
            amount = float(by_year[i].sum())
            if line not in running and abs(amount) > SAME:
                yield from self.once.cost(line, i, amount)

    def _undone(self, k: int) -> Iterator[TracedCost]:
        """What it costs to leave a package undone, and the penalty for it."""
        evaluation = self.facts.evaluation
        subject = f"{self.facts.packages[k].package_id} left undone"
        amounts = {line: float(by_package[k]) for line, by_package in evaluation.left_undone.items()}
        amounts["unassigned"] = float(evaluation.unassigned[k])
        for line, amount in amounts.items():
            if abs(amount) <= SAME:
                continue
            factors = self._working_undone(line, k)
            if factors and is_same(product_of(factors), amount):
                yield TracedCost(line, subject, None, amount, tuple(factors))
            else:
                yield self.as_costed(line, subject, None, amount, Place((self.process.process_id,)))

    def _working_undone(self, line: str, k: int) -> list[Factor]:
        if line == "unassigned":
            return self._penalty(k)
        once = self.once.severance() if line == "social_plan" else self.once.outplacement()
        own = float(self.costing.frame.own_fte_today[k])
        taxed = [self.setting("irrecoverable_vat_share")] if line == "vat_once" and once else []
        return [Factor("own FTE", own, unit="FTE", how="set free, today's"), *once, *taxed]

    def _penalty(self, k: int) -> list[Factor]:
        """Contacts of a package × penalty × months."""
        rows = [s for s in self.project.scenarios if s.scenario_id == self.result.scenario_id]
        if not rows or rows[0].unassigned_cost_per_contact is None:
            return []
        entered = self.costing.monthly_contacts[k]
        contacts, season = self.monthly("contacts", entered, unit="a month", how="as entered")
        price = self.field(rows[0], "unassigned_cost_per_contact")
        return [contacts, price, self.months(NONE, season, rise=0.0)]
