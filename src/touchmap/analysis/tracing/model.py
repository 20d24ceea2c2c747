"""What a trace is made of: costs as products of factors, factors from fields, fields with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

import numpy as np

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.work.calendar import Calendar

DEFAULT = "default"
"""Level of a value nobody stated."""


@dataclass(frozen=True)
class Origin:
    """A field a figure comes from, with how well it is known."""

    table: str
    row_id: str
    field: str
    value: object
    unit: str = ""
    level: str = ""
    """Assumed, estimated or measured; ``default`` if nobody stated it; empty if nothing is recorded."""
    source: str = ""


@dataclass(frozen=True)
class Months:
    """What 1 a month is worth over the plan: each month's season × rises ÷ discount, added up."""

    horizon: int
    first_month: int
    delay: float
    """Months at the start that do not count."""
    discount_rate: float
    growth: float
    rise: float
    season: tuple[float, ...]
    """Size of each calendar month, January first, 1 = average."""

    @property
    def value(self) -> float:
        """Σ over month n of season × ((1 + growth)(1 + rise)) ^ ((n − 1) // 12) ÷ (1 + rate) ^ (n ÷ 12).

        >>> Months(12, 0, 0, 0.0, 0.0, 0.0, (1.0,) * 12).value
        12.0
        """
        calendar = Calendar(self.horizon, self.first_month, self.discount_rate, self.growth)
        return float((calendar.weights(self.rise, after=self.delay) @ np.array(self.season)).sum())


@dataclass(frozen=True)
class Factor:
    """One factor of a cost."""

    name: str
    value: float
    divides: bool = False
    unit: str = ""
    how: str = ""
    """In words, if it is worked out and no field."""
    months: Months | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class TracedCost:
    """One cost of a process, or one it shares with others, as a product of factors."""

    line: str
    subject: str
    """Package, piece, or what is owed as a whole."""
    provider_id: str | None
    amount: float
    """Present value."""
    factors: tuple[Factor, ...]
    shared_by: tuple[str, ...] = ()
    """Processes that share it, if it is owed once for several; the amount is the whole."""
    number: int | None = None
    """Which of the plan's shared costs it is, so that one told for several processes counts once."""
    as_costed: bool = False
    """Whether the amount is told as the line worked it out, and not taken apart."""

    @property
    def product(self) -> float:
        """The factors multiplied."""
        return product_of(self.factors)


@dataclass(frozen=True)
class Trace:
    """Every cost of a process under a plan."""

    project: Project
    result: Result
    process_id: str
    costs: tuple[TracedCost, ...]

    def total(self, line: str | None = None, *, shared: bool = False) -> float:
        """Sum of the costs of a line, or of all; those that are shared apart."""
        return sum(c.amount for c in self.costs if (line or c.line) == c.line and bool(c.shared_by) == shared)


def product_of(factors: Iterable[Factor]) -> float:
    """Factors multiplied, or divided by."""
    return prod(1 / f.value if f.divides else f.value for f in factors)
