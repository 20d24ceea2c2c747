"""The facts: immutable tables, scenarios and the checks that list every problem."""

from touchmap.project.entity import Entity
from touchmap.project.lifecycle import JourneyStep, Stage, Touchpoint, Transition
from touchmap.project.model import SCHEMA_VERSION, TABLES, Project, group
from touchmap.project.provider_tables import (
    Contract,
    CountryRow,
    ExchangeRate,
    Offer,
    Provider,
    ProviderCapacity,
    ProviderLanguage,
    ProviderSystem,
    TodayRow,
    VolumeTier,
)
from touchmap.project.scenario import ActiveRule, Scenario, find_scenario, scenario_ids
from touchmap.project.scenario_tables import Evidence, Rule, RuleScope, ScenarioRow, ScenarioRule
from touchmap.project.scorecard_tables import Rating, ScorecardWeight
from touchmap.project.settings import Settings
from touchmap.project.stems import STEM_FACTS, RuleStem, Shape, StemFacts, Structural
from touchmap.project.work_tables import (
    CurvePoint,
    DemandStream,
    Department,
    Handoff,
    Process,
    ProcessSystem,
    Seasonality,
    System,
)

__all__ = [
    "SCHEMA_VERSION",
    "STEM_FACTS",
    "TABLES",
    "ActiveRule",
    "Contract",
    "CountryRow",
    "CurvePoint",
    "DemandStream",
    "Department",
    "Entity",
    "Evidence",
    "ExchangeRate",
    "Handoff",
    "JourneyStep",
    "Offer",
    "Process",
    "ProcessSystem",
    "Project",
    "Provider",
    "ProviderCapacity",
    "ProviderLanguage",
    "ProviderSystem",
    "Rating",
    "Rule",
    "RuleScope",
    "RuleStem",
    "Scenario",
    "ScenarioRow",
    "ScenarioRule",
    "ScorecardWeight",
    "Seasonality",
    "Settings",
    "Shape",
    "Stage",
    "StemFacts",
    "Structural",
    "System",
    "TodayRow",
    "Touchpoint",
    "Transition",
    "VolumeTier",
    "find_scenario",
    "group",
    "scenario_ids",
]
