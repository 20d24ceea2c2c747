"""Prices in the project's currency, and what an hour and a month of a provider's staff cost."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from touchmap.project import Offer, Project, Provider, group
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel
from touchmap.work.calendar import Array
from touchmap.work.offer_columns import OfferColumns
from touchmap.work.options import Ints

FLAT = -2
"""Index of a party whose prices never rise."""


class Prices:
    """Every price of a project in its own currency."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rates = {row.currency: row.rate for row in project.exchange_rates}
        self._offers = group(project.offers, "provider_id")
        self._logged_hours: dict[str, float] = {}

    def converted(self, amount: float, currency: str | None) -> float:
        """Amount in the project's currency: ``amount ÷ rate``; blank currency is the project's own.

        Raises
        ------
        ValueError
            If the currency has no exchange rate.
        """
        return amount / self._rate(currency)

    def _rate(self, currency: str | None) -> float:
        if currency is None or currency == self._project.settings.currency:
            return 1.0
        if currency not in self._rates:
            raise ValueError(f"no exchange rate for {currency}; add it to exchange_rates")
        return self._rates[currency]

    def offer(self, offer: Offer, provider: Provider) -> float:
        """Price per unit of an offer, which is quoted in its own, else in its provider's currency."""
        return self.converted(offer.price, offer.currency or provider.currency)

    def of_offers(self, offers: OfferColumns, field: str) -> Array:
        """An amount of money each offer states, NaN where it is blank or there is no offer."""
        usual = {p.provider_id: self._rate(p.currency) for p in self._project.providers}
        rate = offers.each(lambda o: usual[o.provider_id] if o.currency is None else self._rate(o.currency))
        return offers.field(field) / rate

    def of_party(self, field: str, party: Ints) -> Array:
        """An amount of money each party's row states.

        Parameters
        ----------
        party
            Provider by index, `NONE` = nobody, for whom it is 0.
        """
        stated = [self.of_provider(getattr(p, field), p) for p in self._project.providers]
        amounts: Array = np.array([*stated, 0.0])[party]
        return amounts

    def of_provider(self, amount: float, provider: Provider) -> float:
        """An amount of a provider's row, such as a set-up fee."""
        return self.converted(amount, provider.currency)

    def logged_hour(self, provider: Provider) -> float:
        """Cost of a logged hour of a provider's staff; 0 where nothing says what it is.

        The base rate; else the full FTE cost per logged hour; else the mean of what its offers earn in a
        logged hour: hourly prices as they are, minutes and contacts by the handle time they pay for.
        """
        key = provider.provider_id
        if key not in self._logged_hours:
            self._logged_hours[key] = self._logged_hour(provider)
        return self._logged_hours[key]

    def _logged_hour(self, provider: Provider) -> float:
        paid = self._project.settings.paid_hours_per_month
        if provider.base_rate is not None:
            return self.of_provider(provider.base_rate, provider)
        if provider.loaded_fte_per_month is not None:
            return self.of_provider(provider.loaded_fte_per_month, provider) / (
                paid * (1 - provider.shrinkage)
            )
        earned = [e for o in self._offers.get(provider.provider_id, []) if (e := self._earned(o, provider))]
        return sum(earned) / len(earned) if earned else 0.0

    def _earned(self, offer: Offer, provider: Provider) -> float:
        """What an offer pays for a logged hour; 0 where it cannot be said."""
        price = self.offer(offer, provider)
        if offer.pricing_model is PricingModel.PER_HOUR:
            return price
        if offer.pricing_model is PricingModel.PER_FTE:
            return price / (self._project.settings.paid_hours_per_month * (1 - provider.shrinkage))
        if offer.pricing_model is PricingModel.PER_MINUTE:
            return price * 60 * provider.occupancy
        if offer.pricing_model is PricingModel.PER_CONTACT and not provider.is_platform:
            hours = self._hours_per_contact.get(offer.process_id, 0.0)
            return price / hours * provider.occupancy if hours else 0.0
        return 0.0

    @cached_property
    def _hours_per_contact(self) -> dict[str | None, float]:
        """Mean handle time of people's contacts in hours, by process, and of all under none."""
        hours: dict[str | None, float] = {}
        contacts: dict[str | None, float] = {}
        for s in self._project.demand:
            if s.channel not in SELF_SERVICE_CHANNELS:
                for key in (s.process_id, None):
                    work = s.contacts_per_month * s.handle_seconds / s.concurrency / 3600
                    hours[key] = hours.get(key, 0.0) + work
                    contacts[key] = contacts.get(key, 0.0) + s.contacts_per_month
        return {key: hours[key] / contacts[key] for key in hours if contacts[key]}

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
        """Yearly rise of each provider, then 0 at `FLAT`, and last that of the company (mean of own)."""
        rises = [self.escalation(p) for p in self._project.providers]
        own = [self.escalation(p) for p in self._project.providers if p.is_own]
        return np.array([*rises, 0.0, sum(own) / len(own) if own else 0.0])
