"""One group or several: what pooling languages or queues saves, and what a small group costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.workload.staffing.arrays import Array, Figures, figures
from touchmap.workload.staffing.erlang import ENDLESS
from touchmap.workload.staffing.presets import USUAL
from touchmap.workload.staffing.requirement import required_agents


@dataclass(frozen=True, slots=True)
class PoolingGain:
    """Agents of queues that are staffed apart, together, and as it goes in practice."""

    separate: Array
    """Agents of each queue with people of its own."""
    pooled: float
    """Agents if everybody took everything."""
    credit: float

    @property
    def separate_agents(self) -> float:
        """Agents of all queues apart."""
        return float(self.separate.sum())

    @property
    def credited_agents(self) -> float:
        """Agents with the part of the gain that is reached: ``apart − credit × (apart − pooled)``."""
        return self.separate_agents - self.credit * (self.separate_agents - self.pooled)

    @property
    def gain_share(self) -> float:
        """Ideal gain as a share of the agents apart; 0 without agents."""
        return 1 - self.pooled / self.separate_agents if self.separate_agents else 0.0


def pooling_gain(
    load_erlangs: Figures,
    handle_seconds: Figures,
    *,
    service_level_share: float = USUAL.service_level_share,
    threshold_seconds: float = USUAL.threshold_seconds,
    occupancy_cap: float | None = None,
    patience_seconds: float = ENDLESS,
    credit: float = USUAL.pooling_credit,
) -> PoolingGain:
    """Agents of some queues apart and together.

    The pool takes the sum of the loads with the mean handle time, weighted by contacts. Full pooling is
    rarely real: agents speak two languages, not six, so a part of the ideal gain is credited. Queues of
    very different handle times may lose by pooling.

    Parameters
    ----------
    load_erlangs
        Load of each queue, ≥ 0.
    handle_seconds
        Handle time of each queue, or of all, > 0.
    credit
        Part of the ideal gain that is reached, in [0, 1]; 0.6–0.8 in practice.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> gain = pooling_gain([6.6, 4, 3.2, 2.6, 2, 1.6], 300)          # six languages, 20 erlangs
    >>> gain.separate_agents, gain.pooled, round(gain.credited_agents, 1)
    (36.0, 25.0, 28.3)
    """
    if not 0 <= credit <= 1:
        raise ValueError(f"`credit` must be in [0, 1], got {credit}")
    load, handle = np.broadcast_arrays(
        np.atleast_1d(figures("load_erlangs", load_erlangs)),
        figures("handle_seconds", handle_seconds, above=True),
    )
    contacts = (load / handle).sum()
    mean_handle = float(load.sum() / contacts) if contacts > 0 else float(handle.mean())
    agents = required_agents(
        np.append(load.ravel(), load.sum()),
        np.append(handle.ravel(), mean_handle),
        service_level_share=service_level_share,
        threshold_seconds=threshold_seconds,
        occupancy_cap=occupancy_cap,
        patience_seconds=patience_seconds,
    )
    return PoolingGain(agents[:-1], float(agents[-1]), credit)


def small_pool_agents(load_erlangs: Figures, agents: Figures, occupancy: Figures) -> Array:
    """Agents a small group needs beyond those its work would fill at a usual occupancy, at least 0.

    ``agents − load ÷ occupancy``: the price of being there for few.

    Parameters
    ----------
    load_erlangs
        Offered load, ≥ 0.
    agents
        Agents that keep the promises, ≥ 0.
    occupancy
        Usual occupancy of a large group, in (0, 1].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> small_pool_agents([1, 10, 100], [3, 14, 114], 0.85).round(2)
    array([1.82, 2.24, 0.  ])
    """
    work = figures("load_erlangs", load_erlangs) / figures("occupancy", occupancy, above=True, most=1)
    result: Array = np.maximum(figures("agents", agents) - work, 0.0)
    return result
