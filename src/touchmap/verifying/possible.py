"""What is physically or legally impossible about one row of a plan, read off the raw fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from touchmap.project import DemandStream, Offer, Project, Provider, group
from touchmap.project.opening_hours import ALWAYS, hours_of_week
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, SplitLayer, TransferBasis
from touchmap.verifying.context import Row
from touchmap.verifying.transfer import transfer_basis
from touchmap.work.offers import BASE_RATE
from touchmap.work.packages import Package

USUAL_TOUCH_CEILING = 3
"""Highest touch need a platform may stand in front of where it states none."""
PERSONAL_DATA = 3
SPECIAL_DATA = 4


@dataclass(frozen=True)
class Facts:
    """Raw rows, looked up by what a check asks for."""

    project: Project
    offers: dict[str, Offer]
    languages: dict[str, frozenset[str]]
    """Languages each provider lists."""

    @classmethod
    def of(cls, project: Project) -> Facts:
        """Read them once for a project."""
        listed = group(project.provider_languages, "provider_id")
        return cls(
            project,
            {o.offer_id: o for o in project.offers},
            {provider_id: frozenset(r.language for r in rows) for provider_id, rows in listed.items()},
        )

    def quoted(self, row: Row, provider: Provider) -> list[Offer]:
        """Offers of a provider that a row is done under, its base rate left out."""
        found = [self.offers[o] for o in row.offer_ids if o in self.offers]
        return [o for o in found if o.provider_id == provider.provider_id]


def impossibilities(facts: Facts, row: Row) -> list[str]:
    """Everything that makes a row impossible, as parts of sentences that start with the package."""
    checks = (_uncovered, _language, _hours, _touch, _data, _licence, _commission)
    return [reason for check in checks for reason in check(facts, row)]


def _by_nature(stream: DemandStream) -> bool:
    return stream.channel in SELF_SERVICE_CHANNELS


def _covers(offer: Offer, stream: DemandStream) -> bool:
    """Whether an offer is for a stream; self-service by nature must be named by its channel."""
    if offer.process_id is not None and offer.process_id != stream.process_id:
        return False
    if offer.language is not None and offer.language != stream.language:
        return False
    return stream.channel in offer.channel if offer.channel else not _by_nature(stream)


def _has_base_rate(provider: Provider) -> bool:
    return provider.base_rate is not None or (provider.is_own and provider.loaded_fte_per_month is not None)


def _served_by(facts: Facts, row: Row, provider: Provider | None, stream: DemandStream) -> bool:
    """Whether a party has a price for a stream under the offers of a row; people never serve web or bot."""
    if provider is None or (_by_nature(stream) and not provider.is_platform):
        return False
    if any(_covers(offer, stream) for offer in facts.quoted(row, provider)):
        return True
    base = BASE_RATE in row.offer_ids and _has_base_rate(provider)
    return base and not provider.is_platform and not _by_nature(stream)


def _on_platform(facts: Facts, row: Row, stream: DemandStream) -> bool:
    """Whether a stream is done on the platform as a whole."""
    return _by_nature(stream) and _served_by(facts, row, row.platform, stream)


def _uncovered(facts: Facts, row: Row) -> Iterator[str]:
    for piece in row.package.pieces:
        stream = piece.stream
        if not (_on_platform(facts, row, stream) or _served_by(facts, row, row.people, stream)):
            names = " and ".join(p.provider_id for p in row.parties)
            yield f"has no price of {names} for demand {stream.demand_id} ({stream.channel.value})"


def _language(facts: Facts, row: Row) -> Iterator[str]:
    language = row.package.language
    for party in row.parties:
        listed = facts.languages.get(party.provider_id)
        if language != "xx" and listed is not None and language not in listed:
            yield f"is in {language}, which {party.provider_id} does not work in"


def _hours(facts: Facts, row: Row) -> Iterator[str]:
    for piece in row.package.pieces:
        party = row.platform if _on_platform(facts, row, piece.stream) else row.people
        if party is None:
            continue
        closed = _opening(facts.project, row.package, piece.stream) - hours_of_week(party.opening_hours)
        if closed:
            yield (
                f"needs {len(closed)} hours a week for demand {piece.stream.demand_id} "
                f"({piece.stream.opening_hours}) when {party.provider_id} is closed ({party.opening_hours})"
            )


def _opening(project: Project, package: Package, stream: DemandStream) -> frozenset[int]:
    """Hours of the week a package's part of a stream is open; none where they are not stated."""
    if not stream.opening_hours.strip():
        return frozenset()
    opened = hours_of_week(stream.opening_hours)
    if SplitLayer.HOURS not in package.process.split_by:
        return opened
    office = hours_of_week(project.settings.office_hours)
    return opened & (office if "office" in package.layer.split("-") else ALWAYS - office)


def _touch(facts: Facts, row: Row) -> Iterator[str]:
    """A platform stands in front of people only up to its touch ceiling."""
    if row.people is None or row.platform is None:
        return
    human = [piece.stream for piece in row.package.pieces if not _by_nature(piece.stream)]
    if not any(_served_by(facts, row, row.platform, stream) for stream in human):
        return
    stated = row.platform.touch_ceiling
    ceiling = USUAL_TOUCH_CEILING if stated is None else stated
    need = row.package.process.touch_need
    if need > ceiling:
        yield f"has touch need {need}, but {row.platform.provider_id} may only serve up to {ceiling}"


def _data(facts: Facts, row: Row) -> Iterator[str]:
    data_class = row.package.process.data_class
    if data_class < PERSONAL_DATA:
        return
    for party in row.parties:
        basis = transfer_basis(facts.project, party)
        if basis is TransferBasis.NONE:
            yield f"holds data of class {data_class}, for which {party.provider_id} has no legal basis"
        elif basis is TransferBasis.SCC and data_class >= SPECIAL_DATA and not party.dpia_recorded:
            yield f"holds data of class {data_class}, but {party.provider_id} has no recorded assessment"


def _licence(_: Facts, row: Row) -> Iterator[str]:
    lacks = set(row.package.process.licence_required) - set(row.lead.licences)
    if lacks and not row.lead.is_own:
        yield f"needs by law what {row.lead.provider_id} does not hold: {', '.join(sorted(lacks))}"


def _commission(facts: Facts, row: Row) -> Iterator[str]:
    """Commission is for third parties only where sales targets may be given to them."""
    party = row.people
    if facts.project.settings.commercial_objectives_external or party is None or party.is_own:
        return
    paid = [o.offer_id for o in facts.quoted(row, party) if o.commission_per_success > 0]
    if paid:
        yield f"pays commission to {party.provider_id} ({', '.join(paid)}), but sales targets stay inside"
