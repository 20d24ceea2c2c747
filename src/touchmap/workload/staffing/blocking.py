"""Erlang B for any number of agents, also between whole numbers: how full a group without a queue is.

It is the half of every waiting formula that looks at free agents; the other half, the queue, is in
`touchmap.workload.staffing.waiting`.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from touchmap.workload.staffing.arrays import Array, Figures, figures

_FEW = 16.0
"""Agents below which the gamma function itself is exact enough."""
_FAR = 5.0
"""Square roots of the load beyond which an overloaded group is worked out by continued fraction."""
_TERMS = 120
_TINY = 1e-300


def erlang_b(load_erlangs: Figures, agents: Figures) -> Array:
    """Share of contacts that find all agents busy if nobody waits.

    ``B = (R^N / N!) ÷ Σ_{k ≤ N} R^k / k!``, continued to real N by
    ``1/B = R ∫ e^(−Rt) (1 + t)^N dt = e^R R^(−N) Γ(N + 1, R)``.

    Computed as the Poisson probability of N over the regularised gamma function ``Q(N + 1, R)``. The
    logarithm of the former is taken around its mode, where ``N log R − R − log N!`` would lose ten
    digits at 100,000 erlangs. Far below the load, where Q underflows, Legendre's continued fraction
    converges in a few terms.

    Parameters
    ----------
    load_erlangs
        Offered load R: contacts a second × handle seconds, ≥ 0.
    agents
        Agents N, ≥ 0, also between whole numbers.

    Raises
    ------
    ValueError
        If an argument is negative.

    >>> erlang_b(10, [0, 10, 14]).round(4)
    array([1.    , 0.2146, 0.0568])
    """
    load, n = np.broadcast_arrays(
        figures("load_erlangs", load_erlangs, most=1e9), figures("agents", agents, most=1e9)
    )
    shape = load.shape
    return blocking(load.ravel(), n.ravel()).reshape(shape)


def blocking(load: Array, n: Array) -> Array:
    """Erlang B of flat arrays within range."""
    out = np.where(n > 0, 0.0, 1.0)
    busy = (load > 0) & (n > 0)
    far = busy & (load - n > _FAR * np.sqrt(load))
    near = busy & ~far
    if near.any():
        probability = np.exp(_log_poisson(load[near], n[near]))
        out[near] = probability / special.gammaincc(n[near] + 1, load[near])
    if far.any():
        out[far] = _by_continued_fraction(load[far], n[far])
    return out


def _log_poisson(load: Array, n: Array) -> Array:
    """Logarithm of ``R^N e^(−R) / Γ(N + 1)``, by Loader's saddle point where N is not small."""
    out = np.empty_like(load)
    few = n < _FEW
    out[few] = n[few] * np.log(load[few]) - load[few] - special.gammaln(n[few] + 1)
    r, k = load[~few], n[~few]
    ratio = (k - r) / r
    deviance = r * ((1 + ratio) * np.log1p(ratio) - ratio)
    square = k * k
    stirling = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / k
    out[~few] = -deviance - stirling - 0.5 * np.log(2 * np.pi * k)
    return out


def _by_continued_fraction(load: Array, n: Array) -> Array:
    """Erlang B well below the load: Legendre's fraction for ``Γ(N + 1, R)``, by Lentz's method."""
    b = load - n
    c = np.full_like(load, 1 / _TINY)
    d = 1 / b
    value = d.copy()
    for k in range(1, _TERMS):
        numerator = k * (n + 1 - k)
        b = b + 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        step = d * c
        value = value * step
        if np.abs(step - 1).max() < 1e-15:
            break
    result: Array = 1 / (load * value)
    return result
