"""Workbooks: as Excel users fill them in, and as the package writes them."""

import pytest
from openpyxl import load_workbook

from tests.files.builders import cells, change_part, read_parts, workbook, write_parts
from touchmap.errors import Severity, UnreadableFileError
from touchmap.files import load, read_project, save
from touchmap.project import Process, Project

STREAM = ["demand_id", "process_id", "contacts_per_month", "handle_seconds"]


def errors_of(path):
    _, issues = read_project(path)
    return [issue for issue in issues if issue.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (300, 300),
        ("6:10", 370),
        ((370 / 1440, "h:mm"), 370),  # 6:10 typed into Excel becomes ten past six
        ((370 / 86400, "h:mm:ss"), 370),
        ((370 / 86400, "[m]:ss"), 370),
        ((3630 / 86400, "[h]:mm:ss"), 3630),
    ],
)
def test_handle_time_as_typed_in_excel(tmp_path, cell, seconds):
    """A handle time typed as seconds or as minutes and seconds is the same number of seconds."""
    path = workbook(tmp_path / "p.xlsx", demand=[STREAM, ["D1", "P1", 9000, cell]])
    assert load(path).demand[0].handle_seconds == seconds


def test_clock_time_that_could_be_hours_is_refused(tmp_path):
    """70:10 typed into Excel becomes seventy hours; it is refused and not taken for minutes or hours."""
    path = workbook(tmp_path / "p.xlsx", demand=[STREAM, ["D1", "P1", 9000, (4210 / 1440, "[h]:mm:ss")]])
    assert [(i.code, i.where.column) for i in errors_of(path)] == [("ambiguous_time", "handle_seconds")]


def test_real_types_are_read_as_such(tmp_path):
    """Dates, percentages, truth values and number-like ids are read from real Excel cells."""
    contracts = [
        ["contract_id", "provider_id", "ends_on", "owner_time_share"],
        [1001, "PR1", (46022, "yyyy-mm-dd"), 0.2],
    ]
    processes = [
        ["process_id", "name", "key_competency", "note"],
        ["P1", "Billing", True, (46022, "dd/mm/yyyy")],
    ]
    project, _ = read_project(
        workbook(tmp_path / "p.xlsx", contracts=contracts, processes=processes), check=False
    )
    assert project.contracts[0].contract_id == "1001"
    assert project.contracts[0].ends_on.isoformat() == "2025-12-31"  # day 46022 of Excel's calendar
    assert project.contracts[0].owner_time_share == 0.2
    assert project.processes[0].key_competency is True
    assert project.processes[0].note == "2025-12-31"


def test_formulas_and_errors_are_told_by_cell(tmp_path):
    """A formula or an error value is never calculated or guessed; each is told by sheet, row and column."""
    rows = [STREAM, ["D1", "P1", "=SUM(1,2)", 300], ["D2", "P1", 100, "=6*60"], ["D3", "P1", "soon", 300]]
    path = workbook(tmp_path / "p.xlsx", demand=rows)
    found = [(i.code, i.where.file, i.where.line, i.where.column, i.value) for i in errors_of(path)]
    sheet = "p.xlsx, sheet demand"
    assert found == [
        ("formula_cell", sheet, 2, "contacts_per_month", "=SUM(1,2)"),
        ("formula_cell", sheet, 3, "handle_seconds", "=6*60"),
        ("bad_number", sheet, 4, "contacts_per_month", "soon"),
    ]
    change_part(
        path,
        "xl/worksheets/sheet2.xml",
        b'<c r="C2"><f>SUM(1,2)</f><v>0</v></c>',
        b'<c r="C2" t="e"><v>#N/A</v></c>',
    )
    assert errors_of(path)[0].code == "error_cell"


def test_formula_in_a_heading(tmp_path):
    """A heading that is a formula is told as well."""
    path = workbook(tmp_path / "p.xlsx", stages=[["stage_id", '="na"&"me"'], ["ST1", "Use"]])
    assert "formula_cell" in [issue.code for issue in errors_of(path)]


def test_cells_without_heading(tmp_path):
    """A cell beside the table is told, and blank rows and columns are not."""
    rows = [["process_id", "name"], [], ["P1", "Billing"], ["P2", "Claims", None, "stray"]]
    path = workbook(tmp_path / "p.xlsx", processes=rows)
    assert [(i.code, i.where.line, i.value) for i in errors_of(path)] == [("ragged_row", 4, "stray")]


def test_sheets_by_any_spelling(tmp_path):
    """Sheets are found by their name in any spelling; others are told as a warning."""
    languages = [["Provider", "Language"], ["PR1", "nl"]]
    path = workbook(
        tmp_path / "p.xlsx", **{"Provider languages": languages, "Sheet9": [["x"]], "_own": [["x"]]}
    )
    project, issues = read_project(path)
    assert project.provider_languages[0].language == "nl"
    assert [i.value for i in issues if i.code == "unknown_table"] == ["Sheet9"]


def test_no_sheet_is_a_table(tmp_path):
    """A workbook without any table says so."""
    path = workbook(tmp_path / "p.xlsx")
    parts = read_parts(path)
    for name in ("processes", "demand", "providers"):
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            b'"%s"' % name.encode(), b'"x%s"' % name.encode()
        )
    write_parts(path, parts)
    assert [issue.code for issue in errors_of(path)] == ["no_tables"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.org", "0012", "<r>x</r>", "{=1}"]
)
def test_text_stays_text(tmp_path, text):
    """Text that looks like a formula, number or link is stored as text and never as anything else."""
    save(Project(processes=(Process(process_id="P1", name=text.strip(), note=text),)), tmp_path / "p.xlsx")
    sheet = load_workbook(tmp_path / "p.xlsx")["processes"]
    written = [cell for cell in sheet[2] if cell.value is not None]
    assert [cell.data_type for cell in written] == ["s", "s", "s"]
    assert [cell.hyperlink for cell in written] == [None, None, None]


def test_numbers_stay_numbers(insurer, tmp_path):
    """Numbers are real numbers in the workbook, so that people can calculate with them."""
    save(insurer, tmp_path / "p.xlsx")
    sheet = load_workbook(tmp_path / "p.xlsx")["demand"]
    position = [cell.value for cell in sheet[1]].index("contacts_per_month")
    assert {row[position].data_type for row in sheet.iter_rows(min_row=2)} == {"n"}


def test_text_a_cell_cannot_hold(tmp_path):
    """A text no cell can hold is refused before anything is written, and not cut off."""
    words = tuple(f"{'x' * 4000}{number}" for number in range(9))
    path = tmp_path / "p.xlsx"
    with pytest.raises(UnreadableFileError, match="tags is longer"):
        save(Project(processes=(Process(process_id="P1", name="A", tags=words),)), path)
    with pytest.raises(UnreadableFileError, match="cannot keep the text"):
        save(Project(processes=(Process(process_id="P1", name="_x0041_x0042_"),)), path)
    assert not path.exists()


def test_builder_reads_numbers():
    """The small workbooks of these tests hold real numbers."""
    assert cells("a,1.5") == [["a", 1.5]]
