"""How long somebody who must wait is offered to wait: the one distribution behind every waiting figure.

Time is counted in handle times: with N agents, load R and ``κ = handle time ÷ patience`` the wait that a
waiting contact is *offered* (what it would wait if it never hung up) has the density

``f(x) ∝ exp(R (1 − e^(−κx)) / κ − N x)``,  ``x ≥ 0``,

which for endless patience (κ = 0) is the exponential of Erlang C. A contact is answered if its patience
outlasts the offered wait, which has the probability ``e^(−κx)``. Shares and means are integrals of
positive functions against f, so nothing cancels, whatever the load.

Source: S. Zeltyn and A. Mandelbaum, *Call centers with impatient customers* (2005), the integrals J, J1,
J(t), here for exponential patience.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.workload.staffing.arrays import Array

Rows = npt.NDArray[np.intp]
_DROPS = (1.5, 6.0, 16.0, 40.0)
"""Falls of log f from its peak at which the range is cut into panels; beyond the last nothing is left."""
_IMPATIENT = (1.5, 6.0, 16.0)
"""Multiples of the patience that are cut too where patience is short against the queue's own time."""
_NODES, _WEIGHTS = (part / 2 for part in np.polynomial.legendre.leggauss(12))
_ROWS = 2048
"""Rows worked on at once: their panels fit the cache."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What happens to contacts that must wait; arrays of one shape, times in handle times."""

    log_mean: Array
    """Logarithm of ``∫ exp(R (1 − e^(−κx)) / κ − N x) dx``: the weight of the queue against free agents."""
    left_share: Array
    """Share of waiting contacts that hang up."""
    late_share: Array
    """Share of waiting contacts that are not answered within the threshold, whether answered later or not."""
    answered_wait: Array
    """Mean of the wait over all waiting contacts, those that hang up counted as 0."""


def offered_wait(load: Array, n: Array, impatience: Array, threshold: Array) -> Waiting:
    """Integrate the offered wait for flat arrays.

    Parameters
    ----------
    load
        Offered load R in erlangs, > 0.
    n
        Agents N, > 0; above R where `impatience` is 0.
    impatience
        Handle time ÷ mean patience, ≥ 0.
    threshold
        Time within which to answer, in handle times, ≥ 0.

    >>> import numpy as np
    >>> never_hang_up = offered_wait(*map(np.array, ([8.0], [10.0], [0.0], [0.5])))
    >>> never_hang_up.late_share.round(4)    # e^(−(10 − 8) × 0.5)
    array([0.3679])
    """
    out = Waiting(*(np.zeros_like(load) for _ in range(4)))
    patient = impatience <= 0
    _exponential(out, np.flatnonzero(patient), load, n, threshold)
    # Rows that need the same panels go together: cuts for overload and for short patience are not free.
    kind = np.where(patient, -1, 2 * (load > n) + (2 * impatience > n))
    for wanted in range(4):
        rows = np.flatnonzero(kind == wanted)
        for start in range(0, len(rows), _ROWS):
            part = rows[start : start + _ROWS]
            found = _integrate(*(a[part] for a in (load, n, impatience, threshold)))
            for name in Waiting.__slots__:
                getattr(out, name)[part] = getattr(found, name)
    return out


def _exponential(out: Waiting, rows: Rows, load: Array, n: Array, threshold: Array) -> None:
    spare = n[rows] - load[rows]
    out.log_mean[rows] = -np.log(spare)
    out.late_share[rows] = np.exp(-spare * threshold[rows])
    out.answered_wait[rows] = 1 / spare


def _integrate(load: Array, n: Array, impatience: Array, threshold: Array) -> Waiting:
    excess = np.log(np.maximum(load / n, 1.0))
    pull = np.minimum(load, n)
    edges = _edges(n, impatience, pull, excess, threshold)
    width = np.diff(edges, axis=1)
    middle = (edges[:, 1:] + edges[:, :-1]) / 2
    v = middle[:, :, None] + width[:, :, None] * _NODES
    k = impatience[:, None, None]
    fall = np.expm1(-k * v)
    f = np.exp(-(n[:, None, None] * v + (pull / impatience)[:, None, None] * fall)) * _WEIGHTS
    overload = (pull / load)[:, None, None]
    stayed = overload * (1 + fall)
    left = (1 - overload) - overload * fall
    whole = f.sum(axis=2) * width
    lost = (f * left).sum(axis=2) * width
    kept = (f * stayed * (v + (excess / impatience)[:, None, None])).sum(axis=2) * width
    total = whole.sum(axis=1)
    limit = np.clip(threshold - excess / impatience, edges[:, 0], edges[:, -1])
    in_time = edges[:, 1:] <= limit[:, None]
    peak = (load - n) / impatience - n * excess / impatience
    return Waiting(
        np.log(total) + np.where(excess > 0, peak, 0.0),
        lost.sum(axis=1) / total,
        np.where(in_time, lost, whole).sum(axis=1) / total,
        kept.sum(axis=1) / total,
    )


def _edges(n: Array, k: Array, pull: Array, excess: Array, threshold: Array) -> Array:
    """Where the range is cut, relative to the peak of f; shape (rows, cuts)."""
    start = -excess / k
    cuts = [start, np.zeros_like(n)]
    for drop in _DROPS:
        cuts.append(_right(n, k, pull, drop))
        if excess.any():
            cuts.append(np.maximum(start, -_left(n, k, excess, drop)))
    last = cuts[-2] if excess.any() else cuts[-1]
    if (2 * k > n).any():
        cuts += [start + times / k for times in _IMPATIENT]
    cuts.append(start + threshold)
    first = np.maximum(start, -_left(n, k, excess, _DROPS[-1]))
    edges: Array = np.sort(np.clip(np.stack(cuts, axis=1), first[:, None], last[:, None]), axis=1)
    return edges


def _right(n: Array, k: Array, pull: Array, drop: float) -> Array:
    """Distance right of the peak at which log f has fallen by `drop`: ``n v − pull (1 − e^(−kv)) / k``.

    The parabola at the peak lies above it, so its root is a start from the left; the function is convex,
    so every step of Newton's method lands right of the root and comes nearer.
    """
    spare = n - pull
    v = 2 * drop / (spare + np.sqrt(spare * spare + 2 * drop * pull * k))
    for _ in range(3):
        fall = np.expm1(-k * v)
        v = v + (drop - n * v - pull * fall / k) / (spare - pull * fall)
    return v


def _left(n: Array, k: Array, excess: Array, drop: float) -> Array:
    """Distance left of the peak at which log f has fallen by `drop`, at most down to a wait of 0."""
    v = np.minimum(np.sqrt(2 * drop / (n * k)), excess / k)
    for _ in range(2):
        rise = np.expm1(k * v)
        slope = np.where(rise > 0, rise, 1.0)
        step = (n * rise / k - n * v - drop) / (n * slope)
        v = np.where(step > 0, v - step, v)
    return v
