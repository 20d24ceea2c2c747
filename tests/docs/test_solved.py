"""Plans on the pages are the same on every machine."""

import pytest

from tests.builders import company, own, stream, today, vendor
from tools.docs_generator.solved import proven
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario


def test_plans_are_proven_and_ties_settled():
    """Of two vendors at one rate one is chosen for good."""
    project = company(stream(), own(), vendor("A"), vendor("B"), today("D1", "OWN"))
    result = proven(build_costing(project), find_scenario(project, "cheapest"))
    assert result.cost == pytest.approx(12 * 1120)
    assert "ties settled" in result.reproducible


def test_what_has_no_plan_is_proven():
    """A rule that nobody can hold ends without a plan, and seconds are left out."""
    project = company(stream(), own(capacity_fte=0.5), today("D1", "OWN"))
    result = proven(build_costing(project), find_scenario(project, "cheapest"))
    assert (result.status.value, result.plan, result.seconds) == ("infeasible", None, 0.0)
