"""Business case, scorecard, risks, staffing, history, exports and the board page."""

import io
import json
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from touchmap.analysis.business_case import business_case
from touchmap.examples import example
from touchmap.project.edits import set_setting
from touchmap.report.board import board_html
from touchmap.solving import evaluate, solve
from touchmap.ui.export.files import map_data, project_file

PLAN_PAGES = ("case", "risks", "board")


@pytest.fixture(scope="module")
def blended():
    return solve(example("telecom_isp"), "blended", gap=5e-3)


@pytest.fixture
def solved(workspace, blended):
    stored = workspace.open("telecom_isp")
    stored.results.save(blended, author="Ann")
    return stored


@pytest.mark.parametrize("page", PLAN_PAGES)
def test_a_scenario_never_solved_says_how_to_solve_it(open_page, page):
    app = open_page(page, scenario="blended")
    assert [found.value for found in app.subheader] == ["This scenario has not been solved yet"]
    assert app.button(key="to-solve")


@pytest.mark.slow
@pytest.mark.parametrize("page", PLAN_PAGES)
def test_a_plan_of_older_facts_is_shown_with_them_and_marked(open_page, solved, page):
    solved.commit(set_setting(solved.project(), "discount_rate", 0.2), author="Ann")
    app = open_page(page, scenario="blended")
    assert any("inputs have changed" in warning.value for warning in app.warning)
    assert any("touch needs confirmed" in link.proto.label for link in app.get("page_link"))
    assert not app.subheader


@pytest.mark.slow
def test_the_case_shows_the_figures_of_the_library(open_page, solved, blended):
    case = business_case(example("telecom_isp"), blended)
    app = open_page("case", scenario="blended")
    values = {metric.label: metric.value for metric in app.metric}
    assert values["Net saving · P50 (EUR)"] == f"{round(case.net.p50.amount):,}"
    assert values["P10 · nine in ten save more (EUR)"] == f"{round(case.net.p10.amount):,}"
    shown = "\n".join(found.value for found in app.markdown)
    assert "Stranded cost" in shown


@pytest.mark.slow
def test_a_scope_sheet_is_offered_for_third_parties_first(open_page, workspace):
    stored = workspace.open("insurer")
    stored.results.save(evaluate(stored.project()), author="Ann")
    app = open_page("export", "insurer", scenario="today")
    offered = app.selectbox(key="scope-provider")
    owned = {p.name: p.is_own for p in stored.project().providers}
    assert not owned[offered.options[0]]
    assert [owned[name] for name in offered.options] == sorted(owned[name] for name in offered.options)
    labels = [button.proto.label for button in app.get("download_button")]
    assert "Scope sheet (Excel)" in labels
    assert f"All {len(offered.options)} (ZIP)" in labels
    assert any("by how much it lost" in found.value for found in app.caption)


@pytest.mark.slow
def test_risks_name_the_fields_that_trigger_them(open_page, solved):
    app = open_page("risks", scenario="blended")
    assert len(app.expander) > 5
    assert "risks are triggered" in app.header[0].value


@pytest.mark.slow
def test_staffing_is_worked_out_off_the_page_and_shown(open_page):
    app = open_page("staffing", "insurer")
    for _ in range(120):
        if app.metric:
            break
        time.sleep(0.5)
        app.run()
    alone, pooled, counted = (float(metric.value.replace(",", "")) for metric in app.metric)
    assert alone >= pooled > 0
    assert counted > 0


def test_history_takes_back_an_own_edit_by_its_number(open_page, workspace):
    stored = workspace.open("telecom_isp")
    app = open_page("history")
    author = app.session_state["desk"].person.name
    stored.commit(set_setting(stored.project(), "name", "First"), author=author)
    stored.commit(set_setting(stored.project(), "discount_rate", 0.11), author=author)
    app.run()
    app.button(key="take-back-1").click().run()
    after = stored.project().settings
    assert after.name != "First"
    assert after.discount_rate == 0.11


def test_a_decision_is_recorded_and_stands_in_the_minutes(open_page, workspace):
    app = open_page("history")
    app.text_area(key="decision-text").input("Complaints *stay* here")
    next(b for b in app.button if b.label == "Record").click().run()
    assert "Complaints \\*stay\\* here" in workspace.open("telecom_isp").minutes()
    assert any("Complaints \\*stay\\* here" in found.value for found in app.markdown)


def test_a_version_can_be_named_and_compared(open_page, workspace):
    stored = workspace.open("telecom_isp")
    app = open_page("history")
    app.text_input(key="version-name").input("Before the board")
    next(b for b in app.button if b.label == "Name it").click().run()
    stored.commit(set_setting(stored.project(), "name", "Later"), author="Ann")
    app.run()
    app.selectbox(key="compare-version").select(0).run()
    assert "Later" in app.dataframe[0].value.to_string()


@pytest.mark.parametrize("ending", ["xlsx", "zip", "json"])
def test_the_whole_project_can_be_taken_away_and_read_back(tmp_path: Path, ending):
    from touchmap.files import load

    project = example("insurer")
    data = project_file(project, ending, origin="x:1")
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(tmp_path / "insurer")
        path = tmp_path / "insurer"
    else:
        path = tmp_path / f"insurer.{ending}"
        path.write_bytes(data)
    assert load(path) == project


def test_the_map_can_be_taken_away_as_data():
    project = example("online_retailer")
    assert b"<graphml" in map_data(project, "graphml")
    assert json.loads(map_data(project, "json"))
    assert map_data(project, "mmd").startswith(b"journey")


MUCH_MORE = """() => { const list = document.querySelector(".board .red ul");
  for (let n = 0; n < 25; n++) list.append(list.firstElementChild.cloneNode(true)); }"""


def _sheets(page, path: Path) -> int:
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


@pytest.mark.slow
def test_the_board_page_prints_on_one_sheet(show, server, blended, tmp_path):
    """However much there is to say, and with the note that the plan is of older facts above it."""
    stored = server.stored()
    stored.results.save(blended, author="Ann")
    page = show("board", scenario="blended")
    page.get_by_role("button", name="Print").wait_for()
    assert _sheets(page, tmp_path / "board.pdf") == 1
    stored.commit(set_setting(stored.project(), "discount_rate", 0.2), author="Ann")
    page = show("board", scenario="blended")
    page.get_by_text("inputs have changed").wait_for()
    page.get_by_role("button", name="Print").wait_for()
    page.locator(".board .red li").first.wait_for()
    page.evaluate(MUCH_MORE)
    assert _sheets(page, tmp_path / "stale.pdf") == 1


@pytest.mark.slow
def test_the_board_file_prints_on_one_sheet(browser_page, blended, tmp_path):
    """The same for the page as a file; it is made smaller only for paper, and only as far as needed."""
    browser_page.set_content(board_html(business_case(example("telecom_isp"), blended)))
    before = browser_page.locator(".board").bounding_box()
    assert _sheets(browser_page, tmp_path / "board.pdf") == 1
    browser_page.evaluate(MUCH_MORE)
    assert _sheets(browser_page, tmp_path / "long.pdf") == 1
    assert browser_page.locator(".board").bounding_box()["height"] > before["height"]


@pytest.mark.slow
def test_the_case_workbook_is_downloaded(show, server, blended, tmp_path):
    server.stored().results.save(blended, author="Ann")
    page = show("case", scenario="blended")
    with page.expect_download() as download:
        page.get_by_text("Case (Excel)").click()
    path = tmp_path / "case.xlsx"
    download.value.save_as(path)
    assert "Cash by month" in openpyxl.load_workbook(path).sheetnames
