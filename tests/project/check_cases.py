"""One slip for each check: what is changed in the small project, and the defect that must be named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.project.small import add, change, drop, settle
from touchmap.project import (
    DemandStream,
    Department,
    Evidence,
    ExchangeRate,
    JourneyStep,
    Offer,
    Process,
    ProcessSystem,
    Project,
    Provider,
    ProviderCapacity,
    Rating,
    RuleScope,
    ScenarioRow,
    ScenarioRule,
    ScorecardWeight,
    Stage,
    System,
    TodayRow,
    Touchpoint,
    VolumeTier,
)
from touchmap.project.vocabulary import (
    Basis,
    Channel,
    Criterion,
    Decision,
    GovernanceBasis,
    Objective,
    Ownership,
    PricingModel,
    SourcingModel,
    SplitLayer,
    Strength,
)

Slip = Callable[[Project], Project]

ERRORS: list[tuple[str, str, Slip]] = []
"""Code, the place it must be found at, and the slip."""

WARNINGS: list[tuple[str, str, Slip]] = []


def error(code: str, where: str, slip: Slip) -> None:
    ERRORS.append((code, where, slip))


def warns(code: str, where: str, slip: Slip) -> None:
    WARNINGS.append((code, where, slip))


# --- Identity ---------------------------------------------------------------------------------------

NOTHING = Project()
error(
    "no_process",
    "processes",
    lambda _: add(NOTHING, Provider(provider_id="A", name="A", sourcing_model="in_house", base_rate=40)),
)
error(
    "no_provider",
    "providers",
    lambda _: add(
        NOTHING,
        Process(process_id="P", name="P"),
        DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=60),
    ),
)
error(
    "no_demand",
    "demand",
    lambda _: add(
        NOTHING,
        Process(process_id="P", name="P"),
        Provider(provider_id="A", name="A", sourcing_model="in_house", base_rate=40),
    ),
)
error(
    "duplicate_key",
    "departments, row FIN, column department_id",
    lambda p: add(p, Department(department_id="FIN", name="Twice")),
)
error(
    "duplicate_key",
    "scenario_rules, row blended/far, column rule_id",
    lambda p: add(p, ScenarioRule(scenario_id="blended", rule_id="far")),
)
error(
    "unknown_id",
    "demand, row D4, column seasonality_id",
    lambda p: change(p, "demand", "D4", seasonality_id="S9"),
)
error("unknown_id", "demand, row D4, column curve_id", lambda p: change(p, "demand", "D4", curve_id="C9"))
error(
    "unknown_id", "processes, row P1, column stage_id", lambda p: change(p, "processes", "P1", stage_id="ST9")
)
error(
    "unknown_id",
    "rule_scopes, row lost/work/process/P1, column rule_id",
    lambda p: add(p, RuleScope(rule_id="lost", field="process", value="P1")),
)
error(
    "unknown_id",
    "scenario_rules, row lost/far, column scenario_id",
    lambda p: add(p, ScenarioRule(scenario_id="lost", rule_id="far")),
)
error("unknown_receiver", "handoffs, row H1, column to_id", lambda p: change(p, "handoffs", "H1", to_id="P9"))
error(
    "unknown_receiver", "handoffs, row H1, column to_id", lambda p: change(p, "handoffs", "H1", to_id="FIN")
)
error(
    "unknown_evidence",
    "evidence, row provider/OWN/, column table",
    lambda p: add(p, Evidence(table="provider", row_id="OWN")),
)
error(
    "unknown_evidence",
    "evidence, row providers/PWN/, column row_id",
    lambda p: add(p, Evidence(table="providers", row_id="PWN")),
)
error(
    "unknown_evidence",
    "evidence, row offers/O1/rate, column field",
    lambda p: add(p, Evidence(table="offers", row_id="O1", field="rate")),
)
warns(
    "similar_id",
    "systems, row crm, column system_id",
    lambda p: add(p, System(system_id="crm", name="Again"), ProcessSystem(process_id="P1", system_id="crm")),
)

# --- The map ----------------------------------------------------------------------------------------

warns(
    "touchpoint_without_demand",
    "touchpoints, row T2, column touchpoint_id",
    lambda p: change(p, "demand", "D3", touchpoint_id=None),
)
warns(
    "touchpoint_not_reached",
    "touchpoints, row T2, column touchpoint_id",
    lambda p: drop(drop(p, "transitions", "T1/T2"), "journeys", "First bill/2"),
)
warns(
    "stage_without_touchpoint",
    "stages, row ST3, column stage_id",
    lambda p: add(p, Stage(stage_id="ST3", position=3, name="Leave")),
)
warns(
    "stage_position_shared",
    "stages, row ST2, column position",
    lambda p: change(p, "stages", "ST2", position=1),
)


def six_moments(project: Project) -> Project:
    """T1 and five more touchpoints in one journey, all moments of truth."""
    for n in range(5):
        touchpoint = Touchpoint(
            touchpoint_id=f"M{n}", stage_id="ST1", name=f"Moment {n}", moment_of_truth_rank=n + 2
        )
        stream = project.demand[1].model_copy(
            update={"demand_id": f"DM{n}", "touchpoint_id": f"M{n}", "contacts_per_month": 10.0}
        )
        step = JourneyStep(journey_id="First bill", position=n + 3, touchpoint_id=f"M{n}")
        today = TodayRow(demand_id=f"DM{n}", provider_id="VEN", contract_id="C-VEN")
        project = add(project, touchpoint, stream, step, today)
    return project


warns("too_many_moments_of_truth", "journeys, row First bill/1, column journey_id", six_moments)
warns(
    "volume_mismatch",
    "touchpoints, row T1, column contacts_per_month",
    lambda p: change(p, "touchpoints", "T1", contacts_per_month=1200.0),
)
warns(
    "handle_time_mismatch",
    "touchpoints, row T1, column handle_seconds",
    lambda p: change(p, "touchpoints", "T1", handle_seconds=500.0),
)
warns(
    "channel_mismatch",
    "demand, row D2, column channel",
    lambda p: change(p, "demand", "D2", channel=Channel.CHAT),
)
error(
    "touch_spread_reversed",
    "touchpoints, row T1, column touch_lowest",
    lambda p: change(p, "touchpoints", "T1", touch_lowest=4, touch_highest=2),
)
warns(
    "touch_outside_spread",
    "touchpoints, row T1, column touch_need",
    lambda p: change(p, "touchpoints", "T1", touch_need=3, touch_lowest=4, touch_highest=5),
)
warns(
    "disagreed_without_spread",
    "touchpoints, row T1, column touch_highest",
    lambda p: change(
        p, "touchpoints", "T1", touch_confirmed=Decision.DISAGREED, touch_lowest=2, touch_decided_by="board"
    ),
)
warns(
    "touch_decision_without_name",
    "touchpoints, row T1, column touch_decided_by",
    lambda p: change(p, "touchpoints", "T1", touch_confirmed=Decision.CONFIRMED),
)


def without_platform(project: Project) -> Project:
    """Nobody who could do self-service, today or tomorrow."""
    project = drop(drop(project, "providers", "BOT"), "offers", "O3", "O4")
    return drop(drop(project, "provider_languages", "BOT/nl"), "today", "D3")


# --- The work ---------------------------------------------------------------------------------------

warns(
    "orphan_process",
    "processes, row P3, column process_id",
    lambda p: add(p, Process(process_id="P3", name="Idle")),
)
warns(
    "duplicate_stream",
    "demand, row D5, column demand_id",
    lambda p: add(
        p, p.demand[3].model_copy(update={"demand_id": "D5"}), TodayRow(demand_id="D5", provider_id="OWN")
    ),
)
warns(
    "zero_volume",
    "demand, row D4, column contacts_per_month",
    lambda p: change(p, "demand", "D4", contacts_per_month=0.0),
)
warns(
    "shared_agent_on_phone",
    "demand, row D2, column concurrency",
    lambda p: change(p, "demand", "D2", concurrency=2.0),
)
warns(
    "service_level_incomplete",
    "demand, row D1, column service_level_seconds",
    lambda p: change(p, "demand", "D1", service_level_seconds=None),
)
error(
    "opening_hours_unreadable",
    "demand, row D1, column opening_hours",
    lambda p: change(p, "demand", "D1", opening_hours="weekdays nine to five"),
)
error(
    "opening_hours_unreadable",
    "providers, row VEN, column opening_hours",
    lambda p: change(p, "providers", "VEN", opening_hours="Mo-Fr 17-9"),
)
error("opening_hours_unreadable", "settings, column office_hours", lambda p: settle(p, office_hours="9-5"))
error("self_service_without_platform", "demand, row D3, column channel", without_platform)
warns(
    "remediation_incomplete",
    "processes, row P1, column remediation_owner",
    lambda p: change(
        p, "processes", "P1", health=2, remediation_cost=5000.0, remediation_on=date(2027, 3, 1)
    ),
)
error(
    "handoff_to_itself", "handoffs, row H1, column to_id", lambda p: change(p, "handoffs", "H1", to_id="P1")
)
warns(
    "handoff_owner_missing", "handoffs, row H1, column owner", lambda p: change(p, "handoffs", "H1", owner="")
)
warns(
    "handoff_cut_free",
    "handoffs, row H1, column cut_seconds",
    lambda p: change(p, "handoffs", "H1", cut_seconds=0.0),
)
warns(
    "handoff_without_volume",
    "handoffs, row H1, column contacts_per_month",
    lambda p: change(p, "handoffs", "H1", contacts_per_month=0.0),
)
warns("unused_department", "departments, row FIN, column department_id", lambda p: drop(p, "handoffs", "H2"))
warns("unused_system", "systems, row CRM, column system_id", lambda p: drop(p, "process_systems"))

# --- Shares -----------------------------------------------------------------------------------------

# 0.2 + 0.2 + 0.2 + 0.15 + 0.15 + 0.05 + 0.5 = 1.45
error("curve_sum", "curves, row C1/dow/1, column share", lambda p: change(p, "curves", "C1/dow/7", share=0.5))
error(
    "curve_position",
    "curves, row C1/dow/0, column position",
    lambda p: change(p, "curves", "C1/dow/7", position=0),
)
error(
    "curve_position",
    "curves, row C1/hour/24, column position",
    lambda p: change(p, "curves", "C1/hour/9", position=24),
)
error(
    "seasonality_zero",
    "seasonality, row S1, column m01",
    lambda p: change(p, "seasonality", "S1", **{f"m{m:02d}": 0.0 for m in range(1, 13)}),
)
# Percentages instead of indices: mean 100.
warns(
    "seasonality_scale",
    "seasonality, row S1, column m01",
    lambda p: change(p, "seasonality", "S1", **{f"m{m:02d}": 100.0 for m in range(1, 13)}),
)
# 0.7 + 0.4 = 1.1
error(
    "transition_sum",
    "transitions, row T1/T2, column probability",
    lambda p: change(p, "transitions", "T1/T1", probability=0.4),
)
error(
    "split_shares_sum",
    "processes, row P1, column split_shares",
    lambda p: change(p, "processes", "P1", split_by=(SplitLayer.SHARES,), split_shares=(0.3, 0.6)),
)
error(
    "split_without_shares",
    "processes, row P1, column split_shares",
    lambda p: change(p, "processes", "P1", split_by=(SplitLayer.SHARES,)),
)
error(
    "split_without_base_level",
    "processes, row P1, column base_level_fte",
    lambda p: change(p, "processes", "P1", split_by=(SplitLayer.BASE_PEAK,)),
)
error(
    "split_without_curve",
    "demand, row D4, column curve_id",
    lambda p: change(p, "processes", "P2", split_by=(SplitLayer.HOURS,)),
)
warns(
    "unused_split",
    "processes, row P1, column base_level_fte",
    lambda p: change(p, "processes", "P1", base_level_fte=10.0),
)
warns(
    "unused_split",
    "processes, row P1, column split_shares",
    lambda p: change(p, "processes", "P1", split_shares=(0.3, 0.7)),
)

# --- Today and contracts ----------------------------------------------------------------------------

warns("today_missing", "demand, row D4, column demand_id", lambda p: drop(p, "today", "D4"))
warns("today_missing", "today", lambda p: drop(drop(p, "today"), "contracts"))
error(
    "today_empty", "today, row D4, column provider_id", lambda p: change(p, "today", "D4", provider_id=None)
)
error(
    "wrong_provider_kind",
    "today, row D4, column provider_id",
    lambda p: change(p, "today", "D4", provider_id="BOT"),
)
error(
    "wrong_provider_kind",
    "today, row D3, column platform_id",
    lambda p: change(p, "today", "D3", platform_id="OWN"),
)
error(
    "today_people_on_self_service",
    "today, row D3, column provider_id",
    lambda p: change(p, "today", "D3", provider_id="OWN"),
)
warns(
    "today_platform_alone",
    "today, row D1, column platform_id",
    lambda p: change(p, "today", "D1", provider_id=None, platform_id="BOT"),
)
warns(
    "today_split",
    "processes, row P1, column process_id",
    lambda p: add(
        p,
        DemandStream(
            demand_id="D5",
            process_id="P1",
            channel="email",
            language="de",
            contacts_per_month=9,
            handle_seconds=300,
        ),
        TodayRow(demand_id="D5", provider_id="OWN"),
    ),
)
warns(
    "key_competency_outside",
    "processes, row P1, column key_competency",
    lambda p: change(p, "processes", "P1", key_competency=True),
)
error(
    "contract_of_another_provider",
    "today, row D1, column contract_id",
    lambda p: change(p, "today", "D1", contract_id="C-VEN"),
)
error(
    "offer_of_other_work",
    "today, row D1, column offer_id",
    lambda p: change(p, "today", "D1", offer_id="O1"),
)
error(
    "offer_of_other_work",
    "today, row D2, column offer_id",
    lambda p: add(
        change(p, "today", "D2", offer_id="O9"),
        Offer(offer_id="O9", provider_id="VEN", channel="back_office", price=20),
    ),
)
warns(
    "unused_contract",
    "contracts, row C-VEN, column contract_id",
    lambda p: change(p, "today", "D2", contract_id=None),
)
error("dates_without_start", "contracts, row C-VEN, column ends_on", lambda p: settle(p, start_on=None))
error(
    "dates_without_start",
    "processes, row P1, column remediation_on",
    lambda p: settle(
        change(
            change(p, "contracts", "C-VEN", ends_on=None), "processes", "P1", remediation_on=date(2027, 3, 1)
        ),
        start_on=None,
    ),
)
warns(
    "contract_over",
    "contracts, row C-VEN, column ends_on",
    lambda p: change(p, "contracts", "C-VEN", ends_on=date(2026, 6, 30)),
)
# Reviewed 2024-12-31: 24 months later is 2026-12-31, one day before the plan begins.
warns(
    "contract_stale",
    "contracts, row C-VEN, column last_reviewed",
    lambda p: change(p, "contracts", "C-VEN", last_reviewed=date(2024, 12, 31)),
)
warns(
    "contract_owner_missing",
    "contracts, row C-VEN, column owner",
    lambda p: change(p, "contracts", "C-VEN", owner=""),
)

# --- Providers --------------------------------------------------------------------------------------

error(
    "platform_sourcing_model",
    "providers, row BOT, column sourcing_model",
    lambda p: change(p, "providers", "BOT", sourcing_model=SourcingModel.OFFSHORE),
)
error(
    "platform_sourcing_model",
    "providers, row VEN, column sourcing_model",
    lambda p: change(p, "providers", "VEN", sourcing_model=SourcingModel.SELF_SERVICE),
)
error(
    "third_party_in_house",
    "providers, row VEN, column ownership",
    lambda p: change(
        p, "providers", "VEN", sourcing_model=SourcingModel.IN_HOUSE, ownership=Ownership.THIRD_PARTY
    ),
)
error(
    "provider_without_price",
    "providers, row OWN, column base_rate",
    lambda p: change(p, "providers", "OWN", base_rate=None),
)
warns(
    "provider_without_price",
    "providers, row NEW, column base_rate",
    lambda p: add(
        p,
        Provider(provider_id="NEW", name="New vendor", sourcing_model="onshore"),
        p.provider_languages[0].model_copy(update={"provider_id": "NEW"}),
    ),
)
error(
    "unknown_currency",
    "providers, row VEN, column currency",
    lambda p: change(p, "providers", "VEN", currency="PLN"),
)
error("unknown_currency", "offers, row O4, column currency", lambda p: drop(p, "exchange_rates"))
error(
    "own_currency_rate",
    "exchange_rates, row EUR, column rate",
    lambda p: add(p, ExchangeRate(currency="EUR", rate=0.9)),
)
warns(
    "exchange_rate_date",
    "exchange_rates, row USD, column date",
    lambda p: change(p, "exchange_rates", "USD", date=""),
)
warns(
    "exchange_rate_date",
    "exchange_rates, row USD, column date",
    lambda p: change(p, "exchange_rates", "USD", date="last week"),
)
# The plan begins on 2027-01-01; 2025-12-31 is 366 days before it, the day before that is stale.
warns(
    "exchange_rate_date",
    "exchange_rates, row USD, column date",
    lambda p: change(p, "exchange_rates", "USD", date="2025-12-30"),
)
warns(
    "exchange_rate_source",
    "exchange_rates, row USD, column source",
    lambda p: change(p, "exchange_rates", "USD", source=""),
)
error(
    "minimum_above_capacity",
    "providers, row VEN, column minimum_fte",
    lambda p: change(p, "providers", "VEN", minimum_fte=60.0),
)
error(
    "opening_above_pool",
    "provider_languages, row VEN/de, column opening_fte",
    lambda p: change(p, "provider_languages", "VEN/de", opening_fte=25.0),
)
error(
    "tier_start", "volume_tiers, row VEN/50.0, column from_fte", lambda p: drop(p, "volume_tiers", "VEN/0.0")
)
error(
    "tier_order",
    "volume_tiers, row VEN/100.0, column discount_share",
    lambda p: add(p, VolumeTier(provider_id="VEN", from_fte=100, discount_share=0.01)),
)
warns(
    "capacity_of_platform",
    "provider_capacity, row BOT/1, column capacity_fte",
    lambda p: add(p, ProviderCapacity(provider_id="BOT", month=1, capacity_fte=5)),
)
warns(
    "language_not_listed",
    "demand, row D2, column language",
    lambda p: change(p, "demand", "D2", language="fr").replace(
        rule_scopes=[
            s.model_copy(update={"value": "fr"}) if s.field == "language" else s for s in p.rule_scopes
        ]
    ),
)
warns(
    "every_language_assumed",
    "providers, row VEN, column provider_id",
    lambda p: drop(p, "provider_languages", "VEN/de"),
)
warns(
    "governance_twice",
    "settings, column retained_organisation_fte",
    lambda p: settle(p, retained_organisation_fte=3.0),
)
warns(
    "governance_free",
    "settings, column retained_organisation_fte",
    lambda p: settle(p, governance_basis=GovernanceBasis.RETAINED_ORGANISATION),
)

# --- The scorecard ----------------------------------------------------------------------------------


def _rating(criterion: str, scorer: str, score: float = 50) -> Rating:
    return Rating(provider_id="VEN", criterion_id=criterion, scorer=scorer, score=score)


def _weights(*shares: float) -> Slip:
    rows = [ScorecardWeight(criterion_id=c, weight_share=s) for c, s in zip(Criterion, shares, strict=True)]
    return lambda p: p.replace(scorecard_weights=rows)


error(
    "duplicate_key",
    "ratings, row VEN/culture/Head of care, column scorer",
    lambda p: add(p, _rating("culture", "Head of care")),
)
error(
    "unknown_id",
    "ratings, row VEM/culture/Head of care, column provider_id",
    lambda p: p.replace(ratings=[r.model_copy(update={"provider_id": "VEM"}) for r in p.ratings]),
)
error(
    "same_scorer_twice",
    "ratings, row VEN/culture/head of  Care, column scorer",
    lambda p: add(p, _rating("culture", "head of  Care")),
)
warns(
    "rated_by_one",
    "ratings, row VEN/insight/Head of care, column scorer",
    lambda p: add(p, _rating("insight", "Head of care")),
)
warns(
    "price_rated",
    "ratings, row VEN/price/Head of care, column criterion_id",
    lambda p: add(p, _rating("price", "Head of care")),
)
error("no_weight", "scorecard_weights, row price, column weight_share", _weights(*[0] * 10))
warns("weight_sum", "scorecard_weights, row price, column weight_share", _weights(*[0.2] * 10))


# --- Offers -----------------------------------------------------------------------------------------

# Same process, both for any channel: the two differ in price only.
error(
    "offers_equally_specific",
    "offers, row O9, column process_id",
    lambda p: add(
        drop(p, "offers", "O2"), Offer(offer_id="O9", provider_id="VEN", process_id="P1", price=17)
    ),
)
# Both state process and channel; they share the phone.
error(
    "offers_equally_specific",
    "offers, row O9, column process_id",
    lambda p: add(
        p, Offer(offer_id="O9", provider_id="VEN", process_id="P1", channel="chat; phone", price=17)
    ),
)
# O1 states the process, O9 the language: both cover P1 in German, neither is more specific.
error(
    "offers_equally_specific",
    "offers, row O9, column process_id",
    lambda p: add(drop(p, "offers", "O2"), Offer(offer_id="O9", provider_id="VEN", language="de", price=17)),
)
error(
    "platform_without_containment",
    "offers, row O4, column containment_share",
    lambda p: change(p, "offers", "O4", containment_share=None),
)
error(
    "platform_without_containment",
    "offers, row O3, column containment_share",
    lambda p: change(p, "offers", "O3", channel=()),
)
warns(
    "containment_of_people",
    "offers, row O1, column containment_share",
    lambda p: change(p, "offers", "O1", containment_share=0.3),
)
error(
    "platform_priced_by_time",
    "offers, row O3, column pricing_model",
    lambda p: change(p, "offers", "O3", pricing_model=PricingModel.PER_HOUR),
)
warns(
    "conversion_missing",
    "offers, row O1, column conversion",
    lambda p: change(p, "offers", "O1", commission_per_success=20.0),
)

# --- Odd figures ------------------------------------------------------------------------------------

warns(
    "long_handle_time",
    "demand, row D2, column handle_seconds",
    lambda p: change(
        change(p, "touchpoints", "T1", handle_seconds=None), "demand", "D2", handle_seconds=11000.0
    ),
)
warns(
    "short_handle_time",
    "demand, row D2, column handle_seconds",
    lambda p: change(change(p, "touchpoints", "T1", handle_seconds=None), "demand", "D2", handle_seconds=6.0),
)
warns(
    "high_occupancy",
    "providers, row OWN, column occupancy",
    lambda p: change(p, "providers", "OWN", occupancy=0.95),
)
warns(
    "high_shrinkage",
    "providers, row OWN, column shrinkage",
    lambda p: change(p, "providers", "OWN", shrinkage=0.7),
)
warns("zero_price", "offers, row O3, column price", lambda p: change(p, "offers", "O3", price=0.0))
warns(
    "zero_price",
    "providers, row VEN, column base_rate",
    lambda p: change(p, "providers", "VEN", base_rate=0.0),
)
warns(
    "odd_rate",
    "providers, row OWN, column base_rate",
    lambda p: change(p, "providers", "OWN", base_rate=4200.0),
)
# An hourly rate in the field for a month: 42 / 160 = 0.26 an hour.
warns(
    "odd_rate",
    "providers, row OWN, column loaded_fte_per_month",
    lambda p: change(p, "providers", "OWN", loaded_fte_per_month=42.0),
)
# 5 USD a minute = 300 USD an hour = 273 EUR.
warns(
    "odd_rate",
    "offers, row O1, column price",
    lambda p: change(p, "offers", "O1", pricing_model=PricingModel.PER_MINUTE, price=5.0, currency="USD"),
)
error(
    "cost_groups",
    "settings, column people_cost_share",
    lambda p: settle(p, people_cost_share=0.7, people_avoidable_share=1.0, seats_cost_share=0.2),
)
error(
    "cost_groups",
    "settings, column it_avoidable_share",
    lambda p: settle(p, people_cost_share=1.0, people_avoidable_share=1.0, it_avoidable_share=0.5),
)
warns("short_horizon", "settings, column horizon_months", lambda p: settle(p, horizon_months=6))
warns(
    "language_missing",
    "demand, row D2, column language",
    lambda p: drop(change(p, "demand", "D2", language="xx"), "rule_scopes", "german/work/language/de"),
)

# --- Rules ------------------------------------------------------------------------------------------

error(
    "rule_limit_missing",
    "rules, row money, column maximum",
    lambda p: change(p, "rules", "money", maximum=None),
)
error(
    "rule_limit_unused",
    "rules, row money, column minimum",
    lambda p: change(p, "rules", "money", minimum=5.0),
)
error(
    "rule_limit_unused",
    "scenario_rules, row blended/apart, column maximum",
    lambda p: change(p, "scenario_rules", "blended/apart", maximum=2.0),
)
error(
    "rule_limits_crossed",
    "rules, row far, column minimum",
    lambda p: change(change(p, "rules", "far", minimum=0.6), "scenario_rules", "blended/far", maximum=0.7),
)
error(
    "rule_limits_crossed",
    "scenario_rules, row blended/far, column minimum",
    lambda p: change(p, "scenario_rules", "blended/far", maximum=0.05),
)
error(
    "rule_limit_out_of_range",
    "rules, row far, column maximum",
    lambda p: change(p, "rules", "far", maximum=50.0),
)
error(
    "rule_limit_out_of_range",
    "rules, row money, column maximum",
    lambda p: change(p, "rules", "money", maximum=-1.0),
)
error(
    "rule_basis_illegal",
    "rules, row money, column basis",
    lambda p: change(p, "rules", "money", basis=Basis.FTE),
)
error(
    "rule_penalty_missing",
    "rules, row apart, column penalty_per_unit",
    lambda p: change(p, "rules", "apart", penalty_per_unit=None),
)
warns(
    "rule_penalty_unused",
    "rules, row apart, column penalty_per_unit",
    lambda p: change(p, "rules", "apart", strength=Strength.MUST),
)
warns("rule_reason_missing", "rules, row far, column reason", lambda p: change(p, "rules", "far", reason=""))
warns(
    "rule_never_used",
    "rules, row apart, column rule_id",
    lambda p: drop(p, "scenario_rules", "blended/apart"),
)

# --- Scopes -----------------------------------------------------------------------------------------

error(
    "provider_scope_missing",
    "rules, row far, column stem",
    lambda p: drop(p, "rule_scopes", "far/provider/sourcing_model/nearshore"),
)
error(
    "other_scope_missing",
    "rules, row apart, column stem",
    lambda p: drop(p, "rule_scopes", "apart/other/process/P2"),
)
error(
    "requirement_missing",
    "rules, row german, column stem",
    lambda p: drop(p, "rule_scopes", "german/requirement/language_level/C1"),
)
warns(
    "scope_of_everything",
    "rules, row stay, column stem",
    lambda p: drop(p, "rule_scopes", "stay/work/tag/cash"),
)
error(
    "scope_side_unused",
    "rule_scopes, row far/other/process/P1, column side",
    lambda p: add(p, RuleScope(rule_id="far", side="other", field="process", value="P1")),
)
error(
    "scope_field_unknown",
    "rule_scopes, row far/work/proces/P1, column field",
    lambda p: add(p, RuleScope(rule_id="far", field="proces", value="P1")),
)
error(
    "scope_field_unknown",
    "rule_scopes, row far/work/provider/VEN, column field",
    lambda p: add(p, RuleScope(rule_id="far", field="provider", value="VEN")),
)
error(
    "scope_value_unknown",
    "rule_scopes, row far/work/process/P9, column value",
    lambda p: add(p, RuleScope(rule_id="far", field="process", value="P9")),
)
error(
    "scope_value_unknown",
    "rule_scopes, row far/work/touch/high, column value",
    lambda p: add(p, RuleScope(rule_id="far", field="touch", value="high")),
)
error(
    "scope_value_unknown",
    "rule_scopes, row far/work/language/german, column value",
    lambda p: add(p, RuleScope(rule_id="far", field="language", value="german")),
)
error(
    "scope_value_unknown",
    "rule_scopes, row far/provider/certification/ISO27001, column value",
    lambda p: add(p, RuleScope(rule_id="far", side="provider", field="certification", value="ISO27001")),
)
warns(
    "scope_value_absent",
    "rule_scopes, row far/work/language/fr, column value",
    lambda p: add(p, RuleScope(rule_id="far", field="language", value="fr")),
)

# --- Scenarios --------------------------------------------------------------------------------------

error(
    "scenario_ambiguous",
    "scenarios, row blend2, column name",
    lambda p: add(p, ScenarioRow(scenario_id="blend2", name="BLENDED")),
)
error(
    "today_objective",
    "scenarios, row today, column objective",
    lambda p: change(p, "scenarios", "today", objective=Objective.COST),
)
warns(
    "today_with_rules",
    "scenarios, row today, column objective",
    lambda p: add(p, ScenarioRule(scenario_id="today", rule_id="far")),
)
error(
    "unassigned_cost_missing",
    "scenarios, row blended, column unassigned_cost_per_contact",
    lambda p: change(p, "scenarios", "blended", allow_unassigned=True),
)
error(
    "blend_price_missing",
    "scenarios, row blended, column quality_price_per_point",
    lambda p: change(p, "scenarios", "blended", objective=Objective.BLEND),
)
warns(
    "quality_without_budget",
    "scenarios, row blended, column objective",
    lambda p: change(
        change(p, "scenarios", "blended", objective=Objective.QUALITY),
        "scenario_rules",
        "blended/money",
        on=False,
    ),
)
