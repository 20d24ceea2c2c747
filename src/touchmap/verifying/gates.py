"""Gates: who may do what. Each looks at one row of the plan and says what is wrong with it, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from touchmap.plan import Violation
from touchmap.project import ActiveRule
from touchmap.verifying.check import Check, broken_rule, rule_activity
from touchmap.verifying.context import Context, Row

Reason = Callable[[Row], str | None]
"""Why a row offends a rule; none if it does not."""


def gate(context: Context, rule: ActiveRule, reason: Reason) -> Check:
    """Check every assigned package in a rule's scope; the violation is the offending contacts a month."""
    violations: list[Violation] = []
    for row in context.rows_in(rule):
        why = reason(row)
        if why is not None:
            subject, contacts = row.package.package_id, context.contacts(row.k)
            message = f"package {subject} {why} ({contacts:,.0f} contacts a month)."
            violations.append(broken_rule(rule, message, subject=subject, amount=contacts))
    offending = float(sum(v.amount for v in violations))
    activity = rule_activity(rule, float(len(violations)), maximum=0.0, violation=offending)
    return Check(tuple(violations), (activity,))


def _listed(rule: ActiveRule, context: Context) -> Reason:
    """The lead must be among the providers the rule names."""

    def reason(row: Row) -> str | None:
        if context.in_provider_scope(rule, row.lead, row):
            return None
        return f"is done by {row.lead.provider_id}, which is not among the providers allowed for it"

    return reason


def check_allowed_sourcing(context: Context, rule: ActiveRule) -> Check:
    """Work is only done under these sourcing models."""
    return gate(context, rule, _listed(rule, context))


def check_touch_sourcing(context: Context, rule: ActiveRule) -> Check:
    """Work of this touch need is only done under these sourcing models."""
    return gate(context, rule, _listed(rule, context))


def check_data_residency(context: Context, rule: ActiveRule) -> Check:
    """Work stays where its data may be."""
    return gate(context, rule, _listed(rule, context))


def check_pin(context: Context, rule: ActiveRule) -> Check:
    """Work is done by these providers: at least one party is among them."""

    def reason(row: Row) -> str | None:
        if any(context.in_provider_scope(rule, p, row) for p in row.parties):
            return None
        return f"is done by {_names(row)}, but is pinned to other providers"

    return gate(context, rule, reason)


def check_forbid(context: Context, rule: ActiveRule) -> Check:
    """Work is not done by these providers: no party is among them."""

    def reason(row: Row) -> str | None:
        barred = [p.provider_id for p in row.parties if context.in_provider_scope(rule, p, row)]
        return f"is done by {' and '.join(barred)}, which is forbidden" if barred else None

    return gate(context, rule, reason)


def _names(row: Row) -> str:
    return " and ".join(p.provider_id for p in row.parties)
