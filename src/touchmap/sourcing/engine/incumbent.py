"""`Incumbent`: the best solution and the best bound, shared by those who seek."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from touchmap.sourcing.engine.matrix import Floats

Told = Callable[[float, float, float, Floats | None], None]
"""Called with seconds, objective, bound, and the values of a new solution."""


class Incumbent:
    """The best solution and the best bound so far.

    Parameters
    ----------
    gap
        Relative gap at which the search is over.
    until
        Reading of the clock at which it is over in any case.
    told
        Called at each better solution or bound, by one thread at a time.
    """

    def __init__(self, gap: float, start: float, until: float, told: Told | None = None) -> None:
        self.gap, self.until = gap, until
        self.values: Floats | None = None
        self.objective, self.bound = np.inf, -np.inf
        self._start, self._told = start, told
        self._lock = threading.Lock()
        self._ended = False

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to seek, or no time."""
        return self._ended or self.is_proven or time.perf_counter() >= self.until

    @property
    def is_proven(self) -> bool:
        """Whether the bound is as close as asked."""
        if not np.isfinite(self.objective):
            return False
        return self.objective - self.bound <= self.gap * abs(self.objective)

    def end(self) -> None:
        """Tell all who seek to stop."""
        self._ended = True

    def take(self, values: Floats, objective: float) -> bool:
        """Take a solution if it is better."""
        with self._lock:
            if objective >= self.objective - 1e-9 * max(1.0, abs(objective)):
                return False
            self.values, self.objective = values, objective
            self._tell(values)
            return True

    def raise_bound(self, bound: float) -> None:
        """Take a bound if it is better."""
        with self._lock:
            if np.isfinite(bound) and bound > self.bound:
                self.bound = bound
                self._tell(None)

    def _tell(self, values: Floats | None) -> None:
        if self._told is not None:
            self._told(time.perf_counter() - self._start, self.objective, self.bound, values)
