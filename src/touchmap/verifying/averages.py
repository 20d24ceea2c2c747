"""Averages over the assigned packages of a scope: quality, brand risk, insight; and the budget."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from touchmap.costing.bases import package_amounts
from touchmap.project import STEM_FACTS, ActiveRule
from touchmap.project.vocabulary import Basis
from touchmap.verifying.check import Check, broken_rule, exceeds, rule_activity
from touchmap.verifying.context import Context

Array = npt.NDArray[np.float64]

_MEASURED = {
    Basis.TOTAL: "Net present cost",
    Basis.RUNNING: "Running cost of a year",
    Basis.ONE_OFF: "One-off cost",
}


def basis_of(rule: ActiveRule) -> Basis:
    """What a rule is measured in: as stated, else the usual of its stem."""
    return rule.rule.basis or Basis(STEM_FACTS[rule.rule.stem].bases[0])


def package_weights(context: Context, basis: Basis) -> Array:
    """Weight of each package in an average, shape (packages,)."""
    if basis is Basis.CONTACTS:
        return context.costing.contacts
    hours, _, _ = package_amounts(context.costing)
    return hours


def check_min_average_quality(context: Context, rule: ActiveRule) -> Check:
    """Average expected quality is at least the limit."""
    return _average(context, rule, context.costing.quality.expected, "Average expected quality", scale=1)


def check_max_brand_risk(context: Context, rule: ActiveRule) -> Check:
    """Average brand risk is at most the limit."""
    return _average(context, rule, context.costing.brand_risk, "Average brand risk", scale=1)


def check_min_insight_share(context: Context, rule: ActiveRule) -> Check:
    """At least this share of customer insight comes back to the company."""
    return _average(context, rule, context.costing.insight, "Share of customer insight", scale=100)


def _average(context: Context, rule: ActiveRule, values: Array, what: str, *, scale: float) -> Check:
    """Compare a weighted mean with its limit; the violation counts unassigned work in the denominator."""
    weights = package_weights(context, basis_of(rule))
    rows, whole = context.rows_in(rule), float(sum(weights[k] for k in context.select(rule)))
    weight = float(sum(weights[row.k] for row in rows))
    minimum = rule.rule.minimum if "minimum" in STEM_FACTS[rule.rule.stem].limits else None
    maximum = rule.rule.maximum if "maximum" in STEM_FACTS[rule.rule.stem].limits else None
    limit = minimum if minimum is not None else maximum
    if limit is None:
        raise ValueError(f"rule {rule.rule.rule_id} has no limit")
    mean = float(sum(weights[row.k] * values[row.option] for row in rows)) / weight if weight > 0 else limit
    short = limit - mean if minimum is not None else mean - limit
    violation = max(0.0, short) * weight / whole if whole > 0 else 0.0
    activity = rule_activity(rule, mean, minimum=minimum, maximum=maximum, violation=violation)
    if not exceeds(short, 0.0):
        return Check((), (activity,))
    unit = "%" if scale == 100 else "points"
    bound = "at least" if minimum is not None else "at most"
    message = f"{what} is {mean * scale:.2f} {unit}; it must be {bound} {limit * scale:.2f} {unit}."
    return Check((broken_rule(rule, message, amount=violation),), (activity,))


def check_budget(context: Context, rule: ActiveRule) -> Check:
    """Running, one-off or total cost is at most the limit."""
    evaluation, basis = context.evaluation, basis_of(rule)
    spent = {
        Basis.TOTAL: evaluation.cost,
        Basis.RUNNING: evaluation.first_year_running,
        Basis.ONE_OFF: evaluation.one_off,
    }[basis]
    maximum = rule.rule.maximum
    if maximum is None:
        raise ValueError(f"rule {rule.rule.rule_id} has no limit")
    over = max(0.0, spent - maximum)
    activity = rule_activity(rule, spent, maximum=maximum, violation=over)
    if not exceeds(spent, maximum):
        return Check((), (activity,))
    currency = context.project.settings.currency
    message = f"{_MEASURED[basis]} is {spent:,.0f} {currency}; the budget is {maximum:,.0f} {currency}."
    return Check((broken_rule(rule, message, amount=over),), (activity,))
