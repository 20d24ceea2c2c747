"""The trace: every cost of a process from its fields, and all of them together the cost lines."""

from collections import Counter

import pytest

from tests.builders import company, own, stream, today, vendor
from tests.report.plans import read_sample, result_of, today_choice
from touchmap.analysis.facts import facts_of
from touchmap.analysis.trace import DEFAULT, trace
from touchmap.errors import UnknownNameError
from touchmap.project import Evidence
from touchmap.solving import evaluate

AT_OWN = (stream(), own(), today("D1", "OWN"))
TAKEN_APART = (
    "run",
    "language_premium",
    "commission",
    "governance",
    "contingency",
    "training",
    "knowledge_transfer",
    "engagement",
    "travel",
    "selection_and_advice",
    "system_integration",
)
"""Lines that are told as products of fields on all samples."""


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
            if cost.line in TAKEN_APART:
                assert not cost.as_costed, (cost.line, cost.subject)
    for line, value in shared.values():
        total[line] += value
    lines = facts_of(project, result).evaluation.lines
    assert total == pytest.approx(lines, abs=0.005)


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
