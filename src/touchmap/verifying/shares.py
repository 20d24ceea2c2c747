"""Shares of the work: limits for a group of providers, for each third party, for own staff; own FTE kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchmap.costing.bases import basis_amounts
from touchmap.plan import RuleActivity, Violation
from touchmap.project import ActiveRule, Provider
from touchmap.project.vocabulary import Basis
from touchmap.verifying.averages import basis_of
from touchmap.verifying.check import Check, broken_rule, exceeds, rule_activity
from touchmap.verifying.context import Context, Row

_WORDS = {
    Basis.HANDLE_TIME: "handle time",
    Basis.CONTACTS: "contacts",
    Basis.FTE: "FTE",
    Basis.SPEND: "spend",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one party does of one package, in the rule's basis."""

    row: Row
    party: Provider
    amount: float


@dataclass(frozen=True)
class Measure:
    """The work in a rule's scope, party by party, in the rule's basis."""

    parts: tuple[Part, ...]
    reference: float
    """Most the scope could amount to, whatever is chosen."""

    @property
    def total(self) -> float:
        """Amount done by anybody."""
        return sum(part.amount for part in self.parts)

    def amount(self, counts: Callable[[Part], bool]) -> float:
        """Amount of some parts."""
        return sum(part.amount for part in self.parts if counts(part))


def measure(context: Context, rule: ActiveRule) -> Measure:
    """Measure the work in a rule's scope; platforms count only where the rule says so."""
    of_people, of_platforms = basis_amounts(context.costing, basis_of(rule))
    if not rule.rule.include_platforms:
        of_platforms = of_platforms * 0
    parts = []
    for row in context.rows_in(rule):
        if row.people is not None:
            parts.append(Part(row, row.people, float(of_people[row.option])))
        if row.platform is not None and rule.rule.include_platforms:
            parts.append(Part(row, row.platform, float(of_platforms[row.option])))
    whole = of_people + of_platforms
    options = context.costing.options.of_package
    reference = sum(max((float(whole[i]) for i in options[k]), default=0.0) for k in context.select(rule))
    return Measure(tuple(parts), reference)


def _limited(
    rule: ActiveRule, work: Measure, amount: float, who: str, subject: str = "", *, lower: bool, upper: bool
) -> tuple[RuleActivity, Violation | None]:
    """Compare an amount with its limits, as shares of the total; nothing to share out is satisfied."""
    minimum = rule.rule.minimum if lower else None
    maximum = rule.rule.maximum if upper else None
    total = work.total
    share = amount / total if total > 0 else (minimum or 0.0)
    below = 0.0 if minimum is None else max(0.0, minimum * total - amount)
    above = 0.0 if maximum is None else max(0.0, amount - maximum * total)
    violation = (below + above) / work.reference if work.reference > 0 else 0.0
    activity = rule_activity(
        rule, share, minimum=minimum, maximum=maximum, violation=violation, subject=subject
    )
    if not exceeds(-activity.slack, 0.0):
        return activity, None
    limit = f"at least {minimum:.1%}" if below and minimum is not None else f"at most {maximum:.1%}"
    message = f"{who} {share:.2%} of the {_WORDS[basis_of(rule)]}; it must be {limit}."
    return activity, broken_rule(rule, message, subject=subject, amount=violation)


def _one(found: tuple[RuleActivity, Violation | None]) -> Check:
    activity, violation = found
    return Check(() if violation is None else (violation,), (activity,))


def check_share_limit(context: Context, rule: ActiveRule) -> Check:
    """A group of providers does between the limits of the work."""
    work = measure(context, rule)
    amount = work.amount(lambda part: context.in_provider_scope(rule, part.party, part.row))
    return _one(_limited(rule, work, amount, "The providers named do", lower=True, upper=True))


def check_benchmark_share(context: Context, rule: ActiveRule) -> Check:
    """Own staff keep at least this share of the work, as a benchmark."""
    work = measure(context, rule)
    amount = work.amount(lambda part: part.party.is_own and not part.party.is_platform)
    return _one(_limited(rule, work, amount, "Own staff do", lower=True, upper=False))


def check_max_concentration(context: Context, rule: ActiveRule) -> Check:
    """No third party does more than the limit of the work; one row of activity for each."""
    work = measure(context, rule)
    amounts: dict[str, float] = {
        p.provider_id: 0.0
        for p in context.project.providers
        if not p.is_own and (rule.rule.include_platforms or not p.is_platform)
    }
    for part in work.parts:
        if part.party.provider_id in amounts:
            amounts[part.party.provider_id] += part.amount
    found = [
        _limited(rule, work, amount, f"{party} does", party, lower=False, upper=True)
        for party, amount in amounts.items()
    ]
    return Check(tuple(v for _, v in found if v is not None), tuple(a for a, _ in found))


def check_retained_knowledge(context: Context, rule: ActiveRule) -> Check:
    """Own staff keep at least this many FTE."""
    minimum = rule.rule.minimum
    if minimum is None:
        raise ValueError(f"rule {rule.rule.rule_id} has no limit")
    fte = context.costing.average_fte
    own = [r.option for r in context.rows_in(rule) if r.people is not None and r.people.is_own]
    kept = float(sum(fte[i] for i in own))
    missing = max(0.0, minimum - kept)
    activity = rule_activity(rule, kept, minimum=minimum, violation=missing)
    if not exceeds(minimum, kept):
        return Check((), (activity,))
    message = f"own staff keep {kept:,.2f} FTE; at least {minimum:,.2f} FTE must stay."
    return Check((broken_rule(rule, message, amount=missing),), (activity,))
