"""Months of the plan: which calendar months occur and what a monthly amount is worth today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.project import Settings

Array = npt.NDArray[np.float64]
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Calendar:
    """The horizon of a plan, month by month."""

    horizon: int
    first_month: int
    """Calendar month of the first month of the plan, 0 = January."""
    discount_rate: float
    growth: float

    @classmethod
    def of(cls, settings: Settings) -> Calendar:
        """Read the calendar from a project's settings."""
        first = settings.start_on.month - 1 if settings.start_on else 0
        return cls(settings.horizon_months, first, settings.discount_rate, settings.volume_growth)

    @property
    def years(self) -> int:
        """Number of years touched by the horizon."""
        return -(-self.horizon // MONTHS)

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
        rise = (1 + escalation) * ((1 + self.growth) if grows else 1)
        table = np.zeros((self.years, MONTHS))
        last = self.horizon if until is None else min(self.horizon, until)
        for n in range(1, self.horizon + 1):
            if after < n <= last:
                year = (n - 1) // MONTHS
                value = rise**year / (1 + self.discount_rate) ** (n / MONTHS)
                table[year, (self.first_month + n - 1) % MONTHS] += value
        return table

    def average(self, monthly: Array) -> Array:
        """Average over the calendar months that occur; the last axis holds the months."""
        mean: Array = monthly[..., self.occurs].mean(axis=-1)
        return mean
