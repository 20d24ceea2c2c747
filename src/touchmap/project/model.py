"""The `Project`: all facts of one company, immutable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from touchmap.errors import UnknownNameError
from touchmap.project.entity import Entity
from touchmap.project.lifecycle import JourneyStep, Stage, Touchpoint, Transition
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
from touchmap.project.scenario_tables import Evidence, Rule, RuleScope, ScenarioRow, ScenarioRule
from touchmap.project.scorecard_tables import Rating, ScorecardWeight
from touchmap.project.settings import Settings
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

SCHEMA_VERSION = 1
"""Version of the tables; in every JSON document."""

TABLES: dict[str, type[Entity]] = {
    entity.table_name: entity
    for entity in (
        Stage,
        Touchpoint,
        Process,
        DemandStream,
        TodayRow,
        Contract,
        Transition,
        JourneyStep,
        Handoff,
        Department,
        System,
        ProcessSystem,
        ProviderSystem,
        Provider,
        ProviderCapacity,
        ProviderLanguage,
        Offer,
        VolumeTier,
        Rating,
        ScorecardWeight,
        Seasonality,
        CurvePoint,
        ExchangeRate,
        CountryRow,
        ScenarioRow,
        Rule,
        RuleScope,
        ScenarioRule,
        Evidence,
    )
}
"""Every table but the settings, in the order of files and sheets."""

E = TypeVar("E", bound=Entity)


class Project(BaseModel):
    """All facts of one company: the map, the work, the providers, the rules.

    Rows are kept in the order given; every table may be empty. Build one with
    `touchmap.load` or from keyword arguments; check it with `touchmap.project.checks.check_project`.

    >>> p = Project(processes=(Process(process_id="P1", name="Billing"),))
    >>> p.process("P1").name
    'Billing'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    settings: Settings = Settings()
    stages: tuple[Stage, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    processes: tuple[Process, ...] = ()
    demand: tuple[DemandStream, ...] = ()
    today: tuple[TodayRow, ...] = ()
    contracts: tuple[Contract, ...] = ()
    transitions: tuple[Transition, ...] = ()
    journeys: tuple[JourneyStep, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    departments: tuple[Department, ...] = ()
    systems: tuple[System, ...] = ()
    process_systems: tuple[ProcessSystem, ...] = ()
    provider_systems: tuple[ProviderSystem, ...] = ()
    providers: tuple[Provider, ...] = ()
    provider_capacity: tuple[ProviderCapacity, ...] = ()
    provider_languages: tuple[ProviderLanguage, ...] = ()
    offers: tuple[Offer, ...] = ()
    volume_tiers: tuple[VolumeTier, ...] = ()
    ratings: tuple[Rating, ...] = ()
    scorecard_weights: tuple[ScorecardWeight, ...] = ()
    seasonality: tuple[Seasonality, ...] = ()
    curves: tuple[CurvePoint, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    countries: tuple[CountryRow, ...] = ()
    scenarios: tuple[ScenarioRow, ...] = ()
    rules: tuple[Rule, ...] = ()
    rule_scopes: tuple[RuleScope, ...] = ()
    scenario_rules: tuple[ScenarioRule, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def rows(self, table: str) -> tuple[Entity, ...]:
        """Rows of a table by its name."""
        if table not in TABLES:
            raise ValueError(f"`table` must be one of {', '.join(TABLES)}, got {table!r}")
        rows: tuple[Entity, ...] = getattr(self, table)
        return rows

    def replace(self, **tables: Any) -> Project:
        """Give a copy in which some tables or the settings are replaced."""
        unknown = tables.keys() - TABLES.keys() - {"settings"}
        if unknown:
            raise ValueError(f"unknown table(s): {', '.join(sorted(unknown))}")
        kept = {name: getattr(self, name) for name in ("settings", *TABLES)}
        return Project.model_construct(
            **kept | {k: tuple(v) if k in TABLES else v for k, v in tables.items()}
        )

    @cached_property
    def _index(self) -> dict[str, dict[str, Entity]]:
        """Rows by their key, of each table that was asked for so far."""
        return {}

    def _find(self, table: str, row_id: str, kind: type[E]) -> E:
        if table not in self._index:
            self._index[table] = {row.row_key: row for row in self.rows(table)}
        row = self._index[table].get(row_id)
        if not isinstance(row, kind):
            known = ", ".join(list(self._index[table])[:12]) or "none"
            raise UnknownNameError(f"{table} has no {row_id!r}; it has: {known}")
        return row

    def process(self, process_id: str) -> Process:
        """The process with this id."""
        return self._find("processes", process_id, Process)

    def stream(self, demand_id: str) -> DemandStream:
        """The demand stream with this id."""
        return self._find("demand", demand_id, DemandStream)

    def provider(self, provider_id: str) -> Provider:
        """The provider with this id."""
        return self._find("providers", provider_id, Provider)

    def touchpoint(self, touchpoint_id: str) -> Touchpoint:
        """The touchpoint with this id."""
        return self._find("touchpoints", touchpoint_id, Touchpoint)

    def offer(self, offer_id: str) -> Offer:
        """The offer with this id."""
        return self._find("offers", offer_id, Offer)

    def system(self, system_id: str) -> System:
        """The system with this id."""
        return self._find("systems", system_id, System)

    def contract(self, contract_id: str) -> Contract:
        """The contract with this id."""
        return self._find("contracts", contract_id, Contract)

    def to_tables(self) -> dict[str, list[dict[str, Any]]]:
        """Plain data of every table that has rows, ids first, without defaults left out."""
        return {
            name: [row.model_dump(mode="json") for row in self.rows(name)]
            for name in TABLES
            if self.rows(name)
        }

    @cached_property
    def row_sum(self) -> int:
        """Sum of the digests of all rows, modulo 2²⁵⁶: an edit changes it by what it changes."""
        return sum(row_digest(row) for table in TABLES for row in self.rows(table)) % _MODULUS

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all facts, independent of the order of rows.

        What has its default counts as not stated, so that a field added later leaves the hash as it was.
        """
        stated = self.settings.model_dump(mode="json", exclude_defaults=True)
        whole = [SCHEMA_VERSION, stated, f"{self.row_sum:x}"]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


_MODULUS = 1 << 256


def row_digest(row: Entity) -> int:
    """SHA-256 of what one row states, with the name of its table, as a number.

    >>> row_digest(Stage(stage_id="S", name="Join")) == row_digest(Stage(stage_id="S", name="Leave"))
    False
    """
    text = f"{row.table_name}\0{row.model_dump_json(exclude_defaults=True)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def group(rows: tuple[E, ...], field: str) -> Mapping[Any, list[E]]:
    """Rows by the value of one field, in their order."""
    groups: dict[Any, list[E]] = {}
    for row in rows:
        groups.setdefault(getattr(row, field), []).append(row)
    return groups
