"""Members and sets of a clash, said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchmap.analysis.repairs import (
    limit_words,
)
from touchmap.costing.costing import Costing
from touchmap.project import STEM_FACTS, ActiveRule, Scenario
from touchmap.sourcing.elastic import Member, MemberKind

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class ClashMember:
    """A rule, capacity or language pool of a clash, said in words."""

    kind: MemberKind
    subject: str
    name: str
    """Short: ``quality_floor``, or ``the capacity of Tilburg (42 FTE) in December``."""
    sentence: str
    """With limit, scope and reason."""


@dataclass(frozen=True)
class ClashSet:
    """Rules, capacities and pools that cannot hold together."""

    members: tuple[ClashMember, ...]
    is_minimal: bool
    """Whether it is proven that any of them let go makes room for a plan of the others."""
    packages: tuple[str, ...] = ()
    """Packages that the rules alone leave without a home; empty where it takes capacities."""
    sentence: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of its rules."""
        return tuple(m.subject for m in self.members if m.kind is MemberKind.RULE)


class Words:
    """Says members and sets in words."""

    def __init__(self, costing: Costing, scenario: Scenario) -> None:
        self.costing = costing
        self.rules = {r.rule.rule_id: r for r in scenario.rules}

    def member(self, member: Member, months: Sequence[int]) -> ClashMember:
        """A member in words."""
        if member.kind is MemberKind.RULE:
            sentence = rule_sentence(self.rules[member.subject])
            return ClashMember(member.kind, member.subject, member.subject, sentence)
        provider_id, _, language = member.subject.partition(" ")
        options = self.costing.options
        provider = options.providers[options.position[provider_id]]
        when = f" in {listed([MONTHS[t] for t in months])}" if months else ""
        fte = room_of(self.costing, member, months)
        what = f"the {language} pool of {provider.name}" if language else f"the capacity of {provider.name}"
        name = f"{what} ({fte:g} FTE){when}"
        return ClashMember(member.kind, member.subject, name, f"{provider_id}: {name}")

    def whole(self, members: Sequence[ClashMember], packages: Sequence[str]) -> str:
        """A set in words."""
        rules = [m.name for m in members if m.kind is MemberKind.RULE]
        room = [m.name for m in members if m.kind is not MemberKind.RULE]
        if packages:
            shown = ", ".join(packages[:3]) + (f" and {len(packages) - 3} more" if len(packages) > 3 else "")
            count = f"{len(packages)} packages" if len(packages) > 1 else "1 package"
            leave = "leaves" if len(rules) == 1 else "leave"
            return f"{listed(rules)} {leave} {count} without any home: {shown}"
        if not rules:
            verb = "is" if len(room) == 1 else "are"
            return f"{listed(room)} {verb} too small for the work, whatever the rules"
        if not room:
            if len(rules) == 1:
                return f"{rules[0]} cannot hold whatever else is wanted"
            return f"{listed(rules)} cannot hold together"
        return f"{listed(rules)} cannot hold with {listed(room)}"


def rule_sentence(active: ActiveRule) -> str:
    """A rule with its limits, scopes and reason.

    >>> from touchmap.project import Rule
    >>> rule = Rule(rule_id="few", stem="provider_count", maximum=3, reason="Each needs attention.")
    >>> rule_sentence(ActiveRule(rule, {}))
    'few: The number of third parties used is between the limits (at most 3). Why: Each needs attention.'
    """
    rule = active.rule
    facts = STEM_FACTS[rule.stem]
    said = [facts.sentence.removesuffix(".")]
    limits = [
        f"{word} {limit_words(rule, value)}"
        for word, value in (("at least", rule.minimum), ("at most", rule.maximum))
        if value is not None and facts.limits
    ]
    scopes = [
        f"{side.value}: " + "; ".join(f"{name} {', '.join(values)}" for name, values in fields.items())
        for side, fields in active.scopes.items()
    ]
    if limits or scopes:
        said.append(f" ({'; '.join([*limits, *scopes])})")
    why = f" Why: {rule.reason}" if rule.reason else ""
    return f"{rule.rule_id}: {''.join(said)}.{why}"


def room_of(costing: Costing, member: Member, months: Sequence[int] = ()) -> float:
    """FTE of a capacity or pool: the least of some months, of all months of the plan if none are given."""
    provider_id, _, language = member.subject.partition(" ")
    j = costing.options.position[provider_id]
    if language:
        return next(p.capacity for p in costing.pools if (p.provider, p.language) == (j, language))
    chosen = list(months) or np.flatnonzero(costing.calendar.occurs)
    return float(costing.staff[j].capacity[chosen].min())


def listed(words: Sequence[str]) -> str:
    """Words one after the other.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
