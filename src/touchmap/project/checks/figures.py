"""Figures that are legal but odd: a slip of unit, a digit too many, a forgotten price."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.entity import Entity
from touchmap.project.model import Project
from touchmap.project.vocabulary import (
    BACKSTAGE_CHANNELS,
    SELF_SERVICE_CHANNELS,
    SPOKEN_CHANNELS,
    PricingModel,
    Skill,
)

LONGEST_CONTACT_SECONDS = 3 * 3600
SHORTEST_CALL_SECONDS = 20
HIGH_OCCUPANCY = 0.90
HIGH_SHRINKAGE = 0.50
HOURLY_RATES = (3.0, 200.0)
SHORT_HORIZON_MONTHS = 12
COST_GROUPS = ("people", "seats", "it", "management")
ROUNDED = 0.005
"""Shares that make up a whole may miss it by this, for they are rounded."""
NEUTRAL = "xx"
"""Language of work that needs none."""

_LIKE_EURO = frozenset({"EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})
"""Currencies in which an hour of an agent costs a figure of the same order."""


def check_for_long_handle_time(project: Project) -> Iterator[Issue]:
    """A contact of many hours is usually minutes or a backlog entered as seconds."""
    for row in project.demand:
        if row.handle_seconds > LONGEST_CONTACT_SECONDS and row.channel not in BACKSTAGE_CHANNELS:
            hint = "enter the handle time of one contact in seconds"
            what = f"takes more than 3 hours a contact on {row.channel}"
            yield warning("long_handle_time", row, "handle_seconds", what, hint)


def check_for_short_handle_time(project: Project) -> Iterator[Issue]:
    """A call of a few seconds is usually a call of a few minutes."""
    for row in project.demand:
        if row.handle_seconds < SHORTEST_CALL_SECONDS and row.channel in SPOKEN_CHANNELS:
            hint = "enter the handle time in seconds, not minutes"
            what = f"takes less than {SHORTEST_CALL_SECONDS} seconds a call"
            yield warning("short_handle_time", row, "handle_seconds", what, hint)


def check_for_high_occupancy(project: Project) -> Iterator[Issue]:
    """Nobody keeps up more than nine tenths for long."""
    for row in project.providers:
        if row.occupancy > HIGH_OCCUPANCY and not row.is_platform:
            hint = "usual is 0.75 to 0.85; above 0.9 people leave"
            yield warning("high_occupancy", row, "occupancy", "plans an occupancy above 0.9", hint)


def check_for_high_shrinkage(project: Project) -> Iterator[Issue]:
    """More than half of the paid time away is usually a slip."""
    for row in project.providers:
        if row.shrinkage > HIGH_SHRINKAGE and not row.is_platform:
            hint = "usual is 0.20 to 0.35 of the paid time"
            yield warning("high_shrinkage", row, "shrinkage", "plans a shrinkage above 0.5", hint)


def check_for_zero_price(project: Project) -> Iterator[Issue]:
    """A price of nothing wins every comparison."""
    for row in project.offers:
        if row.price == 0 and row.commission_per_success == 0:
            yield warning(
                "zero_price", row, "price", "quotes nothing", "enter the price, or delete the offer"
            )
    for provider in project.providers:
        for column in ("base_rate", "loaded_fte_per_month"):
            if getattr(provider, column) == 0:
                hint = "enter the rate, or leave it blank if it is not known"
                yield warning("zero_price", provider, column, "works for nothing", hint)


def check_for_odd_rate(project: Project) -> Iterator[Issue]:
    """An hour of an agent costs between 3 and 200 in currencies of the euro's order."""
    if project.settings.currency not in _LIKE_EURO:
        return
    low, high = HOURLY_RATES
    what = f"costs an hour outside {low:g} to {high:g} {project.settings.currency}"
    for row, column, hourly in _hourly_prices(project):
        if hourly > 0 and not low <= hourly <= high:
            yield warning(
                "odd_rate", row, column, what, "check the unit and the currency of the price", value=hourly
            )


def _hourly_prices(project: Project) -> Iterator[tuple[Entity, str, float]]:
    """Every price of an agent's time, per hour in the project's currency."""
    home = project.settings.currency
    rates = {**{r.currency: r.rate for r in project.exchange_rates}, home: 1.0}
    people = {p.provider_id: p for p in project.providers if not p.is_platform}
    paid_hours = project.settings.paid_hours_per_month
    for p in people.values():
        for column, price, hours in (
            ("base_rate", p.base_rate, 1.0),
            ("loaded_fte_per_month", p.loaded_fte_per_month, paid_hours),
        ):
            rate = rates.get(p.currency or home)
            if price is not None and rate:
                yield p, column, price / hours / rate
    hours_of = {PricingModel.PER_HOUR: 1.0, PricingModel.PER_FTE: paid_hours, PricingModel.PER_MINUTE: 1 / 60}
    for o in project.offers:
        if o.provider_id in people and o.pricing_model in hours_of:
            rate = rates.get(o.currency or people[o.provider_id].currency or home)
            if rate:
                yield o, "price", o.price / hours_of[o.pricing_model] / rate


def check_for_cost_groups(project: Project) -> Iterator[Issue]:
    """The groups of own cost make up the whole, and each says what goes away."""
    settings = project.settings
    parts = {g: getattr(settings, f"{g}_cost_share") for g in COST_GROUPS}
    stated = [part for part in parts.values() if part is not None]
    if stated and abs(sum(stated) - 1) > ROUNDED:
        what = f"are groups of own cost that add up to {sum(stated):g} and not to 1"
        hint = "fill people, seats, IT and management so that they make up the whole, or leave all blank"
        yield error("cost_groups", settings, "people_cost_share", what, hint)
    for group, part in parts.items():
        if part is None and getattr(settings, f"{group}_avoidable_share") is not None:
            what = "says what goes away of a group of cost whose size is blank"
            hint = f"fill {group}_cost_share"
            yield error("cost_groups", settings, f"{group}_avoidable_share", what, hint)


def check_for_short_horizon(project: Project) -> Iterator[Issue]:
    """One-off costs never pay back in a few months."""
    if project.settings.horizon_months < SHORT_HORIZON_MONTHS:
        hint = "count 24 to 60 months, or read the result as that of a short trial"
        what = "counts costs over less than a year"
        yield warning("short_horizon", project.settings, "horizon_months", what, hint)


def check_for_language_missing(project: Project) -> Iterator[Issue]:
    """Where languages are told apart, work for customers is done in one of them."""
    if all(d.language == NEUTRAL for d in project.demand):
        return
    for row in project.demand:
        backstage = row.channel in BACKSTAGE_CHANNELS or row.channel in SELF_SERVICE_CHANNELS
        if row.language == NEUTRAL and not backstage and row.skill in (Skill.SPOKEN, Skill.WRITTEN):
            hint = "fill the language; xx is for work that needs none"
            what = f"needs no language although it is {row.skill} on {row.channel}"
            yield warning("language_missing", row, "language", what, hint)
