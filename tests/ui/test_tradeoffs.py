"""Trade-offs: the frontier and its points, plans as good, futures, outages."""

import pytest

from tests.ui.test_solve import keys, until, with_plans
from touchmap.analysis.criteria import CRITERIA
from touchmap.analysis.variants import scenario_of_point
from touchmap.project import find_scenario
from touchmap.ui.parts.section import VIEW

VIEWS = ("frontier", "alternatives", "futures", "outage")


@pytest.fixture
def insurer(workspace):
    return with_plans(workspace, "insurer", "cheapest")


def start(app):
    """Press the button that asks."""
    next(b for b in app.button if (b.key or "").startswith("start-")).click().run()
    return app


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_asked_before_it_is_wanted(open_page, insurer, view):
    app = open_page("tradeoffs", "insurer", scenario="cheapest", **{VIEW: view})
    assert sum((b.key or "").startswith("start-") for b in app.button) == 1
    assert not app.get("vega_lite_chart")


def test_about_today_nothing_is_asked(open_page):
    app = open_page("tradeoffs", "insurer", scenario="today")
    assert len(app.info) == 1
    assert not app.get("button_group")


@pytest.mark.slow
def test_a_point_of_the_frontier_becomes_a_scenario(open_page, insurer):
    app = open_page("tradeoffs", "insurer", scenario="cheapest", view="frontier")
    app.slider(key="frontier-points").set_value(3).run()
    until(start(app), lambda a: "frontier-point" in keys(a, "selectbox"))
    assert any("No plan beats a point" in found.value for found in app.caption)
    before = insurer.project()
    app.button(key="keep-point").click().run()
    after = insurer.project()
    new = {s.scenario_id for s in after.scenarios} - {s.scenario_id for s in before.scenarios}
    assert len(new) == 1
    assert any(job.request["scenario"] in new for job in insurer.jobs.all())


@pytest.mark.slow
def test_futures_are_the_same_for_the_same_seed_and_shown_with_their_spread(open_page, insurer):
    app = open_page("tradeoffs", "insurer", scenario="cheapest", view="futures")
    app.number_input(key="futures-draws").set_value(20).run()
    beside = app.multiselect(key="futures-beside-cheapest")
    assert beside.value == ["today"]
    beside.set_value(["today", "cheapest_few"]).run()
    until(start(app), lambda a: "Plan of" in [c for t in a.dataframe for c in t.value.columns] or a.dataframe)
    table = app.dataframe[0].value
    assert {"p5_cost", "p50_cost", "p95_cost"} <= set(table.columns)
    assert (table["p5_cost"] <= table["p95_cost"]).all()
    assert len(table) == 3


def test_the_scenario_of_a_point_holds_its_value_as_a_limit(workspace):
    project = workspace.open("insurer").project()
    for name, value in (("quality", 75.12345), ("offshore_share", 0.25004), ("providers", 3.0)):
        criterion = CRITERIA[name]
        kept, new = scenario_of_point(project, "cheapest", criterion, value, "Point")
        rule = find_scenario(kept, new).rules[-1].rule
        limit = rule.minimum if criterion.higher_is_better else rule.maximum
        assert rule.stem is criterion.stem
        assert abs(limit - value) <= max(criterion.step, 1e-4)
        assert criterion.badness(value) <= criterion.badness(limit) + 1e-9
        assert len(find_scenario(kept, new).rules) == len(find_scenario(project, "cheapest").rules) + 1
