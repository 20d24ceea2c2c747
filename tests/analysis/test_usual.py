"""What nobody stated, at usual values: sized line by line, counted nowhere."""

import pytest

import touchmap
from tests.builders import P1, company, own, plan, stream, today, vendor
from touchmap.analysis.usual import usual_costs, usual_values
from touchmap.costing.costing import build_costing
from touchmap.costing.lines import COST_LINES
from touchmap.project import Provider, Settings
from touchmap.solving import evaluate, plan_of

AT_OWN = (stream(), own(), today("D1", "OWN"))
STATED = {
    "avoidable_share": 1,
    "learning_factor": 1,
    "project_management_per_month": 0,
    "outplacement_cost_per_fte": 0,
    "selection_and_advice": 0,
}
PEOPLE = {"double_running_weeks": 0, "attrition": 0, "hiring_cost_per_fte": 0, "training_rate_per_hour": 0}


def sized(*rows, **facts):
    """Usual costs of P1 moved to VEN."""
    project = company(*rows, **facts)
    costing = build_costing(project)
    return usual_costs(
        project, evaluate(project, plan_of(costing.options, plan(costing, {P1: "VEN"}).choice))
    )


def test_each_blank_has_its_size():
    """1 FTE of 2240 a month moves to VEN at 1120; every figure derived by hand."""
    blank = dict.fromkeys(STATED)
    found = {
        row.line: row
        for row in sized(*AT_OWN, vendor(), stranded_months=12, transition_months=6, **blank).lines
    }
    assert found["stranded"].plan == pytest.approx(0.2 * 2240 * 12)
    assert found["double_running"].plan == pytest.approx(2240 * 4 * 12 / 52)
    assert found["project_management"].plan == pytest.approx(7200 * 6)
    assert found["selection_and_advice"].plan == pytest.approx(0.01 * 1120 * 12)
    assert found["stranded"].fields == ("settings.avoidable_share",)
    # 28 % of one FTE leave in a year, today only: each is hired for 2250.
    assert found["attrition_cover"].today == pytest.approx(0.28 * 2250)
    assert found["attrition_cover"].plan == pytest.approx(0, abs=0.01)
    assert found["attrition_cover"].saving > 0 > found["stranded"].saving


def test_the_saving_is_that_before_and_all_lines():
    """1120 a month for a year, less what the blanks would cost."""
    found = sized(*AT_OWN, vendor())
    assert found.saving_before == pytest.approx(12 * 1120)
    assert found.saving == pytest.approx(found.saving_before + sum(row.saving for row in found.lines))


def test_what_is_stated_is_not_touched():
    """A stated 0 is an answer, of own staff too: nothing is added, and no field is named."""
    found = sized(stream(), own(**PEOPLE), today("D1", "OWN"), vendor(double_running_weeks=0), **STATED)
    assert (found.lines, found.values) == ((), ())
    assert found.saving == found.saving_before


def test_amounts_in_euro_need_a_rate():
    """In pounds without a rate of the euro, shares are filled and amounts are not."""
    found = sized(*AT_OWN, vendor(), currency="GBP")
    assert {v.unit for v in found.values if v.unit.startswith("EUR")} == set()
    assert "settings.avoidable_share" in {v.field for v in found.values}


def test_values_lie_in_their_ranges_and_name_fields():
    """Each usual value is a field that a cost line names, with its range, grade and reason."""
    named = {f for facts in COST_LINES.values() for f in facts.fields.split(", ")}
    for value in usual_values().values():
        table, _, name = value.field.partition(".")
        assert name in {"settings": Settings, "providers": Provider}[table].model_fields
        assert value.field in named
        assert value.low < value.typical < value.high
        assert value.grade in "ABCRE"
        assert value.note


@pytest.mark.slow
@pytest.mark.parametrize("sample", touchmap.EXAMPLES)
def test_every_blank_that_is_sized_is_also_said(sample):
    """On the samples, each field that was filled stands in a sentence of what is not included."""
    project = touchmap.example(sample)
    result = touchmap.solve(project, "blended", gap=0.02)
    said = " ".join(result.not_included)
    found = usual_costs(project, result)
    assert {f for row in found.lines for f in row.fields if f not in said} == set()
    assert all(field in said for field in found.without)
