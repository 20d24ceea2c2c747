"""A queue played through, contact by contact, in many copies at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WARM_UP = 0.25
"""Part of the contacts at the start that is not counted, as the queue begins empty."""
SIGMAS = 4.0
"""Half-width of an interval in standard errors of the copies: 1 in 15,000 lies outside."""


@dataclass(frozen=True)
class Interval:
    """Mean over the copies, and how far the truth may be from it."""

    mean: float
    half_width: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return abs(value - self.mean) <= self.half_width


def simulate(
    load: float,
    agents: int,
    handle: float,
    patience: float | None,
    threshold: float,
    *,
    seed: int,
    contacts: int = 4000,
    copies: int = 200,
) -> dict[str, Interval]:
    """First come, first served: each contact takes the agent who is free first, unless it hangs up before."""
    rng = np.random.default_rng(seed)
    free = np.zeros((copies, agents))
    now = np.zeros(copies)
    rows = np.arange(copies)
    start = int(contacts * WARM_UP)
    counted = {name: np.zeros(copies) for name in ("answered", "in_time", "waited", "wait", "all_wait")}
    for n in range(contacts):
        now += rng.exponential(handle / load, copies)
        first = free.argmin(axis=1)
        offered = np.maximum(free[rows, first] - now, 0.0)
        limit = rng.exponential(patience, copies) if patience else np.full(copies, np.inf)
        stays = offered <= limit
        until = now + offered + rng.exponential(handle, copies)
        free[rows, first] = np.where(stays, until, free[rows, first])
        if n >= start:
            counted["answered"] += stays
            counted["in_time"] += stays & (offered <= threshold)
            counted["waited"] += offered > 0
            counted["wait"] += np.where(stays, offered, 0.0)
            counted["all_wait"] += np.minimum(offered, limit)
    total = contacts - start
    return {
        "service_level_share": _interval(counted["in_time"] / total),
        "abandoned_share": _interval(1 - counted["answered"] / total),
        "wait_probability": _interval(counted["waited"] / total),
        "asa_seconds": _interval(counted["wait"] / np.maximum(counted["answered"], 1)),
        "mean_wait_seconds": _interval(counted["all_wait"] / total),
    }


def _interval(values: np.ndarray) -> Interval:
    return Interval(float(values.mean()), float(SIGMAS * values.std(ddof=1) / np.sqrt(len(values))))
