"""Positions for curves: read off a table of the queue's own staffing curve, at a fraction of the effort."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from touchmap.work.calendar import Array
from touchmap.workload.staffing.groups import LiveQueue
from touchmap.workload.staffing.presets import Presets
from touchmap.workload.staffing.requirement import required_agents

_LEAST = 1e-4
_PER_DECADE = 16
_ROUNDING = 1e-6


class SmoothPositions:
    """Agents of queues at any load, between whole agents or rounded up to them.

    For each kind of queue the agents are worked out at loads a factor 1.15 apart; in between the agents
    beyond the load are read off a straight line in the logarithm of the load, which is right to 0.3 %.

    Parameters
    ----------
    whole
        Whether agents are rounded up; an average over many hours is smooth all the same.

    >>> from touchmap.workload.staffing.presets import USUAL
    >>> SmoothPositions()([], USUAL)
    []
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._whole = whole
        self._tables: dict[tuple[float, ...], tuple[Array, Array]] = {}

    def __call__(self, queues: Sequence[LiveQueue], presets: Presets) -> list[Array]:
        """Positions of each queue in each hour, shapes (12, 168)."""
        most = max((float(queue.load_erlangs.max()) for queue in queues), default=0.0)
        for queue in queues:
            key = _kind(queue, presets)
            if key not in self._tables or self._tables[key][0][-1] < most:
                self._tables[key] = _table(queue, presets, most)
        agents = [
            _read(*self._tables[_kind(queue, presets)], queue.load_erlangs, queue.concurrency)
            for queue in queues
        ]
        return [np.ceil(n - _ROUNDING) for n in agents] if self._whole else agents


def _kind(queue: LiveQueue, presets: Presets) -> tuple[float, ...]:
    return (
        queue.handle_seconds,
        queue.concurrency,
        queue.service_level_share,
        queue.threshold_seconds,
        queue.patience_seconds,
        queue.asa_seconds,
        queue.abandoned_share,
        presets.occupancy_cap,
    )


def _table(queue: LiveQueue, presets: Presets, most: float) -> tuple[Array, Array]:
    reach = np.log10(max(most, 2 * _LEAST) / _LEAST)
    loads = np.geomspace(_LEAST, max(most, 2 * _LEAST) * 1.001, int(reach * _PER_DECADE) + 2)
    agents = required_agents(
        loads,
        queue.handle_seconds,
        service_level_share=queue.service_level_share,
        threshold_seconds=queue.threshold_seconds,
        asa_seconds=None if np.isinf(queue.asa_seconds) else queue.asa_seconds,
        abandoned_share=queue.abandoned_share if queue.abandoned_share < 1 else None,
        occupancy_cap=presets.occupancy_cap,
        patience_seconds=queue.patience_seconds,
        concurrency=queue.concurrency,
        whole=False,
    )
    return loads, agents - loads / queue.concurrency


def _read(loads: Array, beyond: Array, load: Array, concurrency: float) -> Array:
    reach = np.log(np.maximum(load, loads[0]))
    return np.where(load > 0, np.interp(reach, np.log(loads), beyond) + load / concurrency, 0.0)
