"""A valid project small enough to check by eye; every check is silent on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from touchmap.project import (
    Contract,
    CurvePoint,
    DemandStream,
    Department,
    Evidence,
    ExchangeRate,
    Handoff,
    JourneyStep,
    Offer,
    Process,
    ProcessSystem,
    Project,
    Provider,
    ProviderCapacity,
    ProviderLanguage,
    Rating,
    Rule,
    RuleScope,
    ScenarioRow,
    ScenarioRule,
    ScorecardWeight,
    Seasonality,
    Settings,
    Stage,
    System,
    TodayRow,
    Touchpoint,
    Transition,
    VolumeTier,
)


def small_project() -> Project:
    """Two processes, four streams, own staff, one vendor and one platform."""
    return Project(
        settings=Settings(start_on=date(2027, 1, 1)),
        **_map(),
        **_work(),
        **_providers(),
        **_today(),
        **_rules(),
    )


def _map() -> dict[str, Any]:
    return {
        "stages": (
            Stage(stage_id="ST1", position=1, name="Enquire"),
            Stage(stage_id="ST2", position=2, name="Use"),
        ),
        "touchpoints": (
            # 600 + 400 contacts in its two streams; (600 × 300 s + 400 × 350 s) / 1000 = 320 s.
            Touchpoint(
                touchpoint_id="T1",
                stage_id="ST1",
                name="Billing call",
                contacts_per_month=1000,
                handle_seconds=320,
                moment_of_truth_rank=1,
            ),
            Touchpoint(touchpoint_id="T2", stage_id="ST2", name="Invoice copy", channel="web"),
        ),
        # 0.7 + 0.2 = 0.9 of the contacts go on.
        "transitions": (
            Transition(from_touchpoint_id="T1", to_touchpoint_id="T2", probability=0.7),
            Transition(from_touchpoint_id="T1", to_touchpoint_id="T1", probability=0.2),
        ),
        "journeys": (
            JourneyStep(journey_id="First bill", position=1, touchpoint_id="T1"),
            JourneyStep(journey_id="First bill", position=2, touchpoint_id="T2"),
        ),
    }


def _work() -> dict[str, Any]:
    week = (0.2, 0.2, 0.2, 0.15, 0.15, 0.05, 0.05)  # sums to 1
    return {
        "processes": (
            Process(process_id="P1", name="Billing", stage_id="ST1", process_family="Money", tags="cash"),
            Process(process_id="P2", name="Posting", stage_id="ST2", office="back"),
        ),
        "demand": (
            DemandStream(
                demand_id="D1",
                process_id="P1",
                touchpoint_id="T1",
                language="nl",
                contacts_per_month=600,
                handle_seconds=300,
                service_level_share=0.8,
                service_level_seconds=20,
                opening_hours="Mo-Fr 9-17",
                seasonality_id="S1",
                curve_id="C1",
            ),
            DemandStream(
                demand_id="D2",
                process_id="P1",
                touchpoint_id="T1",
                language="de",
                contacts_per_month=400,
                handle_seconds=350,
            ),
            DemandStream(
                demand_id="D3",
                process_id="P1",
                touchpoint_id="T2",
                channel="web",
                language="nl",
                contacts_per_month=5000,
                handle_seconds=60,
            ),
            DemandStream(
                demand_id="D4",
                process_id="P2",
                channel="back_office",
                skill="none",
                contacts_per_month=200,
                handle_seconds=240,
            ),
        ),
        "handoffs": (
            Handoff(
                handoff_id="H1",
                from_process_id="P1",
                to_id="P2",
                contacts_per_month=100,
                owner="Head of billing",
                cut_seconds=30,
            ),
            Handoff(
                handoff_id="H2",
                from_process_id="P2",
                to_kind="department",
                to_id="FIN",
                contacts_per_month=20,
                owner="Head of finance",
                cut_seconds=60,
            ),
        ),
        "departments": (Department(department_id="FIN", name="Finance"),),
        "systems": (System(system_id="CRM", name="Customer records"),),
        "process_systems": (ProcessSystem(process_id="P1", system_id="CRM"),),
        # Four months at 1.2, four at 1.0, four at 0.8: mean 1.
        "seasonality": (
            Seasonality(
                seasonality_id="S1", m01=1.2, m02=1.2, m03=1.2, m04=1.2, m09=0.8, m10=0.8, m11=0.8, m12=0.8
            ),
        ),
        "curves": (
            *(CurvePoint(curve_id="C1", kind="dow", position=d, share=s) for d, s in enumerate(week, 1)),
            *(CurvePoint(curve_id="C1", kind="hour", position=h, share=0.125) for h in range(9, 17)),
        ),
    }


def _providers() -> dict[str, Any]:
    return {
        "providers": (
            Provider(provider_id="OWN", name="Own staff", sourcing_model="in_house", base_rate=42),
            Provider(
                provider_id="VEN",
                name="Vendor",
                sourcing_model="nearshore",
                country="PL",
                base_rate=18,
                capacity_fte=50,
                minimum_fte=5,
                certifications="ISO 27001",
                licences="Debt collection",
            ),
            Provider(provider_id="BOT", name="Portal", sourcing_model="self_service", kind="platform"),
        ),
        "provider_capacity": (ProviderCapacity(provider_id="VEN", month=7, capacity_fte=40),),
        "provider_languages": (
            ProviderLanguage(provider_id="OWN", language="nl"),
            ProviderLanguage(provider_id="OWN", language="de"),
            ProviderLanguage(provider_id="VEN", language="de", capacity_fte=20, opening_fte=2),
            ProviderLanguage(provider_id="BOT", language="nl"),
        ),
        "offers": (
            Offer(offer_id="O1", provider_id="VEN", process_id="P1", price=19),
            Offer(offer_id="O2", provider_id="VEN", process_id="P1", channel="phone", price=20),
            Offer(offer_id="O3", provider_id="BOT", channel="web", pricing_model="per_contact", price=0.2),
            Offer(
                offer_id="O4",
                provider_id="BOT",
                channel="phone",
                pricing_model="per_resolution",
                price=1,
                currency="USD",
                containment_share=0.3,
            ),
        ),
        "volume_tiers": (
            VolumeTier(provider_id="VEN", from_fte=0, discount_share=0),
            VolumeTier(provider_id="VEN", from_fte=50, discount_share=0.03),
        ),
        "ratings": (
            Rating(provider_id="VEN", criterion_id="culture", scorer="Head of care", score=70),
            Rating(provider_id="VEN", criterion_id="culture", scorer="Head of brand", score=80),
        ),
        "scorecard_weights": (ScorecardWeight(criterion_id="culture", weight_share=0.2),),
        "exchange_rates": (ExchangeRate(currency="USD", rate=1.1, date="2026-12-01", source="Central bank"),),
    }


def _today() -> dict[str, Any]:
    return {
        "today": (
            TodayRow(demand_id="D1", provider_id="OWN"),
            TodayRow(demand_id="D2", provider_id="VEN", contract_id="C-VEN"),
            TodayRow(demand_id="D3", platform_id="BOT"),
            TodayRow(demand_id="D4", provider_id="OWN"),
        ),
        # Reviewed 12 months before the plan begins, ends 12 months into it.
        "contracts": (
            Contract(
                contract_id="C-VEN",
                provider_id="VEN",
                ends_on=date(2028, 1, 1),
                owner="Vendor manager",
                last_reviewed=date(2026, 1, 1),
            ),
        ),
        "evidence": (
            Evidence(table="providers", row_id="OWN", field="base_rate", level="measured"),
            Evidence(table="provider_languages", row_id="OWN/nl"),
            Evidence(table="settings", field="discount_rate"),
        ),
    }


def _rules() -> dict[str, Any]:
    return {
        "scenarios": (
            ScenarioRow(scenario_id="today", name="Today", objective="today"),
            ScenarioRow(scenario_id="blended", name="Blended"),
        ),
        "rules": (
            Rule(rule_id="money", stem="budget", maximum=1e6, basis="total", reason="Agreed with the board."),
            Rule(rule_id="far", stem="share_limit", minimum=0.1, maximum=0.5, reason="Not all in one place."),
            Rule(
                rule_id="apart", stem="keep_apart", strength="should", penalty_per_unit=50, reason="Control."
            ),
            Rule(rule_id="german", stem="language_proficiency", reason="Promised to customers."),
            Rule(rule_id="stay", stem="pin", reason="Works well."),
        ),
        "rule_scopes": (
            RuleScope(rule_id="far", side="provider", field="sourcing_model", value="nearshore"),
            RuleScope(rule_id="apart", side="work", field="process", value="P1"),
            RuleScope(rule_id="apart", side="other", field="process", value="P2"),
            RuleScope(rule_id="german", side="work", field="language", value="de"),
            RuleScope(rule_id="german", side="requirement", field="language_level", value="C1"),
            RuleScope(rule_id="stay", side="work", field="tag", value="cash"),
            RuleScope(rule_id="stay", side="provider", field="today", value="yes"),
        ),
        "scenario_rules": (
            ScenarioRule(scenario_id="blended", rule_id="money"),
            ScenarioRule(scenario_id="blended", rule_id="far", maximum=0.4),
            ScenarioRule(scenario_id="blended", rule_id="apart"),
            ScenarioRule(scenario_id="blended", rule_id="german"),
            ScenarioRule(scenario_id="blended", rule_id="stay", on=False),
        ),
    }


def change(project: Project, table: str, key: str, **fields: Any) -> Project:
    """Replace fields of the row with this key, unchecked, as a slip in a file would."""
    assert any(row.row_key == key for row in project.rows(table)), f"{table} has no {key}"
    rows = [row.model_copy(update=fields) if row.row_key == key else row for row in project.rows(table)]
    return project.replace(**{table: rows})


def add(project: Project, *rows: Any) -> Project:
    """Add rows to their tables."""
    for row in rows:
        project = project.replace(**{row.table_name: (*project.rows(row.table_name), row)})
    return project


def drop(project: Project, table: str, *keys: str) -> Project:
    """Remove rows; without keys the whole table."""
    return project.replace(
        **{table: [row for row in project.rows(table) if keys and row.row_key not in keys]}
    )


def settle(project: Project, **settings: Any) -> Project:
    """Replace settings."""
    return project.replace(settings=project.settings.model_copy(update=settings))
