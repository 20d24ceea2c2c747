"""What each rule costs: asked in the background, kept for each state of the facts and scenario."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from touchmap.analysis.rule_prices import RulePrice, RulePrices, rule_prices
from touchmap.analysis.spans import Span
from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.text.explain import span_text
from touchmap.ui.background import Task, TaskState, background
from touchmap.ui.parts.askers import askers
from touchmap.ui.say import say


def key_of(project: Project, scenario: str) -> Hashable:
    """What the prices depend on."""
    return ("rule prices", project.hash, scenario)


def work_of(
    project: Project, scenario: str, known: Result | None
) -> Callable[[Task[RulePrices]], RulePrices]:
    """Finds the prices.

    Parameters
    ----------
    known
        The scenario's latest result, so that it is not solved again.
    """

    def work(task: Task[RulePrices]) -> RulePrices:
        with askers().lease(project, task) as asker:
            return rule_prices(project, scenario, asker, known=known, stop=lambda: not task.wanted)

    return work


def prices_of(project: Project, scenario: str) -> RulePrices | None:
    """The prices, if they are known by now."""
    task = background().find(key_of(project, scenario))
    return task.answer if task is not None and task.state is TaskState.DONE else None


def price_words(found: RulePrices, rule: str) -> str:
    """The price tag of a rule: what it costs, or what it stands in the way of."""
    row = next((r for r in found.prices if r.rule_ids == (rule,)), None)
    if row is None:
        return ""
    return _words(found, row)


def _words(found: RulePrices, row: RulePrice) -> str:
    if row.price is None:  # where there is no plan either way, that is said once for all rules
        return say("rules.price_blocks") if row.blocks else ""
    low, high = row.price.low, row.price.high
    if high == 0:
        return say("rules.price_nothing")
    if low <= 0 and high == math.inf:
        return say("rules.price_unknown")
    unit = say("rules.points") if found.in_points else found.currency
    if high == math.inf:
        return say("rules.price_at_least", price=_figure(found, low), unit=unit)
    if low <= 0:
        return say("rules.price_at_most", price=_figure(found, high), unit=unit)
    shown = span_text(row.price, found.total.high, in_points=found.in_points)
    return say("rules.price", price=shown, unit=unit)


def _figure(found: RulePrices, value: float) -> str:
    return span_text(Span(value, value), found.total.high, in_points=found.in_points)


def binds(found: RulePrices, rule: str) -> int:
    """Packages that would move without a rule."""
    return next((len(r.moves) for r in found.prices if r.rule_ids == (rule,)), 0)
