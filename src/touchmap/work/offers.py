"""Which of a provider's offers applies to a piece of work: the most specific one wins."""

from __future__ import annotations

from touchmap.project import DemandStream, Offer, Project, Provider, group
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel

BASE_RATE = "base_rate"
"""Offer id that stands for a provider's base rate where it quotes nothing more specific."""


def fits(offer: Offer, stream: DemandStream) -> bool:
    """Whether an offer covers a stream's process, channel and language."""
    return (
        offer.process_id in (None, stream.process_id)
        and offer.language in (None, stream.language)
        and (
            stream.channel in offer.channel
            or (not offer.channel and stream.channel not in SELF_SERVICE_CHANNELS)
        )
    )


def specificity(offer: Offer) -> tuple[int, bool, bool]:
    """Rank of an offer among those that fit: how many of process, channel and language it names.

    Among equals, naming the process counts most, then the channel; two offers equally specific for
    the same work are reported when a project is checked.

    >>> o = Offer(offer_id="O", provider_id="P", price=1, channel="chat")
    >>> specificity(o)
    (1, False, True)
    """
    named = (offer.process_id is not None, bool(offer.channel), offer.language is not None)
    return (sum(named), named[0], named[1])


def most_specific(offers: list[Offer], stream: DemandStream) -> Offer | None:
    """The most specific offer that fits a stream, the first id among equals; none if none fits."""
    fitting = [o for o in offers if fits(o, stream)]
    if not fitting:
        return None
    best = max(specificity(o) for o in fitting)
    return min((o for o in fitting if specificity(o) == best), key=lambda o: o.offer_id)


def base_offer(provider: Provider) -> Offer | None:
    """A provider's base rate as an offer for anything: own staff by the FTE if a full FTE cost is known.

    >>> p = Provider(provider_id="A", name="A", sourcing_model="onshore", base_rate=30)
    >>> base_offer(p).pricing_model.value
    'per_hour'
    """
    if provider.is_own and provider.loaded_fte_per_month is not None:
        model, price = PricingModel.PER_FTE, provider.loaded_fte_per_month
    elif provider.base_rate is not None:
        model, price = PricingModel.PER_HOUR, provider.base_rate
    else:
        return None
    return Offer(offer_id=BASE_RATE, provider_id=provider.provider_id, pricing_model=model, price=price)


def bundles(offers: list[Offer], streams: list[DemandStream]) -> list[tuple[Offer, ...]]:
    """Ways a provider's offers cover all of some streams.

    One for each pricing model that covers them, and the most specific offers of any model together;
    if some stream has no offer at all, there is no bundle.
    """
    found: list[tuple[Offer, ...]] = []
    for model in PricingModel:
        chosen = [most_specific([o for o in offers if o.pricing_model is model], s) for s in streams]
        complete = tuple(o for o in chosen if o is not None)
        if len(complete) == len(streams):
            found.append(complete)
    chosen = [most_specific(offers, s) for s in streams]
    mixed = tuple(o for o in chosen if o is not None)
    if len(mixed) == len(streams) and mixed not in found:
        found.append(mixed)
    return found


class OfferBook:
    """The offers of every provider, looked up by process; built once for a project."""

    def __init__(self, project: Project) -> None:
        self._by_provider = {
            provider_id: group(tuple(offers), "process_id")
            for provider_id, offers in group(project.offers, "provider_id").items()
        }

    def has_offers(self, provider_id: str) -> bool:
        """Whether a provider quotes anything beyond its base rate."""
        return provider_id in self._by_provider

    def for_process(self, provider_id: str, process_id: str) -> list[Offer]:
        """A provider's offers that name the process or no process."""
        offers = self._by_provider.get(provider_id, {})
        return [*offers.get(process_id, []), *offers.get(None, [])]
