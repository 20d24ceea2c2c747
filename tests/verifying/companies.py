"""A small company, every figure of which can be derived by hand, and the words to ask about its plans.

1000 contacts of 322.56 s are 89.6 hours = 1 FTE: 160 paid hours × 0.70 present × 0.80 occupied.

| package   | contacts | FTE | today |
|-----------|----------|-----|-------|
| P1/nl/*/* | 4000     | 4   | OWN   |
| P2/nl/*/* | 2000     | 2   | OWN   |  a key competency
| P3/de/*/* | 1000     | 1   | OWN   |  unhealthy
| P3/nl/*/* | 3000     | 3   | OWN   |  unhealthy
| P4/nl/*/* | 5000     | 0   | BOT   |  a web page

An FTE-month costs 2240 at OWN (20 a logged hour), 2240 at NEAR (20 × 112 h) and 1120 at FAR.
Expected quality where work moves from OWN (offered 80, measured 75): 75 + 0.5 × (offer − 80), so NEAR
(70) reaches 70 and FAR (60) reaches 65; unhealthy work loses another 1.5 × (3 − 2) when it moves.
Brand risk abroad: 100 × 3/5 × (1 − 0.90) × 3/3 = 6 points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from touchmap.costing.costing import Costing, build_costing
from touchmap.plan import Assignment, Plan
from touchmap.project import (
    TABLES,
    ActiveRule,
    DemandStream,
    Offer,
    Process,
    Project,
    Provider,
    ProviderLanguage,
    Rule,
    Scenario,
    ScenarioRow,
    Settings,
    TodayRow,
)
from touchmap.project.vocabulary import ScopeSide
from touchmap.verifying import Verification, verify_plan
from touchmap.work.options import Option

TODAY = {"P1/nl/*/*": "OWN", "P2/nl/*/*": "OWN", "P3/de/*/*": "OWN", "P3/nl/*/*": "OWN", "P4/nl/*/*": "+BOT"}
"""Today: package → people, people+platform or +platform."""


def small_project() -> Project:
    def stream(demand_id: str, process_id: str, contacts: float, **fields: Any) -> DemandStream:
        usual = {"language": "nl", "handle_seconds": 322.56, "contacts_per_month": contacts}
        return DemandStream(demand_id=demand_id, process_id=process_id, **(usual | fields))

    return Project(
        settings=Settings(home_country="NL", start_on="2027-01-01", horizon_months=12, discount_rate=0),
        processes=(
            Process(process_id="P1", name="Orders"),
            Process(process_id="P2", name="Complaints", key_competency=True, touch_need=5),
            Process(process_id="P3", name="Returns", health=2),
            Process(process_id="P4", name="Status page"),
        ),
        demand=(
            stream("D1", "P1", 4000),
            stream("D2", "P2", 2000),
            stream("D3", "P3", 3000),
            stream("D3de", "P3", 1000, language="de"),
            stream("D4", "P4", 5000, channel="web"),
        ),
        providers=(
            Provider(
                provider_id="OWN",
                name="Us",
                sourcing_model="in_house",
                loaded_fte_per_month=2240,
                flex_share=1,
                satisfaction=80,
                insight_feedback=80,
            ),
            Provider(
                provider_id="NEAR",
                name="Near",
                sourcing_model="nearshore",
                country="PL",
                base_rate=20,
                satisfaction=70,
                insight_feedback=50,
            ),
            Provider(
                provider_id="FAR",
                name="Far",
                sourcing_model="offshore",
                country="IN",
                base_rate=10,
                transfer_basis="SCC",
                satisfaction=60,
                insight_feedback=20,
            ),
            Provider(
                provider_id="BOT",
                name="Bot",
                kind="platform",
                sourcing_model="self_service",
                ownership="third_party",
                satisfaction=70,
                insight_feedback=100,
            ),
        ),
        provider_languages=(
            ProviderLanguage(provider_id="OWN", language="nl", level="native", quality=90),
            ProviderLanguage(provider_id="OWN", language="de", level="C1", quality=90),
            ProviderLanguage(provider_id="NEAR", language="nl", level="C1", quality=90),
            ProviderLanguage(provider_id="NEAR", language="de", level="B2", quality=90),
            ProviderLanguage(provider_id="FAR", language="nl", level="B2", quality=90),
        ),
        offers=(
            Offer(offer_id="OWN-FTE", provider_id="OWN", pricing_model="per_fte", price=2240),
            Offer(offer_id="NEAR-H", provider_id="NEAR", pricing_model="per_hour", price=20),
            Offer(offer_id="FAR-H", provider_id="FAR", pricing_model="per_hour", price=10),
            Offer(
                offer_id="BOT-WEB",
                provider_id="BOT",
                process_id="P4",
                channel="web",
                pricing_model="per_contact",
                price=0.1,
            ),
            Offer(
                offer_id="BOT-TALK",
                provider_id="BOT",
                channel="phone",
                pricing_model="per_resolution",
                price=0.5,
                containment_share=0.5,
                achieved_share=1,
            ),
        ),
        today=(
            *(TodayRow(demand_id=d, provider_id="OWN") for d in ("D1", "D2", "D3", "D3de")),
            TodayRow(demand_id="D4", platform_id="BOT"),
        ),
    )


def rebuild(project: Project, **tables: Any) -> Project:
    """The project built anew with other rows in some tables, or other settings."""
    rows = {name: project.rows(name) for name in TABLES}
    return Project(**({"settings": project.settings} | rows | tables))


def change(project: Project, table: str, row_id: str, **fields: Any) -> Project:
    """The project with some fields of one row replaced, validated anew."""
    rows = []
    for row in project.rows(table):
        if row.row_key == row_id:
            row = type(row)(**(row.model_dump() | fields))  # noqa: PLW2901
        rows.append(row)
    assert any(r.row_key == row_id for r in rows), row_id
    return rebuild(project, **{table: tuple(rows)})


def settings(project: Project, **fields: Any) -> Project:
    """The project with some settings replaced."""
    return rebuild(project, settings=Settings(**(project.settings.model_dump() | fields)))


def plan_of(costing: Costing, **moved: str | None) -> Plan:
    """Today's plan but for some packages: ``P1_nl="NEAR"``, ``"OWN+BOT"``, ``"+BOT"`` or None for nobody."""
    homes: dict[str, str | None] = dict(TODAY)
    homes.update({f"{name.replace('_', '/', 1)}/*/*": home for name, home in moved.items()})
    return Plan(assignments=tuple(_row(costing, k, home) for k, home in sorted(homes.items())))


def _row(costing: Costing, package_id: str, home: str | None) -> Assignment:
    if home is None:
        return Assignment(package_id=package_id)
    people, _, platform = home.partition("+")
    options = costing.options
    found = [
        o
        for o in options.options
        if options.packages[o.package].package_id == package_id
        and (o.provider_id, o.platform_id) == (people or None, platform or None)
    ]
    assert len(found) == 1, (package_id, home, found)
    return _assigned(package_id, found[0])


def _assigned(package_id: str, option: Option) -> Assignment:
    return Assignment(
        package_id=package_id,
        provider_id=option.provider_id,
        platform_id=option.platform_id,
        offer_ids=option.offer_ids,
    )


def rule_of(stem: str, *, rule_id: str = "R1", **fields: Any) -> ActiveRule:
    """A rule with its scopes: ``work={"process": ("P1",)}``, likewise other, provider and requirement."""
    scopes = {side: fields.pop(side.value) for side in ScopeSide if side.value in fields}
    return ActiveRule(Rule(rule_id=rule_id, stem=stem, **fields), scopes)


def scenario_of(*rules: ActiveRule, **fields: Any) -> Scenario:
    """A scenario with these rules on."""
    return Scenario(ScenarioRow(**({"scenario_id": "s", "name": "S"} | fields)), rules)


@dataclass(frozen=True)
class Company:
    """A project with its costing, ready to be asked about plans."""

    project: Project
    costing: Costing

    @classmethod
    def of(cls, project: Project) -> "Company":
        return cls(project, build_costing(project))

    def changed(self, change_project: Callable[..., Project], *args: Any, **fields: Any) -> "Company":
        return Company.of(change_project(self.project, *args, **fields))

    def plan(self, **moved: str | None) -> Plan:
        return plan_of(self.costing, **moved)

    def verify(self, *rules: ActiveRule, objective: float | None = None, **moved: str | None) -> Verification:
        return self.ask(scenario_of(*rules), self.plan(**moved), objective=objective)

    def ask(self, scenario: Scenario, plan: Plan, *, objective: float | None = None) -> Verification:
        return verify_plan(self.project, scenario, plan, costing=self.costing, objective=objective)

    def without_row(self, package_id: str) -> Plan:
        return Plan(assignments=tuple(a for a in self.plan().assignments if a.package_id != package_id))


def today_plan(costing: Costing) -> Plan:
    """Today's assignment of any project as a plan."""
    options = costing.options
    rows = []
    for package, i in zip(options.packages, options.today, strict=True):
        row = Assignment(package_id=package.package_id)
        if i >= 0:
            option = options.options[i]
            row = _assigned(package.package_id, option)
        rows.append(row)
    return Plan(assignments=tuple(rows))


def stems(verification: Verification) -> list[str]:
    """Stems of everything a verification found broken."""
    return [v.stem for v in verification.violations]
