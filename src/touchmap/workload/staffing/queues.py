"""Many queues side by side: their figures as flat arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.workload.staffing.arrays import Array

_LONGEST = 1e12
"""Handle times a threshold may be long: beyond, everything is in time."""


@dataclass(frozen=True, slots=True)
class Queues:
    """Arguments of queues within their ranges, one entry per queue."""

    load: Array
    """Offered load in erlangs."""
    handle: Array
    """Handle time in seconds."""
    threshold: Array
    """Seconds within which to answer."""
    patience: Array
    """Mean patience in seconds, infinite where nobody hangs up."""
    concurrency: Array
    """Contacts an agent handles at once."""

    @property
    def impatience(self) -> Array:
        """Handle time ÷ patience; 0 where nobody hangs up."""
        return np.where(np.isinf(self.patience), 0.0, self.handle / self.patience)

    @property
    def time(self) -> Array:
        """Threshold in handle times."""
        return np.minimum(self.threshold / self.handle, _LONGEST)

    def take(self, rows: npt.NDArray[np.intp]) -> Queues:
        """Some of the queues."""
        return Queues(*(getattr(self, name)[rows] for name in Queues.__slots__))
