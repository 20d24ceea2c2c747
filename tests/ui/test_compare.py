"""Comparing: the scenario table with today first, and two scenarios row by row."""

import pytest

from tests.ui.conftest import settled
from tests.ui.test_solve import with_plans
from touchmap.analysis.compare import SCENARIO_COLUMNS, compare
from touchmap.project.edits import set_setting
from touchmap.report.columns import Kind
from touchmap.report.comparison_workbook import SCENARIOS
from touchmap.ui.compare.looks import figure, looks_of


@pytest.fixture
def insurer(workspace):
    return with_plans(workspace, "insurer", "cheapest", "blended")


@pytest.mark.slow
def test_today_comes_first_and_the_columns_are_those_of_every_report(open_page, insurer):
    table = open_page("compare", "insurer").dataframe[0].value
    assert table["Scenario"].iloc[0] == "Today"
    headings = [c.title("GBP") for c in SCENARIOS if c.name in SCENARIO_COLUMNS[1:]]
    assert [c.removesuffix(" (%)") for c in table.columns] == [*headings, "Solved"]
    assert len(table) == len(insurer.project().scenarios)
    assert (table["Status"] == "not solved yet").sum() == 3


@pytest.mark.slow
def test_a_and_b_differ_where_the_library_says_so(open_page, insurer):
    app = open_page("compare", "insurer", a="cheapest", b="blended", view="packages")
    results = [insurer.results.read(insurer.results.latest(s).result_id) for s in ("cheapest", "blended")]
    found = compare(insurer.project(), *results)
    shown = app.dataframe[1].value
    assert list(shown["B − A (GBP)"]) == list(found.packages["difference"])
    app.toggle(key="all-rows").set_value(True).run()
    assert len(app.dataframe[1].value) > len(shown)


@pytest.mark.slow
@pytest.mark.parametrize("view", ["providers", "lines", "inputs", "map"])
def test_every_section_of_a_pair_draws(open_page, insurer, view):
    app = open_page("compare", "insurer", a="today", b="blended", view=view)
    assert app.selectbox(key="pair-a").value == "today"
    assert any("touch needs confirmed" in link.proto.label for link in app.get("page_link"))
    assert not app.exception


@pytest.mark.slow
def test_plans_of_different_inputs_are_not_mixed(open_page, insurer):
    insurer.commit(set_setting(insurer.project(), "discount_rate", 0.2), author="Bea")
    app = open_page("compare", "insurer", a="today", b="blended")
    assert any("other inputs" in found.value for found in app.warning)
    assert len(app.dataframe) == 1
    assert app.dataframe[0].value["Solved"].str.contains("inputs changed").sum() == 2


def test_what_is_dearer_is_red_with_its_sign_and_what_is_cheaper_green():
    import pandas as pd

    styled = looks_of(pd.DataFrame({"d": [12.0, -3.0, 0.0, None]}), {"d": Kind.CHANGE})
    html = styled.to_html()
    assert html.count("#D55E00") == html.count("#009E73") == 1
    assert [figure(v, Kind.CHANGE) for v in (12.0, -3.0, 0.2, None)] == ["+12", "-3", "0", "–"]


@pytest.mark.slow
def test_in_the_browser_two_scenarios_are_laid_side_by_side(show, server):
    from touchmap.store import Workspace

    with Workspace(server.workspace_file) as workspace:
        with_plans(workspace, "insurer", "cheapest", "blended")
    page = show("compare", "insurer", a="cheapest", b="blended", view="map")
    page.wait_for_selector("img[alt^='Both plans']")
    settled(page)
    page.get_by_text("Providers", exact=True).click()
    page.wait_for_selector("img[alt^='Both plans']", state="detached")
    page.wait_for_url("**view=providers**")
