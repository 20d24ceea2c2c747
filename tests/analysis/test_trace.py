"""The trace: every cost of a process from its fields, and all of them together the cost lines."""

from collections import Counter

import numpy as np
import pytest
from openpyxl import load_workbook

from tests.builders import company, front, offer, own, plan, platform, speaks, stream, today, vendor
from tests.builders import process as described
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from tests.report.plans import read_sample, result_of, today_choice
from touchmap.analysis.facts import facts_of
from touchmap.analysis.trace import DEFAULT, trace
from touchmap.costing.costing import build_costing
from touchmap.costing.lines import COST_LINES
from touchmap.eligibility import find_eligible
from touchmap.errors import UnknownNameError
from touchmap.project import Evidence
from touchmap.report.workbook import write_result_workbook
from touchmap.solving import evaluate, plan_of
from touchmap.work.options import NONE, build_options
from touchmap.work.packages import build_packages

AT_OWN = (stream(), own(), today("D1", "OWN"))
PLAIN = {
    "hours a day",
    "hours a week",
    "months in a year",
    "seconds in a minute",
    "seconds in a unit",
    "seconds in an hour",
    "sides",
    "weeks in a year",
}
"""Factors that are numbers and no facts."""


def worth(months) -> float:
    """What 1 a month is worth, from the printed inputs alone."""
    total = 0.0
    for n in range(1, months.horizon + 1):
        if n > months.delay:
            rise = ((1 + months.growth) * (1 + months.rise)) ** ((n - 1) // 12)
            season = months.season[(months.first_month + n - 1) % 12]
            total += season * rise / (1 + months.discount_rate) ** (n / 12)
    return total


def recomputed(cost) -> float:
    """A cost from its factors, months from what they are made of."""
    value = 1.0
    for factor in cost.factors:
        given = factor.value if factor.months is None else worth(factor.months)
        value = value / given if factor.divides else value * given
    return value


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
@pytest.mark.parametrize("plan", ["cheapest", "today"])
def test_all_processes_together_are_every_cost_line(sample, plan):
    """To the cent, each cost worked out anew from its factors; shared costs count once."""
    project = read_sample(sample)
    result = result_of(project) if plan == "cheapest" else result_of(project, today_choice)
    total, shared = Counter(), {}
    for process in project.processes:
        for cost in trace(project, result, process.process_id).costs:
            value = recomputed(cost)
            assert value == pytest.approx(cost.amount, rel=1e-9, abs=1e-6)
            if cost.shared_by:
                assert process.process_id in cost.shared_by
                shared[cost.number] = (cost.line, value)
            else:
                total[cost.line] += value
            assert not cost.as_costed, (cost.line, cost.subject)
    for line, value in shared.values():
        total[line] += value
    lines = facts_of(project, result).evaluation.lines
    assert total == pytest.approx(lines, abs=0.005)


def any_plan(seed):
    """A small random project with a plan of it, as good or bad as chance has it."""
    dice = SeededDice(seed)
    project = build_project(dice)
    options = build_options(project, build_packages(project))
    possible = find_eligible(project, options).possible
    choice = [
        dice.pick(*ours) if (ours := [i for i in rows if possible[i]]) else NONE
        for rows in options.of_package
    ]
    return project, evaluate(project, plan_of(options, np.array(choice)), "s")


@pytest.mark.slow
def test_every_cost_line_is_taken_apart():
    """On random plans each line there is is told as products of fields that come to its amount."""
    seen, apart = set(), set()
    for seed in range(150):
        project, result = any_plan(seed)
        total, shared = Counter(), {}
        for process in project.processes:
            for cost in trace(project, result, process.process_id).costs:
                value = recomputed(cost)
                assert value == pytest.approx(cost.amount, rel=1e-9, abs=1e-6)
                assert all(f.origins or f.how or f.name in PLAIN for f in cost.factors), cost
                apart |= set() if cost.as_costed else {cost.line}
                if cost.number is None:
                    total[cost.line] += value
                else:
                    shared[cost.number] = (cost.line, value)
        for line, value in shared.values():
            total[line] += value
        lines = facts_of(project, result).evaluation.lines
        assert {k: v for k, v in total.items() if abs(v) > 1e-6} == pytest.approx(lines, abs=0.005), seed
        seen |= lines.keys()
    assert seen == set(COST_LINES)
    assert apart == set(COST_LINES)


@pytest.mark.slow
def test_every_cost_line_stands_in_the_workbook(tmp_path):
    """Each line that is not zero in a plan is a row of the exported workbook, with its amount."""
    missing, seed = set(COST_LINES), -1
    while missing:
        seed += 1
        project, result = any_plan(seed)
        lines = facts_of(project, result).evaluation.lines
        if not missing & lines.keys():
            continue
        write_result_workbook(project, result, tmp_path / "plan.xlsx")
        sheet = load_workbook(tmp_path / "plan.xlsx")["Cost lines"]
        heading, *rows = sheet.iter_rows(values_only=True)
        total = next(n for n, name in enumerate(heading) if str(name).startswith("Total, present value"))
        found = {row[0]: row[total] for row in rows}
        for line, amount in lines.items():
            assert found[line] == pytest.approx(amount, abs=0.005)
        missing -= lines.keys()


@pytest.mark.parametrize("sample", ["telecom_isp", "insurer", "online_retailer"])
def test_every_factor_that_is_a_field_has_its_value(sample):
    """What is printed as a field is what stands in the table."""
    project = read_sample(sample)
    result = result_of(project)
    fields = 0
    for process in project.processes[:8]:
        for cost in trace(project, result, process.process_id).costs:
            for factor in cost.factors:
                for origin in factor.origins:
                    rows = [project.settings] if origin.table == "settings" else project.rows(origin.table)
                    row = next(r for r in rows if not origin.row_id or r.row_key == origin.row_id)
                    stored = getattr(row, origin.field)
                    assert origin.value == getattr(stored, "value", stored)
                if len(factor.origins) == 1 and not factor.how and factor.months is None:
                    assert factor.value == float(factor.origins[0].value)
                    fields += 1
    assert fields > 100


def traced(*rows, line="run", **facts):
    """Trace of P1 today."""
    project = company(*rows, **facts)
    return trace(project, evaluate(project), "P1", line=line).costs


def test_run_is_told_from_its_fields():
    """1000 calls × 322.56 s ÷ 3600 ÷ 0.8 × 20 × 12 months = 26,880."""
    (cost,) = traced(*AT_OWN)
    told = [(f.name, f.value, f.divides) for f in cost.factors]
    assert told == [
        ("contacts_per_month", 1000, False),
        ("handle_seconds", 322.56, False),
        ("seconds in a unit", 3600, True),
        ("occupancy", 0.8, True),
        ("price", 20, False),
        ("months", 12, False),
    ]
    assert cost.amount == pytest.approx(26_880)


def test_evidence_and_defaults_stand_beside_the_fields():
    """The most specific evidence counts; what nobody stated is marked as a default with its source."""
    rough = Evidence(table="demand", level="estimated", source="forecast")
    exact = Evidence(table="demand", row_id="D1", field="handle_seconds", level="measured", source="switch")
    (cost,) = traced(*AT_OWN, rough, exact)
    known = {f.name: f.origins[0] for f in cost.factors if f.origins}
    assert (known["contacts_per_month"].level, known["contacts_per_month"].source) == (
        "estimated",
        "forecast",
    )
    assert (known["handle_seconds"].level, known["handle_seconds"].source) == ("measured", "switch")
    assert known["occupancy"].level == DEFAULT
    assert "75–85" in known["occupancy"].source
    assert (known["price"].table, known["price"].field) == ("providers", "base_rate")


def test_what_is_shared_names_who_shares_it():
    """A telecom provider's set-up stands with its whole amount at each process it takes over."""
    project = read_sample("telecom_isp")
    result = result_of(project)
    found = [
        cost
        for process in project.processes
        for cost in trace(project, result, process.process_id, line="engagement").costs
    ]
    assert found
    assert all(cost.amount == project.provider(cost.provider_id).engagement_cost for cost in found)
    assert any(len(cost.shared_by) > 1 for cost in found)


def test_sales_on_a_platform_are_told_from_their_fields():
    """BOT takes 400 of 1000 contacts off OWN, of whom 1 % and not 2 % buy for 30: 120 a month lost."""
    rows = [described("P1", value_per_success=30, automation_potential_share=1), stream(), own(), platform()]
    rows += [front(0.4, conversion=0.01), offer("O0", "OWN", 20, conversion=0.02), today("D1", "OWN")]
    project = company(*rows)
    costing = build_costing(project)
    result = evaluate(project, plan_of(costing.options, plan(costing, "OWN+BOT").choice))
    (cost,) = trace(project, result, "P1", line="revenue").costs
    told = [(f.name, round(f.value, 6)) for f in cost.factors]
    assert told == [
        ("contacts_per_month", 1000),
        ("share", 0.4),
        ("conversion", 0.01),
        ("value_per_success", 30),
        ("months", 12),
    ]
    assert cost.amount == pytest.approx(12 * 120)


def test_unknown_names_are_refused():
    """A process, line or provider that does not exist."""
    project = company(*AT_OWN, vendor())
    result = evaluate(project)
    for args in (
        {"process_id": "X"},
        {"process_id": "P1", "line": "x"},
        {"process_id": "P1", "provider_id": "X"},
    ):
        with pytest.raises(UnknownNameError):
            trace(project, result, **args)


CURVE_LINES = ("run", "pool_opening", "valley_work")


def test_staffing_curves_are_told_from_their_fields():
    """89.6 hours × 0.01 FTE × 112 logged hours × 20; 2 FTE open the pool, and do 1 FTE of mail in valleys."""
    rows = [*AT_OWN, described("P1"), described("P2"), speaks("OWN", opening_fte=2, fte_per_hour=0.01)]
    rows += [stream("D2", process_id="P2", channel="email"), today("D2", "OWN")]
    costs = {line: traced(*rows, line=line, staffing_curve=True)[0] for line in CURVE_LINES}
    assert [f.name for f in costs["run"].factors][3:6] == ["fte_per_hour", "present", "paid_hours_per_month"]
    assert costs["run"].amount == pytest.approx(12 * 0.896 * 2240)
    assert costs["pool_opening"].amount == pytest.approx(12 * 2 * 2240)
    assert costs["valley_work"].amount == pytest.approx(-12 * 2240)
    for cost in costs.values():
        assert not cost.as_costed
        assert cost.product == pytest.approx(cost.amount)
