"""What a solver knew at which second, and the measures taken from it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Trace:
    """Best plan and bound known over time, in money to be minimised.

    >>> trace = Trace()
    >>> trace.add(1.0, 110.0, 90.0)
    >>> trace.add(3.0, 105.0, 104.0)
    >>> trace.seconds_to(0.01)
    3.0
    >>> trace.incumbent_at(2.0)
    110.0
    """

    events: list[tuple[float, float, float]] = field(default_factory=list)
    """Second, incumbent and bound, each at least as good as the one before."""

    def add(self, second: float, incumbent: float | None, bound: float | None) -> None:
        """Note what is known at a second; what is worse than known before is left out."""
        best, most = self.events[-1][1:] if self.events else (math.inf, -math.inf)
        found = min(best, math.inf if incumbent is None or math.isnan(incumbent) else incumbent)
        proven = max(most, -math.inf if bound is None or math.isnan(bound) else bound)
        if not self.events or (found, proven) != (best, most):
            self.events.append((second, found, proven))

    @property
    def incumbent(self) -> float:
        """Value of the best plan; infinite without one."""
        return self.events[-1][1] if self.events else math.inf

    @property
    def bound(self) -> float:
        """The best bound; minus infinity without one."""
        return self.events[-1][2] if self.events else -math.inf

    def incumbent_at(self, second: float) -> float:
        """Value of the best plan known at a second; infinite without one."""
        return min((found for t, found, _ in self.events if t <= second), default=math.inf)

    def seconds_to(self, share: float) -> float:
        """Second from which its own bound proves the plan to be within a share of the best; else infinite."""
        return next((t for t, found, bound in self.events if gap(found, bound) <= share), math.inf)

    def primal_integral(self, best: float, seconds: float) -> float:
        """Seconds spent without the best plan, each counted by how far off the plan then was.

        ``∫ p(t) dt`` with p = 1 before the first plan and the gap to the best plan known, at most 1, after.

        >>> trace = Trace([(2.0, 120.0, 0.0), (6.0, 100.0, 0.0)])
        >>> round(trace.primal_integral(100.0, 10.0), 3)
        2.667

        Sources
        -------
        Berthold, T.: Measuring the impact of primal heuristics. Operations Research Letters 41 (2013).
        """
        total, since, share = 0.0, 0.0, 1.0
        for t, found, _ in self.events:
            until = min(t, seconds)
            total += share * max(0.0, until - since)
            since, share = max(since, until), min(1.0, max(0.0, gap(found, best)))
        return total + share * max(0.0, seconds - since)

    def to_list(self) -> list[list[float | None]]:
        """The events for a file, in which nothing stands for infinity."""
        return [[None if math.isinf(value) else value for value in event] for event in self.events]

    @staticmethod
    def from_list(events: Iterable[Iterable[Any]]) -> Trace:
        """The trace that `to_list` gave."""
        trace = Trace()
        for second, incumbent, bound in events:
            trace.add(second, incumbent, bound)
        return trace


def gap(incumbent: float, bound: float) -> float:
    """``(incumbent − bound) ÷ |incumbent|``; infinite where either is missing.

    >>> gap(200.0, 199.0)
    0.005
    """
    if math.isinf(incumbent) or math.isinf(bound):
        return math.inf
    return (incumbent - bound) / max(abs(incumbent), 1e-9)
