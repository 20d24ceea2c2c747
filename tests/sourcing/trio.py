"""Three packages and three providers of people: 27 plans, or 64 where work may be left undone.

1000 contacts of 322.56 s are 89.6 hours = 1 FTE: 160 paid hours × 0.70 present × 0.80 occupied.
The plan has two months and no discounting, so money is that of two months.

| package   | contacts | FTE | OWN    | NEAR   | FAR   |
|-----------|----------|-----|--------|--------|-------|
| P1/nl/*/* | 1000     | 1   |  4 480 |  3 360 | 2 240 |  2 months × FTE × 2240, 15 × 112 h, 10 × 112 h
| P2/nl/*/* | 2000     | 2   |  8 960 |  6 720 | 4 480 |
| P3/nl/*/* | 3000     | 3   | 13 440 | 10 080 | 6 720 |

Today OWN does everything. Expected quality: measured 75 + 0.5 × (offer − 80) is 75, 70 and 65; brand
risk abroad is 100 × 3/5 × (1 − 0.90) × 3/3 = 6; insight is 0.8, 0.5 and 0.2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from touchmap.costing.costing import Costing, build_costing
from touchmap.project import (
    ActiveRule,
    Contract,
    DemandStream,
    Department,
    Handoff,
    Offer,
    Process,
    ProcessSystem,
    Project,
    Provider,
    ProviderLanguage,
    Rule,
    RuleStem,
    Scenario,
    ScenarioRow,
    Seasonality,
    Settings,
    Structural,
    System,
    TodayRow,
    VolumeTier,
)
from touchmap.project.vocabulary import ScopeSide
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.program import Program
from touchmap.sourcing.search import Admission, admit, build_program

CONTACTS = {"P1": 1000, "P2": 2000, "P3": 3000}

PROVIDERS: dict[str, dict[str, Any]] = {
    "OWN": {
        "sourcing_model": "in_house",
        "loaded_fte_per_month": 2240,
        "flex_share": 1,
        "satisfaction": 80,
        "insight_feedback": 80,
    },
    "NEAR": {
        "sourcing_model": "nearshore",
        "country": "PL",
        "base_rate": 15,
        "satisfaction": 70,
        "insight_feedback": 50,
        "certifications": "ISO",
    },
    "FAR": {
        "sourcing_model": "offshore",
        "country": "IN",
        "base_rate": 10,
        "transfer_basis": "SCC",
        "satisfaction": 60,
        "insight_feedback": 20,
    },
}
PROCESSES: dict[str, dict[str, Any]] = {
    "P1": {"name": "Orders", "tags": "core"},
    "P2": {"name": "Complaints", "key_competency": True, "touch_need": 5},
    "P3": {"name": "Returns", "health": 2},
}


def trio(
    *,
    settings: dict[str, Any] | None = None,
    providers: dict[str, dict[str, Any]] | None = None,
    processes: dict[str, dict[str, Any]] | None = None,
    demand: dict[str, Any] | None = None,
    today: dict[str, Any] | None = None,
    **tables: Any,
) -> Project:
    """The three by three project with some fields changed and some tables added."""
    facts = {"home_country": "NL", "start_on": "2027-01-01", "horizon_months": 2, "discount_rate": 0}
    changed, changed_work = providers or {}, processes or {}
    return Project(
        settings=Settings(
            **facts | {"contingency_share": 0, "unclear_contingency_share": 0} | (settings or {})
        ),
        processes=[
            Process(process_id=i, **fields | changed_work.get(i, {})) for i, fields in PROCESSES.items()
        ],
        demand=[
            DemandStream(
                demand_id=f"D{i}",
                process_id=i,
                language="nl",
                contacts_per_month=contacts,
                handle_seconds=322.56,
                **demand or {},
            )
            for i, contacts in CONTACTS.items()
        ],
        providers=[
            Provider(provider_id=i, name=i, **fields | changed.get(i, {}))
            for i, fields in (PROVIDERS | {i: {} for i in changed if i not in PROVIDERS}).items()
        ],
        today=[TodayRow(demand_id=f"D{i}", provider_id="OWN", **today or {}) for i in CONTACTS],
        **tables,
    )


def _in_two_languages(project: Project) -> Project:
    """The same with P1 asked for in German too, which nobody has to learn twice."""
    german = project.demand[0].model_copy(update={"demand_id": "DG", "language": "de"})
    today = TodayRow(demand_id="DG", provider_id="OWN")
    return project.model_copy(update={"demand": (*project.demand, german), "today": (*project.today, today)})


def with_platform(**tables: Any) -> Project:
    """The same with a platform that may stand in front of anybody and resolves 30 % of the contacts."""
    bot = {"kind": "platform", "sourcing_model": "self_service", "ownership": "third_party"}
    offer = {"pricing_model": "per_resolution", "price": 0.5, "containment_share": 0.5}
    providers = {"BOT": {**bot, "satisfaction": 90, "insight_feedback": 100, "touch_ceiling": 5}}
    offers = [Offer(offer_id="BOT-TALK", provider_id="BOT", channel="phone", **offer)]
    return trio(providers=providers, offers=offers, **tables)


def rule_of(stem: str, *, rule_id: str = "R", **fields: Any) -> ActiveRule:
    """A rule with its scopes: ``work={"process": ("P1",)}``, likewise other, provider and requirement."""
    scopes = {side: fields.pop(side.value) for side in ScopeSide if side.value in fields}
    return ActiveRule(Rule(rule_id=rule_id, stem=stem, **fields), scopes)


def scenario_of(*rules: ActiveRule, **fields: Any) -> Scenario:
    """A scenario with these rules on."""
    return Scenario(ScenarioRow(**{"scenario_id": "s", "name": "S"} | fields), rules)


@dataclass(frozen=True)
class Case:
    """A project and a scenario in which one stem shows what it does."""

    project: Project
    scenario: Scenario

    @property
    def costing(self) -> Costing:
        """The project's costing."""
        return build_costing(self.project)

    def built(self) -> tuple[Program, Admission]:
        """The program, and what was closed before it was built."""
        costing = self.costing
        facts = GateFacts(costing)
        admission = admit(costing, self.scenario, facts)
        return build_program(costing, self.scenario, facts, admission), admission


def _handoffs() -> Project:
    # 120 s more on 500 contacts are 8 1/3 hours on either side; 0.2 × 500 contacts done again at 322.56 s.
    to_complaints = {"cut_seconds": 120, "cut_rework_share": 0.2, "cut_cost_per_month": 300}
    return trio(
        handoffs=[
            Handoff(
                handoff_id="H1", from_process_id="P1", to_id="P2", contacts_per_month=500, **to_complaints
            ),
            Handoff(
                handoff_id="H2",
                from_process_id="P3",
                to_kind="department",
                to_id="LEGAL",
                contacts_per_month=300,
                cut_seconds=60,
            ),
        ],
        departments=[Department(department_id="LEGAL", name="Legal")],
    )


def _once() -> Project:
    return trio(
        settings={"selection_and_advice": 9000},
        processes={"P3": {"remediation_cost": 4000}},
        today={"contract_id": "C"},
        contracts=[Contract(contract_id="C", provider_id="OWN", ends_on=date(2027, 12, 31), exit_fee=700)],
    )


_PEAK = {"seasonality": [Seasonality(seasonality_id="PEAK", m01=0.5, m02=1.5)]}
_SEASONAL = {"demand": {"seasonality_id": "PEAK"}, **_PEAK}
_POOL = [ProviderLanguage(provider_id="NEAR", language="nl", capacity_fte=4, opening_fte=0.5)]
_TIERS = [
    VolumeTier(provider_id="NEAR", from_fte=f, discount_share=d) for f, d in ((0, 0), (2, 0.1), (5, 0.2))
]

STRUCTURE: dict[Structural, Callable[[], Case]] = {
    Structural.ASSIGN_EACH_PACKAGE: lambda: Case(
        trio(), scenario_of(allow_unassigned=True, unassigned_cost_per_contact=2)
    ),
    Structural.PROVIDER_ENGAGED: lambda: Case(
        trio(providers={"NEAR": {"engagement_cost": 3000}}), scenario_of()
    ),
    Structural.PROVIDER_CAPACITY: lambda: Case(trio(providers={"NEAR": {"capacity_fte": 4}}), scenario_of()),
    Structural.LANGUAGE_POOL: lambda: Case(trio(provider_languages=_POOL), scenario_of()),
    Structural.SEASONAL_STAFFING: lambda: Case(
        trio(providers={"OWN": {"flex_share": 0.2}}, **_SEASONAL), scenario_of()
    ),
    Structural.PROVIDER_RAMP: lambda: Case(
        trio(providers={"OWN": {"ramp_fte_per_month": 1.5, "capacity_fte": 8}}, **_SEASONAL), scenario_of()
    ),
    Structural.KNOWLEDGE_TRANSFER: lambda: Case(
        _in_two_languages(trio(providers={"NEAR": {"knowledge_transfer_weeks": 2}})), scenario_of()
    ),
    Structural.SYSTEM_INTEGRATION: lambda: Case(
        trio(
            systems=[System(system_id="CRM", name="CRM", integration_cost=5000)],
            process_systems=[ProcessSystem(process_id=p, system_id="CRM") for p in ("P1", "P2")],
        ),
        scenario_of(),
    ),
    Structural.MIN_COMMITMENT: lambda: Case(
        trio(providers={"NEAR": {"minimum_fte": 2, "minimum_forecast_share": 0.9}}, **_SEASONAL),
        scenario_of(),
    ),
    Structural.VOLUME_TIER: lambda: Case(trio(volume_tiers=_TIERS), scenario_of()),
    Structural.HANDOFF_CUT: lambda: Case(_handoffs(), scenario_of()),
    Structural.CHARGED_ONCE: lambda: Case(_once(), scenario_of(allow_unassigned=True)),
}
"""One case for each constraint that always holds."""

THIRD = {"provider": {"ownership": ("third_party",)}}
NEAR_ONLY = {"provider": {"provider": ("NEAR",)}}
P1 = {"work": {"process": ("P1",)}}
P3 = {"work": {"process": ("P3",)}}

WISHES: dict[RuleStem, tuple[Callable[[], Project], dict[str, Any], float]] = {
    # 12 × money of a month is not asked: the plan has two months. OWN does all for 26 880.
    RuleStem.BUDGET: (trio, {"basis": "total", "maximum": 20_000}, 0.5),
    RuleStem.MIN_AVERAGE_QUALITY: (trio, {"minimum": 70}, 100),
    RuleStem.MAX_BRAND_RISK: (trio, {"maximum": 3}, 100),
    RuleStem.MIN_INSIGHT_SHARE: (trio, {"minimum": 0.5}, 1000),
    RuleStem.MIN_PROCESS_QUALITY: (with_platform, {"minimum": 69}, 1),
    RuleStem.SHARE_LIMIT: (trio, {"minimum": 0.2, "maximum": 0.6, **THIRD}, 1000),
    RuleStem.MAX_CONCENTRATION: (with_platform, {"maximum": 0.4, "basis": "contacts"}, 1000),
    RuleStem.BENCHMARK_SHARE: (trio, {"minimum": 0.5}, 1000),
    RuleStem.PROVIDER_COUNT: (trio, {"minimum": 1, "maximum": 1}, 500),
    RuleStem.PIN: (with_platform, {**P1, **NEAR_ONLY}, 1),
    RuleStem.FORBID: (with_platform, {**P1, "provider": {"provider": ("BOT", "FAR")}}, 1),
    RuleStem.ALLOWED_SOURCING: (
        with_platform,
        {**P1, "provider": {"sourcing_model": ("in_house", "nearshore")}},
        1,
    ),
    RuleStem.TOUCH_SOURCING: (
        with_platform,
        {"work": {"touch": ("high_touch",)}, "provider": {"ownership": ("own",)}},
        1,
    ),
    RuleStem.KEY_COMPETENCY_INHOUSE: (trio, {}, 1),
    RuleStem.READY_TO_MOVE: (trio, {}, 1),
    RuleStem.DATA_RESIDENCY: (
        trio,
        {**P3, "provider": {"transfer_basis": ("home", "EU")}},
        1,
    ),
    RuleStem.LICENCE: (trio, {"requirement": {"certification": ("ISO",)}}, 1),
    RuleStem.LANGUAGE_PROFICIENCY: (
        lambda: trio(
            provider_languages=[
                ProviderLanguage(provider_id="NEAR", language="nl", level="B2"),
                ProviderLanguage(provider_id="FAR", language="nl", level="native"),
            ]
        ),
        {"requirement": {"language_level": ("C1",)}},
        1,
    ),
    RuleStem.KEEP_TOGETHER: (trio, {}, 500),
    RuleStem.KEEP_APART: (trio, {**P1, "other": {"process": ("P2", "P3")}}, 500),
    RuleStem.MAX_MOVES: (trio, {"maximum": 1}, 500),
    RuleStem.RETAINED_KNOWLEDGE: (trio, {"minimum": 2.5}, 500),
    RuleStem.LOCKED_CONTRACT: (
        lambda: trio(
            today={"contract_id": "C"},
            contracts=[Contract(contract_id="C", provider_id="OWN", ends_on=date(2028, 6, 30))],
        ),
        {"work": {"contract": ("C",), "process": ("P1", "P2")}},
        1,
    ),
}
"""For each kind of rule: a project, the rule's fields, and the penalty of a unit where it is a should."""


def must(stem: RuleStem, **fields: Any) -> Case:
    """The case of a kind of rule, as a must."""
    project, limits, _ = WISHES[stem]
    return Case(project(), scenario_of(rule_of(stem, **limits), **fields))


def should(stem: RuleStem, **fields: Any) -> Case:
    """The same as a should, at its penalty."""
    project, limits, penalty = WISHES[stem]
    rule = rule_of(stem, strength="should", penalty_per_unit=penalty, **limits)
    return Case(project(), scenario_of(rule, **fields))
