"""Whether an hourly price is plausible for its country: against rates paid there, and against wages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from touchmap.costing.prices import Prices
from touchmap.project import Project, Provider
from touchmap.project.market import per_euro
from touchmap.project.reference_data import Location, locations
from touchmap.project.vocabulary import RateBasis

PAY_OF_OWN_COST = 0.60
"""Part of the full cost of an own paid hour that is pay with its on-costs (assumption)."""
MOST_PAY, LEAST_PAY = 0.85, 0.35
"""Part of the price that pay may take: above, nothing is left for seats, leaders and profit; below, the
margin is wide. The trade's own figure for the Philippines is 30 % pay and 30 % margin."""


class Plausible(StrEnum):
    """How a price stands to what is usual."""

    BELOW = "below what is plausible"
    USUAL = "plausible"
    ABOVE = "above what is usual"
    UNKNOWN = "not judged"


@dataclass(frozen=True)
class Margin:
    """A provider's hourly price against rates and wages of its country."""

    verdict: Plausible
    price_per_hour: float | None
    """Its price per logged hour in EUR; None where it quotes none."""
    rates: tuple[float, float, float] | None
    """Low, typical and high rate of the country in EUR."""
    pay_share: float | None
    """Part of the price that agents' pay takes."""
    reason: str


def margin(project: Project, provider: Provider) -> Margin:
    """Judge the price of a provider's logged hour.

    ``pay share = 0.60 × captive rate ÷ (1 − shrinkage) ÷ price``: pay with on-costs for the paid hours
    behind one logged hour. Below if the price is under the country's low rate or pay takes more than
    85 % of it; above if it is over the high rate or pay takes less than 35 %. Reads
    `providers.base_rate` or the offers, `providers.country`, `providers.shrinkage`, and the columns
    `rate_low`, `rate_high`, `captive_rate` of the reference table of locations. The captive rate is
    reduced to pay by an assumption, as the table carries no agents' wages.

    0.6 × 13.5 ÷ 0.7 = 11.6 of pay in an hour at 18:

    >>> pole = Provider(provider_id="V", name="V", sourcing_model="nearshore", country="PL", base_rate=18)
    >>> found = margin(Project(providers=(pole,)), pole)
    >>> found.verdict.value, round(found.pay_share, 2)
    ('plausible', 0.64)
    """
    place = next((x for x in locations() if x.country == (provider.country or _home(project))), None)
    hour = Prices(project).logged_hour(provider)
    if hour <= 0:
        return Margin(Plausible.UNKNOWN, None, None, None, "no price from which an hour could be derived")
    try:
        price = hour / per_euro(project)[0]
    except ValueError as error:
        return Margin(Plausible.UNKNOWN, None, None, None, str(error))
    if place is None:
        where = provider.country or _home(project)
        return Margin(Plausible.UNKNOWN, price, None, None, f"{where} is not in the table of locations")
    if provider.rate_basis is not RateBasis.ONGOING:
        basis = provider.rate_basis.value.replace("_", " ")
        reason = f"the rate is {basis}, those of the table are ongoing (providers.rate_basis)"
        return Margin(Plausible.UNKNOWN, price, _rates(place), None, reason)
    return _judged(place, provider, price)


def _home(project: Project) -> str:
    return project.settings.home_country


def _rates(place: Location) -> tuple[float, float, float]:
    return place.rate_low, place.rate_typical, place.rate_high


def _judged(place: Location, provider: Provider, price: float) -> Margin:
    pay = PAY_OF_OWN_COST * place.captive_rate / (1 - provider.shrinkage)
    share = pay / price
    if price < place.rate_low or share > MOST_PAY:
        verdict = Plausible.BELOW
    elif price > place.rate_high or share < LEAST_PAY:
        verdict = Plausible.ABOVE
    else:
        verdict = Plausible.USUAL
    reason = (
        f"EUR {price:.2f} a logged hour; {place.name} pays {place.rate_low:g} to {place.rate_high:g} "
        f"(grade {place.rate_grade}); agents' pay of about {pay:.2f} takes {100 * share:.0f} %"
    )
    return Margin(verdict, price, _rates(place), share, reason)
