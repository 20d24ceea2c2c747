"""The verdict as a whole: complete, independent, quick, and right about the objective."""

import inspect
import subprocess
import sys

import pytest

from tests.verifying.companies import rule_of, scenario_of, today_plan
from touchmap.files import load
from touchmap.project import RuleStem, Structural, find_scenario
from touchmap.verifying import RULE_CHECKS, STRUCTURAL_CHECKS, verify_plan


@pytest.mark.parametrize("stem", [*RuleStem, *Structural])
def test_every_stem_has_a_check_of_its_name(stem):
    """Each kind of rule and each constraint has a check called after it that says what holds."""
    check = {**RULE_CHECKS, **STRUCTURAL_CHECKS}[stem]
    assert check.__name__ == f"check_{stem.value}"
    assert inspect.getdoc(check)


def test_checking_needs_neither_eligibility_nor_the_program():
    """The check cannot repeat a mistake of the code it checks: it does not even load it."""
    code = (
        "import sys, touchmap.verifying\n"
        "barred = ('touchmap.eligibility', 'touchmap.sourcing', 'pulp', 'highspy')\n"
        "print([m for m in sys.modules if m.startswith(barred)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reported_objective_must_be_the_plans(company):
    """The verdict is no when the objective is off by more than a millionth."""
    assert company.verify(objective=274_800 + 0.2).ok
    wrong = company.verify(objective=274_800 + 0.4)
    assert wrong.violations == ()
    assert not wrong.objective_agrees
    assert not wrong.ok


def test_quality_is_reported_in_points(company):
    """Under the objective quality the value is average expected quality."""
    scenario = scenario_of(objective="quality")
    assert company.ask(scenario, company.plan(P1_nl="NEAR"), objective=73).ok  # (4 × 70 + 6 × 75) / 10


def test_a_plan_can_be_checked_without_a_costing_at_hand(company):
    """Project, scenario and plan are enough."""
    assert verify_plan(company.project, scenario_of(), company.plan()).ok


def test_rules_are_told_in_their_order_with_their_state(company):
    """Every rule that is on has its activity, held or not, and only must-rules are violations."""
    rules = [
        rule_of("budget", rule_id="A", maximum=300_000),
        rule_of("provider_count", rule_id="B", maximum=0),
        rule_of("key_competency_inhouse", rule_id="C", strength="should", penalty_per_unit=3),
    ]
    found = company.verify(*rules, P2_nl="NEAR")
    assert [a.rule_id for a in found.activity] == ["A", "B", "C"]
    assert [v.rule_id for v in found.violations] == ["B"]
    assert found.penalties == pytest.approx({"C": 6000})


@pytest.mark.parametrize("name", ["insurer", "online_retailer", "telecom_isp"])
def test_today_of_a_sample_is_checked(data_folder, name):
    """Today's assignment of a sample company is checked and gives findings."""
    from touchmap.costing.costing import build_costing

    project = load(data_folder / name)
    plan = today_plan(build_costing(project))
    found = verify_plan(project, find_scenario(project, "blended"), plan)
    assert len(found.activity) >= len(find_scenario(project, "blended").rules)
    # The retailer does 130 FTE with 42 in December, with pools smaller than the peak; the others fit.
    assert {v.stem for v in found.violations} == (
        {"provider_capacity", "language_pool"} if name == "online_retailer" else set()
    )
