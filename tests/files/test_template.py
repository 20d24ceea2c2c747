"""The empty workbook to fill in."""

import pytest
from openpyxl import load_workbook

from touchmap.errors import UnreadableFileError
from touchmap.files import load, read_project, write_template
from touchmap.files.columns import columns
from touchmap.files.workbook_writer import sheet_order
from touchmap.project import TABLES, Project


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The template as a spreadsheet program sees it."""
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    write_template(path)
    return load_workbook(path)


def test_every_table_has_a_sheet(book):
    """Read-me first, then the settings, then the tables people fill in first, then the others."""
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["Read-me", "settings", *sheet_order()]
    assert sorted(sheet_order()) == sorted(TABLES)
    assert visible[2:6] == ["processes", "demand", "providers", "offers"]


@pytest.mark.parametrize("table", TABLES)
def test_every_heading_is_explained(book, table):
    """Every column is there, key first, with a note; headings are frozen, filtered and never merged."""
    sheet = book[table]
    headings = [cell.value for cell in sheet[1]]
    assert headings[: len(columns(table))] == list(columns(table))
    for cell in sheet[1][: len(columns(table))]:
        column = columns(table)[cell.value]
        assert column.description in cell.comment.text
        assert column.unit in cell.comment.text
        assert column.range_text in cell.comment.text
        assert ("Required" in cell.comment.text) is column.required
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref
    assert not sheet.merged_cells.ranges


def test_required_headings_look_different(book):
    """Required and optional headings have different colours."""
    cells_of = {cell.value: cell for cell in book["demand"][1]}
    assert cells_of["contacts_per_month"].fill.fgColor.rgb != cells_of["market"].fill.fgColor.rgb


@pytest.mark.parametrize(
    ("table", "heading"), [("demand", "channel"), ("processes", "key_competency"), ("rules", "stem")]
)
def test_listed_words_have_a_drop_down(book, table, heading):
    """Columns with a closed list offer it, short lists in the cell and long ones from a hidden sheet."""
    sheet = book[table]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    rule = next(r for r in sheet.data_validations.dataValidation if f"{letter}2" in r.sqref)
    column = columns(table)[heading]
    words = ("yes", "no") if heading == "key_competency" else column.choices
    if rule.formula1.startswith('"'):
        assert tuple(rule.formula1.strip('"').split(",")) == words
    else:
        name, area = rule.formula1.split("!")
        listed = book[name.strip("'")]
        assert tuple(row[0].value for row in listed[area.replace("$", "")]) == words
        assert listed.sheet_state == "hidden"


def test_template_is_an_empty_project(tmp_path):
    """Read back as it is, the template says that there is no process and no provider, no more."""
    write_template(tmp_path / "t.xlsx")
    project, issues = read_project(tmp_path / "t.xlsx", check=False)
    assert project == Project()
    assert issues == []
    assert {issue.code for issue in read_project(tmp_path / "t.xlsx")[1]} == {"no_process", "no_provider"}


def test_smallest_useful_input(tmp_path):
    """What the Read-me sheet calls the smallest useful input is a valid project."""
    write_template(tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    for table, row in (
        ("processes", {"name": "Billing", "contacts_per_month": 9000, "handle_seconds": 300}),
        ("providers", {"name": "Own team", "sourcing_model": "in_house", "base_rate": 35}),
    ):
        headings = [cell.value for cell in book[table][1]]
        for heading, value in row.items():
            book[table].cell(2, headings.index(heading) + 1, value)
    book.save(tmp_path / "filled.xlsx")
    project = load(tmp_path / "filled.xlsx")
    assert project.demand[0].contacts_per_month == 9000


def test_template_is_a_workbook(tmp_path):
    """The template is only written as a workbook."""
    with pytest.raises(UnreadableFileError, match="must end in"):
        write_template(tmp_path / "t.csv")
