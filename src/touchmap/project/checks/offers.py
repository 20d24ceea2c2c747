"""Offers: one most specific price for each piece of work, and platforms priced as platforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.model import Project
from touchmap.project.provider_tables import Offer
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, Channel, PricingModel

Work = tuple[str, Channel, str]
"""Process, channel and language of a stream."""

Terms = tuple[str | None, Channel | None, str | None]
"""Process, channel and language an offer states; none = any."""

_BY_TIME = (PricingModel.PER_HOUR, PricingModel.PER_FTE)


def check_for_offers_equally_specific(project: Project) -> Iterator[Issue]:
    """For each piece of work a provider's most specific offer of a pricing model must be one.

    An offer is the more specific the more of process, channel and language it states. Two offers
    clash if both cover some stream of demand and state equally many.
    """
    work = {(d.process_id, d.channel, d.language) for d in project.demand}
    quoted: dict[tuple[str, PricingModel, int], list[Offer]] = defaultdict(list)
    for offer in project.offers:
        quoted[offer.provider_id, offer.pricing_model, _stated(offer)].append(offer)
    reported: set[tuple[str, str]] = set()
    projections: dict[tuple[bool, ...], dict[Terms, Work]] = {}
    for offers in quoted.values():
        for first, second, example in _clashes(offers, work, projections) if len(offers) > 1 else ():
            if (first.offer_id, second.offer_id) in reported:
                continue
            reported.add((first.offer_id, second.offer_id))
            process_id, channel, language = example
            what = f"is as specific as offer {first.offer_id} of the same provider and pricing model"
            hint = "state one more of process, channel and language in one of them, or delete one"
            value = f"both cover {process_id} / {channel} / {language}"
            yield error("offers_equally_specific", second, "process_id", what, hint, value=value)


def _stated(offer: Offer) -> int:
    return (offer.process_id is not None) + bool(offer.channel) + (offer.language is not None)


def _clashes(
    offers: list[Offer], work: set[Work], projections: dict[tuple[bool, ...], dict[Terms, Work]]
) -> Iterator[tuple[Offer, Offer, Work]]:
    """Pairs among equally specific offers that cover the same work, with an example of it."""
    by_terms: dict[Terms, list[Offer]] = defaultdict(list)
    for offer in offers:
        for channel in offer.channel or (None,):
            by_terms[offer.process_id, channel, offer.language].append(offer)
    patterns = {_pattern(terms) for terms in by_terms}
    for terms, same in by_terms.items():
        pattern = _pattern(terms)
        if pattern not in projections:
            projections[pattern] = _projected(work, pattern)
        example = projections[pattern].get(terms)
        if example is not None:
            yield from ((same[0], other, example) for other in same[1:] if other is not same[0])
    if len(patterns) > 1:
        yield from _clashes_across(by_terms, patterns, work)


def _clashes_across(
    by_terms: dict[Terms, list[Offer]], patterns: Iterable[tuple[bool, ...]], work: set[Work]
) -> Iterator[tuple[Offer, Offer, Work]]:
    """Clashes between offers that state different fields, such as a process and a channel."""
    ordered = sorted(patterns, reverse=True)
    for one in sorted(work):
        found = [
            by_terms[t][0] for p in ordered if _covers(p, one) and (t := _restricted(one, p)) in by_terms
        ]
        yield from ((found[0], other, one) for other in found[1:])


def _pattern(terms: Terms) -> tuple[bool, ...]:
    return tuple(part is not None for part in terms)


def _restricted(one: Work, pattern: tuple[bool, ...]) -> Terms:
    process_id, channel, language = one
    return (
        process_id if pattern[0] else None,
        channel if pattern[1] else None,
        language if pattern[2] else None,
    )


def _covers(pattern: tuple[bool, ...], one: Work) -> bool:
    """An offer for any channel does not cover self-service."""
    return pattern[1] or one[1] not in SELF_SERVICE_CHANNELS


def _projected(work: set[Work], pattern: tuple[bool, ...]) -> dict[Terms, Work]:
    return {_restricted(one, pattern): one for one in sorted(work, reverse=True) if _covers(pattern, one)}


def check_for_platform_without_containment(project: Project) -> Iterator[Issue]:
    """A platform in front of people must say how much it takes off them."""
    platforms = {p.provider_id for p in project.providers if p.is_platform}
    for row in project.offers:
        in_front = not row.channel or any(c not in SELF_SERVICE_CHANNELS for c in row.channel)
        if row.provider_id in platforms and row.containment_share is None and in_front:
            hint = "fill containment_share, or limit the offer to the channels web and bot"
            what = "is a platform's offer on a channel of people without the share it takes off them"
            yield error("platform_without_containment", row, "containment_share", what, hint)


def check_for_containment_of_people(project: Project) -> Iterator[Issue]:
    """Only a platform contains contacts."""
    people = {p.provider_id for p in project.providers if not p.is_platform}
    for row in project.offers:
        if row.provider_id in people and row.containment_share is not None:
            hint = "clear containment_share, or move it to the platform's offer"
            what = "is an offer of people with the containment of a platform"
            yield warning("containment_of_people", row, "containment_share", what, hint)


def check_for_platform_priced_by_time(project: Project) -> Iterator[Issue]:
    """A platform has no agents who could be billed by the hour or FTE."""
    platforms = {p.provider_id for p in project.providers if p.is_platform}
    for row in project.offers:
        if row.provider_id in platforms and row.pricing_model in _BY_TIME:
            hint = "price it per resolution, per contact, per minute or at a fixed amount"
            what = "prices a platform by the time of agents"
            yield error("platform_priced_by_time", row, "pricing_model", what, hint)


def check_for_conversion_missing(project: Project) -> Iterator[Issue]:
    """A commission is paid on successes, so their share must be known."""
    for row in project.offers:
        if row.commission_per_success > 0 and row.conversion is None:
            hint = "fill conversion with the expected successes per contact"
            what = "has a commission but no share of successes"
            yield warning("conversion_missing", row, "conversion", what, hint)
