"""Staffing on paper: tables, CSV, workbook and text say the same, and nothing in the data can break them."""

import csv
import io

import pytest
from openpyxl import load_workbook
from rich.console import Console

from tests.builders import company, own, process, speaks, stream, today
from touchmap.costing.costing import build_costing
from touchmap.costing.evaluation import evaluate_today
from touchmap.costing.staffing_difference import staffing_differences
from touchmap.errors import UnreadableFileError
from touchmap.report import text
from touchmap.report.staffing import (
    POOL_COLUMNS,
    STAFF_COLUMNS,
    counted_notes,
    pool_table,
    staff_notes_table,
    staff_table,
    write_staffing,
)
from touchmap.report.staffing_curves import DIFFERENCE_COLUMNS, difference_table
from touchmap.workload.staffing.pool_curve import propose_pools
from touchmap.workload.staffing.staff import staff
from touchmap.workload.staffing.targets import target_issues

OFFICE = {"opening_hours": "Mo-Fr 9-17"}


@pytest.fixture
def project():
    """Calls and mail in Dutch, calls in German, a name that looks like a formula and like markup."""
    return company(
        process("P1", name="=1+1 [red]Odd[/nope]"),
        process("P2"),
        own(),
        stream("D1", 5000, **OFFICE),
        stream("D2", 2000, channel="email", **OFFICE),
        stream("D3", 500, language="de", process_id="P2", **OFFICE),
    )


def printed(renderable, width) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("by_month", [False, True])
def test_text_fits_and_lists_everything(project, width, by_month):
    """No line is too wide; processes, languages and notes are there, markup in names is text."""
    shown = printed(text.staffing(project, staff(project), by_month=by_month, width=width), width)
    assert max(map(len, shown.splitlines())) <= width
    for part in ("P1", "P2", "Language pools", "de", "nl", "Taken for granted", "demand.curve_id: 3 streams"):
        assert part in shown
    assert ("Dec" in shown) is by_month
    if not by_month:
        assert "[red]" in shown


def test_tables_have_a_row_for_each_month(project):
    """Two processes and languages, two pools, twelve months each, in the columns promised."""
    found = staff(project)
    rows, pools = staff_table(project, found), pool_table(project, found)
    assert list(rows.columns) == [c.name for c in STAFF_COLUMNS]
    assert list(pools.columns) == [c.name for c in POOL_COLUMNS]
    assert len(rows) == len(pools) == 24
    assert rows["fte"].sum() == pytest.approx(pools["fte"].sum(), abs=1e-4)
    assert rows["month"].tolist() == [*range(1, 13)] * 2


def test_notes_name_stream_and_field(project):
    """Each missing figure is a row; of a kind, one sentence counts them."""
    found = staff(project)
    notes = staff_notes_table(found)
    assert set(notes["demand_id"]) == {"D1", "D2", "D3"}
    assert {"curve_id", "seasonality_id", "patience_seconds"} <= set(notes["field"])
    patience = next(n for n in counted_notes(found) if "patience" in n)
    assert patience.startswith("demand.patience_seconds: 2 streams (D1, D3) each has no patience")


def test_csv_and_workbook_hold_the_same(project, tmp_path):
    """The same FTE in both; no cell is a formula."""
    found = staff(project)
    write_staffing(project, found, tmp_path / "s.csv")
    write_staffing(project, found, tmp_path / "s.xlsx")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "s.csv").read_text(encoding="utf-8-sig"))))
    book = load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == ["Read-me", "Processes", "Language pools", "Staffing curves", "Notes"]
    sheet = list(book["Processes"].iter_rows(min_row=2, max_row=25, values_only=True))
    fte = [c.name for c in STAFF_COLUMNS].index("fte")
    assert [float(r["fte"]) for r in rows] == pytest.approx([line[fte] for line in sheet])
    assert rows[0]["process"].startswith("'=")
    assert all(cell.data_type != "f" for line in book["Processes"].iter_rows() for cell in line)


PARTIES = (
    own(),
    process("P1"),
    process("P2", name="Mail"),
    speaks("OWN"),
    speaks("OWN", "de", opening_fte=2),
)
TWO = (
    stream("D1", 5000, **OFFICE),
    stream("D2", 2000, process_id="P2", channel="email", **OFFICE),
    stream("D3", 500, language="de", **OFFICE),
    *(today(demand_id, "OWN") for demand_id in ("D1", "D2", "D3")),
)


@pytest.mark.parametrize("is_on", [False, True])
def test_staffing_curves_and_differences_are_shown(is_on, tmp_path):
    """Proposed and stated figures in text and workbook; costed and exact FTE add up to the totals shown."""
    project = company(*PARTIES, *TWO, staffing_curve=is_on)
    proposals = propose_pools(project)
    shown = printed(text.staffing_curves(project, proposals), 80)
    assert "2.00*" in shown
    assert ("settings.staffing_curve is off" in shown) is not is_on
    found = staffing_differences(evaluate_today(build_costing(project)))
    rows = difference_table(project, found)
    assert list(rows.columns) == [c.name for c in DIFFERENCE_COLUMNS]
    assert (rows["exact_fte"] - rows["costed_fte"]).to_list() == pytest.approx(
        rows["difference_fte"].to_list()
    )
    shown = printed(text.staffing_differences(project, found, "Today"), 80)
    assert f"{rows['exact_fte'].sum():.1f}" in shown.split("All pools")[1]
    write_staffing(project, staff(project), tmp_path / "s.xlsx", (), found)
    book = load_workbook(tmp_path / "s.xlsx")
    assert {"Staffing curves", "Staffing difference"} <= set(book.sheetnames)
    curves = list(book["Staffing curves"].iter_rows(min_row=2, max_row=3, values_only=True))
    assert [row[2] for row in curves] == [p.language for p in proposals]


def test_targets_to_look_at_are_counted_by_kind(project):
    """Streams with the same advice are one line, and each is a row among the notes."""
    slow = {"service_level_share": 0.8, "service_level_seconds": 180, "patience_seconds": 120, **OFFICE}
    asked = company(own(), stream("D1", 5000, **slow), stream("D2", 4000, language="de", **slow))
    targets = target_issues(asked)
    shown = " ".join(printed(text.staffing(asked, staff(asked), targets=targets), 100).split())
    assert "D1 and 1 more: promises 80% in 180 s" in shown
    notes = staff_notes_table(staff(asked), targets)
    assert notes["field"].to_list().count("service_level_seconds") == 2


def test_a_file_that_cannot_be_written_is_told(project, tmp_path):
    """A folder that does not exist is an error with its name."""
    with pytest.raises(UnreadableFileError, match="cannot write"):
        write_staffing(project, staff(project), tmp_path / "missing" / "s.csv")


def test_a_company_without_work_is_empty():
    """No streams: empty tables and no error."""
    empty = company()
    assert staff_table(empty, staff(empty)).empty
    assert "Language pools" in printed(text.staffing(empty, staff(empty)), 100)


@pytest.mark.parametrize(
    ("is_on", "words"), [(False, "work ÷ occupancy, no queue."), (True, "staffing curve")]
)
def test_what_is_costed_is_said_as_it_is_costed(is_on, words):
    """With staffing curves on, costed FTE hold the queue; the note below the table must not deny it."""
    project = company(
        own(), speaks("OWN"), stream("D1", 100, **OFFICE), today("D1", "OWN"), staffing_curve=is_on
    )
    shown = " ".join(printed(text.staffing(project, staff(project)), 160).split())
    assert words in shown
    assert ("no queue" in shown) is not is_on
