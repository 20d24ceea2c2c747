"""A result holds together: lines sum to the objective, and JSON brings it back."""

import json

import pytest

from tests.solving.test_status import asking
from tests.sourcing.trio import trio
from touchmap.files import load
from touchmap.plan import Result, SolveStatus
from touchmap.project import Rule
from touchmap.project.vocabulary import Objective
from touchmap.solving import solve

COMPANIES = ("insurer", "telecom_isp", "online_retailer")
NO_PLAN = {("online_retailer", "as_asked"), ("online_retailer", "in_house_only")}
"""Scenarios whose answer is that there is no plan."""

RESULTS = {
    "optimal": lambda: solve(asking(trio()), "s", gap=0.0, in_process=True),
    "penalised": lambda: solve(
        asking(trio(), Rule(rule_id="R", stem="max_moves", maximum=1, strength="should", penalty_per_unit=9)),
        "s",
        in_process=True,
    ),
    "infeasible": lambda: solve(
        asking(trio(), Rule(rule_id="R", stem="budget", maximum=1)), "s", in_process=True
    ),
    "evaluated": lambda: solve(trio(), "today"),
    "points": lambda: solve(asking(trio(), objective="quality"), "s", in_process=True),
}


@pytest.mark.parametrize("name", RESULTS)
def test_json_brings_a_result_back(name):
    """A result written as JSON and read again is the same result."""
    result = RESULTS[name]()
    text = json.dumps(result.to_json_dict(), allow_nan=False)
    assert Result.from_json_dict(json.loads(text)) == result


def test_penalties_stand_beside_the_costs():
    """Two moves too many at 9 each: the objective is cost lines plus penalty lines, the cost is not."""
    result = RESULTS["penalised"]()
    assert [(r.line, r.amount) for r in result.penalty_rows] == [("rule:R", pytest.approx(18))]
    assert result.cost == pytest.approx(13_440)
    assert result.objective == pytest.approx(13_440 + 18)


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_every_scenario_of_a_sample_is_decided(company, data_folder):
    """Every scenario ends proven at 0.1 % and checked, or proven to have no plan where that is the answer."""
    project = load(data_folder / company)
    for scenario in project.scenarios:
        result = solve(project, scenario.scenario_id, time_limit=300)
        if scenario.objective is Objective.TODAY:
            assert result.status is SolveStatus.EVALUATED
        elif (company, scenario.scenario_id) in NO_PLAN:
            assert result.status is SolveStatus.INFEASIBLE
            continue
        else:
            assert result.status is SolveStatus.OPTIMAL, (scenario.scenario_id, result.message)
            assert result.gap <= 1e-3
            assert result.verified
            assert result.violations == ()
        _holds_together(result, scenario.objective)


def _holds_together(result: Result, objective: Objective) -> None:
    lines = float(result.cost_lines()["amount"].sum())
    penalties = sum(row.amount for row in result.penalty_rows)
    assert lines == pytest.approx(result.cost, rel=1e-6)
    if objective in (Objective.COST, Objective.TODAY):
        assert lines + penalties == pytest.approx(result.objective, rel=1e-6)
    elif objective is Objective.QUALITY and not penalties:
        assert result.average_quality == pytest.approx(result.objective, rel=1e-6)
