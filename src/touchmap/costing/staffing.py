"""Paid staff over the year: those who cannot be sent home are paid while idle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.costing.prices import Prices
from touchmap.project import Project, Provider, group
from touchmap.work.calendar import MONTHS, Array

OWN_FLEX = 0.15
"""Preset share of own peak staff that can be sent home unpaid in quiet months; shown with results."""


@dataclass(frozen=True)
class Staff:
    """What limits and prices the staff of one provider."""

    capacity: Array
    """Most FTE in each calendar month, shape (12,); infinite where not stated."""
    flex: float
    ramp: float
    fte_month: float
    """Cost of an idle FTE for a month."""

    @property
    def is_rigid(self) -> bool:
        """Whether staff may have to be paid while idle."""
        return self.flex < 1 or np.isfinite(self.ramp)


def flex_of(provider: Provider) -> float:
    """Flexible share of a provider's peak staff: stated, else 0.15 for own staff and 1 for others.

    >>> flex_of(Provider(provider_id="A", name="A", sourcing_model="in_house"))
    0.15
    """
    if provider.flex_share is not None:
        return provider.flex_share
    return OWN_FLEX if provider.is_own else 1.0


def staff_of(project: Project, prices: Prices) -> list[Staff]:
    """Staffing limits of every provider, in the order of the providers."""
    by_month = group(project.provider_capacity, "provider_id")
    staff = []
    for provider in project.providers:
        usual = np.inf if provider.capacity_fte is None or provider.is_platform else provider.capacity_fte
        capacity = np.full(MONTHS, usual)
        for row in by_month.get(provider.provider_id, []):
            capacity[row.month - 1] = row.capacity_fte
        ramp = np.inf if provider.ramp_fte_per_month is None else provider.ramp_fte_per_month
        staff.append(Staff(capacity, flex_of(provider), ramp, prices.fte_month(provider)))
    return staff


def paid_staff(needed: Array, flex: float, ramp: float) -> Array:
    """Fewest staff who must be paid in each month to have those needed.

    At least ``(1 − flex) × peak`` all year, and rising by no more than ``ramp`` from one
    month to the next, so staff for a peak are hired ahead of it.

    Parameters
    ----------
    needed
        FTE needed in each of the first twelve months of the plan, in their order, along the last axis.
    flex
        Share of the peak that can be sent home unpaid, 0..1.
    ramp
        FTE that can be hired in a month; infinite for no limit.

    >>> paid_staff(np.array([10.0, 10.0, 30.0]), flex=0.5, ramp=10.0)
    array([15., 20., 30.])
    """
    peak = needed.max(axis=-1, keepdims=True, initial=0.0)
    paid: Array = np.maximum(needed, (1 - flex) * peak)
    for t in range(paid.shape[-1] - 2, -1, -1):
        paid[..., t] = np.maximum(paid[..., t], paid[..., t + 1] - ramp)
    return paid
