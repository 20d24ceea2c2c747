"""What a check gives back, and how close counts as equal."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.plan import RuleActivity, Violation
from touchmap.project import STEM_FACTS, ActiveRule, Structural

TOLERANCE = 1e-6
"""Relative to the larger of 1 and the figure compared with."""


@dataclass(frozen=True, slots=True)
class Check:
    """Outcome of one check: what is broken, and how a rule stands."""

    violations: tuple[Violation, ...] = ()
    activity: tuple[RuleActivity, ...] = ()


def exceeds(value: float, limit: float) -> bool:
    """Whether a value is above a limit by more than rounding.

    >>> exceeds(100.00001, 100), exceeds(100.001, 100)
    (False, True)
    """
    return value > limit + TOLERANCE * max(1.0, abs(limit))


def agrees(value: float, expected: float) -> bool:
    """Whether two figures are the same but for rounding.

    >>> agrees(2_000_000.5, 2_000_000), agrees(2_000_100, 2_000_000)
    (True, False)
    """
    return abs(value - expected) <= TOLERANCE * max(1.0, abs(expected))


def rule_activity(
    rule: ActiveRule,
    value: float,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    violation: float = 0.0,
    subject: str = "",
) -> RuleActivity:
    """How a rule stands: the distance to the nearer of its limits is its slack, in the unit of `value`."""
    room = [value - minimum] if minimum is not None else []
    room += [maximum - value] if maximum is not None else []
    return RuleActivity(
        rule_id=rule.rule.rule_id,
        stem=rule.rule.stem.value,
        strength=rule.rule.strength,
        subject=subject,
        value=value,
        minimum=minimum,
        maximum=maximum,
        slack=min(room, default=0.0),
        violation=violation,
        unit=STEM_FACTS[rule.rule.stem].unit,
    )


def broken_rule(rule: ActiveRule, message: str, *, subject: str = "", amount: float = 0.0) -> Violation:
    """A violation of a rule; the message gets the rule's id in front."""
    text = f"Rule {rule.rule.rule_id}: {message}"
    return Violation(
        stem=rule.rule.stem.value, rule_id=rule.rule.rule_id, subject=subject, message=text, amount=amount
    )


def broken_structure(stem: Structural, message: str, *, subject: str = "", amount: float = 0.0) -> Violation:
    """A violation of something that always holds."""
    return Violation(stem=stem.value, subject=subject, message=message, amount=amount)
