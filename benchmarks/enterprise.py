"""Enterprises made up for measuring: as many work packages and vendors as asked for, like in real life.

Hard work is dear everywhere, a cheap vendor is cheap for nearly everything, vendors are good at some
families of processes, and cheap ones speak fewer languages and serve a little less well, so that no choice
is obvious. Vendors bring engagement fees, language pools that cost something to open, capacities that sink
in the holidays and, some of them, minimum commitments; systems are shared by many processes and integrated
once for each vendor. Today all work is done in-house, which holds every rule: there always is a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Any

from touchmap.project import (
    DemandStream,
    Handoff,
    Offer,
    Process,
    ProcessSystem,
    Project,
    Provider,
    ProviderCapacity,
    ProviderLanguage,
    ProviderSystem,
    Rule,
    RuleScope,
    ScenarioRow,
    ScenarioRule,
    Seasonality,
    Settings,
    System,
    TodayRow,
)
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import Basis, Channel, ScopeSide, SourcingModel, TransferBasis

SCENARIO = "blended"
"""The one scenario of each enterprise."""
SIZES = ((40, 10), (100, 14), (300, 20), (1000, 30), (3000, 40), (10_000, 50))
"""Work packages and vendors."""


class Family(StrEnum):
    """What makes an enterprise hard."""

    LIGHT = "light"
    """Up to one hand-off a process, at its usual price."""
    HANDOFFS = "H"
    """Three hand-offs a process, eight times as dear."""
    CAPACITY = "C"
    """Vendors have 55 % of the room, and at most eight may be used."""


@dataclass(frozen=True)
class Recipe:
    """What tells one family from another."""

    handoffs: tuple[int, int] = (0, 1)
    """Fewest and most hand-offs of a process."""
    dearness: float = 1.0
    """What a hand-off between homes costs, beside the usual."""
    room: float = 1.0
    """Capacity of vendors, beside the usual."""
    most_vendors: int | None = None


RECIPES = {
    Family.LIGHT: Recipe(),
    Family.HANDOFFS: Recipe(handoffs=(3, 3), dearness=8.0),
    Family.CAPACITY: Recipe(room=0.55, most_vendors=8),
}

LANGUAGES = {"nl": 1.0, "de": 0.6, "fr": 0.35, "en": 0.3, "es": 0.15}
"""How often each is wanted."""


@dataclass(frozen=True)
class Market:
    """What vendors of a sourcing model are like."""

    country: str
    hourly_rate: float
    satisfaction: float
    governance_share: float
    served: float
    """Share of the families of processes that a vendor serves."""
    spoken: dict[str, float]
    """Share of vendors that speak each language."""


MARKETS = {
    SourcingModel.ONSHORE: Market(
        "NL", 27.0, 80.0, 0.04, 0.82, {"nl": 1.0, "de": 0.85, "fr": 0.7, "en": 1.0, "es": 0.6}
    ),
    SourcingModel.NEARSHORE: Market(
        "PL", 19.0, 78.0, 0.06, 0.82, {"nl": 0.75, "de": 0.9, "fr": 0.7, "en": 1.0, "es": 0.7}
    ),
    SourcingModel.OFFSHORE: Market(
        "IN", 11.0, 75.0, 0.08, 0.78, {"nl": 0.4, "de": 0.4, "fr": 0.6, "en": 1.0, "es": 0.7}
    ),
}
SEASONS = {
    "winter": (1.25, 1.15, 1.05, 0.95, 0.9, 0.85, 0.85, 0.85, 0.95, 1.0, 1.05, 1.15),
    "summer": (0.85, 0.9, 0.95, 1.0, 1.05, 1.2, 1.25, 1.2, 1.0, 0.9, 0.85, 0.85),
    "presents": (0.9, 0.85, 0.9, 0.9, 0.95, 0.9, 0.85, 0.9, 0.95, 1.05, 1.35, 1.5),
}
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.CHAT, Channel.EMAIL)
HOLIDAYS = (7, 8, 12)
"""Months in which vendors have fewer people."""
FTE_PER_HOUR = 1 / (0.7 * 0.8 * 160)
"""FTE for one hour of handling a month, at 30 % shrinkage and 80 % occupancy of 160 paid hours."""
OWN_SITES = ("SITE1", "SITE2")


def enterprise(packages: int, vendors: int, family: Family | str = Family.LIGHT, seed: int = 1) -> Project:
    """An enterprise with this many work packages, and vendors besides its own two sites.

    Parameters
    ----------
    packages, vendors
        Its size, at least 1 each.
    family
        What makes it hard.
    seed
        Another seed gives another enterprise, the same on every machine.

    Examples
    --------
    >>> project = enterprise(40, 10, "C", seed=2)
    >>> len(project.demand), sum(not p.is_own for p in project.providers)
    (40, 10)
    """
    recipe = RECIPES[Family(family)]
    rng = Random(f"{packages} {vendors} {seed}")
    processes, demand = _work(rng, packages)
    systems, uses = _systems(rng, processes)
    today = [TodayRow(demand_id=s.demand_id, provider_id=rng.choices(OWN_SITES, (7, 3))[0]) for s in demand]
    parties = _own_sites(demand, today)
    sold = _vendors(rng, vendors, recipe, processes=processes, demand=demand, systems=systems)
    for name, rows in sold.items():
        parties[name] = [*parties.get(name, ()), *rows]
    most = recipe.most_vendors or vendors
    tables: dict[str, Sequence[Any]] = {
        "processes": processes,
        "demand": demand,
        "systems": systems,
        "process_systems": uses,
        "today": today,
        "seasonality": [_season(name, months) for name, months in SEASONS.items()],
        "handoffs": _handoffs(rng, processes, recipe),
        **parties,
        **_rules(min(most, max(5, round(0.6 * vendors)))),
    }
    return Project(
        settings=Settings(
            name=f"{packages} packages, {vendors} vendors, {family} {seed}",
            start_on=date(2027, 1, 1),
            avoidable_share=0.9,
            satisfaction_today=80,
        ),
        **{name: tuple(rows) for name, rows in tables.items()},
    )


def _season(name: str, months: Sequence[float]) -> Seasonality:
    indices: dict[str, Any] = {f"m{m:02}": index for m, index in enumerate(months, 1)}
    return Seasonality(seasonality_id=name, **indices)


def _work(rng: Random, packages: int) -> tuple[list[Process], list[DemandStream]]:
    """Processes with one or two languages each, until there are as many packages as asked for."""
    processes: list[Process] = []
    demand: list[DemandStream] = []
    names, weights = list(LANGUAGES), list(LANGUAGES.values())
    while len(demand) < packages:
        hard = rng.randint(1, 5)
        process_id = f"P{len(processes) + 1:05}"
        processes.append(
            Process(
                process_id=process_id,
                name=f"Process {len(processes) + 1}",
                process_family=f"F{rng.randint(1, max(2, packages // 15)):03}",
                complexity=hard,
                codifiability=min(5, max(2, 6 - hard + rng.randint(-1, 1))),
                metric_clarity=rng.randint(2, 5),
                touch_need=rng.randint(1, 5),
                data_class=rng.choices((1, 2, 3, 4), (2, 5, 4, 1))[0],
                key_competency=rng.random() < 0.06,
                training_days=3 + 3 * hard,
            )
        )
        size, seconds = rng.lognormvariate(7.8, 0.8), 150 + 90 * hard + rng.randrange(0, 120)
        wanted = list(dict.fromkeys(rng.choices(names, weights, k=rng.choice((1, 1, 2)))))
        for language in wanted[: packages - len(demand)]:
            demand.append(
                DemandStream(
                    demand_id=f"D{len(demand) + 1:05}",
                    process_id=process_id,
                    channel=rng.choice(CHANNELS),
                    language=language,
                    contacts_per_month=round(size * rng.uniform(0.5, 1.5)) + 20,
                    handle_seconds=seconds,
                    seasonality_id=rng.choice((None, *SEASONS)),
                )
            )
    return processes, demand


def _systems(rng: Random, processes: list[Process]) -> tuple[list[System], list[ProcessSystem]]:
    """Each process uses the main system of its family, and one more at times."""
    systems = [
        System(
            system_id=f"SYS{n:03}", name=f"System {n}", integration_cost=rng.randrange(10_000, 50_000, 1000)
        )
        for n in range(1, 9 + len(processes) // 100)
    ]
    ids = [s.system_id for s in systems]
    main: dict[str, str] = {}
    uses = []
    for p in processes:
        needed = {main.setdefault(p.process_family, rng.choice(ids))}
        if rng.random() < 0.6:
            needed.add(rng.choice(ids))
        uses += [ProcessSystem(process_id=p.process_id, system_id=s) for s in sorted(needed)]
    return systems, uses


def _handoffs(rng: Random, processes: list[Process], recipe: Recipe) -> list[Handoff]:
    """Most work is passed on within its family."""
    near: dict[str, list[Process]] = {}
    for p in processes:
        near.setdefault(p.process_family, []).append(p)
    rows: list[Handoff] = []
    for source in processes:
        targets: set[str] = set()
        for _ in range(rng.randint(*recipe.handoffs)):
            among = near[source.process_family] if rng.random() < 0.8 else processes
            target = rng.choice(among).process_id
            if target == source.process_id or target in targets:
                target = rng.choice(processes).process_id
            if target != source.process_id:
                targets.add(target)
        for target in sorted(targets):
            rows.append(
                Handoff(
                    handoff_id=f"H{len(rows) + 1:05}",
                    from_process_id=source.process_id,
                    to_id=target,
                    contacts_per_month=rng.randrange(20, 300, 10),
                    cut_seconds=recipe.dearness * rng.randrange(30, 180, 10),
                    cut_rework_share=min(1.0, round(recipe.dearness * rng.uniform(0, 0.06), 3)),
                )
            )
    return rows


def fte_by_month(stream: DemandStream) -> list[float]:
    """FTE that own staff need for a stream in each calendar month."""
    months = SEASONS.get(stream.seasonality_id or "", (1.0,) * 12)
    # A month's share of the year, so that the average month has the stated volume.
    scale = 12 / sum(months) * stream.contacts_per_month * stream.handle_seconds / 3600 * FTE_PER_HOUR
    return [scale * index for index in months]


def _own_sites(demand: list[DemandStream], today: list[TodayRow]) -> dict[str, list[Any]]:
    """Two sites that can go on with all they do today, and hire a few more."""
    peaks = {}
    for site in OWN_SITES:
        mine = [fte_by_month(s) for s, row in zip(demand, today, strict=True) if row.provider_id == site]
        peaks[site] = max((sum(month) for month in zip(*mine, strict=True)), default=0.0)
    terms: dict[str, Any] = {
        "sourcing_model": "in_house",
        "shrinkage": 0.3,
        "occupancy": 0.8,
        "wage_inflation": 0.03,
        "attrition": 0.15,
    }
    providers = [
        Provider(
            provider_id=site,
            name=f"Own site {n}",
            base_rate=rate,
            satisfaction=satisfaction,
            capacity_fte=round(1.05 * peaks[site] + 1, 1),
            hiring_cost_per_fte=4000,
            **terms,
        )
        for n, (site, rate, satisfaction) in enumerate(zip(OWN_SITES, (34, 31), (82, 80), strict=True), 1)
    ]
    languages = [ProviderLanguage(provider_id=p, language=lang) for p in OWN_SITES for lang in LANGUAGES]
    return {"providers": providers, "provider_languages": languages}


def _vendors(
    rng: Random,
    count: int,
    recipe: Recipe,
    *,
    processes: list[Process],
    demand: list[DemandStream],
    systems: list[System],
) -> dict[str, list[Any]]:
    """Vendors that together have room for about four times the work."""
    by_language = dict.fromkeys(LANGUAGES, 0.0)
    for stream in demand:
        by_language[stream.language] += sum(fte_by_month(stream)) / 12
    load = sum(by_language.values())
    hard = {p.process_id: 0.8 + 0.1 * p.complexity + rng.uniform(-0.08, 0.08) for p in processes}
    families = sorted({p.process_family for p in processes})
    tables: dict[str, list[Any]] = {
        name: []
        for name in ("providers", "provider_capacity", "provider_languages", "provider_systems", "offers")
    }
    for n in range(1, count + 1):
        provider_id, model = f"V{n:02}", list(MARKETS)[n % len(MARKETS)]
        market = MARKETS[model]
        rate = market.hourly_rate * rng.uniform(0.88, 1.12)
        usual = round(recipe.room * load / count * rng.uniform(2.0, 6.0) + 2, 1)
        tables["providers"].append(_vendor(rng, provider_id, model, rate, capacity=usual, fair=load / count))
        tables["provider_capacity"] += [
            ProviderCapacity(
                provider_id=provider_id, month=month, capacity_fte=round(usual * rng.uniform(0.8, 0.95), 1)
            )
            for month in HOLIDAYS
        ]
        tables["provider_languages"] += [
            ProviderLanguage(
                provider_id=provider_id,
                language=lang,
                premium_share=round(rng.uniform(0, 0.15), 3),
                capacity_fte=round(recipe.room * by_language[lang] * rng.uniform(3.0, 9.0) / count + 4, 1),
                opening_fte=round(rng.uniform(0.3, 1.2), 1),
            )
            for lang in LANGUAGES
            if rng.random() < market.spoken[lang]
        ]
        tables["provider_systems"] += [
            ProviderSystem(provider_id=provider_id, system_id=s.system_id)
            for s in systems
            if rng.random() < 0.15
        ]
        skill = {f: rng.uniform(0.93, 1.07) for f in families if rng.random() < market.served}
        tables["offers"] += [
            Offer(
                offer_id=f"{provider_id}-{p.process_id}",
                provider_id=provider_id,
                process_id=p.process_id,
                price=round(rate * hard[p.process_id] * skill[p.process_family] * rng.uniform(0.97, 1.03), 2),
                knowledge_transfer_weeks=rng.randint(3, 9) if p.complexity == 5 else 0,
            )
            for p in processes
            if p.process_family in skill and rng.random() < 0.92
        ]
    return tables


def _vendor(
    rng: Random, provider_id: str, model: SourcingModel, rate: float, *, capacity: float, fair: float
) -> Provider:
    """A vendor of a sourcing model; `fair` is the FTE it would have if all work were shared equally."""
    market = MARKETS[model]
    return Provider(
        provider_id=provider_id,
        name=f"Vendor {provider_id[1:]} ({model})",
        sourcing_model=model,
        country=market.country,
        transfer_basis=TransferBasis.SCC if model is SourcingModel.OFFSHORE else None,
        satisfaction=round(market.satisfaction + rng.gauss(0, 2), 1),
        capacity_fte=capacity,
        minimum_fte=round(fair * rng.choice((0, 0, 0.2)), 1),
        engagement_cost=round(5000 * fair * rng.uniform(0.5, 1.5) + 10_000, -3),
        travel_cost_per_year=rng.randrange(4_000, 14_000, 1000),
        governance_share=market.governance_share,
        indexation=0.03,
        handle_factor=round(rng.uniform(1.0, 1.08), 3),
        attrition=round(rng.uniform(0.2, 0.45), 2),
        training_rate_per_hour=round(0.7 * rate, 2),
    )


def _rules(most_vendors: int) -> dict[str, list[Any]]:
    rules = [
        Rule(rule_id="quality", stem=RuleStem.MIN_AVERAGE_QUALITY, minimum=78),
        Rule(rule_id="few", stem=RuleStem.PROVIDER_COUNT, maximum=most_vendors),
        Rule(rule_id="far", stem=RuleStem.SHARE_LIMIT, basis=Basis.HANDLE_TIME, maximum=0.3),
        Rule(rule_id="near", stem=RuleStem.SHARE_LIMIT, basis=Basis.HANDLE_TIME, maximum=0.7),
        Rule(rule_id="heart", stem=RuleStem.KEY_COMPETENCY_INHOUSE),
    ]
    scopes = [
        RuleScope(rule_id=rule, side=ScopeSide.PROVIDER, field="sourcing_model", value=model)
        for rule, models in (
            ("far", [SourcingModel.OFFSHORE]),
            ("near", [SourcingModel.OFFSHORE, SourcingModel.NEARSHORE]),
        )
        for model in models
    ]
    return {
        "rules": rules,
        "rule_scopes": scopes,
        "scenarios": [ScenarioRow(scenario_id=SCENARIO, name="Blended")],
        "scenario_rules": [ScenarioRule(scenario_id=SCENARIO, rule_id=r.rule_id) for r in rules],
    }
