"""Irrecoverable VAT on what third parties bill once."""

import pytest

from tests.builders import (
    P1,
    company,
    contract,
    costing_of,
    find,
    front,
    lines,
    offer,
    own,
    plan,
    platform,
    process,
    stream,
    today,
    vendor,
)
from touchmap.analysis.facts import facts_of
from touchmap.analysis.trace import trace
from touchmap.costing.lines.vat_once import by_line
from touchmap.costing.repricing import repriced
from touchmap.plan import Assignment, Plan, Result
from touchmap.project import System, find_scenario
from touchmap.project.work_tables import ProcessSystem
from touchmap.verifying import verify_plan

TAXED = {"irrecoverable_vat_share": 0.2}
AT_OWN = (stream(), own(), today("D1", "OWN"))
AT_VEN = (stream(), vendor(), today("D1", "VEN"))


@pytest.mark.parametrize(
    ("rows", "settings", "billed"),
    [
        ([vendor(engagement_cost=1000)], {}, 1000),
        ([vendor()], {"selection_and_advice": 3000}, 3000),
        # 2 weeks × 40 h: the trainer's 5 an hour are billed, the own expert's 45 are not
        ([vendor(knowledge_transfer_weeks=2, training_rate_per_hour=5)], {"expert_rate_per_hour": 45}, 400),
        (
            [
                vendor(),
                System(system_id="S", name="S", integration_cost=700),
                ProcessSystem(process_id="P1", system_id="S"),
            ],
            {},
            700,
        ),
        # 1 FTE × 5 days × 8 h × 30
        ([process(training_days=5), vendor(training_rate_per_hour=30)], {}, 1200),
        # handle time 20 % too long on average over 13 weeks = 3 months of 1120
        ([process(proficiency_weeks=13), vendor()], {"learning_factor": 1.4}, 0.2 * 3 * 1120),
        ([vendor()], {"outplacement_cost_per_fte": 3000}, 3000),
    ],
    ids=["set-up", "advice", "teaching", "connecting", "training", "learning", "outplacement"],
)
def test_what_is_billed_once_bears_the_tax(rows, settings, billed):
    """A fifth of each bill that a third party sends once, and nothing while the work stays."""
    costing = costing_of(*AT_OWN, *rows, **TAXED, **settings)
    assert lines(costing, "VEN")["vat_once"] == pytest.approx(0.2 * billed)
    assert "vat_once" not in lines(costing)


def test_own_people_bear_no_tax():
    """Project management, mending, severance, own trainers and own experts are nobody's bill."""
    mended = process(training_days=5, remediation_cost=900, health=1)
    rows = [mended, own("OWN2", training_rate_per_hour=30), *AT_OWN]
    settings = {
        "project_management_per_month": 500,
        "retained_experts_fte": 1,
        "retained_experts_months": 2,
        "average_tenure_years": 6,
        "gross_salary_per_month": 3000,
        "severance_months_per_year": 0.5,
        "learning_factor": 1.4,
        "expert_rate_per_hour": 45,
    }
    free = vendor(knowledge_transfer_weeks=2)
    costing = costing_of(*rows, free, **TAXED, **settings)
    assert lines(costing, "OWN2").keys() >= {"training", "project_management"}
    assert "vat_once" not in lines(costing, "OWN2")
    out = lines(costing, "VEN")
    assert out.keys() >= {"knowledge_transfer", "project_management", "social_plan", "retained_experts"}
    assert out["vat_once"] == pytest.approx(0.2 * out["learning_curve"])


def test_leaving_a_third_party_bears_the_tax_and_leaving_own_staff_does_not():
    """An exit fee is billed by the contract's party; double running is today's bill."""
    bound = [stream(), vendor(), own(double_running_weeks=13), contract(exit_fee=5000)]
    found = lines(costing_of(*bound, today("D1", "VEN", contract_id="C1"), **TAXED), "OWN")
    assert found["double_running"] == pytest.approx(3 * 1120)
    assert found["vat_once"] == pytest.approx(0.2 * (5000 + 3 * 1120))
    ours = [stream(), vendor(double_running_weeks=13), own(), contract("OWN", exit_fee=5000)]
    found = lines(costing_of(*ours, today("D1", "OWN", contract_id="C1"), **TAXED), "VEN")
    assert found.keys() >= {"double_running", "exit_fee"}
    assert "vat_once" not in found


def test_double_running_behind_a_platform_is_taxed_for_the_platform_alone():
    """Own staff behind BOT: for three months BOT goes on resolving 4 in 10 at 1 each, and its bill is taxed.

    People get 1000 calls today, so BOT resolves 1000 × 0.4 ÷ 0.6.
    """
    rows = [stream(), own(), platform(), front(price=1), today("D1", "OWN", platform_id="BOT")]
    found = lines(costing_of(*rows, vendor(double_running_weeks=13), **TAXED), "VEN")
    assert found["vat_once"] == pytest.approx(0.2 * 3 * 1000 * 0.4 / 0.6)


def test_helping_those_whose_work_is_left_undone_is_taxed():
    """Outplacement of 1 own FTE at 3000."""
    costing = costing_of(*AT_OWN, **TAXED, outplacement_cost_per_fte=3000)
    assert plan(costing, {P1: None}).lines["vat_once"] == pytest.approx(600)


def test_a_basic_rate_is_taxed_with_what_it_lacks():
    """10 an hour and a quarter on top: the running tax is on both."""
    rows = [*AT_VEN[:1], vendor(rate_basis="basic"), today("D1", "VEN"), offer(price=10)]
    found = lines(costing_of(*rows, **TAXED, basic_rate_uplift_share=0.25))
    assert found["irrecoverable_vat"] == pytest.approx(0.2 * 1.25 * 12 * 1120)


def test_another_rate_leaves_todays_bill_alone():
    """At twice VEN's rate the learning curve's tax doubles, and that on today's double running stays."""
    rows = [process(proficiency_weeks=13), stream(), vendor("OLD"), today("D1", "OLD")]
    rows += [vendor(double_running_weeks=13), offer(price=10)]
    costing = costing_of(*rows, **TAXED, learning_factor=1.4)
    i = find(costing.options, "VEN")
    before = by_line(costing.frame, costing.one_off, costing.bills)
    dearer = repriced(costing, costing.options.of_package[0], 2.0)
    expected = before["double_running"][i] + 2 * before["learning_curve"][i]
    assert before["double_running"][i] == pytest.approx(0.2 * 3 * 1120)
    assert dearer.one_off["vat_once"][i] == pytest.approx(expected)


def test_the_check_and_the_trace_come_to_the_same_tax():
    """One plan with several bills: the independent check holds, and the trace adds up to the line."""
    rows = [process(training_days=5), *AT_OWN, System(system_id="S", name="S", integration_cost=700)]
    rows += [ProcessSystem(process_id="P1", system_id="S")]
    rows += [vendor(engagement_cost=1000, knowledge_transfer_weeks=2, training_rate_per_hour=5)]
    rows += [offer(price=10)]
    project = company(*rows, **TAXED, selection_and_advice=3000, expert_rate_per_hour=45)
    moved = Plan(assignments=(Assignment(package_id=P1, provider_id="VEN", offer_ids=("O1",)),))
    found = verify_plan(project, find_scenario(project, "cheapest"), moved)
    # 200 + 600 + 80 + 140, and training of 5 × 8 h at 5
    assert found.violations == ()
    assert found.evaluation.lines["vat_once"] == pytest.approx(0.2 * (1000 + 3000 + 400 + 700 + 200))
    result = Result(scenario_id="cheapest", status="feasible", plan=moved)
    told = trace(project, result, "P1", line="vat_once").costs
    assert not any(cost.as_costed for cost in told)
    assert sum(cost.product for cost in told) == pytest.approx(
        facts_of(project, result).evaluation.lines["vat_once"]
    )
