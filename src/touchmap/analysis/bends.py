"""Cost lines that bend: idle staff, minimum commitments and volume discounts, for many draws at once.

What they are computed from – the staff needed, the bills, the size reached – grows in proportion to
the work, so three costings say what it is in any draw; the lines' own formulas do the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.costing.costing import Costing
from touchmap.costing.lines.idle_staff import idle, needed_staff
from touchmap.costing.lines.minimum_commitment import Commitment, monthly_bill
from touchmap.costing.lines.volume_discount import ROUNDING, Tiers
from touchmap.costing.staffing import Staff
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints

BENT = frozenset({"idle_staff", "minimum_commitment", "volume_discount"})
"""Cost lines that do not grow in proportion to the work; nor does the tax on them."""


def with_tax(costing: Costing) -> Array:
    """Factor of what a party bills as a whole, with the tax that cannot be recovered, shape (parties,)."""
    return np.append(1.0 + costing.vat, 1.0)


def yearly(worth: Array) -> Array:
    """Sums by year along the last axis, which holds the start and the months; the start is in year 1.

    >>> yearly(np.ones((1, 25)))
    array([[13., 12.]])
    """
    starts = [0, *range(MONTHS + 1, worth.shape[-1], MONTHS)]
    out: Array = np.add.reduceat(worth, starts, axis=-1)
    return out


@dataclass(frozen=True)
class Corners:
    """Costings by month: as planned, for more work, and for longer handle times."""

    plan: Costing
    more: Costing
    more_step: float
    slower: Costing
    slower_step: float

    def straight(self, what: Callable[[Costing], Array]) -> Straight:
        """Something that grows in proportion to the work."""
        base, more, slower = (np.asarray(what(c)) for c in (self.plan, self.more, self.slower))
        return Straight(base, (more - base) / self.more_step, (slower - base) / self.slower_step)


@dataclass(frozen=True)
class Straight:
    """A quantity ``base + (volume − 1) × by_volume + volume × (handle time − 1) × by_handle_time``."""

    base: Array
    by_volume: Array
    by_handle_time: Array

    def at(self, volume: Array, handle_time: Array) -> Array:
        """The quantity in each draw, shape (draws, …)."""
        shape = (-1, *(1 for _ in self.base.shape))
        up, long = (volume - 1).reshape(shape), (volume * (handle_time - 1)).reshape(shape)
        out: Array = self.base + up * self.by_volume + long * self.by_handle_time
        return out


@dataclass(frozen=True)
class _Idle:
    party: int
    needed: Straight
    staff: Staff
    order: list[int]
    worth: Array

    def amounts(self, volume: Array, handle_time: Array) -> Array:
        there = np.minimum(self.needed.at(volume, handle_time), self.staff.capacity)[:, self.order]
        cost = idle(there, self.staff.flex, self.staff.ramp) * self.staff.fte_month
        out: Array = cost @ self.worth[self.order]
        return out


@dataclass(frozen=True)
class _Shortfall:
    party: int
    bill: Straight
    commitment: Commitment
    occurs: npt.NDArray[np.bool_]
    volumes: Array
    """Size of a month's volume in each year of the plan against the first."""
    worth: Array
    """Worth today of 1 in each calendar month that does not grow with volumes, shape (12, years)."""

    def amounts(self, volume: Array, handle_time: Array) -> Array:
        bill = self.bill.at(volume, handle_time)[:, self.occurs]
        mean, worth = bill.mean(axis=1), self.worth[self.occurs]
        out = np.zeros((len(volume), len(self.volumes)))
        for year, size in enumerate(self.volumes):
            least = np.maximum(self.commitment.amount, size * self.commitment.share * mean)
            out[:, year] = np.maximum(0.0, least[:, None] - bill * size) @ worth[:, year]
        return out


@dataclass(frozen=True)
class _Discount:
    party: int
    size: Straight
    bill: Straight
    tiers: Tiers

    def amounts(self, volume: Array, handle_time: Array) -> Array:
        size = self.size.at(volume, handle_time)
        reached = np.searchsorted(self.tiers.from_fte, size + ROUNDING, side="right") - 1
        out: Array = -self.tiers.discount[reached][:, None] * self.bill.at(volume, handle_time)
        return out


@dataclass(frozen=True)
class BentLines:
    """The lines of a plan that bend, ready for any draw."""

    shape: tuple[int, int]
    """Parties and years."""
    taxed: Array
    """Factor of each party, shape (parties,)."""
    parts: tuple[_Idle | _Shortfall | _Discount, ...]

    @classmethod
    def of(cls, corners: Corners, choice: Ints) -> BentLines:
        """Prepare a plan, given as the option of each package, `NONE` for work left undone."""
        costing = corners.plan
        years = yearly(costing.calendar.discount[None, :]).shape[1]
        parts: tuple[_Idle | _Shortfall | _Discount, ...] = (
            *_idle(corners, choice),
            *_shortfalls(corners, choice),
            *_discounts(corners, choice),
        )
        return cls((len(costing.options.providers) + 2, years), with_tax(costing), parts)

    def amounts(self, volume: Array, handle_time: Array) -> Array:
        """Present value in each draw with the tax on it, shape (draws, parties, years).

        Parameters
        ----------
        volume, handle_time
            Factors on those planned, shape (draws,).
        """
        out = np.zeros((len(volume), *self.shape))
        for part in self.parts:
            out[:, part.party] += self.taxed[part.party] * part.amounts(volume, handle_time)
        return out


def _worth(costing: Costing, party: int, delay: float = 0.0) -> Array:
    """Worth today of 1 in each calendar month, by year, shape (12, years)."""
    monthly = costing.weights(party, delay) * costing.calendar.discount[:, None]
    return yearly(monthly.T)


def _idle(corners: Corners, choice: Ints) -> Iterator[_Idle]:
    costing = corners.plan
    planned, _ = needed_staff(costing, choice)
    needed = corners.straight(lambda c: needed_staff(c, choice)[0])
    for j, staff in enumerate(costing.staff):
        if staff.is_rigid and planned[j].any():
            ours = Straight(needed.base[j], needed.by_volume[j], needed.by_handle_time[j])
            yield _Idle(j, ours, staff, costing.calendar.order, _worth(costing, j))


def _shortfalls(corners: Corners, choice: Ints) -> Iterator[_Shortfall]:
    costing, rows = corners.plan, choice[choice != NONE]
    engaged = {int(j) for j in (*costing.options.people[rows], *costing.options.platform[rows])}
    for commitment in costing.commitments:
        j = commitment.party
        if j in engaged:

            def bill_of(c: Costing, party: int = j) -> Array:
                return monthly_bill(c, choice, party)

            level = yearly((costing.level_weights(j) * costing.calendar.discount[:, None]).T)
            volumes = (1 + costing.calendar.growth) ** np.arange(level.shape[1], dtype=float)
            occurs = costing.calendar.occurs
            yield _Shortfall(j, corners.straight(bill_of), commitment, occurs, volumes, level)


def _discounts(corners: Corners, choice: Ints) -> Iterator[_Discount]:
    rows = choice[choice != NONE]
    for tiers in corners.plan.tiers:
        ours = rows[corners.plan.options.people[rows] == tiers.party]
        if not len(ours):
            continue
        delays = corners.plan.delays[ours]
        worth = {d: _worth(corners.plan, tiers.party, float(d)) for d in np.unique(delays)}

        def size_of(c: Costing, some: Ints = ours) -> Array:
            return np.asarray(c.average_fte[some].sum())

        def bill_of(
            c: Costing, some: Ints = ours, late: Array = delays, worth: dict[float, Array] = worth
        ) -> Array:
            whole = [c.bill[some[late == d]].sum(axis=0) @ w for d, w in worth.items()]
            total: Array = np.sum(whole, axis=0)
            return total

        yield _Discount(tiers.party, corners.straight(size_of), corners.straight(bill_of), tiers)
