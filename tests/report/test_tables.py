"""The tables of a result: complete, adding up to its cost, with reasons that are true."""

import numpy as np
import pytest

from tests.report.plans import changed, read_sample, result_of
from touchmap.analysis.facts import facts_of
from touchmap.costing.evaluation import evaluate_today
from touchmap.errors import UnknownNameError
from touchmap.plan import Assignment, CostLine, Plan, RuleActivity
from touchmap.report import (
    assignment_table,
    by_provider,
    by_sourcing_model,
    by_stage,
    cost_line_table,
    findings_table,
    rule_table,
)
from touchmap.report.assignment import ASSIGNMENT_COLUMNS
from touchmap.report.cost_lines import PENALTIES, TOTAL
from touchmap.report.reasons import Reasons
from touchmap.work.options import NONE

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


def test_assignment_has_a_row_for_every_package(telecom, cheapest):
    """One row per work package, in the order of packages, with the columns as declared."""
    table = assignment_table(telecom, cheapest)
    assert list(table.columns) == [c.name for c in ASSIGNMENT_COLUMNS]
    assert list(table["package_id"]) == [a.package_id for a in cheapest.plan.assignments]


def test_every_row_has_a_reason(telecom, cheapest, today):
    """No row of the assignment table leaves open why the work is where it is."""
    assert (assignment_table(telecom, cheapest)["reason"].str.len() > 5).all()
    assert set(assignment_table(telecom, today)["reason"]) == {"today's arrangement"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_providers_add_up_to_the_cost(sample):
    """What providers and the company cost is the cost of the plan, and likewise today."""
    project = read_sample(sample)
    result = result_of(project)
    table = by_provider(project, result)
    assert table["cost"].sum() == pytest.approx(result.cost, rel=1e-9)
    assert table["cost_today"].sum() == pytest.approx(result.today_cost, rel=1e-9)
    facts = facts_of(project, result)
    running = facts.evaluation.first_year_running / facts.costing.calendar.occurs.sum()
    assert table["cost_per_month"].sum() == pytest.approx(running, rel=1e-9)


def test_stages_add_up_to_the_work(telecom, cheapest):
    """Contacts, hours, FTE and cost by stage are those of the packages."""
    stages, packages = by_stage(telecom, cheapest), assignment_table(telecom, cheapest)
    for name in ("contacts_per_month", "handle_hours_per_month", "fte", "cost"):
        assert stages[name].sum() == pytest.approx(packages[name].sum())
    shares = stages.filter(like="share_").sum(axis=1)
    assert shares.to_numpy() == pytest.approx(np.ones(len(stages)))


def test_blend_has_all_models_in_their_order(telecom, cheapest):
    """The blend always lists the five models of people and self-service, and shares add up to one."""
    table = by_sourcing_model(telecom, cheapest)
    assert "".join(table["letter"]) == "ISONFP"
    assert table["handle_time_share"].sum() == pytest.approx(1)
    assert table["contacts_per_month"].sum() == pytest.approx(
        assignment_table(telecom, cheapest)["contacts_per_month"].sum(), rel=1e-3
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_cost_lines_add_up(sample):
    """The total row is the cost of the plan, of today, and their difference."""
    project = read_sample(sample)
    result = result_of(project)
    table = cost_line_table(project, result).set_index("line")
    assert table.loc[TOTAL, "total"] == pytest.approx(result.cost, rel=1e-9)
    assert table.loc[TOTAL, "today"] == pytest.approx(result.today_cost, rel=1e-9)
    assert table.loc[TOTAL, "difference"] == pytest.approx(result.cost - result.today_cost, rel=1e-9)
    years = [name for name in table.columns if name.startswith("year_")]
    assert table.loc[TOTAL, years].sum() == pytest.approx(result.cost, rel=1e-9)


def test_penalties_stand_apart_from_costs(telecom, cheapest):
    """A penalty follows the total and is not in it."""
    rule = telecom.rules[0].rule_id
    fined = cheapest.model_copy(
        update={"penalty_rows": (CostLine(line=f"rule:{rule}", year=1, amount=500.0),)}
    )
    table = cost_line_table(telecom, fined)
    lines = list(table["line"])
    assert lines[-3:] == [TOTAL, f"rule:{rule}", PENALTIES]
    assert table.set_index("line").loc[TOTAL, "total"] == pytest.approx(fined.cost)
    assert table.set_index("line").loc[PENALTIES, "total"] == 500.0


def test_work_left_undone_is_visible(telecom, today):
    """A package nobody does says so, moves, has no quality and no provider."""
    first, *rest = today.plan.assignments
    plan = Plan(assignments=(Assignment(package_id=first.package_id), *rest))
    result = changed(today, plan=plan, status="feasible", objective_kind="cost")
    row = assignment_table(telecom, result).iloc[0]
    assert (row["provider_id"], row["provider"], row["moved"]) == ("", "left undone", "yes")
    assert row["reason"].startswith("left undone")
    assert np.isnan(row["quality"])


def test_tables_without_a_plan_are_empty(telecom, no_plan):
    """A scenario without a plan gives tables with their columns and no rows."""
    for table in (assignment_table, by_provider, by_stage, by_sourcing_model, cost_line_table):
        assert table(telecom, no_plan).empty


def test_a_plan_of_another_project_is_refused(telecom):
    """A plan that does not fit the project is named, not shown wrongly."""
    other = result_of(read_sample("insurer"))
    with pytest.raises(UnknownNameError, match="the plan"):
        assignment_table(telecom, other)


def test_cheapest_home_is_the_reason_only_if_true(telecom, cheapest):
    """Where a row says "cheapest", no other home that is open costs less by itself."""
    facts = facts_of(telecom, cheapest)
    reasons, cost = Reasons(facts), facts.costing.cost
    said = [k for k in range(len(facts.packages)) if "cheapest of" in reasons.of(k)]
    assert said
    for k in said:
        others = [cost[i] for i in reasons.homes(k).values()]
        assert cost[facts.choice[k]] <= min(others) * 1.005


def test_a_rule_that_leaves_one_home_is_the_reason(telecom, today):
    """Work that only one home may do says which rule leaves only that one."""
    result = changed(today, scenario_id="in_house_only", status="feasible", objective_kind="cost")
    table = assignment_table(telecom, result).set_index("package_id")
    assert (table["moved"] == "no").all()
    assert table.loc["P03/nl/*/*", "reason"] == "stays: only possible home"
    assert table.loc["P22/nl/*/*", "reason"] == "stays: cheapest of 2 possible homes by itself"
    assert table.loc["P04/de/*/*", "reason"] == "stays: only home left by rule own_staff_only"


def test_rule_states():
    """A rule at its limit binds, one over it is broken, one without a limit is a gate."""
    project = read_sample("telecom_isp")
    base = {"strength": "must", "value": 3.0}
    activity = (
        RuleActivity(rule_id="few_providers", stem="provider_count", maximum=3, slack=0, **base),
        RuleActivity(rule_id="budget", stem="budget", maximum=2, slack=-1, violation=1, **base),
        RuleActivity(rule_id="quality_floor", stem="min_average_quality", minimum=1, slack=2, **base),
        RuleActivity(rule_id="pci_dss", stem="licence", slack=0, **base),
    )
    result = result_of(project, rule_activity=activity)
    assert list(rule_table(project, result)["state"]) == ["binding", "broken", "holds", "gate"]


def test_findings_come_before_what_is_left_out(cheapest):
    """The table lists findings, the gravest first, then what no figure contains."""
    levels = list(findings_table(cheapest)["level"])
    order = ["red", "amber", "note", "not included"]
    assert levels == sorted(levels, key=order.index)
    assert set(levels) == set(order)


def test_today_is_the_same_in_every_table(telecom, today):
    """Today compared with itself has no difference, no move and no change of quality."""
    facts = facts_of(telecom, today)
    assert facts.evaluation.cost == pytest.approx(evaluate_today(facts.costing).cost)
    assert not facts.moved.any()
    assert (facts.choice != NONE).all()
    assert (cost_line_table(telecom, today)["difference"].abs() < 1e-6).all()
