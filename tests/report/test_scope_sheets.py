"""Scope sheets: what each provider would get, its hand-offs, and by how much it lost the rest."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from tests.builders import company, handoff, offer, own, process, speaks, stream, today, vendor
from touchmap.project import ScenarioRow
from touchmap.project.edits import forbid
from touchmap.report.scope_sheets import (
    DEARER,
    NO_OWNER,
    RULED_OUT,
    handoff_table,
    lost_table,
    pack_providers,
    scope_pack_bytes,
    scope_sheet_bytes,
    scope_table,
)
from touchmap.solving import evaluate, solve


def tendered(*rows):
    """P1 and P2 at own staff (20 an hour); VEN bids 8 for P1 only, LAT 9 and OTH 10 for both."""
    bids = (offer("O1", "VEN", 8, process_id="P1"), offer("O2", "OTH", 10), offer("O3", "LAT", 9))
    work = (
        process("P1", regulated=("FCA",), training_days=3),
        process("P2"),
        stream("D1", service_level_share=0.8, service_level_seconds=20),
        stream("D2", 500, process_id="P2"),
        today("D1", "OWN"),
        today("D2", "OWN"),
    )
    parties = (own(), *(vendor(name) for name in ("VEN", "OTH", "LAT")), speaks("VEN"), speaks("OTH"))
    return company(*parties, *bids, *work, *rows)


@pytest.fixture(scope="module")
def project():
    return tendered(handoff(owner="Ann"))


@pytest.fixture(scope="module")
def plan(project):
    """VEN does P1, LAT does P2."""
    return solve(project, "cheapest", in_process=True)


def test_a_scope_holds_the_streams_of_the_work_and_nothing_of_money(project, plan):
    (row,) = scope_table(project, plan, "VEN").to_dict("records")
    assert (row["process"], row["part"], row["contacts_per_month"]) == ("P1", "people", 1000)
    assert (row["service_level"], row["requirements"]) == ("80% within 20 s", "FCA")
    assert (row["training_days"], row["change"]) == (3, "new to you")
    assert not [name for name in row if "cost" in name or "price" in name or "rate" in name]
    assert scope_table(project, plan, "OTH").empty


def test_lost_by_is_how_much_dearer_the_own_way_is(project, plan):
    """P1 at 9 and 10 against 8 is 1/8 and 1/4 dearer; P2 at 10 against 9 is 1/9; own staff cost 20."""
    assert list(lost_table(project, plan, "LAT")["lost_by"]) == pytest.approx([1 / 8])
    assert list(lost_table(project, plan, "OTH")["lost_by"]) == pytest.approx([1 / 9, 1 / 4])
    assert list(lost_table(project, plan, "OWN")["lost_by"]) == pytest.approx([11 / 9, 3 / 2])
    assert set(lost_table(project, plan, "OTH")["reason"]) == {DEARER}
    assert lost_table(project, plan, "VEN").empty


def test_work_a_provider_may_not_do_has_no_share_but_a_reason(project):
    written = project.replace(scenarios=(ScenarioRow(scenario_id="cheapest", name="Cheapest"),))
    ruled = forbid(written, "cheapest", "P1", "LAT").apply(written)
    lost = lost_table(ruled, solve(ruled, "cheapest", in_process=True), "LAT")
    assert list(lost["lost_by"].isna()) == [True]
    assert list(lost["reason"]) == [RULED_OUT]


def test_hand_offs_are_those_with_other_parties_with_their_owner(project, plan):
    for provider, other in (("VEN", "to_party"), ("LAT", "from_party")):
        (row,) = handoff_table(project, plan, provider).to_dict("records")
        assert (row["from_process"], row["to"], row["owner"]) == ("P1", "P2", "Ann")
        assert row[other] != provider
    assert handoff_table(project, plan, "OWN").empty
    unowned = tendered(handoff())
    (row,) = handoff_table(unowned, solve(unowned, "cheapest", in_process=True), "VEN").to_dict("records")
    assert row["owner"] == NO_OWNER


def test_the_pack_has_a_workbook_for_everybody_who_works_or_quotes(project, plan):
    assert [p.provider_id for p in pack_providers(project, plan)] == ["VEN", "OTH", "LAT"]
    with zipfile.ZipFile(BytesIO(scope_pack_bytes(project, plan))) as packed:
        assert packed.namelist() == ["scope-VEN.xlsx", "scope-OTH.xlsx", "scope-LAT.xlsx"]
        book = openpyxl.load_workbook(BytesIO(packed.read("scope-OTH.xlsx")))
    assert book.sheetnames == ["Read-me", "Scope", "Hand-offs", "Not won"]
    assert book["Not won"]["D2"].value == pytest.approx(1 / 9)


def test_nobody_lost_what_was_never_sought(project):
    priced = evaluate(project)
    assert lost_table(project, priced, "VEN").empty
    assert [p.provider_id for p in pack_providers(project, priced)] == ["OWN", "VEN", "OTH", "LAT"]


def test_a_name_that_looks_like_a_formula_stays_text(plan):
    hostile = tendered(handoff(owner="=HYPERLINK(1)", note="+1"))
    data = scope_sheet_bytes(hostile, solve(hostile, "cheapest", in_process=True), "VEN")
    row = [cell for cell in openpyxl.load_workbook(BytesIO(data))["Hand-offs"][2] if cell.value]
    assert {cell.data_type for cell in row} <= {"s", "n"}
