"""What a queue promises its callers and its agents, and by how much a state misses it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.workload.staffing.arrays import Array, Figures, figures

TOLERANCE = 1e-9
"""Relative rounding below which a promise counts as kept."""
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Promise:
    """Limits a queue must keep, flat arrays; infinite where nothing is promised."""

    late_share: Array
    asa_seconds: Array
    abandoned_share: Array
    occupancy: Array


def read_promise(
    service_level_share: Figures | None,
    asa_seconds: Figures | None,
    abandoned_share: Figures | None,
    occupancy_cap: Figures | None,
) -> tuple[Array, Array, Array, Array]:
    """Limits as late share, ASA, abandonment and occupancy; infinite where none is given.

    Raises
    ------
    ValueError
        If nothing is promised, or a target can never be met: a service level of 1, an ASA or an
        abandonment of 0.

    >>> late, asa, left, busy = read_promise(0.8, None, None, 0.88)
    >>> round(float(late), 9), float(asa), float(busy)
    (0.2, inf, 0.88)
    """
    if (
        service_level_share is None
        and asa_seconds is None
        and abandoned_share is None
        and occupancy_cap is None
    ):
        raise ValueError(
            "one of `service_level_share`, `asa_seconds`, `abandoned_share`, `occupancy_cap` must be given"
        )
    nothing = np.array(np.inf)
    late, asa, left, busy = nothing, nothing, nothing, nothing
    if service_level_share is not None:
        level = np.asarray(service_level_share, dtype=np.float64)
        if not ((level >= 0) & (level < 1)).all():
            wrong = float(level[~((level >= 0) & (level < 1))].flat[0])
            raise ValueError(f"`service_level_share` must be in [0, 1), got {wrong}")
        late = 1 - level
    if asa_seconds is not None:
        asa = figures("asa_seconds", asa_seconds, above=True)
    if abandoned_share is not None:
        left = figures("abandoned_share", abandoned_share, above=True, most=1)
    if occupancy_cap is not None:
        busy = figures("occupancy_cap", occupancy_cap, above=True, most=1)
    return late, asa, left, busy


def excess(promise: Promise, late: Array, asa: Array, left: Array, busy: Array) -> Array:
    """By how much the worst limit is missed, as a logarithm: at most 0 where all are kept.

    Logarithms are nearly straight in the number of agents, which makes the search short.

    >>> import numpy as np
    >>> one = Promise(*(np.array([x]) for x in (0.2, np.inf, np.inf, 0.5)))
    >>> excess(one, *(np.array([x]) for x in (0.2, 9.0, 0.1, 1.0))).round(3)
    array([0.693])
    """
    worst = np.full_like(late, -np.inf)
    for limit, value in (
        (promise.late_share, late),
        (promise.asa_seconds, asa),
        (promise.abandoned_share, left),
        (promise.occupancy, busy),
    ):
        if np.isfinite(limit).any():
            ratio = np.log(np.maximum(value, _TINY)) - np.log(limit)
            worst = np.maximum(worst, np.where(np.isfinite(limit), ratio, -np.inf))
    return worst
