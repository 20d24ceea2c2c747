"""Rules that count: third parties used, processes that move, packages that share a home."""

from __future__ import annotations

from touchmap.costing.bases import package_amounts
from touchmap.project import ActiveRule
from touchmap.project.vocabulary import Basis, ScopeSide
from touchmap.verifying.averages import basis_of
from touchmap.verifying.check import Check, broken_rule, exceeds, rule_activity
from touchmap.verifying.context import NOBODY, Context


def check_provider_count(context: Context, rule: ActiveRule) -> Check:
    """The number of third parties used is between the limits."""
    used = {
        party.provider_id
        for row in context.rows_in(rule)
        for party in row.parties
        if not party.is_own
        and (rule.rule.include_platforms or not party.is_platform)
        and context.in_provider_scope(rule, party, row)
    }
    count, minimum, maximum = float(len(used)), rule.rule.minimum, rule.rule.maximum
    below = 0.0 if minimum is None else max(0.0, minimum - count)
    above = 0.0 if maximum is None else max(0.0, count - maximum)
    activity = rule_activity(rule, count, minimum=minimum, maximum=maximum, violation=below + above)
    if not exceeds(below + above, 0.0):
        return Check((), (activity,))
    limit = f"at least {minimum:g}" if below else f"at most {maximum:g}"
    names = f" ({', '.join(sorted(used))})" if used else ""
    message = f"{len(used)} third parties are used{names}; it must be {limit}."
    return Check((broken_rule(rule, message, amount=below + above),), (activity,))


def check_max_moves(context: Context, rule: ActiveRule) -> Check:
    """At most this much leaves its home of today, counted in processes or in today's FTE."""
    maximum = rule.rule.maximum
    if maximum is None:
        raise ValueError(f"rule {rule.rule.rule_id} has no limit")
    moved = [k for k in context.select(rule) if _has_left(context, k)]
    if basis_of(rule) is Basis.FTE:
        today, fte = context.costing.options.today, context.costing.average_fte
        value, unit = float(sum(fte[today[k]] for k in moved)), "FTE"
    else:
        value, unit = float(len({context.packages[k].process.process_id for k in moved})), "processes"
    over = max(0.0, value - maximum)
    activity = rule_activity(rule, value, maximum=maximum, violation=over)
    if not exceeds(value, maximum):
        return Check((), (activity,))
    message = f"{value:,.2f} {unit} leave their home of today; at most {maximum:,.2f} may."
    return Check((broken_rule(rule, message, amount=over),), (activity,))


def _has_left(context: Context, k: int) -> bool:
    if context.known_today[k] is None:
        return False
    return k not in context.row_of or context.moves(context.row_of[k])


def check_keep_together(context: Context, rule: ActiveRule) -> Check:
    """The work has one home; what no people do does not count."""
    _, by_people, _ = package_amounts(context.costing)
    members = [k for k in context.select(rule) if by_people[k] > 0]
    homes = context.homes
    away = [k for k in members if homes[k] != homes[members[0]]]
    activity = rule_activity(rule, float(len(away)), maximum=0.0, violation=float(len(away)))
    if not away:
        return Check((), (activity,))
    first = context.packages[members[0]].package_id
    names = ", ".join(f"{context.packages[k].package_id} at {homes[k]}" for k in away)
    message = f"{len(away)} packages are away from {first} at {homes[members[0]]}: {names}."
    return Check((broken_rule(rule, message, amount=float(len(away))),), (activity,))


def check_keep_apart(context: Context, rule: ActiveRule) -> Check:
    """One piece of work and another have different homes; without other work, no two in scope share one."""
    homes = context.homes
    ours = context.select(rule)
    theirs = context.select(rule, ScopeSide.OTHER) if rule.scope(ScopeSide.OTHER) else ours
    pairs = {frozenset((a, b)) for a in ours for b in theirs if a != b and homes[a] == homes[b] != NOBODY}
    activity = rule_activity(rule, float(len(pairs)), maximum=0.0, violation=float(len(pairs)))
    if not pairs:
        return Check((), (activity,))
    named = sorted(sorted(pair) for pair in pairs)
    ids = [
        f"{context.packages[a].package_id} and {context.packages[b].package_id} at {homes[a]}"
        for a, b in named
    ]
    message = f"{len(pairs)} pairs share a home: {'; '.join(ids)}."
    return Check((broken_rule(rule, message, amount=float(len(pairs))),), (activity,))
