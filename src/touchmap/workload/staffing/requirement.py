"""The fewest agents with which a queue keeps its promises, for any number of queues at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from touchmap.workload.staffing.arrays import Array, Figures, figures
from touchmap.workload.staffing.erlang import ENDLESS, state_of
from touchmap.workload.staffing.promise import TOLERANCE, Promise, excess, read_promise
from touchmap.workload.staffing.queues import Queues
from touchmap.workload.staffing.square_root import first_guess

_ROUNDS = 200
_CLOSE = 1e-8
"""Width of the interval in which a real number of agents is known, as a part of those beyond the fewest."""
_ROUNDING = 1e-15


def required_agents(
    load_erlangs: Figures,
    handle_seconds: Figures,
    *,
    service_level_share: Figures | None = None,
    threshold_seconds: Figures = 20.0,
    asa_seconds: Figures | None = None,
    abandoned_share: Figures | None = None,
    occupancy_cap: Figures | None = None,
    patience_seconds: Figures = ENDLESS,
    concurrency: Figures = 1.0,
    whole: bool = True,
) -> Array:
    """Fewest agents that keep every promise; all arguments are broadcast together.

    Service level, ASA, abandonment and occupancy all improve with every agent, so the smallest number is
    found between one that fails and one that keeps: from the square-root law ``R + β √R`` on, by straight
    lines through the logarithm of the worst promise, with bisection where that is slow.

    Parameters
    ----------
    load_erlangs
        Offered load: contacts a second × handle seconds, ≥ 0; without load nobody is needed.
    handle_seconds
        Mean handle time, > 0.
    service_level_share
        Share of *offered* contacts answered within `threshold_seconds`, in [0, 1).
    threshold_seconds
        Time within which to answer, ≥ 0.
    asa_seconds
        Longest mean wait of answered contacts, > 0.
    abandoned_share
        Largest share of contacts that hang up, in (0, 1]; without patience nobody does.
    occupancy_cap
        Largest share of logged time spent on work, in (0, 1].
    patience_seconds
        Mean patience, > 0; infinite for Erlang C.
    concurrency
        Effective contacts an agent handles at once, > 0.
    whole
        Whole agents; otherwise the real number at which the worst promise is just kept.

    Raises
    ------
    ValueError
        If an argument is outside its range, or nothing is promised.

    Notes
    -----
    Halfin and Whitt (1981) for the law.

    >>> required_agents([1, 10, 100], 360, service_level_share=0.8, occupancy_cap=0.88)
    array([  3.,  14., 114.])
    >>> required_agents(50, 300, abandoned_share=0.05, patience_seconds=120)
    array(53.)
    >>> required_agents([20, 10 / 3], 300, service_level_share=0.8, whole=False).round(2)   # pool and part
    array([24.32,  5.46])
    """
    limits = read_promise(service_level_share, asa_seconds, abandoned_share, occupancy_cap)
    arrays = np.broadcast_arrays(
        figures("load_erlangs", load_erlangs, most=1e9),
        figures("handle_seconds", handle_seconds, above=True, most=1e9),
        figures("threshold_seconds", threshold_seconds),
        figures("patience_seconds", patience_seconds, above=True),
        figures("concurrency", concurrency, above=True, most=1e6),
        *limits,
    )
    shape = arrays[0].shape
    flat = [a.ravel() for a in arrays]
    load = flat[0]
    out = np.zeros(len(load))
    rows = np.flatnonzero(load > 0)
    if len(rows):
        promise = Promise(*(limit[rows] for limit in flat[5:]))
        out[rows] = _Search(Queues(*flat[:5]).take(rows), promise, whole=whole).run()
    return out.reshape(shape)


class _Search:
    """Brackets of all queues, narrowed together; those that are done drop out."""

    def __init__(self, queues: Queues, promise: Promise, *, whole: bool) -> None:
        self._queues, self._promise, self._whole = queues, promise, whole
        load, at_once = queues.load, queues.concurrency
        # Without patience no number of agents up to the load keeps up with it; otherwise none is too few.
        floor = np.where(np.isinf(queues.patience), load / at_once, 0.0)
        self._floor = floor
        self._fails = np.floor(floor) if whole else floor.copy()
        self._fails_by = np.full_like(load, np.inf)
        self._keeps = np.full_like(load, np.inf)
        self._keeps_by = np.full_like(load, -np.inf)
        guess = first_guess(queues, promise) / at_once
        self._kept_last = np.full(len(load), -1, dtype=np.int8)
        """Whether the last trial kept the promises; −1 before the first."""
        self._step = np.maximum(0.02 * np.sqrt(load) / at_once, 1.0 if whole else 1e-3)
        self._trial = (
            np.maximum(np.ceil(guess), self._fails + 1) if whole else np.maximum(guess, floor * 1.0001)
        )

    def run(self) -> Array:
        """Narrow every bracket until it is done."""
        rows = np.arange(len(self._trial))
        for count in range(_ROUNDS):
            trial = self._trial[rows]
            by = self._missed_by(rows, trial)
            kept = by <= TOLERANCE
            inside, outside = rows[kept], rows[~kept]
            self._keeps[inside], self._keeps_by[inside] = trial[kept], by[kept]
            self._fails[outside], self._fails_by[outside] = trial[~kept], by[~kept]
            self._pull_over(rows, kept)
            rows = rows[~self._done(rows)]
            if not len(rows):
                break
            self._trial[rows] = self._next(rows, count)
        return self._keeps

    def _pull_over(self, rows: npt.NDArray[np.intp], kept: npt.NDArray[np.bool_]) -> None:
        """Halve the weight of an end that stays put, or the other would creep (the Illinois method)."""
        again = self._kept_last[rows] == kept
        stuck_below, stuck_above = rows[again & kept], rows[again & ~kept]
        self._fails_by[stuck_below] /= 2
        self._keeps_by[stuck_above] /= 2
        self._kept_last[rows] = kept

    def _missed_by(self, rows: npt.NDArray[np.intp], agents: Array) -> Array:
        state = state_of(self._queues.take(rows), agents)
        promise = Promise(*(getattr(self._promise, name)[rows] for name in Promise.__slots__))
        return excess(promise, state.late_share, state.asa_seconds, state.abandoned_share, state.occupancy)

    def _done(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        keeps = self._keeps[rows]
        width = keeps - self._fails[rows]
        if self._whole:
            next_to_it: npt.NDArray[np.bool_] = width <= 1
            return next_to_it
        exact = np.abs(self._keeps_by[rows]) <= TOLERANCE
        known = np.isfinite(keeps)
        found = np.where(known, keeps, 1.0)
        narrow = width <= np.maximum(_CLOSE * (found - self._floor[rows]), _ROUNDING * found)
        return known & (exact | narrow)

    def _next(self, rows: npt.NDArray[np.intp], count: int) -> Array:
        """Where to look next: outwards while a side is open, else on the straight line, at times halfway."""
        low, high = self._fails[rows], self._keeps[rows]
        above, below = self._fails_by[rows], self._keeps_by[rows]
        step = self._step[rows] * 2.0**count
        closed = np.isfinite(high) & np.isfinite(above) & np.isfinite(below)
        with np.errstate(invalid="ignore"):
            line = low + (high - low) * np.where(closed, above / (above - below), 0.5)
        halfway = (low + high) / 2
        trial = np.where(closed & (count % 8 != 7), line, halfway)
        trial = np.where(np.isinf(high), low + step, trial)
        open_below = np.isinf(above) & np.isfinite(high)
        trial = np.where(open_below, np.maximum(high - step, halfway if not self._whole else low + 1), trial)
        if self._whole:
            return np.clip(np.ceil(trial), low + 1, np.where(np.isinf(high), np.inf, high - 1))
        margin = np.where(np.isinf(high), 0.0, 1e-3 * (high - low))
        return np.clip(trial, low + margin, high - margin)
