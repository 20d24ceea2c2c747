"""The shapes a cost can have: so much a month, once something is chosen, or for a party as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.project.stems import Structural
from touchmap.work.calendar import Array, times
from touchmap.work.options import Ints


@dataclass(frozen=True)
class Running:
    """One monthly cost of every option at today's prices."""

    line: str
    amount: Array
    """Money a month before the share, shape (options, 12)."""
    party: Ints
    """Provider whose yearly rise applies (index), `NONE` = the company, `FLAT` = nobody."""
    share: Array | None = None
    """Part of each option's amount that the cost is, shape (options,); all of it if not given."""

    @property
    def monthly(self) -> Array:
        """Money a month, shape (options, 12)."""
        return self.amount if self.share is None else times(self.amount, self.share)

    def of(self, options: Ints) -> Array:
        """Money a month of some options, shape (n, 12)."""
        amount: Array = self.amount[options]
        return amount if self.share is None else times(amount, self.share[options])

    def yearly(self, occurs: npt.NDArray[np.bool_]) -> Array:
        """Money in the calendar months that occur, shape (options,)."""
        year: Array = self.amount @ occurs.astype(np.float64)
        return year if self.share is None else year * self.share

    @property
    def is_nothing(self) -> bool:
        """Whether it costs nothing whatever is chosen."""
        return not self.amount.any() or (self.share is not None and not self.share.any())


@dataclass(frozen=True)
class Charge:
    """A cost owed once if any of its options is chosen.

    Engaging, teaching or connecting a party are such costs. The program turns each into one indicator
    variable, `evaluate` into one test.
    """

    line: str
    stem: Structural
    key: str
    party: int
    """Provider the charge is about, `NONE` = the company."""
    amount: Array
    """Present value by year of the plan, shape (years,)."""
    first_year: float
    """Undiscounted yearly amount if it is a running cost, else 0."""
    members: Ints
    """Options that set it off, sorted."""
    unless: bool = False
    """Whether leaving one of its packages unassigned sets it off too."""
    packages: tuple[int, ...] = ()
    """For ``unless``: the packages concerned."""

    @property
    def total(self) -> float:
        """Present value of the charge."""
        return float(self.amount.sum())


@dataclass(frozen=True)
class PartyAmount:
    """A cost that belongs to a party, a contract or a pair of packages rather than to one package."""

    line: str
    party: int
    """Provider (index), `NONE` = the company."""
    by_year: Array
    first_year: float
    note: str = ""
