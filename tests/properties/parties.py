"""Who could do the work of a random project, on what terms, and who does it today."""

from datetime import date
from typing import Any

from tests.properties.dice import Dice
from touchmap.project import (
    Contract,
    CountryRow,
    DemandStream,
    ExchangeRate,
    Offer,
    Provider,
    ProviderCapacity,
    ProviderLanguage,
    ProviderSystem,
    TodayRow,
    VolumeTier,
)

PRICES = {
    "per_hour": (16, 30),
    "per_fte": (2000, 4000),
    "per_contact": (1.5, 4),
    "per_minute": (0.25, 0.6),
    "per_resolution": (2, 5),
    "fixed": (500, 6000),
}
"""Prices of people that are about the same for the same work."""


def own(dice: Dice, provider_id: str) -> Provider:
    return Provider(
        provider_id=provider_id,
        name=provider_id,
        sourcing_model="in_house",
        country=dice.pick(None, "NL", "BE"),
        loaded_fte_per_month=dice.figure(2800, 4200),
        base_rate=dice.pick(None, 31),
        hiring_cost_per_fte=dice.pick(0, 2500),
        wage_inflation=dice.pick(0, 0.04),
        **_staff(dice),
        **_quality(dice),
    )


def vendor(dice: Dice, provider_id: str) -> Provider:
    return Provider(
        provider_id=provider_id,
        name=provider_id,
        sourcing_model=dice.pick("onshore", "insourced", "nearshore", "offshore"),
        country=dice.pick(None, "PL", "IN", "GB"),
        currency=dice.pick(None, "USD"),
        base_rate=dice.figure(16, 32),
        minimum_fte=dice.pick(0, 0, 1.5),
        minimum_forecast_share=dice.pick(0, 0, 0.9),
        engagement_cost=dice.pick(0, 6000),
        travel_cost_per_year=dice.pick(0, 2400),
        governance_share=dice.pick(0, 0.06),
        indexation=dice.pick(0, 0.03),
        transfer_basis=dice.pick("SCC", "EU", None, "none"),
        dpia_recorded=dice.flip(),
        certifications=dice.some(("ISO",)),
        licences=dice.some(("Wft",)),
        notice_months=dice.pick(None, 3),
        exit_fee_months=dice.pick(0, 2),
        knowledge_transfer_weeks=dice.pick(0, 3),
        double_running_weeks=dice.pick(None, 4),
        staff_transfer_share=dice.pick(None, None, 0),
        rate_basis=dice.pick("ongoing", "ongoing", "basic", "fully_loaded"),
        people_cmm=dice.pick(None, 1, 4),
        **_staff(dice),
        **_quality(dice),
    )


def _staff(dice: Dice) -> dict[str, Any]:
    return {
        "capacity_fte": dice.pick(None, None, 12, 6, 2),
        "flex_share": dice.pick(None, 1, 0.3, 0),
        "ramp_fte_per_month": dice.pick(None, None, 2, 0.5),
        "opening_hours": "Mo-Fr 9-17" if dice.rarely() else "",
        "shrinkage": dice.pick(0.3, 0.25),
        "occupancy": dice.pick(0.8, 0.85),
        "handle_factor": dice.pick(1, 1.15),
        "training_rate_per_hour": dice.pick(0, 20),
    }


def _quality(dice: Dice) -> dict[str, Any]:
    return {
        "satisfaction": dice.pick(None, 60, 78, 90),
        "resolution_delta": dice.pick(0, -0.1),
        "confidence": dice.pick(None, 1),
        "cultural_match": dice.pick(75, 55),
        "quality_capability": dice.pick(75, 90),
        "insight_feedback": dice.pick(50, 20, 90),
        "attrition": dice.pick(0, 0.6),
        "mandate_granted": dice.pick(None, 1),
    }


def platform(dice: Dice) -> Provider:
    return Provider(
        provider_id="BOT",
        name="BOT",
        kind="platform",
        sourcing_model="self_service",
        ownership=dice.pick("third_party", "own"),
        satisfaction=dice.pick(None, 55, 80),
        touch_ceiling=dice.pick(None, 5, 2),
        insight_feedback=dice.pick(50, 100),
        engagement_cost=dice.pick(0, 3000),
        travel_cost_per_year=dice.pick(0, 600),
        governance_share=dice.pick(0, 0.05),
        minimum_forecast_share=dice.pick(0, 0.8),
        knowledge_transfer_weeks=dice.pick(0, 1),
        country=dice.pick(None, "US"),
        transfer_basis=dice.pick("SCC", "EU", None),
        exit_fee_months=dice.pick(0, 1),
    )


def offer(dice: Dice, offer_id: str, provider: Provider, processes: tuple[str, ...]) -> Offer:
    model = dice.pick(*PRICES)
    sells = dice.rarely()
    return Offer(
        offer_id=offer_id,
        provider_id=provider.provider_id,
        process_id=dice.pick(None, None, *processes),
        channel=dice.pick((), (), ("phone",), ("chat", "email")),
        language=dice.pick(None, None, "nl", "de"),
        pricing_model=model,
        price=dice.figure(*PRICES[model]),
        currency=dice.pick(None, None, "USD"),
        commission_per_success=15 if sells else 0,
        conversion=dice.pick(None, 0.02) if not sells else 0.05,
        handle_factor=dice.pick(None, 0.9),
        fte_override=dice.pick(None, 1.0) if model == "fixed" else None,
        expected_quality=dice.pick(None, 65, 85),
        confidence=dice.pick(None, 0.8),
        training_days=dice.pick(None, 5),
        knowledge_transfer_weeks=dice.pick(None, 2),
        double_running_weeks=dice.pick(None, None, 1),
        out_of_hours_premium_share=dice.pick(0, 0.2),
        bonus_malus_share=dice.pick(0, 0.08),
    )


def platform_offer(dice: Dice, offer_id: str, processes: tuple[str, ...], *, by_nature: bool) -> Offer:
    model = dice.pick("per_resolution", "per_contact", "per_minute", "fixed")
    return Offer(
        offer_id=offer_id,
        provider_id="BOT",
        process_id=dice.pick(None, *(() if by_nature else processes)),
        channel=("web",) if by_nature else dice.pick((), ("phone",), ("chat", "email")),
        pricing_model=model,
        price=700 if model == "fixed" else dice.figure(0.05, 1.5),
        containment_share=None if by_nature else dice.pick(0.3, 0.6),
        achieved_share=dice.pick(None, 1),
        residual_handle_factor=dice.pick(None, 1.3),
        expected_quality=dice.pick(None, 50, 88),
    )


def languages(dice: Dice, provider: Provider) -> list[ProviderLanguage]:
    """None, or some with pools that have a limit or cost something to keep open."""
    if dice.flip():
        return []
    everything, part = ("nl", "de"), (("nl",), ("de",))
    return [
        ProviderLanguage(
            provider_id=provider.provider_id,
            language=language,
            level=dice.pick("C1", "native", "B1"),
            premium_share=dice.pick(0, 0.15),
            capacity_fte=dice.pick(None, 4, 2),
            opening_fte=dice.pick(None, 0.5),
            fte_per_hour=dice.pick(None, 0.01),
            quality=dice.pick(None, 70),
        )
        for language in dice.pick(everything, *(() if provider.is_own else part))
    ]


def contract(dice: Dice, provider_id: str, start: date | None) -> Contract:
    return Contract(
        contract_id=f"C-{provider_id}",
        provider_id=provider_id,
        ends_on=dice.pick(None, date(2027, 8, 1), date(2027, 12, 31)) if start else None,
        notice_months=dice.pick(None, 1),
        exit_fee=dice.pick(None, 7000, 0),
    )


def parties(
    dice: Dice, processes: tuple[str, ...], start: date | None, *, self_service: bool
) -> dict[str, Any]:
    """Two to four providers of people, own and third party, and perhaps a platform."""
    people = [own(dice, "OWN"), vendor(dice, "VEN")]
    people += [own(dice, "OWN2")] if dice.rarely() else []
    people += [vendor(dice, "VEN2")] if dice.flip() else []
    providers = [*people, *([platform(dice)] if self_service else [])]
    offers = [
        offer(dice, f"{provider.provider_id}-{n}", provider, processes)
        for provider in people
        for n in range(dice.pick(0, 1, 1, 2, 3))
    ]
    if self_service:
        offers += [
            platform_offer(dice, f"BOT-{n}", processes, by_nature=n == 0) for n in range(dice.count(1, 3))
        ]
    tiered = dice.pick(None, "VEN", "VEN2", "OWN")
    third = [p.provider_id for p in providers if not p.is_own]
    return {
        "providers": tuple(providers),
        "offers": tuple(offers),
        "provider_languages": tuple(r for p in providers for r in languages(dice, p)),
        "provider_capacity": tuple(
            ProviderCapacity(provider_id=p.provider_id, month=dice.pick(12, 2), capacity_fte=dice.pick(3, 6))
            for p in people
            if dice.rarely()
        ),
        "provider_systems": (ProviderSystem(provider_id="VEN", system_id="CRM"),) if dice.rarely() else (),
        "volume_tiers": _tiers(dice, tiered) if tiered in {p.provider_id for p in people} else (),
        "contracts": tuple(contract(dice, p, start) for p in third if dice.flip()),
        "exchange_rates": (ExchangeRate(currency="USD", rate=1.25),),
        "countries": (CountryRow(country="GB", adequacy=dice.pick("adequate", "none")),),
    }


def _tiers(dice: Dice, provider_id: str) -> tuple[VolumeTier, ...]:
    steps = [(0, dice.pick(0, 0.02)), (1.0, 0.05), (dice.pick(2.0, 3.5), 0.12)]
    return tuple(VolumeTier(provider_id=provider_id, from_fte=f, discount_share=d) for f, d in steps)


def today(dice: Dice, tables: dict[str, Any]) -> tuple[TodayRow, ...]:
    """Nothing recorded, everything, or some of it."""
    recorded = dice.pick("all", "none", "some")
    people = [p.provider_id for p in tables["providers"] if not p.is_platform]
    has_platform = any(p.is_platform for p in tables["providers"])
    contracts = {c.provider_id: c.contract_id for c in tables["contracts"]}
    rows = []
    for stream in tables["demand"]:
        if recorded == "none" or (recorded == "some" and dice.flip()):
            continue
        row = _today_of(dice, stream, people, has_platform)
        quoted = [
            o.offer_id
            for o in tables["offers"]
            if o.provider_id == row.provider_id
            and o.process_id in (None, stream.process_id)
            and (not o.channel or stream.channel in o.channel)
            and o.language in (None, stream.language)
        ]
        if quoted and dice.flip():
            row = row.model_copy(update={"offer_id": dice.pick(*quoted)})
        parties = [i for i in (row.provider_id, row.platform_id) if i in contracts]
        if parties and dice.flip():
            row = row.model_copy(update={"contract_id": contracts[dice.pick(*parties)]})
        if row.provider_id or row.platform_id:
            rows.append(row)
    return tuple(rows)


def _today_of(dice: Dice, stream: DemandStream, people: list[str], has_platform: bool) -> TodayRow:
    if stream.channel == "web":
        return TodayRow(demand_id=stream.demand_id, platform_id="BOT" if has_platform else None)
    front = "BOT" if has_platform and dice.rarely() else None
    return TodayRow(demand_id=stream.demand_id, provider_id=dice.pick(*people), platform_id=front)
