"""Results shared by the tests of reports: the telecom sample, today and each package at its cheapest."""

import pytest

from tests.report.plans import cheapest_choice, read_sample, result_of, today_choice
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_choice, evaluate_today
from touchmap.findings import find_findings, not_included
from touchmap.plan import Result
from touchmap.project import Project


@pytest.fixture(scope="session")
def telecom() -> Project:
    """The sample telecom company."""
    return read_sample("telecom_isp")


@pytest.fixture(scope="session")
def cheapest(telecom) -> Result:
    """Each package at its cheapest, with findings."""
    costing = build_costing(telecom)
    plan, today = evaluate_choice(costing, cheapest_choice(costing)), evaluate_today(costing)
    return result_of(
        telecom,
        findings=find_findings(telecom, costing, plan, today),
        not_included=not_included(telecom, plan, today),
    )


@pytest.fixture(scope="session")
def today(telecom) -> Result:
    """Today's assignment."""
    return result_of(
        telecom,
        today_choice,
        scenario_id="today",
        scenario_name="Today",
        objective_kind="today",
        status="evaluated",
    )


@pytest.fixture(scope="session")
def no_plan(telecom) -> Result:
    """A scenario that has no plan."""
    return Result(
        scenario_id="blended", status="infeasible", message="No plan holds all the rules.", currency="EUR"
    )
