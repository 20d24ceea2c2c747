"""Prices and present values, worked out from the raw fields in plain arithmetic.

Written a second time on purpose: the checks of shared costs compare these figures with the
evaluation's.
"""

from __future__ import annotations

from collections.abc import Sequence

from touchmap.project import Offer, Project, Provider
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel

MONTHS = 12


def plan_months(project: Project) -> list[int]:
    """Calendar months (0 = January) that occur in the plan, each once, in the order of the plan.

    >>> from touchmap.project import Settings
    >>> plan_months(Project(settings=Settings(start_on="2027-11-01", horizon_months=4)))
    [10, 11, 0, 1]
    """
    settings = project.settings
    first = 0 if settings.start_on is None else settings.start_on.month - 1
    return list(dict.fromkeys((first + n) % MONTHS for n in range(settings.horizon_months)))


def present_value(project: Project, monthly: Sequence[float], rise: float, *, grows: bool = True) -> float:
    """Worth today of an amount by calendar month that recurs each year and rises once a year.

    >>> from touchmap.project import Settings
    >>> flat = Project(settings=Settings(horizon_months=24, discount_rate=0))
    >>> round(present_value(flat, [100.0] * 12, rise=0.10), 6)
    2520.0
    """
    settings = project.settings
    first = 0 if settings.start_on is None else settings.start_on.month - 1
    yearly = (1 + rise) * (1 + settings.volume_growth if grows else 1)
    total = 0.0
    for n in range(settings.horizon_months):
        amount = monthly[(first + n) % MONTHS] * yearly ** (n // MONTHS)
        total += amount / (1 + settings.discount_rate) ** ((n + 1) / MONTHS)
    return total


def converted(project: Project, amount: float, currency: str | None) -> float:
    """An amount in the project's currency."""
    if currency is None or currency == project.settings.currency:
        return amount
    return amount / next(row.rate for row in project.exchange_rates if row.currency == currency)


def own_money(project: Project, provider: Provider, amount: float) -> float:
    """An amount of a provider's row in the project's currency."""
    return converted(project, amount, provider.currency)


def logged_hour(project: Project, provider: Provider) -> float:
    """Cost of a logged hour: base rate, else the full FTE cost, else the mean of what offers pay for it."""
    logged = project.settings.paid_hours_per_month * (1 - provider.shrinkage)
    if provider.base_rate is not None:
        return own_money(project, provider, provider.base_rate)
    if provider.loaded_fte_per_month is not None:
        return own_money(project, provider, provider.loaded_fte_per_month) / logged
    quotes = []
    for offer in project.offers:
        units = _units_in_logged_hour(project, provider, offer, logged)
        if offer.provider_id == provider.provider_id and units:
            quotes.append(units * converted(project, offer.price, offer.currency or provider.currency))
    quotes = [q for q in quotes if q]
    return sum(quotes) / len(quotes) if quotes else 0.0


def _units_in_logged_hour(project: Project, provider: Provider, offer: Offer, logged: float) -> float:
    """Units of an offer that a logged hour yields; 0 where that cannot be said."""
    if offer.pricing_model is PricingModel.PER_HOUR:
        return 1.0
    if offer.pricing_model is PricingModel.PER_FTE:
        return 1 / logged
    if offer.pricing_model is PricingModel.PER_MINUTE:
        return 60 * provider.occupancy
    if offer.pricing_model is not PricingModel.PER_CONTACT or provider.is_platform:
        return 0.0
    human = [s for s in project.demand if s.channel not in SELF_SERVICE_CHANNELS]
    streams = [s for s in human if offer.process_id in (None, s.process_id)]
    hours = sum(s.contacts_per_month * s.handle_seconds / s.concurrency / 3600 for s in streams)
    return provider.occupancy * sum(s.contacts_per_month for s in streams) / hours if hours else 0.0


def fte_month(project: Project, provider: Provider) -> float:
    """Cost of a paid FTE for a month."""
    if provider.loaded_fte_per_month is not None:
        return own_money(project, provider, provider.loaded_fte_per_month)
    logged = project.settings.paid_hours_per_month * (1 - provider.shrinkage)
    return logged_hour(project, provider) * logged


def worked_hour(project: Project, provider: Provider) -> float:
    """Cost of an hour of work."""
    return logged_hour(project, provider) / provider.occupancy


def yearly_rise(provider: Provider) -> float:
    """Yearly price rise: wages for own staff, the contract's indexation for others."""
    return provider.wage_inflation if provider.is_own else provider.indexation


def company_rise(project: Project) -> float:
    """Yearly rise of the company's own costs: mean of its own providers."""
    return _mean([yearly_rise(p) for p in project.providers if p.is_own], 0.0)


def company_worked_hour(project: Project) -> float:
    """Cost of an hour of work at the company: mean of its own people, else the expert rate."""
    usual = project.settings.expert_rate_per_hour
    return _mean([worked_hour(project, p) for p in _own_people(project)], usual)


def company_fte_month(project: Project) -> float:
    """Cost of an own FTE-month: mean of its own people, else expert hours."""
    settings = project.settings
    usual = settings.expert_rate_per_hour * settings.paid_hours_per_month
    return _mean([fte_month(project, p) for p in _own_people(project)], usual)


def _own_people(project: Project) -> list[Provider]:
    return [p for p in project.providers if p.is_own and not p.is_platform]


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
