"""Monthly costs that belong to one option: run, premiums, platform, commission, revenue, governance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.costing.prices import FLAT, Prices
from touchmap.project import Project
from touchmap.project.vocabulary import GovernanceBasis, PricingModel
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints
from touchmap.workload.amounts import Lines


@dataclass(frozen=True)
class Running:
    """One monthly cost of every option at today's prices."""

    line: str
    monthly: Array
    """Money a month, shape (options, 12)."""
    party: Ints
    """Provider whose yearly rise applies (index), `NONE` = the company, `FLAT` = nobody."""


def running_costs(project: Project, prices: Prices, lines: Lines) -> list[Running]:
    """All monthly costs of the options, before discounting.

    ``run`` and ``platform`` come first; the others are shares of them.
    """
    options = lines.options
    people, front = options.people, options.platform
    run = lines.per_option(_people_bill(prices, lines))
    platform = lines.per_option(_platform_bill(prices, lines))
    premium = run * _premium(project, lines, people)[:, None]
    platform = platform * (1 + _premium(project, lines, front))[:, None]
    commission = lines.per_option(_commission(prices, lines))
    own = np.array([p.is_own for p in options.providers] + [True])
    share = _governance(project, lines)
    bill = run + premium + commission
    risk = _contingency_share(project, lines)
    return [
        Running("run", run, people),
        Running("language_premium", premium, people),
        Running("platform", platform, front),
        Running("commission", commission, people),
        Running("revenue", -lines.per_option(_revenue(lines)), np.full(len(people), FLAT)),
        Running("governance", bill * np.where(own[people], 0, share[people])[:, None], people),
        Running("governance", platform * np.where(own[front], 0, share[front])[:, None], front),
        Running("contingency", (run + premium) * (risk * ~own[people])[:, None], people),
        Running("contingency", platform * (risk * ~own[front])[:, None], front),
    ]


def _people_bill(prices: Prices, lines: Lines) -> Array:
    """Billed units × list price, by line and month; fixed prices are charged elsewhere."""
    units = {
        PricingModel.PER_CONTACT: lines.people_contacts,
        PricingModel.PER_MINUTE: lines.hours * 60,
        PricingModel.PER_HOUR: lines.logged,
        PricingModel.PER_FTE: lines.fte,
        PricingModel.PER_RESOLUTION: lines.resolved,
    }
    out = np.zeros_like(lines.hours)
    for i, offer in enumerate(lines.people_offer):
        if offer is not None and offer.pricing_model in units:
            provider = lines.options.providers[lines.options.people[lines.option[i]]]
            out[i] = units[offer.pricing_model][i] * prices.offer(offer, provider)
    return out


def _platform_bill(prices: Prices, lines: Lines) -> Array:
    """Contacts the platform resolves × price; visits, if it bills by contact, and minutes, if by minute."""
    out = np.zeros_like(lines.platform_contacts)
    for i, offer in enumerate(lines.platform_offer):
        if offer is None or offer.pricing_model in (
            PricingModel.FIXED,
            PricingModel.PER_FTE,
            PricingModel.PER_HOUR,
        ):
            continue
        provider = lines.options.providers[lines.options.platform[lines.option[i]]]
        by_minute = offer.pricing_model is PricingModel.PER_MINUTE
        minutes = lines.piece[i].stream.handle_seconds / 60 if by_minute else 1.0
        resolved = offer.pricing_model is PricingModel.PER_RESOLUTION
        units = lines.platform_contacts[i] if resolved else lines.platform_visits[i]
        out[i] = units * minutes * prices.offer(offer, provider)
    return out


def _premium(project: Project, lines: Lines, party: Ints) -> Array:
    premium = {(r.provider_id, r.language): r.premium_share for r in project.provider_languages}
    options = lines.options
    return np.array(
        [
            0.0
            if j == NONE
            else premium.get((options.providers[j].provider_id, options.packages[k].language), 0.0)
            for j, k in zip(party, options.package, strict=True)
        ]
    )


def _commission(prices: Prices, lines: Lines) -> Array:
    out = np.zeros_like(lines.people_contacts)
    for i, offer in enumerate(lines.people_offer):
        if offer is not None and offer.commission_per_success and offer.conversion:
            provider = lines.options.providers[lines.options.people[lines.option[i]]]
            fee = prices.converted(offer.commission_per_success, offer.currency or provider.currency)
            out[i] = lines.people_contacts[i] * offer.conversion * fee
    return out


def _revenue(lines: Lines) -> Array:
    """Contacts × (conversion − today's conversion) × value of a success, by line and month.

    Only where today's offer and the option's both state a conversion: an unknown is not a zero.
    """
    out = np.zeros_like(lines.people_contacts)
    for i, offer in enumerate(lines.people_offer):
        before = lines.people_offer_today[i]
        value = lines.options.packages[lines.options.package[lines.option[i]]].process.value_per_success
        known = [o.conversion for o in (before, offer) if o is not None and o.conversion is not None]
        if value and len(known) == 2:
            out[i] = lines.people_contacts[i] * (known[1] - known[0]) * value
    return out


def _governance(project: Project, lines: Lines) -> Array:
    """Governance share by provider, last entry for nobody; all zero where own staff are charged instead."""
    shares = np.array([p.governance_share for p in lines.options.providers] + [0.0])
    if project.settings.governance_basis is GovernanceBasis.RETAINED_ORGANISATION:
        return np.zeros_like(shares)
    return shares


def _contingency_share(project: Project, lines: Lines) -> Array:
    """Contingency by option: only for work that moves, more where it is hard to measure or to write down."""
    options, settings = lines.options, project.settings
    unclear = np.array(
        [k.process.metric_clarity <= 3 or k.process.codifiability <= 2 for k in options.packages]
    )
    share = settings.contingency_share + settings.unclear_contingency_share * unclear[options.package]
    result: Array = np.where(options.moves, share, 0.0)
    return result
