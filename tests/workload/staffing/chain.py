"""Queues worked out the long way: the birth–death chain, state by state, with 50 decimals.

Nothing here knows of incomplete gamma functions, integrals or recursions for B. The chain of the number in
the system is summed until nothing is left; what happens to a contact with k others before it follows the
jumps of the queue in front of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext

DIGITS = 50
_NOTHING = Decimal(10) ** -45


@dataclass(frozen=True)
class Reference:
    """Figures of one queue."""

    wait_probability: float
    abandoned_share: float
    service_level_share: float
    asa_seconds: float
    mean_wait_seconds: float
    occupancy: float
    waiting_contacts: float


def reference(load: str, agents: int, handle: float, patience: float | None, threshold: float) -> Reference:
    """Figures of a queue; no patience = nobody hangs up, then the load must be below the agents."""
    with localcontext() as context:
        context.prec = DIGITS
        r = Decimal(load)
        k = Decimal(0) if patience is None else Decimal(handle) / Decimal(patience)
        below = [Decimal(1)]  # weights of 0 … agents − 1 in the system
        for i in range(1, agents):
            below.append(below[-1] * r / i)
        queue = [below[-1] * r / agents]  # weights of all busy and 0, 1, … waiting
        while True:
            j = len(queue)
            rate = agents + j * k
            queue.append(queue[-1] * r / rate)
            if rate > r and queue[-1] < _NOTHING * queue[0] * (1 - r / rate):
                break
        total = sum(below) + sum(queue)
        waiting = sum(j * p for j, p in enumerate(queue)) / total
        busy = (sum(i * p for i, p in enumerate(below)) + agents * sum(queue)) / total
        answered, time = _fates(queue, agents, k)
        served = (sum(below) + answered) / total
        wait = sum(queue) / total
        started = sum(below) / total
        return Reference(
            wait_probability=float(wait),
            abandoned_share=float(waiting * k / r),
            service_level_share=float(started)
            + _in_time([float(p / total) for p in queue], agents, float(k), threshold / handle),
            asa_seconds=float(time / total / served) * handle,
            mean_wait_seconds=float(waiting / r) * handle,
            occupancy=float(busy / agents),
            waiting_contacts=float(waiting),
        )


def _fates(queue: list[Decimal], agents: int, k: Decimal) -> tuple[Decimal, Decimal]:
    """Weight of contacts that must wait and are answered, and their weighted time until then.

    With j others before it, the queue in front moves at ``agents + j·k`` and the contact itself leaves
    at k; an answer is the last move.
    """
    answered = time = Decimal(0)
    share, spent = Decimal(1), Decimal(0)
    for j, weight in enumerate(queue):
        moves = agents + j * k
        either = moves + k
        share_before, spent_before = (Decimal(1), Decimal(0)) if j == 0 else (share, spent)
        share = moves / either * share_before
        spent = share / either + moves / either * spent_before
        answered += weight * share
        time += weight * spent
    return answered, time


def _in_time(queue: list[float], agents: int, k: float, threshold: float) -> float:
    """Share answered after a wait of at most the threshold, by uniformisation of the queue in front."""
    while len(queue) > 1 and queue[-1] < 1e-18:
        queue = queue[:-1]
    places = len(queue)
    rate = agents + (places + 1) * k
    mean = rate * threshold
    front = list(queue)
    done = 0.0
    steps = int(mean + 12 * math.sqrt(mean) + 40)
    log_weight, tail, answered = -mean, 0.0, []
    for _ in range(steps + 1):
        answered.append(done)
        moved = [p * (agents + j * k) / rate for j, p in enumerate(front)]
        done += moved[0]
        front = [
            p * (1 - (agents + (j + 1) * k) / rate) + (moved[j + 1] if j + 1 < places else 0.0)
            for j, p in enumerate(front)
        ]
    total = []
    for n, value in enumerate(answered):
        if n:
            log_weight += math.log(mean) - math.log(n) if mean else -math.inf
        weight = math.exp(log_weight) if log_weight > -745 else 0.0
        tail += weight
        total.append(weight * value)
    return math.fsum(total) + (1 - min(tail, 1.0)) * answered[-1]
