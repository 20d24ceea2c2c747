"""Offers: one most specific price for each piece of work, and platforms priced as platforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.model import Project
from touchmap.project.provider_tables import Offer
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, Channel, PricingModel

Work = tuple[str, Channel, str]
"""Process, channel and language of a stream."""

Pattern = tuple[bool, bool, bool]
"""Which of process, channel and language an offer states."""

Terms = tuple[str | None, Channel | None, str | None]
"""Process, channel and language an offer states; none = any."""

_BY_TIME = (PricingModel.PER_HOUR, PricingModel.PER_FTE)


def check_for_offers_equally_specific(project: Project) -> Iterator[Issue]:
    """For each piece of work a provider's most specific offer of a pricing model must be one.

    An offer is the more specific the more of process, channel and language it states. Two offers
    clash if both cover some stream of demand, state equally many, and no offer there states more.
    """
    work = sorted({(d.process_id, d.channel, d.language) for d in project.demand})
    of_process: dict[str | None, list[Work]] = defaultdict(list, {None: work})
    for one in work:
        of_process[one[0]].append(one)
    for offers in _group_by_price(project).values():
        reported: set[tuple[str, str]] = set()
        for first, second, one in _clashes(offers, of_process) if len(offers) > 1 else ():
            if (first.offer_id, second.offer_id) not in reported:
                reported.add((first.offer_id, second.offer_id))
                what = f"is as specific as offer {first.offer_id} of the same provider and pricing model"
                hint = "state one more of process, channel and language in one of them, or delete one"
                value = f"both cover {' / '.join(one)}"
                yield error("offers_equally_specific", second, "process_id", what, hint, value=value)


def _group_by_price(project: Project) -> dict[tuple[str, PricingModel], list[Offer]]:
    quoted: dict[tuple[str, PricingModel], list[Offer]] = defaultdict(list)
    for offer in project.offers:
        quoted[offer.provider_id, offer.pricing_model].append(offer)
    return quoted


def _clashes(
    offers: list[Offer], of_process: dict[str | None, list[Work]]
) -> Iterator[tuple[Offer, Offer, Work]]:
    """Pairs of most specific offers for the same work, with that work."""
    by_terms: dict[Terms, list[Offer]] = defaultdict(list)
    for offer in offers:
        for channel in offer.channel or (None,):
            by_terms[offer.process_id, channel, offer.language].append(offer)
    patterns = {(t[0] is not None, t[1] is not None, t[2] is not None) for t in by_terms}
    levels = [sorted((p for p in patterns if sum(p) == stated), reverse=True) for stated in (3, 2, 1, 0)]
    processes = {offer.process_id for offer in offers}
    for process_id in (None,) if None in processes else sorted(p for p in processes if p is not None):
        for one in of_process[process_id]:
            found = _most_specific(one, by_terms, levels)
            yield from ((found[0], other, one) for other in found[1:])


def _most_specific(one: Work, by_terms: dict[Terms, list[Offer]], levels: list[list[Pattern]]) -> list[Offer]:
    """The offers for a piece of work that state the most."""
    process_id, channel, language = one
    for patterns in levels:
        found: list[Offer] = []
        for with_process, with_channel, with_language in patterns:
            if with_channel or channel not in SELF_SERVICE_CHANNELS:  # "any channel" is any channel of people
                terms = (
                    process_id if with_process else None,
                    channel if with_channel else None,
                    language if with_language else None,
                )
                found += by_terms.get(terms, ())
        if found:
            return found
    return []


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
