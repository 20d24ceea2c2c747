"""Prices in the project's currency, and what an hour and a month of a provider's staff cost."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from touchmap.project import Offer, Project, Provider, group
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array


class Prices:
    """Every price of a project in its own currency."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rates = {row.currency: row.rate for row in project.exchange_rates}
        self._offers = group(project.offers, "provider_id")

    def converted(self, amount: float, currency: str | None) -> float:
        """Amount in the project's currency: ``amount ÷ rate``; blank currency is the project's own.

        Raises
        ------
        ValueError
            If the currency has no exchange rate.
        """
        own = self._project.settings.currency
        if currency in (None, own):
            return amount
        if currency not in self._rates:
            raise ValueError(f"no exchange rate for {currency}; add it to exchange_rates")
        return amount / self._rates[currency]

    def offer(self, offer: Offer, provider: Provider) -> float:
        """Price per unit of an offer, which is quoted in its own, else in its provider's currency."""
        return self.converted(offer.price, offer.currency or provider.currency)

    def of_provider(self, amount: float, provider: Provider) -> float:
        """An amount of a provider's row, such as a set-up fee."""
        return self.converted(amount, provider.currency)

    def logged_hour(self, provider: Provider) -> float:
        """Cost of a logged hour of a provider's staff; 0 where nothing says what it is.

        The base rate; else the full FTE cost per logged hour; else the mean of its hourly and FTE offers.
        """
        paid = self._project.settings.paid_hours_per_month
        if provider.base_rate is not None:
            return self.of_provider(provider.base_rate, provider)
        if provider.loaded_fte_per_month is not None:
            return self.of_provider(provider.loaded_fte_per_month, provider) / (
                paid * (1 - provider.shrinkage)
            )
        per_hour = [
            self.offer(o, provider)
            / (1 if o.pricing_model is PricingModel.PER_HOUR else paid * (1 - provider.shrinkage))
            for o in self._offers.get(provider.provider_id, [])
            if o.pricing_model in (PricingModel.PER_HOUR, PricingModel.PER_FTE)
        ]
        return sum(per_hour) / len(per_hour) if per_hour else 0.0

    def fte_month(self, provider: Provider) -> float:
        """Cost of one paid FTE for a month: own full cost if stated, else logged hours × hourly cost."""
        if provider.loaded_fte_per_month is not None:
            return self.of_provider(provider.loaded_fte_per_month, provider)
        paid = self._project.settings.paid_hours_per_month
        return self.logged_hour(provider) * paid * (1 - provider.shrinkage)

    def handled_hour(self, provider: Provider) -> float:
        """Cost of an hour of work: a logged hour ÷ occupancy."""
        return self.logged_hour(provider) / provider.occupancy

    @cached_property
    def company_hour(self) -> float:
        """Cost of an hour of work at the company: mean of its own providers, else the expert rate."""
        own = [self.handled_hour(p) for p in self._project.providers if p.is_own and not p.is_platform]
        return sum(own) / len(own) if own else self._project.settings.expert_rate_per_hour

    @cached_property
    def company_fte_month(self) -> float:
        """Cost of an own FTE-month: mean of own providers, else expert hours."""
        own = [self.fte_month(p) for p in self._project.providers if p.is_own and not p.is_platform]
        settings = self._project.settings
        return sum(own) / len(own) if own else settings.expert_rate_per_hour * settings.paid_hours_per_month

    def escalation(self, provider: Provider) -> float:
        """Yearly rise: the contract's indexation for third parties, wage inflation for own staff."""
        return provider.wage_inflation if provider.is_own else provider.indexation

    @cached_property
    def escalations(self) -> Array:
        """Yearly rise of each provider, and last that of the company (mean of own providers)."""
        rises = [self.escalation(p) for p in self._project.providers]
        own = [self.escalation(p) for p in self._project.providers if p.is_own]
        return np.array([*rises, sum(own) / len(own) if own else 0.0])
