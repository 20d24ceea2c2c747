"""Months of the plan: which calendar months occur and what a monthly amount is worth today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from touchmap.project import Settings

Array = npt.NDArray[np.float64]
MONTHS = 12
_BY_MONTH = ContextVar("_BY_MONTH", default=False)


@contextmanager
def month_by_month() -> Iterator[None]:
    """Calendars made inside count each month by itself and discount nothing; see `Calendar.by_month`.

    The costing made inside is the same as ever, but each of its yearly amounts is that of a month, so
    that no cost line needs a second formula for its cash.
    """
    token = _BY_MONTH.set(True)
    try:
        yield
    finally:
        _BY_MONTH.reset(token)


def times(monthly: Array, factor: Array | npt.NDArray[np.bool_]) -> Array:
    """Monthly amounts, shape (n, 12), each row times its factor; rows that come to nothing take no room.

    >>> times(np.ones((2, 12)), np.array([2.0, 0.0]))[:, :3]
    array([[2., 2., 2.],
           [0., 0., 0.]])
    """
    out = np.zeros(monthly.shape)
    return np.multiply(monthly, factor[:, None], out=out, where=(factor != 0)[:, None])


def added(*parts: Array) -> Array:
    """Monthly amounts added up, shape (n, 12); those that are nothing take no time.

    >>> added(np.ones(2), np.zeros(2), np.ones(2))
    array([2., 2.])
    """
    some = [part for part in parts if part.any()] or [parts[0]]
    return sum(some[1:], start=some[0])


@dataclass(frozen=True, slots=True)
class Calendar:
    """The horizon of a plan, month by month."""

    horizon: int
    first_month: int
    """Calendar month of the first month of the plan, 0 = January."""
    discount_rate: float
    growth: float
    by_month: bool = False
    """Whether amounts are told by month and not discounted: the start first, then each month."""

    @classmethod
    def of(cls, settings: Settings) -> Calendar:
        """Read the calendar from a project's settings."""
        first = settings.start_on.month - 1 if settings.start_on else 0
        rate, growth = settings.discount_rate, settings.volume_growth
        return cls(settings.horizon_months, first, rate, growth, _BY_MONTH.get())

    @property
    def years(self) -> int:
        """Number of years touched by the horizon; by month, the number of months and the start."""
        return self.horizon + 1 if self.by_month else -(-self.horizon // MONTHS)

    @property
    def discount(self) -> Array:
        """Worth today of 1 at the start and at the end of each month, shape (horizon + 1,).

        >>> Calendar(horizon=12, first_month=0, discount_rate=0.25, growth=0.0).discount[[0, 12]]
        array([1. , 0.8])
        """
        worth: Array = (1 + self.discount_rate) ** (-np.arange(self.horizon + 1) / MONTHS)
        return worth

    @property
    def occurs(self) -> npt.NDArray[np.bool_]:
        """Which calendar months occur in the horizon at all, shape (12,)."""
        mask = np.zeros(MONTHS, dtype=bool)
        mask[self.order] = True
        return mask

    @property
    def order(self) -> list[int]:
        """Calendar months that occur, in the order of the plan."""
        return [(self.first_month + n) % MONTHS for n in range(min(self.horizon, MONTHS))]

    def weights(
        self, escalation: float, *, after: float = 0, until: float | None = None, grows: bool = True
    ) -> Array:
        """Present value today of 1 a month, by year of the plan and calendar month, shape (years, 12).

        By month, rows are months and nothing is discounted.

        Month n (1, 2, …) of the plan counts ``((1 + growth) (1 + escalation)) ** year``, divided by
        ``(1 + rate) ** (n / 12)``, with ``year = (n − 1) // 12``; amounts fall due at the end of their month.

        Parameters
        ----------
        escalation
            Yearly price rise, share per year.
        after
            Months at the start that do not count.
        until
            Last month that counts; all of the horizon if not given.
        grows
            Whether the amount grows with volumes.

        >>> calendar = Calendar(horizon=24, first_month=0, discount_rate=0.0, growth=0.0)
        >>> calendar.weights(0.10).sum(axis=1).round(2)
        array([12. , 13.2])
        """
        return _weights(self, escalation, after, until, grows)

    @property
    def volumes(self) -> Array:
        """Size of a month's volume against the first year's, by year of the plan, shape (years,).

        >>> Calendar(horizon=24, first_month=0, discount_rate=0.0, growth=0.1).volumes
        array([1. , 1.1])
        """
        rows = np.arange(self.years)
        year = np.maximum(rows - 1, 0) // MONTHS if self.by_month else rows
        grown: Array = (1 + self.growth) ** year.astype(float)
        return grown

    def average(self, monthly: Array) -> Array:
        """Average over the calendar months that occur; the last axis holds the months."""
        occurs = self.occurs.astype(np.float64)
        mean: Array = monthly @ occurs / occurs.sum()
        return mean


@lru_cache(maxsize=4096)
def _weights(calendar: Calendar, escalation: float, after: float, until: float | None, grows: bool) -> Array:
    """Weights of a calendar, worked out once; nobody may change them."""
    rise = (1 + escalation) * ((1 + calendar.growth) if grows else 1)
    table = np.zeros((calendar.years, MONTHS))
    last = calendar.horizon if until is None else min(calendar.horizon, until)
    for n in range(1, calendar.horizon + 1):
        if after < n <= last:
            year = (n - 1) // MONTHS
            value = rise**year
            if not calendar.by_month:
                value /= (1 + calendar.discount_rate) ** (n / MONTHS)
            row = n if calendar.by_month else year
            table[row, (calendar.first_month + n - 1) % MONTHS] += value
    table.flags.writeable = False
    return table
