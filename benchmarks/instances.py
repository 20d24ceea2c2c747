"""Companies made up for measuring: as many work packages and providers as asked for, like in real life.

Prices follow the work (hard work is dear everywhere) and the provider (a cheap one is cheap for nearly
everything), and cheap providers serve fewer languages a little less well, so that no choice is obvious.
"""

from __future__ import annotations

from random import Random

from touchmap.project import (
    DemandStream,
    Handoff,
    Offer,
    Process,
    ProcessSystem,
    Project,
    Provider,
    ProviderLanguage,
    Rule,
    RuleScope,
    ScenarioRow,
    ScenarioRule,
    Seasonality,
    Settings,
    System,
    TodayRow,
    VolumeTier,
)

LANGUAGES = {"nl": 1.0, "de": 0.6, "fr": 0.35, "en": 0.25, "es": 0.15}
# Sourcing model: country, hourly rate, quality, governance, share of languages and of processes served.
MODELS = {
    "onshore": ("NL", 27.0, 80.0, 0.04, 0.9, 0.75),
    "nearshore": ("PL", 19.0, 78.0, 0.06, 0.75, 0.7),
    "offshore": ("IN", 11.0, 75.0, 0.08, 0.5, 0.65),
}
CROWDED = (1.25, 1.15, 1.05, 0.95, 0.9, 0.85, 0.85, 0.85, 0.95, 1.0, 1.05, 1.15)


def instance(packages: int, providers: int, seed: int = 1) -> Project:
    """A company with this many work packages, and this many providers besides its own two sites."""
    rng = Random(seed)
    work = _work(rng, packages)
    load = sum(s.contacts_per_month * s.handle_seconds for s in work["demand"]) / 3600 / 0.56 / 160
    parties = _parties(rng, providers, load, [p.process_id for p in work["processes"]], work["demand"])
    third_parties = [p for p in parties["providers"] if not p.is_own]
    today = [
        TodayRow(demand_id=s.demand_id, provider_id="SITE1" if rng.random() < 0.7 else "SITE2")
        for s in work["demand"]
    ]
    return Project(
        settings=Settings(
            name=f"{packages} packages, {providers} providers",
            start_on="2027-01-01",
            avoidable_share=0.9,
            satisfaction_today=80,
        ),
        **{k: tuple(v) for k, v in (work | parties | _rules(len(third_parties)) | {"today": today}).items()},
    )


def _work(rng: Random, packages: int) -> dict[str, list]:
    systems = [
        System(system_id=f"SYS{n}", name=f"System {n}", integration_cost=rng.randrange(10_000, 60_000, 1000))
        for n in range(1, 9)
    ]
    processes, demand, uses = [], [], []
    while len(demand) < packages:
        n, hard = len(processes) + 1, rng.randint(1, 5)
        family = rng.randint(1, max(2, packages // 15))
        processes.append(
            Process(
                process_id=f"P{n:03}",
                name=f"Process {n}",
                process_family=f"Family {family}",
                complexity=hard,
                codifiability=min(5, max(2, 6 - hard + rng.randint(-1, 1))),
                metric_clarity=rng.randint(2, 5),
                touch_need=rng.randint(1, 5),
                key_competency=rng.random() < 0.08,
                training_days=3 + 3 * hard,
            )
        )
        size, seconds = rng.lognormvariate(7.8, 0.8), 150 + 90 * hard + rng.randrange(0, 120)
        wanted = [lang for lang, share in LANGUAGES.items() if lang == "nl" or rng.random() < 2 * share]
        for language in wanted[: packages - len(demand)]:
            demand.append(
                DemandStream(
                    demand_id=f"D{len(demand) + 1:03}",
                    process_id=f"P{n:03}",
                    channel=rng.choice(("phone", "phone", "chat", "email")),
                    language=language,
                    contacts_per_month=round(size * LANGUAGES[language] * rng.uniform(0.6, 1.4)) + 20,
                    handle_seconds=seconds,
                    seasonality_id=rng.choice((None, "winter")),
                )
            )
        needed = sorted({1 + family % 8, rng.randint(1, 8)})
        uses += [ProcessSystem(process_id=f"P{n:03}", system_id=f"SYS{number}") for number in needed]
    months = {f"m{m:02}": index for m, index in enumerate(CROWDED, 1)}
    return {
        "systems": systems,
        "processes": processes,
        "process_systems": uses,
        "demand": demand,
        "seasonality": [Seasonality(seasonality_id="winter", **months)],
        "handoffs": _handoffs(rng, processes),
    }


def _handoffs(rng: Random, processes: list[Process]) -> list[Handoff]:
    """Most work is passed on within its family."""
    rows = []
    for source in processes:
        others = [p for p in processes if p is not source]
        near = [p for p in others if p.process_family == source.process_family]
        for target in rng.sample(near or others, min(2, len(near or others))):
            rows.append(
                Handoff(
                    handoff_id=f"H{len(rows) + 1:03}",
                    from_process_id=source.process_id,
                    to_id=target.process_id,
                    contacts_per_month=rng.randrange(50, 600, 10),
                    cut_seconds=rng.randrange(30, 180, 10),
                    cut_rework_share=round(rng.uniform(0, 0.06), 3),
                )
            )
    return rows


def _parties(
    rng: Random, count: int, load: float, processes: list[str], demand: list[DemandStream]
) -> dict[str, list]:
    own = {"sourcing_model": "in_house", "shrinkage": 0.3, "wage_inflation": 0.03, "attrition": 0.15}
    providers = [
        Provider(provider_id="SITE1", name="Own site 1", base_rate=34, satisfaction=82, **own),
        Provider(provider_id="SITE2", name="Own site 2", base_rate=31, satisfaction=80, **own),
    ]
    languages = [
        ProviderLanguage(provider_id=p.provider_id, language=lang) for p in providers for lang in LANGUAGES
    ]
    tiers, offers = [], []
    hard = {p: rng.uniform(0.85, 1.3) for p in processes}
    for n in range(1, count + 1):
        provider_id, model = f"V{n:02}", rng.choice(list(MODELS))
        country, rate, quality, governance, spoken, served = MODELS[model]
        rate *= rng.uniform(0.88, 1.12)
        providers.append(
            Provider(
                provider_id=provider_id,
                name=f"Vendor {n} ({model})",
                sourcing_model=model,
                country=country,
                satisfaction=round(quality + rng.gauss(0, 2), 1),
                capacity_fte=round(load * rng.uniform(0.15, 0.45), 1),
                minimum_fte=round(load * rng.choice((0, 0.01, 0.02)), 1),
                engagement_cost=rng.randrange(20_000, 60_000, 1000),
                travel_cost_per_year=rng.randrange(4_000, 14_000, 1000),
                governance_share=governance,
                indexation=0.03,
                handle_factor=round(rng.uniform(1.0, 1.08), 3),
                attrition=round(rng.uniform(0.2, 0.45), 2),
                knowledge_transfer_weeks=rng.randint(3, 9),
                training_rate_per_hour=round(0.7 * rate, 2),
            )
        )
        tiers += [
            VolumeTier(provider_id=provider_id, from_fte=round(load * share, 1), discount_share=discount)
            for share, discount in ((0, 0.0), (0.1, 0.03), (0.2, 0.05))
        ]
        for lang in (lang for lang in LANGUAGES if rng.random() < spoken):
            size = sum(s.contacts_per_month * s.handle_seconds for s in demand if s.language == lang)
            languages.append(
                ProviderLanguage(
                    provider_id=provider_id,
                    language=lang,
                    premium_share=round(rng.uniform(0, 0.15), 3),
                    capacity_fte=round(size / 3600 / 0.56 / 160 * rng.uniform(0.3, 0.8) + 2, 1),
                )
            )
        offers += [
            Offer(
                offer_id=f"{provider_id}-{p}",
                provider_id=provider_id,
                process_id=p,
                price=round(rate * hard[p] * rng.uniform(0.95, 1.05), 2),
            )
            for p in processes
            if rng.random() < served
        ]
    return {"providers": providers, "provider_languages": languages, "volume_tiers": tiers, "offers": offers}


def _rules(third_parties: int) -> dict[str, list]:
    rules = [
        Rule(rule_id="quality", stem="min_average_quality", minimum=78),
        Rule(rule_id="few", stem="provider_count", maximum=max(3, third_parties // 3)),
        Rule(rule_id="far", stem="share_limit", basis="handle_time", maximum=0.35),
        Rule(rule_id="heart", stem="key_competency_inhouse"),
    ]
    return {
        "rules": rules,
        "rule_scopes": [RuleScope(rule_id="far", side="provider", field="sourcing_model", value="offshore")],
        "scenarios": [
            ScenarioRow(scenario_id="cheapest", name="Cheapest"),
            ScenarioRow(scenario_id="blended", name="Blended"),
        ],
        "scenario_rules": [ScenarioRule(scenario_id="blended", rule_id=r.rule_id) for r in rules],
    }
