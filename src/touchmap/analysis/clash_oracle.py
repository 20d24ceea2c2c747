"""Whether rules, capacities and pools can hold together; and the smallest set that cannot."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

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
        if any(asked <= known for known in self.holding):
            return True
        if any(asked >= known for known in self.impossible):
            return False
        if asked in self.unknown or self.stop():
            return None
        outcome = self.program(asked).can_hold(asked, SECONDS_EACH).outcome
        if outcome in (Outcome.PROVEN, Outcome.LIMIT):
            self.holding.append(asked)
            return True
        if outcome is Outcome.INFEASIBLE:
            self.impossible.append(asked)
            return False
        self.unknown.add(asked)
        return None


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
