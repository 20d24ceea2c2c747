"""`Bench`: what every working is put together from: fields, prices, months, and where things are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from touchmap.analysis.facts import ResultFacts
from touchmap.analysis.tracing.model import Factor, Months, Origin, TracedCost
from touchmap.analysis.tracing.origins import Origins, Place
from touchmap.costing.lines import COST_LINES
from touchmap.project import Entity, Offer, Provider
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE

SAME = 1e-9
AS_PROPOSED = "slope of the pool's staffing curve, as proposed from the live work it could do"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_same(found: float, amount: float) -> bool:
    """Whether a working comes to the amount it explains."""
    return abs(found - amount) <= SAME * max(1.0, abs(amount))


def by_month(values: Array) -> str:
    """Twelve figures in words; one where all are alike.

    >>> by_month(np.array([1.0] * 12)), by_month(np.arange(12))[:18]
    ('1.0', 'Jan 0.0, Feb 1.0, ')
    """
    if np.ptp(values) < SAME:
        return f"{values[0]:,.1f}"
    return ", ".join(f"{month} {value:,.1f}" for month, value in zip(_MONTHS, values, strict=True))


class Bench:
    """A plan laid beside its project, with what workings are made of."""

    def __init__(self, facts: ResultFacts) -> None:
        self.facts = facts
        self.project, self.costing = facts.project, facts.costing
        self.options = facts.costing.options
        self.settings = facts.project.settings
        self.origins = Origins(facts.project)

    # --- Factors -------------------------------------------------------------------------------------

    def field(self, row: Entity, name: str, *, divides: bool = False) -> Factor:
        """A field as it stands."""
        origin = self.origins.of(row, name)
        return Factor(name, float(getattr(row, name)), divides, origin.unit, origins=(origin,))

    def setting(self, name: str, *, divides: bool = False) -> Factor:
        """A setting as it stands."""
        return self.field(self.settings, name, divides=divides)

    def named_settings(self, *names: str) -> tuple[Origin, ...]:
        """Settings a factor is worked out from."""
        return tuple(self.origins.setting(name) for name in names)

    def rate(self, currency: str | None) -> list[Factor]:
        """Exchange rate of a currency, if it is not the project's own."""
        foreign = [r for r in self.project.exchange_rates if r.currency == currency]
        return [self.field(r, "rate", divides=True) for r in foreign if currency != self.settings.currency]

    def of_provider(self, provider: Provider, name: str) -> list[Factor]:
        """An amount of a provider's row in the project's currency."""
        return [self.field(provider, name), *self.rate(provider.currency)]

    def price(self, offer: Offer, provider: Provider, name: str) -> list[Factor]:
        """A price of an offer in the project's currency; the base rate where there is no offer."""
        known = any(o.offer_id == offer.offer_id for o in self.project.offers)
        row: Entity = offer if known else provider
        origin = self.origins.of(row, name if known else _base_price(provider))
        unit = f"money {offer.pricing_model.value}"
        price = Factor(name, float(getattr(offer, name)), unit=unit, origins=(origin,))
        return [price, *self.rate(offer.currency or provider.currency)]

    def months(
        self,
        party: int,
        season: Array | None = None,
        *,
        i: int | None = None,
        grows: bool = True,
        until: float | None = None,
        year: int | None = None,
        rise: float | None = None,
    ) -> Factor:
        """Months' worth of a party's money, from the start of an option on or until it.

        Parameters
        ----------
        season
            Size of each calendar month, 1 = average; all alike if not given.
        i
            Option whose start counts; from the first month if not given.
        grows
            Whether it grows with volumes.
        until
            Last month that counts.
        year
            The only year that counts, from 0.
        rise
            Yearly rise of prices; the party's if not given.
        """
        calendar, settings = self.costing.calendar, self.settings
        delay = 0.0 if i is None else float(self.costing.delays[i])
        if year is not None:
            delay, until = float(MONTHS * year), MONTHS * (year + 1)
        growth = settings.volume_growth if grows else 0.0
        months = Months(
            calendar.horizon if until is None else int(min(calendar.horizon, np.floor(until))),
            calendar.first_month,
            delay,
            settings.discount_rate,
            growth,
            float(self.costing.prices.escalations[party]) if rise is None else rise,
            tuple(float(v) for v in (np.ones(MONTHS) if season is None else season)),
        )
        names = ("horizon_months", "discount_rate", *(("volume_growth",) if growth else ()))
        origins = [self.origins.setting(name) for name in names]
        if party >= 0 and rise is None:
            provider = self.options.providers[party]
            origins.append(self.origins.of(provider, "wage_inflation" if provider.is_own else "indexation"))
        return Factor("months", months.value, unit="months", months=months, origins=tuple(origins))

    def monthly(
        self, name: str, values: Array, *, unit: str = "", how: str = "", origins: Sequence[Origin] = ()
    ) -> tuple[Factor, Array]:
        """A monthly figure as its mean over the months of the plan, and the season around it."""
        mean = float(values[self.costing.calendar.occurs].mean())
        return Factor(
            name, mean, unit=unit, how=how, origins=tuple(origins)
        ), values / mean if mean else values

    def hour(self, party: int) -> Factor:
        """Cost of an hour of work of a third party, or of the company."""
        prices = self.costing.prices
        if party < 0:
            own = [p for p in self.options.providers if p.is_own and not p.is_platform]
            origins = [self.origins.of(p, _hour_price(p)) for p in own]
            origins += [] if own else self.named_settings("expert_rate_per_hour")
            how = "an hour of work at the company: mean of own sites, a logged hour ÷ occupancy"
            return Factor("hourly cost", prices.company_hour, unit="money/h", how=how, origins=tuple(origins))
        p = self.options.providers[party]
        origins = [self.origins.of(p, _hour_price(p)), self.origins.of(p, "occupancy")]
        how = f"an hour of work at {p.provider_id}: a logged hour ÷ occupancy"
        return Factor("hourly cost", prices.handled_hour(p), unit="money/h", how=how, origins=tuple(origins))

    def fte_month(self, party: int) -> Factor:
        """Cost of an FTE-month of a provider, or of own staff on average."""
        if party < 0:
            own = [p for p in self.options.providers if p.is_own and not p.is_platform]
            origins = tuple(self.origins.of(p, _base_price(p)) for p in own)
            how = "an own FTE-month, mean of own sites"
            return Factor(
                "FTE-month", self.costing.prices.company_fte_month, unit="money", how=how, origins=origins
            )
        p = self.options.providers[party]
        names = (
            ("loaded_fte_per_month",) if p.loaded_fte_per_month is not None else ("base_rate", "shrinkage")
        )
        paid = () if len(names) == 1 else self.named_settings("paid_hours_per_month")
        how = "an FTE for a month" + ("" if len(names) == 1 else ": rate × paid hours × (1 − shrinkage)")
        origins = (*(self.origins.of(p, name) for name in names), *paid)
        return Factor("FTE-month", self.costing.prices.fte_month(p), unit="money", how=how, origins=origins)

    def slope(self, provider_id: str, language: str) -> Factor:
        """FTE for one more live handle hour in a language pool."""
        from touchmap.workload.staffing.pool_staff import pool_staff

        rows = self.project.provider_languages
        row = next(r for r in rows if (r.provider_id, r.language) == (provider_id, language))
        if row.fte_per_hour is not None:
            return self.field(row, "fte_per_hour")
        value = pool_staff(self.project)[provider_id, language].fte_per_hour
        origins = (self.origins.of(row, "fte_per_hour"), *self.named_settings("staffing_curve"))
        return Factor("FTE an hour", value, unit="FTE/h", how=AS_PROPOSED, origins=origins)

    # --- Places --------------------------------------------------------------------------------------

    def place(self, i: int) -> Place:
        """Where the fields of an option's costs are."""
        option, package = self.options.options[i], self.facts.packages[self.options.package[i]]
        offers = (*option.people_offers, *option.platform_offers)
        known = {o.offer_id for o in self.project.offers}
        parties = (self.options.people[i], self.options.platform[i])
        return Place(
            (package.process.process_id,),
            tuple(self.options.providers[j] for j in parties if j != NONE),
            tuple(dict.fromkeys(o for o in offers if o is not None and o.offer_id in known)),
            tuple(p.stream.demand_id for p in package.pieces),
            (package.language,),
        )

    def offers(self, i: int) -> tuple[Offer, ...]:
        """Offers of an option's people that stand in the table of offers."""
        mine = self.options.options[i].people_offers
        return tuple(o for o in self.place(i).offers if o in mine)

    def subject(self, i: int) -> str:
        """Package of an option."""
        return str(self.facts.packages[self.options.package[i]].package_id)

    def name(self, party: int) -> str | None:
        """Id of a provider."""
        return None if party < 0 else str(self.options.providers[party].provider_id)

    def as_costed(
        self, line: str, subject: str, provider_id: str | None, amount: float, place: Place
    ) -> TracedCost:
        """An amount as the line worked it out, with the fields it names."""
        how = f"as costed: {COST_LINES[line].formula}"
        factor = Factor("amount", amount, unit="money", how=how, origins=self.origins.of_line(line, place))
        return TracedCost(line, subject, provider_id, amount, (factor,), as_costed=True)


def _base_price(provider: Provider) -> str:
    """Field that says what a provider's people cost where no offer does."""
    if provider.base_rate is None or (provider.is_own and provider.loaded_fte_per_month is not None):
        return "loaded_fte_per_month"
    return "base_rate"


def _hour_price(provider: Provider) -> str:
    """Field that says what a logged hour of a provider's people costs."""
    return "loaded_fte_per_month" if provider.base_rate is None else "base_rate"
