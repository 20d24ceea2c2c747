"""Trade-offs: the frontier and its points, plans as good, futures, outages."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import settled
from tests.ui.test_solve import keys, plan_of, until, with_plans
from touchmap.analysis.criteria import CRITERIA
from touchmap.analysis.variants import scenario_of_point
from touchmap.plan import SolveStatus
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


@pytest.mark.slow
def test_a_plan_as_good_becomes_a_scenario_with_that_plan(open_page, insurer):
    """The copy has the plan as its result, priced and not sought, and it is not out of date."""
    app = open_page("tradeoffs", "insurer", scenario="cheapest", view="alternatives")
    app.number_input(key="alike-count").set_value(1).run()
    until(start(app), lambda a: "alike-keep" in keys(a))
    before = insurer.project()
    app.text_input(key="alike-name-1").set_value("Nearly as cheap").run()
    app.button(key="alike-keep").click().run()
    assert not app.exception
    (new,) = {s.scenario_id for s in insurer.project().scenarios} - {s.scenario_id for s in before.scenarios}
    kept = insurer.results.latest(new)
    assert not kept.is_stale
    result, best = insurer.results.read(kept.result_id), insurer.results.latest("cheapest")
    assert result.status is SolveStatus.EVALUATED
    assert result.plan != insurer.results.read(best.result_id).plan
    assert find_scenario(insurer.project(), new).row.name == "Nearly as cheap"
    assert result.cost == pytest.approx(insurer.results.read(best.result_id).cost, rel=0.03)


def marks(picture):
    """Places of what is drawn in strong colours, from left to right, in pixels of the picture."""
    image = Image.open(BytesIO(picture)).convert("HSV")
    wide, high = image.size
    places, found = image.load(), []
    strong = ((x, y) for x in range(0, wide, 2) for y in range(0, high, 2) if places[x, y][1] > 110)
    for x, y in strong:
        if all(abs(x - a) + abs(y - b) > 16 for a, b in found):
            found.append((x, y))
    return found


@pytest.mark.slow
def test_in_the_browser_a_click_on_a_point_shows_its_plan(show, server):
    """Whatever point is clicked on the chart, its plan is the one that is shown beside it."""
    server.stored("insurer").results.save(plan_of("insurer", "cheapest"), author="Ann")
    page = show("tradeoffs", "insurer", scenario="cheapest", view="frontier")
    # The fewest points that can be asked for: 3.
    page.locator(".st-key-frontier-points").get_by_role("slider").press("Home")
    settled(page)
    page.locator("[class*='st-key-start-'] button").click()
    chart = page.locator(".st-key-chart-frontier canvas, .st-key-chart-frontier svg.marks").first
    chart.wait_for(timeout=90_000)
    settled(page)
    shown = page.locator(".st-key-frontier-point input")
    first = shown.input_value()
    box = chart.bounding_box()
    for x, y in marks(chart.screenshot()):
        page.mouse.click(box["x"] + x + 3, box["y"] + y + 3)
        page.wait_for_timeout(700)
        settled(page)
        if shown.input_value() != first:
            break
    expect(shown).not_to_have_value(first)
