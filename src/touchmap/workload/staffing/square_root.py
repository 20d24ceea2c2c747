"""The square-root law: a cheap, close first guess of the agents a queue needs.

``N ≈ R + β √R`` (Halfin and Whitt 1981; with patience Garnett, Mandelbaum and Reiman 2002). The normal
distribution stands in for the Poisson of the free agents and for the offered wait.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from touchmap.workload.staffing.arrays import Array
from touchmap.workload.staffing.promise import Promise, excess
from touchmap.workload.staffing.queues import Queues

_STEPS = 13
_REACH = 7.0
_ROOT = float(np.sqrt(2 / np.pi))


def first_guess(queues: Queues, promise: Promise) -> Array:
    """Agents, each with one contact at a time, that about keep a promise; flat arrays.

    >>> import numpy as np
    >>> from touchmap.workload.staffing.promise import Promise
    >>> eighty = Promise(*(np.array([x]) for x in (0.2, np.inf, np.inf, np.inf)))
    >>> calls = Queues(*(np.array([x]) for x in (100.0, 360.0, 20.0, np.inf, 1.0)))
    >>> guess = first_guess(calls, eighty)
    >>> bool(abs(guess[0] - 108.24) < 0.5)             # exactly 108.24
    True
    """
    load, impatience = queues.load, queues.impatience
    root = np.sqrt(load)
    reach = _REACH + 3 / root
    # Where nobody hangs up there is no steady state at or below the load.
    low = np.where(impatience > 0, np.maximum(-reach, 0.02 / root - root), 1e-4)
    high = np.maximum(reach, low + 1)
    for _ in range(_STEPS):
        beta = (low + high) / 2
        fails = _excess(queues, beta, promise) > 0
        low, high = np.where(fails, beta, low), np.where(fails, high, beta)
    guess: Array = load + high * root
    return guess


def _excess(queues: Queues, beta: Array, promise: Promise) -> Array:
    load, impatience, time = queues.load, queues.impatience, queues.time
    root = np.sqrt(load)
    spare = beta * root
    density = np.exp(-beta * beta / 2) * (_ROOT / 2)
    free = root * special.ndtr(beta) / np.maximum(density, 1e-300)
    if impatience.any():
        width = np.sqrt(load * np.maximum(impatience, 1e-9))
        tail = special.erfcx(np.clip(spare / (width * np.sqrt(2)), -20, None)) / (_ROOT * width)
        later = special.erfcx(np.clip((spare + width * width * time) / (width * np.sqrt(2)), -20, None))
        later = later / (_ROOT * width) * np.exp(np.clip(-spare * time - (width * time) ** 2 / 2, -700, 300))
        tail = np.where(impatience > 0, tail, 1 / np.maximum(spare, 1e-12))
        late = np.where(impatience > 0, later / tail, np.exp(-np.maximum(spare, 0) * time))
    else:
        tail, late = 1 / spare, np.exp(-spare * time)
    wait = 1 / (1 + free / ((load + spare) * tail) * (1 + spare / load))
    left = np.where(impatience > 0, np.clip(1 - spare * tail, 0, None) / load, 0.0) * wait
    mean = np.where(impatience > 0, left / np.maximum(impatience, 1e-300), wait * tail) * queues.handle
    return excess(promise, wait * late, mean, left, load * (1 - left) / (load + spare))
