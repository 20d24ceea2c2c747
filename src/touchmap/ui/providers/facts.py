"""A provider as people read it: one short line for each thing worth knowing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from touchmap.journey.evidence import EvidenceBook
from touchmap.project import Offer, Project, Provider
from touchmap.project.market import STAND_IN
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.text.languages import language_words
from touchmap.ui.say import say

NEUTRAL = "xx"
"""Work that needs no language."""


@dataclass(frozen=True)
class Card:
    """What a card says of a provider; texts are as people typed them."""

    provider_id: str
    name: str
    model: SourcingModel
    where: str
    lines: tuple[tuple[str, str], ...]
    """What it is, and its value."""
    is_stand_in: bool


def cards(project: Project) -> list[Card]:
    """A card for each provider, in the fixed order of the sourcing models."""
    order = list(SourcingModel)
    book = EvidenceBook(project)
    made = [_card(project, provider, book) for provider in project.providers]
    return sorted(made, key=lambda card: (order.index(card.model), card.name.casefold()))


def _card(project: Project, provider: Provider, book: EvidenceBook) -> Card:
    return Card(
        provider.provider_id,
        provider.name,
        provider.sourcing_model,
        _where(project, provider),
        tuple((label, text) for label, text in _lines(project, provider, book) if text),
        provider.name.startswith(STAND_IN),
    )


def _where(project: Project, provider: Provider) -> str:
    country = provider.country or project.settings.home_country
    return f"{provider.site}, {country}" if provider.site else country


def _lines(project: Project, provider: Provider, book: EvidenceBook) -> Iterator[tuple[str, str]]:
    currency = provider.currency or project.settings.currency
    if provider.base_rate is not None:
        basis = provider.rate_basis.value.replace("_", " ")
        yield (
            say("providers.rate"),
            say("providers.rate_value", rate=provider.base_rate, currency=currency, basis=basis),
        )
    yield say("providers.offers"), _offers(project, provider)
    if not provider.is_platform:
        capacity = provider.capacity_fte
        no_limit = say("providers.no_limit")
        yield say("providers.capacity"), no_limit if capacity is None else f"{capacity:,.0f} FTE"
    yield say("providers.languages"), _languages(project, provider)
    if provider.satisfaction is not None:
        yield say("providers.satisfaction"), f"{provider.satisfaction:g}"
    yield say("providers.certificates"), ", ".join((*provider.certifications, *provider.licences))
    level = book.level("providers", provider.provider_id)
    sure = "" if provider.confidence is None else f" · {100 * provider.confidence:.0f} %"
    yield say("providers.evidence"), (level.value if level else say("providers.nothing_said")) + sure


def _languages(project: Project, provider: Provider) -> str:
    rows = [r for r in project.provider_languages if r.provider_id == provider.provider_id]
    if not rows:
        return say("providers.any_language")
    spoken = (r for r in rows if r.language != NEUTRAL)
    known = sorted(spoken, key=lambda r: (-r.level.rank, r.language))
    return ", ".join(f"{language_words(r.language)} {r.level.value}" for r in known)


def _offers(project: Project, provider: Provider) -> str:
    """How many offers by pricing model, with the range of their prices."""
    groups: dict[tuple[str, str], list[Offer]] = {}
    for offer in project.offers:
        if offer.provider_id == provider.provider_id:
            currency = offer.currency or provider.currency or project.settings.currency
            groups.setdefault((offer.pricing_model.value, currency), []).append(offer)
    said = []
    for (model, currency), offers in groups.items():
        low, high = min(o.price for o in offers), max(o.price for o in offers)
        prices = f"{low:,.2f}" if low == high else f"{low:,.2f} – {high:,.2f}"
        unit = model.replace("_", " ").replace("fte", "FTE")
        said.append(
            say("providers.offer_value", count=len(offers), prices=prices, currency=currency, unit=unit)
        )
    return "; ".join(said) or say("providers.no_offer")
