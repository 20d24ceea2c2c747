"""`Frame`: what every cost line is computed from, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from touchmap.costing.prices import Prices
from touchmap.project import Project, Settings
from touchmap.quality.expected import Quality
from touchmap.work.calendar import Array, Calendar, times
from touchmap.work.options import NONE, Ints, Options
from touchmap.workload.amounts import Lines

if TYPE_CHECKING:
    from touchmap.costing.lines.pool_opening import Pool

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Frame:
    """Facts, prices and work of a project. Arrays have one entry per option unless said otherwise."""

    project: Project
    prices: Prices
    lines: Lines
    """Hours, staff and contacts of every option, line by line."""
    quality: Quality
    brand_risk: Array
    delays: Array
    """Months before each option starts."""
    rate_factor: Array | float = 1.0
    """What people's rates are multiplied by, shape (lines,)."""

    @property
    def settings(self) -> Settings:
        """Settings of the project."""
        return self.project.settings

    @property
    def options(self) -> Options:
        """All options."""
        return self.lines.options

    @cached_property
    def calendar(self) -> Calendar:
        """Months of the plan."""
        return Calendar.of(self.project.settings)

    @property
    def months(self) -> int:
        """Calendar months that occur in the plan, at most 12."""
        return int(self.calendar.occurs.sum())

    @cached_property
    def own(self) -> Bools:
        """Whether each provider is own staff, last entry no for nobody, shape (providers + 1,)."""
        return np.array([p.is_own for p in self.options.providers] + [False])

    @cached_property
    def third(self) -> Bools:
        """Whether each provider is a third party, last entry no for nobody, shape (providers + 1,)."""
        return np.array([not p.is_own for p in self.options.providers] + [False])

    @cached_property
    def monthly_fte(self) -> Array:
        """Paid FTE by calendar month, shape (options, 12)."""
        return self.lines.per_option(self.lines.fte)

    @cached_property
    def waiting_fte(self) -> Array:
        """The part of it that those who keep a language pool open may do, shape (options, 12)."""
        return self.lines.per_option(times(self.lines.fte, self.lines.in_valleys))

    @cached_property
    def fte(self) -> Array:
        """Average FTE over the months of the plan."""
        return self.calendar.average(self.monthly_fte)

    @cached_property
    def known(self) -> Bools:
        """Whether today is known, by package, shape (packages,)."""
        result: Bools = self.options.today != NONE
        return result

    @cached_property
    def today(self) -> Ints:
        """Today's options of the packages whose today is known."""
        result: Ints = self.options.today[self.known]
        return result

    @cached_property
    def engaged_today(self) -> frozenset[int]:
        """Providers and platforms that do anything today."""
        options = self.options
        return frozenset(int(j) for a in (options.people, options.platform) for j in a[self.today]) - {NONE}

    @cached_property
    def own_fte_today(self) -> Array:
        """Average own FTE on each package today, its part in keeping pools open too, shape (packages,)."""
        return own_fte_today(self.options, self.fte) + self.opening_today

    @cached_property
    def opening_today(self) -> Array:
        """Average own FTE who keep language pools open today, by package, shape (packages,)."""
        from touchmap.costing.lines.pool_people import opening_today

        return opening_today(self)

    @cached_property
    def displaced_fte(self) -> Array:
        """Own FTE an option sets free: today's own FTE less what it keeps with own staff, not below 0.

        Those who keep a pool open are set free in the proportion in which its work leaves own staff.
        """
        ours = self.own[self.options.people]
        kept = np.where(ours, self.fte + self.opening_today[self.options.package], 0.0)
        return np.maximum(self.own_fte_today[self.options.package] - kept, 0.0)

    def members_of(self, j: int) -> Ints:
        """Options in which a provider or platform takes part."""
        return self.options.members.get(j, np.zeros(0, dtype=np.int64))

    @cached_property
    def pools(self) -> list[Pool]:
        """Language pools that have a limit or cost something to keep open."""
        from touchmap.costing.lines.pool_opening import pools_of

        return pools_of(self)

    def once(self, amount: float) -> Array:
        """An amount paid at the start, by year of the plan, shape (years,)."""
        return amount * self._at_start

    @cached_property
    def _at_start(self) -> Array:
        """1 in the first year of the plan, shape (years,)."""
        out = np.zeros(self.calendar.years)
        out[0] = 1.0
        return out

    def monthly(self, amount: float, party: int) -> Array:
        """Present value of an amount a month that does not grow with volumes, by year, shape (years,)."""
        rise = float(self.prices.escalations[party])
        weights: Array = self.calendar.weights(rise, grows=False).sum(axis=1)
        return amount * weights


def own_fte_today(options: Options, fte: Array) -> Array:
    """Average own FTE on each package today, shape (packages,).

    Parameters
    ----------
    fte
        Average FTE of each option, shape (options,).
    """
    own = np.array([p.is_own for p in options.providers] + [False])
    known = options.today != NONE
    today = np.where(known, options.today, 0)
    if not len(fte):
        return np.zeros(len(options.packages))
    return np.where(known & own[options.people[today]], fte[today], 0.0)
