"""Tables: every table can be found, seen, searched and linked to; what is wrong stands beside it."""

import io

import pandas as pd
import pytest

import touchmap
from touchmap.errors import Where
from touchmap.files.columns import columns
from touchmap.project import Project
from touchmap.project.edits import set_field
from touchmap.project.model import TABLES
from touchmap.ui.problems.links import cell_params, place_words
from touchmap.ui.tables.catalogue import ALL, ESSENTIAL, ESSENTIALS, GROUPS, IN_USE, SETTINGS, columns_of
from touchmap.ui.tables.page import _csv, _workbook
from touchmap.ui.tables.search import matching, matching_settings


@pytest.fixture(scope="module")
def telecom() -> Project:
    """The sample telecom company."""
    return touchmap.example("telecom_isp")


def test_every_table_is_in_one_group():
    """Nothing of the model is out of reach, nothing stands twice."""
    listed = [table for tables in GROUPS.values() for table in tables]
    assert sorted(listed) == sorted([*TABLES, SETTINGS])


@pytest.mark.parametrize("table", sorted(ESSENTIAL))
def test_essential_columns_exist_and_hold_all_that_is_required(table):
    """A row can be added without looking at all columns."""
    known = columns(table)
    assert set(ESSENTIAL[table]) <= set(known)
    assert {name for name, column in known.items() if column.required} <= set(ESSENTIAL[table])


def test_columns_in_use_are_those_somebody_filled_in(telecom):
    """What is empty in every row is hidden, what is not is there."""
    used = columns_of(telecom, "demand", IN_USE)
    assert "patience_seconds" in used
    assert "asa_target_seconds" not in used
    assert set(columns_of(telecom, "demand", ALL)) == set(columns("demand"))


def test_a_linked_column_is_shown_next_to_the_key(telecom):
    """A link leads to a column that would be hidden otherwise."""
    shown = columns_of(telecom, "touchpoints", ESSENTIALS, "promise")
    assert shown[:2] == ("touchpoint_id", "promise")


def test_search_looks_into_cells_and_into_names_cells_refer_to(telecom):
    """People search by the name they know, not by the id in the cell."""
    name = telecom.process("P12").name
    found = {row.row_key for row in matching(telecom, "demand", name.lower())}
    assert found == {d.demand_id for d in telecom.demand if d.process_id == "P12"}
    assert not list(matching(telecom, "demand", "no such words"))
    assert [r.row_key for r in matching(telecom, "processes", "no such", always="P01")] == ["P01"]


def test_settings_are_found_by_their_meaning():
    """Nobody knows how a setting is called in the file."""
    assert "discount_rate" in matching_settings(Project(), "yearly discount")


def test_a_place_leads_to_its_cell():
    """What cannot be led to is at least said."""
    where = Where("demand", row_id="F001", column="handle_seconds")
    assert cell_params(where) == {"table": "demand", "row": "F001", "field": "handle_seconds"}
    assert place_words(where, "EUR") == "Demand streams · F001 · Handle time (m:ss)"
    assert cell_params(Where("project")) == {}


def test_downloads_read_back(telecom, tmp_path):
    """What is taken away is the table, and the whole project."""
    table = pd.read_csv(io.StringIO(_csv(telecom, "offers")))
    assert list(table["offer_id"]) == [o.offer_id for o in telecom.offers]
    (tmp_path / "whole.xlsx").write_bytes(_workbook(telecom))
    assert touchmap.load(tmp_path / "whole.xlsx") == telecom


@pytest.mark.slow
@pytest.mark.parametrize("table", [*TABLES, SETTINGS])
def test_every_table_opens(open_page, table):
    """Also those that have no row yet."""
    app = open_page("tables", table=table)
    assert not app.exception
    assert app.session_state[f"grid-tables-{table}"].sheet.table == table


def test_a_link_marks_its_row_and_shows_its_column(open_page):
    """The row stands first, and the others can be had back."""
    app = open_page("tables", table="touchpoints", row="T05", field="promise")
    grid = app.session_state["grid-tables-touchpoints"]
    assert grid.sheet.keys[0] == "T05"
    assert grid.names[1] == "promise"
    app.button(key="unmark").click().run()
    assert app.session_state["grid-tables-touchpoints"].sheet.keys[0] == "T01"


def test_another_table_is_chosen_from_all(open_page):
    """A table that is not in front is one click away."""
    app = open_page("tables")
    app.button(key="open-table-seasonality").click().run()
    assert app.query_params["table"] == "seasonality"
    assert "grid-tables-seasonality" in app.session_state


def test_what_is_wrong_is_said_beside_the_table(open_page, workspace):
    """A problem made by an edit shows with the next drawing."""
    stored = workspace.open("telecom_isp")
    project = stored.project()
    stored.commit(set_field(project, "curves", project.curves[0].row_key, "share", 0.9), author="Ann")
    app = open_page("tables", table="curves")
    assert any("Problems here" in found.value for found in app.markdown)


def test_others_edits_are_told_and_taken_over_once_nobody_types(open_page, workspace):
    """Until then the grid keeps what it shows, and says what has changed."""
    stored = workspace.open("telecom_isp")
    app = open_page("tables", table="processes")
    assert app.session_state["grid-tables-processes"].generation == 0
    stored.commit(set_field(stored.project(), "processes", "P12", "complexity", 5), author="Bea")
    app.run()
    assert app.session_state["grid-tables-processes"].generation == 0
    assert any("P12" in found.value for found in app.info)
    app.button(key="show-now-grid-tables-processes").click().run()
    grid = app.session_state["grid-tables-processes"]
    assert grid.generation == 1
    assert not app.info


def test_edits_elsewhere_leave_the_grid_as_it_is(open_page, workspace):
    """What others do in other tables is no reason to draw this one anew."""
    stored = workspace.open("telecom_isp")
    app = open_page("tables", table="processes")
    stored.commit(set_field(stored.project(), "stages", "ST1", "goal", "Be found"), author="Bea")
    app.run()
    grid = app.session_state["grid-tables-processes"]
    assert (grid.generation, grid.revision) == (0, stored.revision)
    assert not app.info
