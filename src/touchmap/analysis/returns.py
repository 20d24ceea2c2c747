"""Rate of return, payback and cumulated money of a row of monthly amounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from touchmap.work.calendar import MONTHS, Array

_CENT = 0.005


class ReturnStatus(StrEnum):
    """Whether there is a rate of return."""

    FOUND = "found"
    NOTHING_LAID_OUT = "nothing is laid out"
    NEVER_EARNED_BACK = "nothing is ever earned"
    SEVERAL = "several rates fit, so none is stated"
    NOT_FOUND = "no rate fits"


@dataclass(frozen=True)
class Return:
    """A yearly rate of return, or why there is none."""

    status: ReturnStatus
    per_year: float | None = None


def rate_of_return(monthly: Array) -> Return:
    """Internal rate of return of monthly amounts, as a rate a year: ``(1 + monthly rate) ^ 12 − 1``.

    Parameters
    ----------
    monthly
        Money saved less money laid out, at the start and in each month.

    >>> round(rate_of_return(np.array([-100.0] + [0.0] * 11 + [110.0])).per_year, 6)
    0.1
    >>> rate_of_return(np.array([1.0, 2.0])).status.value
    'nothing is laid out'
    """
    import numpy_financial as npf

    if not (monthly < -_CENT).any():
        return Return(ReturnStatus.NOTHING_LAID_OUT)
    if not (monthly > _CENT).any():
        return Return(ReturnStatus.NEVER_EARNED_BACK)
    cumulated = np.cumsum(monthly)
    if _changes(monthly) > 1 and _changes(cumulated) > 1:
        return Return(ReturnStatus.SEVERAL)
    rate = float(npf.irr(monthly))
    if np.isnan(rate) or rate <= -1:
        return Return(ReturnStatus.NOT_FOUND)
    left = float(npf.npv(rate, monthly))
    if abs(left) > 1e-6 * float(np.abs(monthly).max()):
        return Return(ReturnStatus.NOT_FOUND)
    return Return(ReturnStatus.FOUND, (1 + rate) ** MONTHS - 1)


def _changes(amounts: Array) -> int:
    """How often the sign changes."""
    signs = np.sign(np.where(np.abs(amounts) > _CENT, amounts, 0.0))
    signs = signs[signs != 0]
    return int((signs[1:] != signs[:-1]).sum())


def payback_month(monthly: Array) -> int | None:
    """First month from which the cumulated money stays at or above 0; 0 if it is never below.

    None if it is below 0 at the end.

    >>> payback_month(np.array([-100.0, 40.0, 40.0, 40.0]))
    3
    """
    below = np.flatnonzero(np.cumsum(monthly) < -_CENT)
    if not len(below):
        return 0
    month = int(below[-1]) + 1
    return month if month < len(monthly) else None
