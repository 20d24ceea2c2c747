"""The order of conversions: contacts → handle hours → logged hours → paid FTE."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

N = TypeVar("N", float, npt.NDArray[np.float64])


def handle_hours(contacts: N, handle_seconds: N, concurrency: N) -> N:
    """Hours of agents' work in some contacts.

    ``contacts × handle_seconds ÷ concurrency ÷ 3600``, with the *effective* concurrency.

    >>> handle_hours(3600.0, 300.0, 1.0)
    300.0
    """
    return contacts * handle_seconds / concurrency / 3600


def logged_hours(hours: N, occupancy: N) -> N:
    """Hours agents are logged in to do some hours of work: ``hours ÷ occupancy``.

    >>> logged_hours(80.0, 0.8)
    100.0
    """
    return hours / occupancy


def paid_fte(hours: N, occupancy: N, shrinkage: N, paid_hours_per_month: float) -> N:
    """Full-time staff who must be paid to do some hours of work in a month.

    ``hours ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours``: shrinkage divides, it is never added.

    Parameters
    ----------
    hours
        Handle hours in the month.
    occupancy
        Share of logged time spent on work, in (0, 1].
    shrinkage
        Share of paid time not logged in, in [0, 1).
    paid_hours_per_month
        Paid hours of one FTE, usually 160.

    >>> round(paid_fte(89.6, 0.8, 0.3, 160.0), 6)
    1.0
    """
    return hours / occupancy / (1 - shrinkage) / paid_hours_per_month
