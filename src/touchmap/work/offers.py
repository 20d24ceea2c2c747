"""Which of a provider's offers applies to a piece of work: the most specific one wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from touchmap.project import DemandStream, Offer, Project, Provider
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


def most_specific(offers: Iterable[Offer], stream: DemandStream) -> Offer | None:
    """The most specific offer that fits a stream, the first id among equals; none if none fits."""
    fitting = [o for o in offers if fits(o, stream)]
    return _best(fitting) if fitting else None


def _best(fitting: list[Offer]) -> Offer:
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


def bundles(offers: Iterable[Offer], streams: list[DemandStream]) -> list[tuple[Offer, ...]]:
    """Ways a provider's offers cover all of some streams.

    One for each pricing model that covers them, and the most specific offers of any model together;
    if some stream has no offer at all, there is no bundle.
    """
    fitting = [[o for o in offers if fits(o, s)] for s in streams]
    if not all(fitting):
        return []
    if all(len(some) == 1 for some in fitting):
        return [tuple([some[0] for some in fitting])]
    by_model = ([[o for o in some if o.pricing_model is model] for some in fitting] for model in PricingModel)
    found = [tuple(map(_best, some)) for some in by_model if all(some)]
    mixed = tuple(map(_best, fitting))
    return found if mixed in found else [*found, mixed]


class OfferBook:
    """The offers of every provider, looked up by process; built once for a project."""

    def __init__(self, project: Project) -> None:
        self._providers = {o.provider_id for o in project.offers}
        self._by_process: dict[str | None, dict[str, list[Offer]]] = {}
        for offer in project.offers:
            self._by_process.setdefault(offer.process_id, {}).setdefault(offer.provider_id, []).append(offer)

    def has_offers(self, provider_id: str) -> bool:
        """Whether a provider quotes anything beyond its base rate."""
        return provider_id in self._providers

    def of_process(self, process_id: str) -> Mapping[str, list[Offer]]:
        """Offers that name the process or no process, by provider."""
        named, others = self._by_process.get(process_id, {}), self._by_process.get(None, {})
        both = named.keys() | others.keys() if others else named.keys()
        return {p: [*named.get(p, ()), *others.get(p, ())] for p in both}
