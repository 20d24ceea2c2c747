"""The gates: one small function each, giving a reason and the nearest remedy, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from touchmap.project import Project, Provider
from touchmap.project.opening_hours import hours_of_week
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, TransferBasis
from touchmap.work.options import Option
from touchmap.work.packages import Package, hours_needed
from touchmap.work.transfer import PERSONAL_DATA, SPECIAL_DATA, transfer_basis

PLATFORM_TOUCH_CEILING = 3
"""Highest touch need a platform may stand in front of where it states none."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an option is impossible, and what would make it possible."""

    package_id: str
    provider_id: str | None
    platform_id: str | None
    gate: str
    reason: str
    remedy: str


class Facts:
    """What the gates look up, read once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.providers = {p.provider_id: p for p in project.providers}

    @cached_property
    def languages(self) -> dict[str, set[str]]:
        """Languages each provider lists; one that lists none is missing and is taken to speak all."""
        listed: dict[str, set[str]] = {}
        for row in self.project.provider_languages:
            listed.setdefault(row.provider_id, set()).add(row.language)
        return listed

    @cached_property
    def transfer(self) -> dict[str, TransferBasis]:
        """Legal basis of each provider."""
        return {p.provider_id: transfer_basis(self.project, p) for p in self.project.providers}

    def parties(self, option: Option) -> list[Provider]:
        """People and platform of an option."""
        return [self.providers[i] for i in (option.provider_id, option.platform_id) if i is not None]

    def lead(self, option: Option) -> Provider:
        """Who answers for an option: its people, or its platform where there are none."""
        return self.parties(option)[0]


Verdict = tuple[str, str] | None
"""Reason and remedy of a refusal, or none."""


def language(facts: Facts, package: Package, option: Option) -> Verdict:
    """Every party works in the package's language."""
    for party in facts.parties(option):
        listed = facts.languages.get(party.provider_id)
        if package.language != "xx" and listed is not None and package.language not in listed:
            return (
                f"{party.name} does not offer {package.language}",
                f"add {package.language} to provider_languages of {party.provider_id} if it can be offered",
            )
    return None


def hours(facts: Facts, package: Package, option: Option) -> Verdict:
    """Whoever does a piece of the package works whenever it is open."""
    for n, piece in enumerate(package.pieces):
        by_people = option.people_offers[n] is not None
        party = facts.providers[(option.provider_id if by_people else option.platform_id) or ""]
        missing = hours_needed(facts.project, package, piece) - hours_of_week(party.opening_hours)
        if missing:
            opened = f"{piece.stream.demand_id} is open {piece.stream.opening_hours}"
            return (
                f"{party.name} works {party.opening_hours}, {opened}",
                f"{len(missing)} more hours a week at {party.provider_id}, or split the process by hours",
            )
    return None


def touch(facts: Facts, package: Package, option: Option) -> Verdict:
    """A platform in front of people stays below its touch ceiling."""
    if option.provider_id is None or option.platform_id is None:
        return None
    by_nature = all(
        offer is None or piece.stream.channel in SELF_SERVICE_CHANNELS
        for offer, piece in zip(option.platform_offers, package.pieces, strict=True)
    )
    platform = facts.providers[option.platform_id]
    ceiling = platform.touch_ceiling or PLATFORM_TOUCH_CEILING
    need = package.process.touch_need
    if not by_nature and need > ceiling:
        return (
            f"touch need {need} is above what {platform.name} may stand in front of ({ceiling})",
            f"raise touch_ceiling of {platform.provider_id} to {need} if customers accept it",
        )
    return None


def data_transfer(facts: Facts, package: Package, option: Option) -> Verdict:
    """Personal data only travels on a legal basis; special data under SCC only with a recorded DPIA."""
    for party in facts.parties(option):
        basis = facts.transfer[party.provider_id]
        data_class = package.process.data_class
        if data_class >= PERSONAL_DATA and basis is TransferBasis.NONE:
            return (
                f"no legal basis to send personal data (class {data_class}) to {party.name}",
                f"agree standard contractual clauses: transfer_basis SCC at {party.provider_id}",
            )
        if data_class >= SPECIAL_DATA and basis is TransferBasis.SCC and not party.dpia_recorded:
            return (
                f"data class 4 at {party.name} under SCC without a recorded impact assessment",
                f"carry out the assessment and set dpia_recorded at {party.provider_id}",
            )
    return None


def licence(facts: Facts, package: Package, option: Option) -> Verdict:
    """A third party holds every licence the law asks for this work."""
    lead = facts.lead(option)
    missing = sorted(set(package.process.licence_required) - set(lead.licences))
    if missing and not lead.is_own:
        return (
            f"{lead.name} does not hold {', '.join(missing)}",
            f"add the licence at {lead.provider_id} once it is granted",
        )
    return None


def commission(facts: Facts, package: Package, option: Option) -> Verdict:
    """Commission is only paid where commercial objectives may be given to others."""
    if facts.project.settings.commercial_objectives_external or facts.lead(option).is_own:
        return None
    if any(o is not None and o.commission_per_success > 0 for o in option.people_offers):
        return (
            "commercial objectives may not be given to a third party, so commission prices are off",
            "ask for a price without commission, or set commercial_objectives_external to yes",
        )
    return None


GATES: dict[str, Callable[[Facts, Package, Option], Verdict]] = {
    "language": language,
    "hours": hours,
    "touch": touch,
    "data_transfer": data_transfer,
    "licence": licence,
    "commission": commission,
}
"""Every gate by name, in the order in which they are asked."""
