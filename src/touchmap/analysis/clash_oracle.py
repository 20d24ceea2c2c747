"""Whether rules, capacities and pools can hold together; and the smallest set that cannot."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from touchmap.analysis.needed_budget import Purse
from touchmap.analysis.spans import LEAST_SECONDS
from touchmap.analysis.stopping import Stop
from touchmap.costing.costing import Costing
from touchmap.project import RuleStem, Scenario
from touchmap.project.vocabulary import Strength
from touchmap.sourcing.elastic import Elastic, Member, MemberKind
from touchmap.sourcing.fence import Outcome

MOST_SETS = 8
"""Clashes that are looked for."""
SECONDS_EACH = 5.0
"""Longest time for trying one set of members."""


@dataclass
class Oracle:
    """Answers whether a set of members can hold; remembers, and concludes from larger and smaller sets."""

    costing: Costing
    scenario: Scenario
    stop: Stop
    purse: Purse | None = None
    """Answers where the scenario's one budget and all capacities and pools are held."""
    deadline: float = math.inf
    """By `time.monotonic`; nothing more is tried after it."""
    holding: list[frozenset[Member]] = field(default_factory=list)
    impossible: list[frozenset[Member]] = field(default_factory=list)
    unknown: set[frozenset[Member]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.light = Elastic(self.costing, self.scenario, with_budgets=False, stop=self.stop)
        musts = (r for r in self.scenario.rules if r.rule.strength is Strength.MUST)
        self.budgets = {
            Member(MemberKind.RULE, r.rule.rule_id) for r in musts if r.rule.stem is RuleStem.BUDGET
        }
        self.whole = Elastic(self.costing, self.scenario, stop=self.stop) if self.budgets else self.light

    def program(self, kept: Collection[Member]) -> Elastic:
        """The smallest program that holds some members."""
        return self.whole if self.budgets.intersection(kept) else self.light

    def is_impossible(self, kept: Iterable[Member]) -> bool:
        """Whether it is proven that some members cannot hold together."""
        return self.verdict(kept) is False

    def verdict(self, kept: Iterable[Member]) -> bool | None:
        """Whether some members can hold together; none if it is not known."""
        asked = frozenset(kept)
        known = self.known(asked)
        if known is not None or asked in self.unknown or self.is_over:
            return known
        if self._is_for_purse(asked):
            (found,) = self.try_purse([asked])
            if found is not None:
                return found
        outcome = self.program(asked).can_hold(asked, min(SECONDS_EACH, self.left)).outcome
        if outcome in (Outcome.PROVEN, Outcome.LIMIT):
            return self._learn(asked, True)
        if outcome is Outcome.INFEASIBLE:
            return self._learn(asked, False)
        self.unknown.add(asked)
        return None

    def try_purse(self, many: Sequence[frozenset[Member]]) -> list[bool | None]:
        """Whether sets with the budget and all room can hold, two at once."""
        found: list[bool | None] = []
        for first in range(0, len(many), 2):
            both = many[first : first + 2]
            if self.purse is None or self.is_over:
                found += [None] * len(both)
                continue
            ids = [{m.subject for m in asked if m.kind is MemberKind.RULE} for asked in both]
            for asked, verdict in zip(both, self.purse.can_hold(ids), strict=True):
                found.append(verdict if verdict is None else self._learn(asked, verdict))
        return found

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether nothing more is tried."""
        return self.left < LEAST_SECONDS or self.stop()

    def _is_for_purse(self, asked: frozenset[Member]) -> bool:
        if self.purse is None or Member(MemberKind.RULE, self.purse.rule_id) not in asked:
            return False
        return all(m in asked for m in self.whole.members if m.kind is not MemberKind.RULE)

    def known(self, kept: Iterable[Member]) -> bool | None:
        """What follows from the answers so far about some members; none if nothing does."""
        asked = frozenset(kept)
        if any(asked <= told for told in self.holding):
            return True
        return False if any(asked >= told for told in self.impossible) else None

    def _learn(self, asked: frozenset[Member], holds: bool) -> bool:
        (self.holding if holds else self.impossible).append(asked)
        return holds


def shrink(
    impossible: Callable[[list[Any]], bool], background: Sequence[Any], members: Sequence[Any]
) -> list[Any]:
    """Members that, with a background, cannot hold, shrunk by halves; earlier ones are kept rather.

    Given that background and members together are impossible, what is returned with the background is
    impossible too; it is minimal if every question was answered.

    Parameters
    ----------
    impossible
        Whether it is proven that a list cannot hold.

    >>> shrink(lambda kept: {2, 5} <= set(kept), [], range(8))
    [2, 5]
    """

    def go(base: list[Any], rest: list[Any], *, grown: bool) -> list[Any]:
        if grown and impossible(base):
            return []
        if len(rest) == 1:
            return rest
        first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        of_second = go(base + first, second, grown=True)
        of_first = go(base + of_second, first, grown=bool(of_second))
        return of_first + of_second

    base = list(background)
    if not len(members) or impossible(base):
        return []
    return go(base, list(members), grown=False)
