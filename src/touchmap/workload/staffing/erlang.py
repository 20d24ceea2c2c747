"""A queue in steady state: Erlang C (nobody hangs up) and Erlang A (exponential patience), from one state.

Every figure of a queue – who waits, how long, who hangs up, how busy agents are – is taken from the same
probabilities, so that no two of them can disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from touchmap.workload.staffing.arrays import Array, Figures, figures
from touchmap.workload.staffing.blocking import blocking
from touchmap.workload.staffing.queues import Queues
from touchmap.workload.staffing.waiting import offered_wait

ENDLESS = float("inf")
"""Patience of contacts that never hang up: Erlang C."""
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class QueueState:
    """What contacts and agents experience in steady state; arrays of one shape.

    Where nobody hangs up and the agents cannot keep up, the queue grows without end: everybody waits for
    ever (infinite seconds) and agents are always busy.
    """

    load_erlangs: Array
    """Offered load: contacts a second × handle seconds."""
    agents: Array
    handle_seconds: Array
    occupancy: Array
    """Share of an agent's logged time spent on work: load carried ÷ (agents × concurrency)."""
    wait_probability: Array
    """Share of offered contacts that find all agents busy."""
    abandoned_share: Array
    """Share of offered contacts that hang up before an answer."""
    late_share: Array
    """Share of offered contacts not answered within the threshold: answered later, or never."""
    asa_seconds: Array
    """Average speed of answer: mean wait of *answered* contacts, those answered at once included."""
    mean_wait_seconds: Array
    """Mean wait of *all* contacts until an answer or hanging up."""

    @property
    def service_level_share(self) -> Array:
        """Answered within the threshold, of all *offered* contacts: the strict definition."""
        return 1 - self.late_share

    @property
    def service_level_of_answered_share(self) -> Array:
        """Answered within the threshold, of all *answered* contacts; 0 where nobody is answered."""
        answered = 1 - self.abandoned_share
        return np.where(answered > 0, (1 - self.late_share) / np.maximum(answered, _TINY), 0.0)

    @property
    def waiting_contacts(self) -> Array:
        """Mean number of contacts that wait, by Little's law: contacts a second × mean wait."""
        return self.load_erlangs / self.handle_seconds * self.mean_wait_seconds


def queue_state(
    load_erlangs: Figures,
    agents: Figures,
    handle_seconds: Figures,
    *,
    threshold_seconds: Figures = 20.0,
    patience_seconds: Figures = ENDLESS,
    concurrency: Figures = 1.0,
) -> QueueState:
    """State of a queue with Poisson arrivals, exponential handle times and exponential patience.

    ``P(wait) = S·B ÷ (1 − B + S·B)`` with Erlang's B and ``S = N ∫ exp(R (1 − e^(−κx))/κ − N x) dx``,
    ``κ = handle ÷ patience``; with endless patience ``S = N ÷ (N − R)`` and this is Erlang C. What
    happens to those who wait follows from the same integrand (`touchmap.workload.staffing.waiting`).

    Parameters
    ----------
    load_erlangs
        Offered load R: contacts a second × handle seconds, ≥ 0.
    agents
        Agents, ≥ 0, also between whole numbers.
    handle_seconds
        Mean handle time of a contact, > 0.
    threshold_seconds
        Time within which the service level counts an answer, ≥ 0.
    patience_seconds
        Mean time after which a waiting contact hangs up, > 0; infinite for Erlang C.
    concurrency
        Effective contacts an agent handles at once, > 0: ``N = agents × concurrency`` contacts find
        somebody free, each of them takes `handle_seconds`.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    Notes
    -----
    A. K. Erlang (1917); C. Palm (1946) for impatience. Relative accuracy 1e-10 or better from 0.01 to
    100,000 erlangs.

    >>> state = queue_state(100, 114, 360)                       # 1000 calls of 6 minutes an hour
    >>> float(state.service_level_share.round(3)), float(state.asa_seconds.round(1))
    (0.947, 3.0)
    >>> queue_state(50, [48, 50, 52, 54], 300, patience_seconds=120).abandoned_share.round(3)
    array([0.092, 0.069, 0.05 , 0.035])
    """
    arrays = np.broadcast_arrays(
        figures("load_erlangs", load_erlangs, most=1e9),
        figures("handle_seconds", handle_seconds, above=True, most=1e9),
        figures("threshold_seconds", threshold_seconds),
        figures("patience_seconds", patience_seconds, above=True),
        figures("concurrency", concurrency, above=True, most=1e6),
        figures("agents", agents, most=1e9),
    )
    *queues, n_agents = (a.ravel() for a in arrays)
    flat = state_of(Queues(*queues), n_agents)
    return QueueState(*(getattr(flat, name).reshape(arrays[0].shape) for name in QueueState.__slots__))


def state_of(queues: Queues, agents: Array) -> QueueState:
    """Give the `queue_state` of flat arrays within range."""
    load, handle, patience, impatience = queues.load, queues.handle, queues.patience, queues.impatience
    n = agents * queues.concurrency
    idle = load <= 0
    lost = (n <= 0) & ~idle
    grows = ~idle & ~lost & (impatience <= 0) & (n <= load)
    steady = ~(idle | lost | grows)
    wait, left, late, answered_wait = (np.where(idle, 0.0, 1.0) for _ in range(4))
    left[grows] = 0.0
    left[lost & (impatience <= 0)] = 0.0
    answered_wait[grows | lost] = np.inf
    rows = np.flatnonzero(steady)
    if len(rows):
        r, k = load[rows], n[rows]
        tail = offered_wait(r, k, impatience[rows], queues.time[rows])
        b = blocking(r, k)
        odds = tail.log_mean + np.log(k) + np.log(np.maximum(b, _TINY)) - np.log1p(-np.minimum(b, 1 - 1e-16))
        p = np.where(b > 0, special.expit(odds), 0.0)
        wait[rows] = p
        left[rows] = p * tail.left_share
        late[rows] = p * tail.late_share
        answered_wait[rows] = p * tail.answered_wait
    kept = np.maximum(1 - left, _TINY)
    finite = steady | idle
    asa = np.where(finite, answered_wait * handle / kept, np.inf)
    mean_wait = np.where(impatience > 0, left * np.where(impatience > 0, patience, 0.0), asa)
    carried = np.where(steady, load * (1 - left), np.where(grows, n, 0.0))
    occupancy = carried / np.where(n > 0, n, 1.0)
    return QueueState(load, agents, handle, np.minimum(occupancy, 1.0), wait, left, late, asa, mean_wait)
