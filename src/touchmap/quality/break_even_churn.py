"""Break-even churn: the extra customers a year who may leave before a saving is gone."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.project import Settings
from touchmap.quality.churn import LONGEST_LIFETIME, lifetime_years


@dataclass(frozen=True)
class BreakEvenChurn:
    """Extra churn at which a yearly saving is used up, or what is missing to say."""

    share: float | None
    """Share of all customers a year, none where it cannot be said."""
    missing: tuple[str, ...] = ()
    """Settings nobody stated."""
    lifetime_years: float | None = None
    lifetime_capped: bool = False
    """Whether churn is not stated or so low that the longest lifetime counts."""


def break_even_churn(settings: Settings, yearly_saving: float) -> BreakEvenChurn:
    """Yearly saving ÷ (customers × annual margin of a customer × lifetime).

    The lifetime is one over the churn a year, at most 4.5 years; the longest where churn is not stated,
    which gives the lowest break-even. A saving that is none has no break-even.

    Parameters
    ----------
    yearly_saving
        Money a year, in the project's currency; any sign.

    >>> s = Settings(customers=640_000, annual_margin_per_customer=265, annual_churn=0.14)
    >>> round(break_even_churn(s, 5_650_000).share, 4)
    0.0074
    >>> break_even_churn(Settings(), 1.0).missing
    ('customers', 'annual_margin_per_customer')
    """
    asked = {
        "customers": settings.customers,
        "annual_margin_per_customer": settings.annual_margin_per_customer,
    }
    missing = tuple(name for name, value in asked.items() if not value)
    lifetime = lifetime_years(settings)
    capped = lifetime == LONGEST_LIFETIME
    if missing or yearly_saving <= 0:
        return BreakEvenChurn(None, missing, lifetime, capped)
    worth = (settings.customers or 0.0) * (settings.annual_margin_per_customer or 0.0) * lifetime
    return BreakEvenChurn(yearly_saving / worth, (), lifetime, capped)
