"""Findings: each appears when it should, in the right level, and not otherwise."""

from datetime import date

import numpy as np
import pytest

from tests.report.plans import cheapest_choice, read_sample
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_choice, evaluate_today
from touchmap.findings import find_findings, not_included
from touchmap.findings.moved import names_only_cost
from touchmap.plan import Finding, Violation
from touchmap.project import DemandStream, Process, Project, Provider, Settings, Touchpoint, find_scenario
from touchmap.project.market import add_market
from touchmap.project.provider_tables import Contract, TodayRow
from touchmap.project.scenario_tables import Rule
from touchmap.project.work_tables import Handoff, ProcessSystem, System
from touchmap.quality.break_even_churn import break_even_churn


def project_of(process: dict | None = None, settings: dict | None = None, **tables) -> Project:
    """One process with 1,000 calls done by own staff (PR1), and a third party (PR2) that could take it.

    PR1 is measured at 80, PR2 claims 60, so moving costs quality.
    """
    base = {
        "settings": Settings(primary_purpose="better service", **(settings or {})),
        "touchpoints": (Touchpoint(touchpoint_id="T1", stage_id="S", name="Call", satisfaction=80),),
        "processes": (Process(process_id="P1", name="Billing", **(process or {})),),
        "demand": (
            DemandStream(
                demand_id="D1",
                process_id="P1",
                touchpoint_id="T1",
                language="nl",
                contacts_per_month=1000,
                handle_seconds=360,
            ),
        ),
        "providers": (
            Provider(provider_id="PR1", name="Us", sourcing_model="in_house", base_rate=40, satisfaction=80),
            Provider(
                provider_id="PR2",
                name="Them",
                sourcing_model="nearshore",
                base_rate=20,
                satisfaction=60,
                country="PL",
                owner="Head of service",
                owner_time_share=0.2,
            ),
        ),
        "today": (TodayRow(demand_id="D1", provider_id="PR1"),),
    }
    return Project(**(base | tables))


def evaluated(project: Project, provider: str | None = "PR2"):
    """The plan in which one provider does everything (none = today), and today."""
    costing = build_costing(project)
    today = evaluate_today(costing)
    if provider is None:
        return costing, today, today
    choice = np.array(
        [
            next(i for i in members if costing.options.options[i].provider_id == provider)
            for members in costing.options.of_package
        ]
    )
    return costing, evaluate_choice(costing, choice), today


def findings(
    project: Project, provider: str | None = "PR2", violations=(), scenario=None
) -> dict[str, Finding]:
    """Findings by their code."""
    costing, plan, today = evaluated(project, provider)
    found = find_findings(project, costing, plan, today, violations, scenario=scenario)
    return {finding.code: finding for finding in found}


def left_out(project: Project, provider: str | None = "PR2") -> str:
    """Everything that is not included, as one text."""
    _, plan, today = evaluated(project, provider)
    return "\n".join(not_included(project, plan, today))


def test_falling_quality_is_red():
    """Work that moves to where it gets worse is red, with both figures."""
    # 80 + 0.5 × (60 − 80) = 70 before the fit terms.
    found = findings(project_of())["quality_falls"]
    assert found.level == "red"
    assert "from 80.0 to" in found.message
    assert "Them" in found.message


def test_nothing_falls_where_nothing_moves():
    """Today's plan has no falling quality, no cut and no move."""
    codes = findings(project_of(), None).keys()
    assert not codes & {"quality_falls", "unhealthy_moved", "cut_without_owner", "moment_of_truth_falls"}


def test_many_falling_processes_are_counted():
    """At most five processes are written out; the rest is one finding."""
    project = read_sample("telecom_isp")
    costing = build_costing(project)
    plan = evaluate_choice(costing, cheapest_choice(costing))
    found = find_findings(project, costing, plan, evaluate_today(costing))
    falls = [f for f in found if f.code == "quality_falls"]
    assert len(falls) == 6
    assert "also falls in" in falls[-1].message


def test_a_moment_of_truth_that_falls_is_red():
    """A moment of truth expected to become worse is named."""
    truth = (
        Touchpoint(touchpoint_id="T1", stage_id="S", name="Call", satisfaction=80, moment_of_truth_rank=1),
    )
    found = findings(project_of(touchpoints=truth))["moment_of_truth_falls"]
    assert found.level == "red"
    assert "Call" in found.message


@pytest.mark.parametrize(
    ("plan", "level"),
    [
        ({}, "red"),
        ({"remediation_cost": 10, "remediation_owner": "Ann", "remediation_on": date(2027, 6, 1)}, "amber"),
        ({"remediation_cost": 10, "remediation_owner": "Ann"}, "red"),
    ],
)
def test_unready_work_that_moves(plan, level):
    """Broken work that moves is red unless its mending is priced, owned and dated."""
    project = project_of({"health": 2, **plan}, {"start_on": date(2027, 1, 1)})
    assert findings(project)["unhealthy_moved"].level == level


def test_unready_work_that_stays_is_no_finding():
    """Broken work that stays is not said to move."""
    assert "unhealthy_moved" not in findings(project_of({"health": 1}), None)


@pytest.mark.parametrize(("by", "level"), [("", "red"), ("The board", "amber")])
def test_key_competency_outside(by, level):
    """A key competency outside is red; amber with the name of who signed for it."""
    found = findings(project_of({"key_competency": True, "competency_override_by": by}))[
        "key_competency_outside"
    ]
    assert found.level == level
    assert by in found.message


@pytest.mark.parametrize(("owner", "expected"), [("", True), ("Ann", False)])
def test_cut_handoff_without_owner(owner, expected):
    """A hand-off to a department is cut when the work leaves; without an owner that is red."""
    handoff = Handoff(
        handoff_id="H1",
        from_process_id="P1",
        to_kind="department",
        to_id="LAW",
        contacts_per_month=5,
        owner=owner,
    )
    found = findings(project_of(handoffs=(handoff,)))
    assert ("cut_without_owner" in found) is expected
    if expected:
        assert "1 hand-off between" in found["cut_without_owner"].message
        assert "(1 of them newly cut)" in found["cut_without_owner"].message


@pytest.mark.parametrize(
    ("purpose", "only_cost"),
    [
        ("cost", True),
        ("Lower costs, then savings", True),
        ("more satisfied customers, then flexibility, then cost", False),
        ("quality and resilience at flat cost", False),
        ("", False),
    ],
)
def test_cost_as_the_only_motive(purpose, only_cost):
    """A purpose is red only if every aim in it is cost."""
    assert names_only_cost(purpose) is only_cost
    project = project_of()
    project = project.replace(settings=project.settings.model_copy(update={"primary_purpose": purpose}))
    assert ("cost_only" in findings(project)) is only_cost


def test_staying_work_below_its_floor_is_to_be_mended():
    """A floor for work that moves makes staying work below it amber."""
    rule = Rule(rule_id="floor", stem="min_process_quality", minimum=85)
    project = project_of(rules=(rule,))
    scenario = find_scenario(project, "blended")
    found = findings(project, None, scenario=scenario)["fix"]
    assert found.level == "amber"
    assert "80.0 against 85" in found.message


def test_provider_without_owner():
    """A third party nobody manages is amber; a contract's owner counts."""
    lonely = tuple(
        p.model_copy(update={"owner": "", "owner_time_share": None}) for p in project_of().providers
    )
    assert findings(project_of(providers=lonely))["provider_without_owner"].level == "amber"
    owned = (Contract(contract_id="C", provider_id="PR2", owner="Ann", owner_time_share=0.1),)
    assert "provider_without_owner" not in findings(project_of(providers=lonely, contracts=owned))


def test_owner_without_time():
    """An owner whose time is not set aside is amber."""
    busy = tuple(p.model_copy(update={"owner_time_share": None}) for p in project_of().providers)
    found = findings(project_of(providers=busy))
    assert found["provider_without_owner_time"].level == "amber"
    assert "provider_without_owner" not in found


def test_touch_need_that_is_not_confirmed():
    """How many touchpoints are confirmed is stated until all are."""
    assert "0 of 1" in findings(project_of())["touch_not_confirmed"].message
    confirmed = tuple(t.model_copy(update={"touch_confirmed": "confirmed"}) for t in project_of().touchpoints)
    assert "touch_not_confirmed" not in findings(project_of(touchpoints=confirmed))


def test_today_that_is_assumed_or_unknown():
    """An unrecorded today is amber, whether it is assumed or unknown."""
    assert findings(project_of(today=()))["today_assumed"].level == "amber"
    project = project_of()
    second = project.providers[0].model_copy(update={"provider_id": "PR3", "name": "Other site"})
    unknown = project.replace(today=(), providers=(*project.providers, second))
    assert findings(unknown)["today_unknown"].level == "amber"


def test_limits_that_today_breaks_are_notes():
    """What the check of today found is listed, five at most."""
    broken = [Violation(stem="provider_capacity", subject="PR1", message=f"Too many {n}.") for n in range(7)]
    costing, plan, today = evaluated(project_of(), None)
    found = [f for f in find_findings(project_of(), costing, plan, today, broken) if f.code == "today_breaks"]
    assert len(found) == 6
    assert {f.level for f in found} == {"note"}
    assert "2 more limits" in found[-1].message


def test_limits_that_a_plan_breaks_are_red():
    """What the check found of a plan that is not today's is red."""
    broken = [Violation(stem="budget", rule_id="budget", message="Too dear.")]
    found = findings(project_of(), violations=broken)["plan_breaks"]
    assert (found.level, found.subject) == ("red", "budget")


def test_today_is_held_against_the_scenario():
    """With a scenario, what today breaks of its rules is noted beside a plan that holds them."""
    floor = Rule(rule_id="core", stem="retained_knowledge", minimum=1000)
    project = project_of(rules=(floor,))
    found = findings(project, scenario=find_scenario(project, "blended"))["today_breaks"]
    assert (found.level, found.subject) == ("note", "core")


def test_preset_flexibility_is_a_note():
    """Own staff whose flexibility nobody stated are noted."""
    assert findings(project_of(), None)["flexibility_preset"].level == "note"
    stated = tuple(p.model_copy(update={"flex_share": 0.1}) for p in project_of().providers)
    assert "flexibility_preset" not in findings(project_of(providers=stated), None)


def test_languages_nobody_listed_are_a_note():
    """A provider without a list of languages is taken to speak all, and that is noted."""
    assert "Them" in findings(project_of())["languages_assumed"].message


def test_market_stand_ins_are_amber():
    """A plan that rests on a stand-in says so."""
    project = add_market(project_of(), ["PT"])
    assert findings(project, "MKT-PT")["stand_in_used"].level == "amber"


def test_gravest_findings_come_first():
    """Red before amber before notes."""
    costing, plan, today = evaluated(project_of({"key_competency": True}))
    levels = [f.level for f in find_findings(project_of({"key_competency": True}), costing, plan, today)]
    assert levels == sorted(levels, key=["red", "amber", "note"].index)


# --- Not included ----------------------------------------------------------------------------------


def test_unanswered_questions_of_a_move():
    """Every blank that makes a cost of moving zero is named."""
    text = left_out(project_of({"health": 2}))
    for question in (
        "Selecting and contracting Them",
        "Stranded cost",
        "Social plan",
        "Mending Billing",
        "Travel to Them",
    ):
        assert question in text


def test_answered_questions_are_not_listed():
    """A question that has been answered is not listed."""
    answers = {
        "selection_and_advice": 0,
        "avoidable_share": 0.8,
        "average_tenure_years": 5,
        "gross_salary_per_month": 3000,
        "severance_months_per_year": 0.3,
    }
    text = left_out(project_of(settings=answers))
    for question in ("Selecting", "Stranded", "Social plan", "Mending"):
        assert question not in text


def test_nothing_of_a_move_is_asked_of_today():
    """Today has no cost of moving, so none is missing."""
    text = left_out(project_of(), None)
    for question in ("Selecting", "Stranded", "Social plan", "Travel", "Customers lost"):
        assert question not in text


def test_integration_without_a_price():
    """A system a new party must be connected to without a price is named."""
    tables = {
        "systems": (System(system_id="CRM", name="CRM"),),
        "process_systems": (ProcessSystem(process_id="P1", system_id="CRM"),),
    }
    assert "Them to CRM" in left_out(project_of(**tables))


def test_hiring_for_nothing_is_named():
    """Own staff that grow without a hiring cost are named."""
    assert "Hiring at Us" in left_out(project_of(today=(TodayRow(demand_id="D1", provider_id="PR2"),)), "PR1")


def test_contract_without_an_end():
    """Leaving a contract whose end nobody knows is named."""
    tables = {
        "contracts": (Contract(contract_id="C9", provider_id="PR2"),),
        "today": (TodayRow(demand_id="D1", provider_id="PR2", contract_id="C9"),),
    }
    assert "C9 (Them)" in left_out(project_of(**tables), "PR1")


def test_sales_without_a_value():
    """Outbound work whose success has no value is named."""
    assert "Billing (P1)" in left_out(project_of({"work_type": "outbound"}))
    valued = left_out(project_of({"work_type": "outbound", "value_per_success": 10}))
    assert "value of a sale" not in valued
    assert "how often people succeed" in valued


def test_break_even_churn():
    """Saving a year over what a customer is worth in a life of at most 4.5 years."""

    def share(churn, saving=300_000):
        settings = Settings(
            customers=100_000, annual_margin_per_customer=10, annual_churn=churn, horizon_months=36
        )
        return break_even_churn(settings, saving / (settings.horizon_months / 12)).share

    # 100,000 a year ÷ (100,000 × 10 × 4.5) and ÷ (100,000 × 10 × 2)
    assert share(0.1) == pytest.approx(100_000 / 4_500_000)
    assert share(0.5) == pytest.approx(0.05)
    assert share(None) == pytest.approx(100_000 / 4_500_000)
    assert share(0.1, saving=-5) is None
