"""Over all plans of three packages and three providers: the program and the independent check agree."""

from typing import Any

import pytest

from tests.sourcing.fixed import Fixing
from tests.sourcing.trio import STRUCTURE, WISHES, Case, must, scenario_of, should, trio
from touchmap.project import (
    Handoff,
    Offer,
    ProcessSystem,
    ProviderLanguage,
    RuleStem,
    Seasonality,
    Structural,
    System,
    VolumeTier,
)
from touchmap.project.vocabulary import Channel

UNDONE = {"allow_unassigned": True, "unassigned_cost_per_contact": 2}


def _agree(case: Case) -> tuple[int, int]:
    """Check every plan of a case; give how many plans hold, and how many there are."""
    asked = Fixing(case)
    plans = asked.plans()
    holding = 0
    for choice in plans:
        found, verified, priced = asked.fixed(choice), asked.verified(choice), asked.evaluated(choice)
        assert found.feasible == (not verified.violations), (choice, verified.violations)
        if not found.feasible:
            continue
        holding += 1
        assert found.cost == pytest.approx(priced.cost, rel=1e-6, abs=1e-4)
        assert found.running == pytest.approx(priced.first_year_running, rel=1e-6, abs=1e-4)
        assert found.one_off == pytest.approx(priced.one_off, rel=1e-6, abs=1e-4)
        penalty = sum(verified.penalties.values()) + float(priced.unassigned.sum())
        assert found.penalty == pytest.approx(penalty, rel=1e-6, abs=1e-4)
    return holding, len(plans)


@pytest.mark.parametrize("stem", RuleStem, ids=str)
@pytest.mark.parametrize("undone", [{}, UNDONE], ids=["all-assigned", "undone-allowed"])
def test_a_must_allows_exactly_the_plans_that_pass_its_check(stem, undone):
    """With x fixed to a plan, the program is feasible exactly if the rule's check finds no violation."""
    holding, plans = _agree(must(stem, **undone))
    assert 0 < holding < plans, "the case must tell plans apart"


@pytest.mark.parametrize("stem", RuleStem, ids=str)
@pytest.mark.parametrize("undone", [{}, UNDONE], ids=["all-assigned", "undone-allowed"])
def test_a_should_costs_what_its_check_says(stem, undone):
    """With x fixed to any plan, the program charges the penalty that the rule's check measures."""
    holding, plans = _agree(should(stem, **undone))
    assert holding == plans, "a should-rule forbids nothing"


@pytest.mark.parametrize("stem", Structural, ids=str)
def test_structure_allows_and_charges_what_the_evaluation_says(stem):
    """With x fixed to any plan, capacity, pools and every cost line are as evaluated and checked."""
    case = STRUCTURE[stem]()
    _agree(case)
    _agree(Case(case.project, scenario_of(**UNDONE)))


LIMITING = {
    Structural.PROVIDER_CAPACITY,
    Structural.LANGUAGE_POOL,
    Structural.PROVIDER_RAMP,
}


@pytest.mark.parametrize("stem", sorted(LIMITING), ids=str)
def test_limits_rule_out_some_plans(stem):
    """The cases of capacity, pools and ramp hold some plans and rule out others."""
    holding, plans = _agree(STRUCTURE[stem]())
    assert 0 < holding < plans


def _curves(**more: Any) -> dict[str, Any]:
    """P2 can wait, the others are live in office hours; one pool each, and with any figure stated or not."""
    return {
        "settings": {"staffing_curve": True, "irrecoverable_vat_share": 0.2},
        "demand": {"opening_hours": "Mo-Fr 9-17", "seasonality_id": "PEAK"},
        "seasonality": [Seasonality(seasonality_id="PEAK", m01=0.5, m02=1.5)],
        "provider_languages": [
            ProviderLanguage(provider_id="OWN", language="nl"),
            ProviderLanguage(provider_id="NEAR", language="nl", capacity_fte=7, opening_fte=1.5),
            ProviderLanguage(provider_id="FAR", language="nl", capacity_fte=8, fte_per_hour=0.02),
        ],
        **more,
    }


RIGID = {"OWN": {"flex_share": 0.2, "ramp_fte_per_month": 1, "capacity_fte": 9}, "FAR": {"flex_share": 0.5}}
BY_CONTACT = [Offer(offer_id="FAR-1", provider_id="FAR", pricing_model="per_contact", price=2)]
STATED = [Offer(offer_id="OWN-1", provider_id="OWN", process_id="P1", price=20, fte_override=4)]
LEFT_ALONE = [Offer(offer_id="NEAR-1", provider_id="NEAR", process_id="P2", price=12, fte_override=2)]


@pytest.mark.parametrize(
    "more",
    [{}, {"providers": RIGID}, {"offers": BY_CONTACT}, {"offers": STATED}, {"offers": LEFT_ALONE}],
    ids=["flexible", "rigid", "by-contact", "stated-live", "stated-waiting"],
)
@pytest.mark.parametrize("undone", [{}, UNDONE], ids=["all-assigned", "undone-allowed"])
def test_staffing_curves_are_charged_as_evaluated(more, undone):
    """Along staffing curves every plan costs in the program what the evaluation says and the check finds."""
    project = trio(**_curves(**more))
    waiting = [
        s.model_copy(update={"channel": Channel.EMAIL}) if s.process_id == "P2" else s for s in project.demand
    ]
    case = Case(project.replace(demand=waiting), scenario_of(**undone))
    holding, plans = _agree(case)
    assert 0 < holding < plans
    asked = Fixing(case)
    lines = {line for choice in asked.plans() for line in asked.evaluated(choice).lines}
    assert {"pool_opening", "valley_work"} <= lines


def _everything() -> dict[str, Any]:
    return {
        "settings": {"selection_and_advice": 9000, "horizon_months": 15, "discount_rate": 0.08},
        "providers": {
            "OWN": {"flex_share": 0.2, "ramp_fte_per_month": 1, "capacity_fte": 7.5, "wage_inflation": 0.04},
            "NEAR": {
                "engagement_cost": 3000,
                "travel_cost_per_year": 1200,
                "governance_share": 0.05,
                "minimum_fte": 2,
                "minimum_forecast_share": 0.9,
                "knowledge_transfer_weeks": 2,
                "capacity_fte": 6,
            },
            "FAR": {"indexation": 0.03, "training_rate_per_hour": 20, "flex_share": 0.5},
        },
        "processes": {"P3": {"remediation_cost": 4000}, "P1": {"training_days": 10}},
        "demand": {"seasonality_id": "PEAK"},
        "seasonality": [Seasonality(seasonality_id="PEAK", m01=0.5, m11=1.2, m12=1.5)],
        "provider_languages": [
            ProviderLanguage(provider_id="NEAR", language="nl", capacity_fte=5, opening_fte=0.5),
            ProviderLanguage(provider_id="FAR", language="nl", premium_share=0.1, opening_fte=0.2),
            ProviderLanguage(provider_id="OWN", language="nl"),
        ],
        "volume_tiers": [
            VolumeTier(provider_id="FAR", from_fte=f, discount_share=d)
            for f, d in ((0, 0.02), (3, 0.1), (5, 0.2))
        ],
        "handoffs": [
            Handoff(
                handoff_id=f"H{a}{b}",
                from_process_id=a,
                to_id=b,
                contacts_per_month=500,
                cut_seconds=120,
                cut_rework_share=0.2,
                cut_cost_per_month=300,
            )
            for a, b in (("P1", "P2"), ("P2", "P3"), ("P2", "P1"))
        ],
        "systems": [System(system_id="CRM", name="CRM", integration_cost=5000)],
        "process_systems": [ProcessSystem(process_id=p, system_id="CRM") for p in ("P1", "P2")],
    }


@pytest.mark.parametrize("undone", [{}, UNDONE], ids=["all-assigned", "undone-allowed"])
def test_all_features_together_are_charged_as_evaluated(undone):
    """With every coupling in one project, each plan costs in the program what the evaluation says."""
    holding, plans = _agree(Case(trio(**_everything()), scenario_of(**undone)))
    assert 0 < holding < plans


def test_every_kind_of_rule_has_a_case():
    """No stem is forgotten."""
    assert set(WISHES) == set(RuleStem)
    assert set(STRUCTURE) == set(Structural)
