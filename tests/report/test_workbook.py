"""The result workbook and CSV: what people find when they open them."""

import csv
import io
from itertools import pairwise

import openpyxl
import pytest

from touchmap.errors import UnreadableFileError
from touchmap.project import Process
from touchmap.report import assignment_table, write_result_csv, write_result_workbook
from touchmap.report.assignment import ASSIGNMENT_COLUMNS
from touchmap.report.workbook import SHEETS, result_workbook_bytes

TABLE_SHEETS = tuple(SHEETS)


@pytest.fixture(scope="module")
def book(telecom, cheapest):
    """The workbook of a result, formulas as their values."""
    return openpyxl.load_workbook(io.BytesIO(result_workbook_bytes(telecom, cheapest)), data_only=True)


def test_sheets_are_all_there(book):
    """A read-me and one sheet for each table."""
    assert book.sheetnames == ["Read-me", *TABLE_SHEETS]


@pytest.mark.parametrize("name", TABLE_SHEETS)
def test_sheet_can_be_filtered_and_printed(book, name):
    """Header and id column frozen, filter on, no merged cells, one landscape page wide, header on each."""
    sheet = book[name]
    assert sheet.freeze_panes == "B2"
    assert not sheet.merged_cells.ranges
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    if sheet.max_row > 1:
        assert sheet.auto_filter.ref.startswith("A1:")


def test_headings_have_units(book):
    """Every heading of a figure says its unit; money says its currency."""
    headings = [cell.value for cell in book["Assignment"][1]]
    assert headings == [c.title("EUR") for c in ASSIGNMENT_COLUMNS]
    assert "Running cost, year 1 (EUR/month)" in headings
    assert "{currency}" not in "".join(headings)


def test_figures_are_numbers(book, telecom, cheapest):
    """Figures are real numbers, unrounded, and the same as in the table."""
    table = assignment_table(telecom, cheapest)
    column = [c.name for c in ASSIGNMENT_COLUMNS].index("cost") + 1
    cells = [book["Assignment"].cell(row, column).value for row in range(2, len(table) + 2)]
    assert cells == pytest.approx(list(table["cost"]))
    assert book["Assignment"].cell(2, column).number_format == "#,##0"


def test_totals_follow_the_filter(telecom, cheapest):
    """The last row adds up what the filter shows, outside the range that is filtered."""
    book = openpyxl.load_workbook(io.BytesIO(result_workbook_bytes(telecom, cheapest)))
    sheet = book["Assignment"]
    column = [c.name for c in ASSIGNMENT_COLUMNS].index("fte") + 1
    formula = sheet.cell(sheet.max_row, column).value
    assert formula.startswith("=SUBTOTAL(109,")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row - 1))


def test_totals_have_a_value_without_recalculation(book, telecom, cheapest):
    """A viewer that computes nothing still shows the totals."""
    sheet = book["Assignment"]
    column = [c.name for c in ASSIGNMENT_COLUMNS].index("fte") + 1
    total = sheet.cell(sheet.max_row, column).value
    assert total == pytest.approx(assignment_table(telecom, cheapest)["fte"].sum())


def test_sourcing_models_have_letter_and_colour(book):
    """A sourcing model shows its letter, and each model has a colour of its own."""
    column = [c.name for c in ASSIGNMENT_COLUMNS].index("sourcing_model") + 1
    cells = [
        row[column - 1]
        for row in book["Assignment"].iter_rows(min_row=2, max_row=book["Assignment"].max_row - 1)
    ]
    colours = {cell.value: cell.fill.start_color.rgb for cell in cells}
    assert "In-house (I)" in colours
    assert len(set(colours.values())) == len(colours)


def test_widths_fit_their_text(book):
    """Short text is never wider than its column."""
    sheet = book["By provider"]
    for cells in sheet.iter_cols(min_row=2):
        width = sheet.column_dimensions[cells[0].column_letter].width
        longest = max((len(c.value) for c in cells if isinstance(c.value, str)), default=0)
        assert longest <= width + 1 or width >= 60


def test_text_is_never_a_formula(telecom, cheapest):
    """A name that looks like a formula stays text."""
    evil = tuple(
        Process(**{**p.model_dump(), "name": '=HYPERLINK("http://x","y")'}) if p.process_id == "P02" else p
        for p in telecom.processes
    )
    project = telecom.replace(processes=evil)
    book = openpyxl.load_workbook(io.BytesIO(result_workbook_bytes(project, cheapest)))
    found = [c for row in book["Assignment"].iter_rows() for c in row if str(c.value).startswith("=HYPER")]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


def test_csv_is_safe_and_complete(telecom, cheapest, tmp_path):
    """The CSV has a row for each package and no cell that a spreadsheet would run."""
    evil = tuple(
        p.model_copy(update={"name": "@SUM(1)"}) if p.process_id == "P02" else p for p in telecom.processes
    )
    path = tmp_path / "plan.csv"
    write_result_csv(telecom.replace(processes=evil), cheapest, path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(cheapest.plan)
    assert "'@SUM(1)" in {row["process"] for row in rows}
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_writing_replaces_the_file_in_one_step(telecom, cheapest, tmp_path):
    """A workbook replaces the old file and leaves nothing else behind."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"old")
    write_result_workbook(telecom, cheapest, path)
    assert path.read_bytes()[:2] == b"PK"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_place_that_cannot_be_written_is_told(telecom, cheapest, tmp_path):
    """A missing folder is an error in words and not a traceback."""
    with pytest.raises(UnreadableFileError, match="cannot write"):
        write_result_csv(telecom, cheapest, tmp_path / "missing" / "plan.csv")


def test_a_result_without_a_plan_has_a_workbook_too(telecom, no_plan):
    """An infeasible scenario gives a workbook that says so."""
    book = openpyxl.load_workbook(io.BytesIO(result_workbook_bytes(telecom, no_plan)))
    words = [cell.value for row in book["Read-me"].iter_rows() for cell in row]
    assert any("infeasible" in str(word) for word in words)


def test_readme_names_every_sheet(book):
    """The read-me lists every sheet, in order."""
    labels = [row[0].value for row in book["Read-me"].iter_rows()]
    places = [labels.index(name) for name in TABLE_SHEETS]
    assert all(a < b for a, b in pairwise(places))
