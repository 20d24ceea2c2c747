"""Shared costs: each cost line of a plan with everything in it, derived by hand, and a tampered one found."""

from dataclasses import replace

import pytest

from tests.verifying.companies import Company, change, rebuild, scenario_of, settings, small_project
from touchmap.costing.evaluation import evaluate_choice
from touchmap.costing.shapes import PartyAmount
from touchmap.project import (
    Contract,
    ExchangeRate,
    Handoff,
    Offer,
    ProcessSystem,
    Project,
    ProviderSystem,
    Seasonality,
    System,
    VolumeTier,
)
from touchmap.verifying import STRUCTURAL_CHECKS, Context
from touchmap.verifying.couplings import check_charged_once
from touchmap.verifying.verification import read_plan

MOVED = {"P1_nl": "NEAR", "P3_nl": "NEAR", "P3_de": "NEAR"}
"""From FAR (P1) and OWN (P3) to NEAR, which is new. 8 FTE × 2240 = 17 920 a month."""

# Horizon 12 months, no discounting, no growth, no price rises: a month counts 12 times.
EXPECTED = {
    "engagement": ("provider_engaged", 1000),  # NEAR is new
    "travel": ("provider_engaged", 600),  # a year
    "knowledge_transfer": ("knowledge_transfer", 8000),  # P1 and P3: 2 weeks × 40 h × (45 + 5)
    "system_integration": ("system_integration", 700),  # S1 once, though P1 and P3 use it; S2 is connected
    "minimum_commitment": ("min_commitment", 53_760),  # (10 × 2240 − 17 920) × 12
    "volume_discount": ("volume_tier", -21_504),  # 10 % of 17 920 × 12 from 5 FTE on; 20 % begins at 9
    # P1 at NEAR → P2 at the company, 1000 a month: 36 s = 10 h, half on either side at 20 ÷ 0.8 = 25: 250;
    # rework 1000 × 0.1 × 322.56 s = 8.96 h × 25 = 224; flat 10; × 12. P1 → P3 share a home.
    "handoffs": ("handoff_cut", 5808),
    "pool_opening": ("language_pool", 13_440),  # 0.5 FTE × 2240 × 12 for German at NEAR
    "idle_staff": ("seasonal_staffing", 49_280),  # P2 needs 2 FTE and in December 4: 2 × 2240 × 11
    "selection_and_advice": ("charged_once", 3000),
    "retained_organisation": ("charged_once", 13_440),  # 0.5 FTE × 2240 × 12
    "fixed_price": ("charged_once", 600),  # BOT: 50 a month for P4
    "remediation": ("charged_once", 900),  # P3
    "exit_fee": ("charged_once", 5000),  # C1 with FAR
}


def _complete() -> Project:
    """Every shared cost at once; P1 is at FAR today, under contract C1."""
    project = rebuild(
        small_project(),
        contracts=(
            Contract(
                contract_id="C1", provider_id="FAR", ends_on="2027-07-01", notice_months=0, exit_fee=5000
            ),
            Contract(contract_id="C2", provider_id="OWN", exit_fee=7000),
        ),
        systems=(
            System(system_id="S1", name="Orders", integration_cost=700),
            System(system_id="S2", name="Stock", integration_cost=300),
        ),
        process_systems=(
            ProcessSystem(process_id="P1", system_id="S1"),
            ProcessSystem(process_id="P3", system_id="S1"),
            ProcessSystem(process_id="P3", system_id="S2"),
        ),
        provider_systems=(ProviderSystem(provider_id="NEAR", system_id="S2"),),
        volume_tiers=(
            VolumeTier(provider_id="NEAR", from_fte=5, discount_share=0.1),
            VolumeTier(provider_id="NEAR", from_fte=9, discount_share=0.2),
        ),
        seasonality=(Seasonality(seasonality_id="peak", m12=2),),
        handoffs=(
            Handoff(
                handoff_id="H1",
                from_process_id="P1",
                to_id="P2",
                contacts_per_month=1000,
                cut_seconds=36,
                cut_rework_share=0.1,
                cut_cost_per_month=10,
            ),
            Handoff(
                handoff_id="H2", from_process_id="P1", to_id="P3", contacts_per_month=500, cut_seconds=60
            ),
        ),
    )
    project = change(project, "demand", "D2", seasonality_id="peak")
    project = change(project, "today", "D1", provider_id="FAR", contract_id="C1")
    project = change(project, "today", "D2", contract_id="C2")
    project = change(project, "processes", "P3", remediation_cost=900)
    project = change(project, "providers", "OWN", flex_share=0)
    project = change(project, "offers", "BOT-WEB", pricing_model="fixed", price=50)
    project = change(project, "provider_languages", "NEAR/de", opening_fte=0.5)
    near = {"knowledge_transfer_weeks": 2, "training_rate_per_hour": 5, "minimum_fte": 10}
    project = change(project, "providers", "NEAR", engagement_cost=1000, travel_cost_per_year=600, **near)
    return settings(
        project,
        expert_rate_per_hour=45,
        selection_and_advice=3000,
        governance_basis="retained_organisation",
        retained_organisation_fte=0.5,
    )


@pytest.fixture(scope="module")
def complete() -> Company:
    return Company.of(_complete())


@pytest.mark.parametrize("line", EXPECTED)
def test_a_shared_cost_is_what_the_facts_give(complete, line):
    """Each shared cost line of the plan equals the figure derived by hand, and the check agrees."""
    found = complete.verify(**MOVED)
    assert found.violations == ()
    assert found.evaluation.lines[line] == pytest.approx(EXPECTED[line][1])


@pytest.mark.parametrize("line", EXPECTED)
@pytest.mark.parametrize("factor", [0, 1.001])
def test_a_tampered_cost_is_found(complete, line, factor):
    """A shared cost that is left out or slightly off is exactly one violation, of its own stem."""
    context = read_plan(complete.project, scenario_of(), complete.plan(**MOVED), complete.costing)
    parts = tuple(_scaled(p, factor) if p.line == line else p for p in context.evaluation.of_parties)
    context = replace(context, evaluation=replace(context.evaluation, of_parties=parts))
    broken = [v for check in STRUCTURAL_CHECKS.values() for v in check(context).violations]
    assert [(v.stem, v.subject) for v in broken] == [(EXPECTED[line][0], line)]
    assert broken[0].amount == pytest.approx(abs(EXPECTED[line][1] * (1 - factor)))


def _scaled(part: PartyAmount, factor: float) -> PartyAmount:
    return replace(part, by_year=part.by_year * factor, first_year=part.first_year * factor)


def test_staying_with_today_shares_no_one_off_cost(complete):
    """Today's plan pays for nothing new; its check agrees."""
    found = complete.verify(P1_nl="FAR")
    assert found.violations == ()
    new = {"engagement", "knowledge_transfer", "system_integration", "selection_and_advice", "exit_fee"}
    assert not new & found.evaluation.lines.keys()


def test_leaving_work_undone_leaves_its_contract(complete):
    """Work under a contract that nobody does any more owes the exit fee too."""
    found = complete.ask(scenario_of(allow_unassigned=True), complete.plan(P1_nl=None))
    assert found.violations == ()
    assert found.evaluation.lines["exit_fee"] == pytest.approx(5000)


@pytest.mark.parametrize(
    ("own_notice", "usual_notice", "fee"),
    [(5, 0, 5000), (6, 0, 0), (None, 6, 0), (0, 6, 5000), (None, None, 5000)],
)
def test_a_contract_whose_notice_lasts_to_its_end_is_left_free(complete, own_notice, usual_notice, fee):
    """C1 runs six months more: a notice of six months, its own or else FAR's, makes leaving free."""
    project = change(complete.project, "providers", "FAR", notice_months=usual_notice)
    project = change(project, "contracts", "C1", notice_months=own_notice)
    found = Company.of(project).verify(**MOVED)
    assert found.violations == ()
    assert found.evaluation.lines.get("exit_fee", 0) == pytest.approx(fee)


@pytest.mark.parametrize(
    ("party", "plan", "bill"),
    # P1 is at FAR behind BOT. FAR's 4000 contacts are 4 FTE × 112 logged hours × 10 = 4480, and commission
    # on a tenth of them 400. BOT, which takes half, resolves as many again for 0.5 each: 2000.
    [("FAR", {"P1_nl": "NEAR+BOT"}, 4880), ("BOT", {"P1_nl": "FAR"}, 2000)],
)
def test_an_exit_fee_by_months_counts_the_partys_own_bill(company, party, plan, bill):
    """Two months' fee is twice what the contract's own party bills: its people's part or its platform's."""
    project = rebuild(company.project, contracts=(Contract(contract_id="C1", provider_id=party),))
    project = change(project, "today", "D1", provider_id="FAR", platform_id="BOT", contract_id="C1")
    project = change(project, "providers", party, exit_fee_months=2)
    project = change(project, "offers", "FAR-H", commission_per_success=1, conversion=0.1)
    found = Company.of(project).verify(**plan)
    assert found.violations == ()
    assert found.evaluation.lines["exit_fee"] == pytest.approx(2 * bill)


def test_a_cut_by_way_of_the_supervisor_costs_time_by_itself(company):
    """Without any cut figure, 1000 hand-offs by the team leader cost 90 s each, half on either side at 25."""
    handoff = Handoff(
        handoff_id="H1", from_process_id="P1", to_id="P2", contacts_per_month=1000, route="supervisor"
    )
    found = Company.of(rebuild(company.project, handoffs=(handoff,))).verify(P1_nl="NEAR")
    assert found.violations == ()
    assert found.evaluation.lines["handoffs"] == pytest.approx(1000 * 90 / 3600 * 25 * 12)


def test_figures_agree_with_growth_discount_and_price_rises(complete):
    """The checks follow a plan that starts in autumn, grows, is discounted and gets dearer every year."""
    project = settings(
        complete.project, start_on="2027-10-01", horizon_months=31, discount_rate=0.08, volume_growth=0.05
    )
    project = change(project, "providers", "NEAR", indexation=0.03, currency="USD", ramp_fte_per_month=1)
    project = change(project, "providers", "OWN", wage_inflation=0.04)
    project = rebuild(project, exchange_rates=(ExchangeRate(currency="USD", rate=1.25),))
    assert Company.of(project).verify(**MOVED).violations == ()


def test_every_stem_of_the_table_is_checked_here():
    """No coupling that is a pure cost is left without a tampered figure."""
    gates = {"assign_each_package", "provider_capacity", "provider_ramp"}
    assert {stem for stem, _ in EXPECTED.values()} | gates == {s.value for s in STRUCTURAL_CHECKS}


def _deeper() -> Company:
    """P1 may leave FAR for a fixed price at NEAR, with everything a company may put on top."""
    project = change(_complete(), "providers", "NEAR", governance_share=0.05)
    project = settings(
        project,
        governance_basis="share",
        project_management_per_month=1000,
        retained_experts_fte=0.5,
        retained_experts_months=3,
        irrecoverable_vat_share=0.2,
        contingency_share=0.1,
    )
    flat = Offer(offer_id="FLAT", provider_id="NEAR", process_id="P1", pricing_model="fixed", price=900)
    return Company.of(rebuild(project, offers=(*project.offers, flat)))


@pytest.mark.parametrize(
    "line",
    [
        "fixed_price",
        "governance",
        "contingency",
        "irrecoverable_vat",
        "vat_once",
        "project_management",
        "retained_experts",
    ],
)
def test_what_a_fixed_price_carries_and_a_transition_costs_is_found_again(line):
    """Every plan of the company agrees with the facts; a shared part that is left out is found."""
    company = _deeper()
    tampered = 0
    for i, option in enumerate(company.costing.options.options):
        choice = company.costing.options.today.copy()
        choice[option.package] = i
        evaluation = evaluate_choice(company.costing, choice)
        context = Context(company.project, scenario_of(), company.costing, evaluation, (), frozenset())
        assert check_charged_once(context).violations == ()
        parts = tuple(p for p in evaluation.of_parties if p.line != line)
        if len(parts) < len(evaluation.of_parties):
            tampered += 1
            broken = replace(context, evaluation=replace(evaluation, of_parties=parts))
            assert line in [v.subject for v in check_charged_once(broken).violations]
    assert tampered
