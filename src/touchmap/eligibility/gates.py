"""The gates: one small function each, giving a reason and the nearest remedy, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.project import Project, Provider
from touchmap.project.opening_hours import hours_of_week
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, TransferBasis
from touchmap.work.grouping import numbered
from touchmap.work.offer_columns import Bools
from touchmap.work.options import NONE, Ints, Option, Options
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


@dataclass(frozen=True)
class Gate:
    """A gate, and what it looks at: options that look alike are all refused or none."""

    ask: Callable[[Facts, Package, Option], Verdict]
    looks_at: Callable[[Facts, Options], tuple[Ints | Bools, ...]]
    """Columns with a number for each option; options equal in all of them look alike."""


def _of_package(options: Options, values: Iterable[Hashable]) -> Ints:
    """A number for what each option's package has."""
    result: Ints = numbered(values)[options.package]
    return result


def _in_front(options: Options) -> Ints:
    """Package of each option with a platform; all others are alike."""
    return np.where(options.platform != NONE, options.package, NONE)


def _hours_needed(facts: Facts, options: Options) -> Ints:
    needed = (tuple(hours_needed(facts.project, k, p) for p in k.pieces) for k in options.packages)
    return _of_package(options, needed)


GATES: dict[str, Gate] = {
    "language": Gate(language, lambda _, o: (o.people, o.platform, o.language)),
    "hours": Gate(hours, lambda facts, o: (o.people, o.platform, _in_front(o), _hours_needed(facts, o))),
    "touch": Gate(touch, lambda _, o: (np.minimum(o.people, 0), o.platform, _in_front(o))),
    "data_transfer": Gate(
        data_transfer,
        lambda _, o: (o.people, o.platform, _of_package(o, (k.process.data_class for k in o.packages))),
    ),
    "licence": Gate(
        licence,
        lambda _, o: (o.lead, _of_package(o, (k.process.licence_required for k in o.packages))),
    ),
    "commission": Gate(
        commission,
        lambda _, o: (o.lead, o.per_option(o.people_offer.field("commission_per_success"), np.fmax) > 0),
    ),
}
"""Every gate by name, in the order in which they are asked."""
