"""Plans on the pages are the same on every machine."""

import pytest

from tests.builders import company, own, stream, today, vendor
from tools.docs_generator.solved import proven
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario


@pytest.mark.parametrize(("rate", "is_settled"), [(10, True), (10.001, False)])
def test_ties_are_settled_where_there_are_any(rate, is_settled):
    """Of two vendors at one rate one is chosen for good; where one is cheaper nothing has to be settled."""
    rows = (stream(), own(), vendor("A"), vendor("B", base_rate=rate), today("D1", "OWN"))
    project = company(*rows)
    result = proven(build_costing(project), find_scenario(project, "cheapest"))
    assert result.cost == pytest.approx(12 * 1120)
    assert ("ties settled" in result.reproducible) == is_settled
    if not is_settled:
        assert [row.provider_id for row in result.plan.assignments] == ["A"]


def test_what_has_no_plan_is_proven():
    """A rule that nobody can hold ends without a plan, and seconds are left out."""
    project = company(stream(), own(capacity_fte=0.5), today("D1", "OWN"))
    result = proven(build_costing(project), find_scenario(project, "cheapest"))
    assert (result.status.value, result.plan, result.seconds) == ("infeasible", None, 0.0)
