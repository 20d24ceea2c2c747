"""Of plans as good one is chosen for good; where there is but one, nothing has to be settled."""

import pytest

from tests.builders import company, own, stream, today, vendor
from touchmap.costing.costing import build_costing
from touchmap.project import find_scenario
from touchmap.sourcing import ties
from touchmap.sourcing.fence import Limits
from touchmap.sourcing.search import Ready


@pytest.mark.parametrize(("rate", "passes"), [(10, 3), (10.001, 0), (9.999, 0)])
def test_passes_are_made_only_where_another_plan_is_as_good(monkeypatch, rate, passes):
    """Of two vendors at one rate one is chosen by moves, quality and hash; a cheaper one needs no pass."""
    project = company(stream(), own(), vendor("A"), vendor("B", base_rate=rate), today("D1", "OWN"))
    runs, run = [], ties.fence.run
    monkeypatch.setattr(ties.fence, "run", lambda *a, **k: runs.append(a) or run(*a, **k))
    ready = Ready(build_costing(project), find_scenario(project, "cheapest"))
    found = ready.find(Limits(gap=0.0))
    assert found.ties_settled
    assert len(runs) == passes
    if not passes:
        options = ready.costing.options
        chosen = options.providers[options.lead[found.choice[0]]].provider_id
        assert chosen == ("A" if rate > 10 else "B")


def test_without_time_ties_stay_as_they_are(monkeypatch):
    """The plan is the proven one, and is not said to be the same everywhere."""
    project = company(stream(), own(), vendor("A"), vendor("B"), today("D1", "OWN"))
    run = ties.fence.run
    monkeypatch.setattr(
        ties.fence,
        "run",
        lambda problem, limits, **k: run(problem, Limits(gap=limits.gap, seconds=0.0), **k),
    )
    found = Ready(build_costing(project), find_scenario(project, "cheapest")).find(Limits(gap=0.0))
    assert found.choice is not None
    assert not found.ties_settled
