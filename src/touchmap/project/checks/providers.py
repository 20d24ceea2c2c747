"""Providers: consistent, priced, in known currencies, with languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.model import Project, group
from touchmap.project.provider_tables import Offer, Provider
from touchmap.project.vocabulary import GovernanceBasis, Ownership, SourcingModel

NEUTRAL = "xx"
"""Language of work that needs none."""
STALE_RATE_DAYS = 366
"""A rate of exchange older than this when the plan begins is stale."""


def check_for_platform_sourcing_model(project: Project) -> Iterator[Issue]:
    """Self-service is done by a platform, and a platform does nothing else."""
    for row in project.providers:
        self_service = row.sourcing_model is SourcingModel.SELF_SERVICE
        if row.is_platform and not self_service:
            hint = "set sourcing_model to 'self_service', or kind to 'people'"
            what = "is a platform with a sourcing model of people"
            yield error("platform_sourcing_model", row, "sourcing_model", what, hint)
        elif self_service and not row.is_platform:
            hint = "set kind to 'platform', or choose the sourcing model of the people"
            what = "has people with the sourcing model of a platform"
            yield error("platform_sourcing_model", row, "sourcing_model", what, hint)


def check_for_third_party_in_house(project: Project) -> Iterator[Issue]:
    """In-house means own staff; a third party's staff on our premises is insourced."""
    for row in project.providers:
        if row.sourcing_model is SourcingModel.IN_HOUSE and row.ownership is Ownership.THIRD_PARTY:
            hint = "set sourcing_model to 'insourced', or ownership to 'own'"
            yield error("third_party_in_house", row, "ownership", "is in-house but a third party", hint)


def check_for_provider_without_price(project: Project) -> Iterator[Issue]:
    """A provider without a price can do nothing; today's provider must have one."""
    quoted = {o.provider_id for o in project.offers}
    today = {t.provider_id for t in project.today} | {t.platform_id for t in project.today}
    for row in project.providers:
        rates = (row.base_rate, row.loaded_fte_per_month if row.is_own else None)
        if row.provider_id in quoted or (not row.is_platform and any(r is not None for r in rates)):
            continue
        if row.provider_id in today:
            hint = "add an offer or a base_rate; without it today cannot be costed"
            yield error("provider_without_price", row, "base_rate", "does work today but has no price", hint)
        else:
            hint = "add an offer or a base_rate; without it nothing can go there"
            yield warning("provider_without_price", row, "base_rate", "has no price", hint)


def check_for_unknown_currency(project: Project) -> Iterator[Issue]:
    """Every price can be converted into the project's currency."""
    known = {project.settings.currency, *(r.currency for r in project.exchange_rates)}
    priced: tuple[Provider | Offer, ...] = (*project.providers, *project.offers)
    for row in priced:
        if row.currency is not None and row.currency not in known:
            hint = f"add {row.currency} to exchange_rates, or correct the currency"
            yield error(
                "unknown_currency", row, "currency", "is priced in a currency without exchange rate", hint
            )


def check_for_own_currency_rate(project: Project) -> Iterator[Issue]:
    """The project's own currency is worth 1."""
    for row in project.exchange_rates:
        if row.currency == project.settings.currency and row.rate != 1:
            hint = "delete the row, or set its rate to 1"
            yield error(
                "own_currency_rate", row, "rate", "gives the project's currency another rate than 1", hint
            )


def check_for_exchange_rate_date(project: Project) -> Iterator[Issue]:
    """A rate of exchange is of some day, and not long before the plan begins."""
    start = project.settings.start_on
    used = {p.currency for p in project.providers} | {o.currency for o in project.offers}
    for row in project.exchange_rates:
        if row.currency not in used or row.currency == project.settings.currency:
            continue
        hint = "fill date with the day of the rate, such as 2027-01-15"
        day = _day(row.date)
        if day is None:
            what = "has no date" if not row.date.strip() else "has a date that is not understood"
            yield warning("exchange_rate_date", row, "date", what, hint)
        elif start is not None and (start - day).days > STALE_RATE_DAYS:
            what = f"is more than {STALE_RATE_DAYS} days older than the plan's start on {start}"
            yield warning("exchange_rate_date", row, "date", what, "enter a rate of these days")


def check_for_exchange_rate_source(project: Project) -> Iterator[Issue]:
    """A rate of exchange can be looked up again."""
    for row in project.exchange_rates:
        if not row.source.strip() and row.currency != project.settings.currency:
            hint = "fill source with where it was read"
            yield warning("exchange_rate_source", row, "source", "has no source", hint)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def check_for_minimum_above_capacity(project: Project) -> Iterator[Issue]:
    """Nobody bills more FTE than they have."""
    for row in project.providers:
        if row.capacity_fte is not None and row.minimum_fte > row.capacity_fte:
            what = f"bills a minimum above its capacity of {row.capacity_fte:g} FTE"
            yield error("minimum_above_capacity", row, "minimum_fte", what, "correct one of the two")


def check_for_opening_above_pool(project: Project) -> Iterator[Issue]:
    """A language pool cannot need more staff to open than it has."""
    for row in project.provider_languages:
        if row.capacity_fte is not None and (row.opening_fte or 0.0) > row.capacity_fte:
            what = f"needs more FTE to open than its pool of {row.capacity_fte:g} FTE has"
            yield error("opening_above_pool", row, "opening_fte", what, "correct one of the two")


def check_for_tier_start(project: Project) -> Iterator[Issue]:
    """The first volume tier starts at 0 FTE."""
    for rows in group(project.volume_tiers, "provider_id").values():
        first = min(rows, key=lambda r: r.from_fte)
        if first.from_fte > 0:
            hint = "add a tier from 0 FTE, with discount 0 if there is none"
            yield error("tier_start", first, "from_fte", "is the first tier but does not start at 0", hint)


def check_for_tier_order(project: Project) -> Iterator[Issue]:
    """A discount grows with volume."""
    for rows in group(project.volume_tiers, "provider_id").values():
        ordered = sorted(rows, key=lambda r: r.from_fte)
        for small, large in pairwise(ordered):
            if large.discount_share < small.discount_share:
                what = f"gives less discount than the {small.discount_share:g} from {small.from_fte:g} FTE on"
                hint = "write tiers with growing from_fte and growing discount"
                yield error("tier_order", large, "discount_share", what, hint)


def check_for_capacity_of_platform(project: Project) -> Iterator[Issue]:
    """A platform has no staff to limit."""
    platforms = {p.provider_id for p in project.providers if p.is_platform}
    for row in project.provider_capacity:
        if row.provider_id in platforms:
            hint = "delete the row; containment is what limits a platform"
            yield warning("capacity_of_platform", row, "capacity_fte", "limits the staff of a platform", hint)


def check_for_language_not_listed(project: Project) -> Iterator[Issue]:
    """Demand in a language that nobody lists."""
    listed = {r.language for r in project.provider_languages}
    if not listed:
        return
    for language in sorted({d.language for d in project.demand} - listed - {NEUTRAL}):
        streams = [d for d in project.demand if d.language == language]
        what = f"is one of {len(streams)} in a language no provider lists"
        hint = "add it to provider_languages where it is spoken, or correct the language"
        yield warning("language_not_listed", streams[0], "language", what, hint)


def check_for_every_language_assumed(project: Project) -> Iterator[Issue]:
    """A provider without languages is taken to speak them all."""
    spoken = sorted({d.language for d in project.demand} - {NEUTRAL})
    listing = {r.provider_id for r in project.provider_languages}
    for row in project.providers:
        if spoken and row.provider_id not in listing:
            hint = "add its languages to provider_languages"
            what = "lists no language and is taken to speak every one"
            yield warning("every_language_assumed", row, "provider_id", what, hint, value=tuple(spoken))


def check_for_governance_twice(project: Project) -> Iterator[Issue]:
    """Managing providers is charged as a share of bills or as own staff, never both."""
    settings = project.settings
    if settings.governance_basis is GovernanceBasis.SHARE and settings.retained_organisation_fte > 0:
        what = "has staff who manage providers, but charges a share of the bills instead"
        hint = "set governance_basis to 'retained_organisation', or retained_organisation_fte to 0"
        yield warning("governance_twice", settings, "retained_organisation_fte", what, hint)


def check_for_governance_free(project: Project) -> Iterator[Issue]:
    """A retained organisation has staff."""
    settings = project.settings
    retained = settings.governance_basis is GovernanceBasis.RETAINED_ORGANISATION
    if retained and settings.retained_organisation_fte == 0:
        what = "charges own staff for managing providers, but has none"
        hint = "fill retained_organisation_fte, or set governance_basis to 'share'"
        yield warning("governance_free", settings, "retained_organisation_fte", what, hint)
