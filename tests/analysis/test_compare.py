"""Two results side by side: the figures of either, and exactly the rows that differ."""

import json

import numpy as np
import pytest

from tests.report.plans import cheapest_choice, read_sample, result_of, today_choice
from touchmap.analysis.compare import SCENARIO_COLUMNS, compare, scenario_table
from touchmap.analysis.facts import choice_of, costing_of, facts_of
from touchmap.errors import UnknownNameError
from touchmap.plan import Assignment, Plan, Result
from touchmap.project import Project


@pytest.fixture(scope="module")
def project() -> Project:
    """The sample telecom company."""
    return read_sample("telecom_isp")


@pytest.fixture(scope="module")
def today(project) -> Result:
    """Today's assignment."""
    return result_of(project, today_choice, scenario_id="today", objective_kind="today", status="evaluated")


@pytest.fixture(scope="module")
def cheapest(project) -> Result:
    """Each package at its cheapest."""
    return result_of(project)


def one_moved(costing) -> np.ndarray:
    """Today, but the first package that can move is done by somebody else."""
    choice = costing.options.today.copy()
    cheap = cheapest_choice(costing)
    k = int(np.flatnonzero(costing.options.moves[cheap])[0])
    choice[k] = cheap[k]
    return choice


def test_scenario_columns_are_in_their_order(project, today, cheapest):
    """The scenario table has the columns of every screen, one row per result."""
    table = scenario_table(project, (today, cheapest))
    assert tuple(table.columns) == SCENARIO_COLUMNS
    assert list(table["scenario_id"]) == ["today", "cheapest"]


def test_today_does_not_differ_from_itself(project, today):
    """A result compared with itself has no row that differs."""
    same = compare(project, today, today)
    assert same.processes.empty
    assert same.providers.empty
    assert same.cost_lines.empty
    assert list(same.scenarios["change"]) == pytest.approx([0, 0])


def test_only_the_process_that_moved_differs(project, today):
    """Moving one package gives one process, with the providers of either side."""
    moved = result_of(project, one_moved)
    found = compare(project, today, moved)
    facts = facts_of(project, moved)
    assert len(found.processes) == 1
    row = found.processes.iloc[0]
    assert row["process_id"] == facts.moved_processes[0]
    assert row["providers_a"] != row["providers_b"]
    assert row["difference"] == pytest.approx(row["cost_b"] - row["cost_a"])


def test_differences_add_up(project, today, cheapest):
    """Differences of cost lines and of providers each add up to the difference of the costs."""
    found = compare(project, today, cheapest, changed_only=False)
    change = cheapest.cost - today.cost
    assert found.cost_lines["difference"].sum() == pytest.approx(change, rel=1e-9)
    # What the company itself pays, such as selection and advice, belongs to no provider.
    company = sum(r.amount for r in cheapest.cost_line_rows if r.provider_id is None and r.package_id is None)
    company -= sum(r.amount for r in today.cost_line_rows if r.provider_id is None and r.package_id is None)
    assert found.providers["difference"].sum() + company == pytest.approx(change, rel=1e-9)


def test_everything_can_be_asked_for(project, today):
    """All processes are listed if the rows that do not differ are wanted too."""
    assert len(compare(project, today, today, changed_only=False).processes) == len(project.processes)


def test_comparison_is_plain_json(project, today, cheapest):
    """The comparison is JSON without not-a-number, missing figures as null."""
    data = json.loads(json.dumps(compare(project, today, cheapest).to_json_dict(), allow_nan=False))
    assert data["a"] == "today"
    assert data["scenarios"][0]["gap"] is None


def test_shares_of_people_add_up_to_one(project, cheapest):
    """Shares of handle time are of people's work alone, so they add up to one."""
    assert sum(facts_of(project, cheapest).handle_time_shares.values()) == pytest.approx(1)


def test_a_result_without_plan_is_refused(project, today):
    """Comparing with a scenario that has no plan is an error that says so."""
    with pytest.raises(ValueError, match="no plan"):
        compare(project, today, Result(scenario_id="blended", status="infeasible"))


def test_a_result_without_plan_still_has_its_row(project):
    """The scenario table lists a scenario without a plan, its figures blank."""
    row = scenario_table(project, (Result(scenario_id="blended", status="infeasible"),)).iloc[0]
    assert row["status"] == "infeasible"
    assert np.isnan(float(row["cost"]))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (Assignment(package_id="P99/nl/*/*", provider_id="PR01"), "the project does not have"),
        (Assignment(package_id="P01/xx/*/*", provider_id="PR99"), "does not offer"),
    ],
)
def test_a_plan_that_does_not_fit_is_named(project, row, message):
    """A package or an option the project does not have is named."""
    with pytest.raises(UnknownNameError, match=message):
        choice_of(costing_of(project), Plan(assignments=(row,)))
