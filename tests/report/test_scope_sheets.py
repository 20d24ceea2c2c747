"""Scope sheets: what each provider would get, its hand-offs, and by how much it lost the rest."""

import math
import zipfile
from io import BytesIO

import openpyxl
import pytest

from tests.builders import (
    company,
    front,
    handoff,
    offer,
    own,
    platform,
    process,
    speaks,
    stream,
    today,
    vendor,
    web,
)
from touchmap.project import ScenarioRow, Seasonality
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
    """A provider reads what it would do, how much and how well, and no cost or rate."""
    (row,) = scope_table(project, plan, "VEN").to_dict("records")
    assert (row["process"], row["part"], row["contacts_per_month"]) == ("P1", "people", 1000)
    assert (row["service_level"], row["requirements"]) == ("80% within 20 s", "FCA")
    assert (row["training_days"], row["change"]) == (3, "new to you")
    assert not [name for name in row if "cost" in name or "price" in name or "rate" in name]
    assert scope_table(project, plan, "OTH").empty


def test_lost_by_is_how_much_dearer_the_own_way_is(project, plan):
    """Lost work is told with how much dearer the provider's cheapest way is than the way chosen.

    P1 at 9 and 10 against 8 is 1/8 and 1/4 dearer; P2 at 10 against 9 is 1/9; own staff cost 20.
    """
    assert list(lost_table(project, plan, "LAT")["lost_by"]) == pytest.approx([1 / 8])
    assert list(lost_table(project, plan, "OTH")["lost_by"]) == pytest.approx([1 / 9, 1 / 4])
    assert list(lost_table(project, plan, "OWN")["lost_by"]) == pytest.approx([11 / 9, 3 / 2])
    assert set(lost_table(project, plan, "OTH")["reason"]) == {DEARER}
    assert lost_table(project, plan, "VEN").empty


def test_work_a_provider_may_not_do_has_no_share_but_a_reason(project):
    """Work that a rule keeps from a provider is told as such, without a figure."""
    written = project.replace(scenarios=(ScenarioRow(scenario_id="cheapest", name="Cheapest"),))
    ruled = forbid(written, "cheapest", "P1", "LAT").apply(written)
    lost = lost_table(ruled, solve(ruled, "cheapest", in_process=True), "LAT")
    assert list(lost["lost_by"].isna()) == [True]
    assert list(lost["reason"]) == [RULED_OUT]


def test_hand_offs_are_those_with_other_parties_with_their_owner(project, plan):
    """Both ends of a hand-off read the other party and who owns it, or that nobody does."""
    for provider, other in (("VEN", "to_party"), ("LAT", "from_party")):
        (row,) = handoff_table(project, plan, provider).to_dict("records")
        assert (row["from_process"], row["to"], row["owner"]) == ("P1", "P2", "Ann")
        assert row[other] != provider
    assert handoff_table(project, plan, "OWN").empty
    unowned = tendered(handoff())
    (row,) = handoff_table(unowned, solve(unowned, "cheapest", in_process=True), "VEN").to_dict("records")
    assert row["owner"] == NO_OWNER


def test_the_pack_has_a_workbook_for_everybody_who_works_or_quotes(project, plan):
    """The pack holds one workbook of four sheets for each provider with work or an offer."""
    assert [p.provider_id for p in pack_providers(project, plan)] == ["VEN", "OTH", "LAT"]
    with zipfile.ZipFile(BytesIO(scope_pack_bytes(project, plan))) as packed:
        assert packed.namelist() == ["scope-VEN.xlsx", "scope-OTH.xlsx", "scope-LAT.xlsx"]
        book = openpyxl.load_workbook(BytesIO(packed.read("scope-OTH.xlsx")))
    assert book.sheetnames == ["Read-me", "Scope", "Hand-offs", "Not won"]
    assert book["Not won"]["D2"].value == pytest.approx(1 / 9)


def test_nobody_lost_what_was_never_sought(project):
    """Today's arrangement, priced, has no losers."""
    priced = evaluate(project)
    assert lost_table(project, priced, "VEN").empty
    assert [p.provider_id for p in pack_providers(project, priced)] == ["OWN", "VEN", "OTH", "LAT"]


def test_a_name_that_looks_like_a_formula_stays_text(plan):
    hostile = tendered(handoff(owner="=HYPERLINK(1)", note="+1"))
    data = scope_sheet_bytes(hostile, solve(hostile, "cheapest", in_process=True), "VEN")
    row = [cell for cell in openpyxl.load_workbook(BytesIO(data))["Hand-offs"][2] if cell.value]
    assert {cell.data_type for cell in row} <= {"s", "n"}


def fronted(*rows, **settings):
    """1000 calls that BOT may take 40 % of, and 500 visits of web pages that only BOT serves."""
    work = (process("P1"), stream("D1"), stream("D2", 500, channel="web", handle_seconds=60))
    parties = (own(), vendor(), platform(), front(), web())
    return company(*parties, *work, *rows, **settings)


def parts(project, result, provider_id):
    """Part, contacts and change of each row of a scope."""
    table = scope_table(project, result, provider_id)
    return list(zip(table["part"], table["contacts_per_month"], table["change"], strict=True))


def test_each_party_reads_only_its_own_part_of_the_work():
    """People get the calls a platform leaves them and no web pages; the platform gets those and all calls."""
    project = fronted(today("D1", "OWN"), today("D2", "OWN"))
    result = solve(project, "cheapest", in_process=True)
    assert parts(project, result, "VEN") == [("people", pytest.approx(600), "new to you")]
    assert parts(project, result, "BOT") == [
        ("self-service in front", pytest.approx(1000), "new to you"),
        ("self-service", pytest.approx(500), "new to you"),
    ]
    assert parts(project, result, "OWN") == []


def test_contacts_are_those_of_an_average_month_of_the_plan():
    """A plan of January and February counts these two months alone: 3 and 1 times the usual, on average 2."""
    season = {f"m{n:02d}": 0.8 for n in range(3, 13)}
    profile = Seasonality(seasonality_id="S", m01=3, m02=1, **season)
    project = company(
        *(own(), vendor(), profile, process("P1"), stream(seasonality_id="S"), today("D1", "OWN")),
        horizon_months=2,
    )
    result = solve(project, "cheapest", in_process=True)
    ((_, contacts, _),) = [*parts(project, result, "VEN"), *parts(project, result, "OWN")]
    assert contacts == pytest.approx(2000)


def test_a_change_is_told_to_each_party_by_itself():
    """Who stays behind a new platform reads as today, the platform new; where today is blank, not known."""
    project = fronted(today("D1", "VEN", platform_id="BOT"), today("D2", "VEN", platform_id="BOT"))
    priced = evaluate(project)
    assert {change for *_, change in parts(project, priced, "BOT")} == {"as today"}
    added = fronted(today("D1", "VEN"))
    result = solve(added, "cheapest", in_process=True)
    assert {change for *_, change in parts(added, result, "VEN")} == {"as today"}
    assert {change for *_, change in parts(added, result, "BOT")} == {"new to you"}
    blank = fronted(own("OWN2"))
    result = solve(blank, "cheapest", in_process=True)
    assert {change for *_, change in parts(blank, result, "BOT")} == {"not known"}


def test_a_platform_reads_what_it_did_not_win():
    """A platform that is only ever in front of people reads how much dearer the work is with it.

    VEN costs 1120 a month for 1000 calls at 10; with 40 % contained it costs 672, and BOT 2 for each of 400:
    1472, which is 352 / 1120 dearer.
    """
    dear = fronted_calls(front(0.4, 2, residual_handle_factor=1))
    result = solve(dear, "cheapest", in_process=True)
    (row,) = lost_table(dear, result, "BOT").to_dict("records")
    assert (row["reason"], row["lost_by"]) == (DEARER, pytest.approx(352 / 1120))


def test_a_platform_that_is_refused_reads_why():
    """Where the facts refuse a platform, its sheet gives that reason and not a rule of the scenario."""
    touchy = fronted_calls(front(), touch_need=5)
    (row,) = lost_table(touchy, solve(touchy, "cheapest", in_process=True), "BOT").to_dict("records")
    assert math.isnan(row["lost_by"] or math.nan)
    assert row["reason"].startswith("touch need 5 is above what BOT may stand in front of")


def test_a_reason_speaks_of_nobody_else():
    """A platform that does not speak the language reads just that, however many others do not either.

    Of BOT's three ways, two are in front of VEN, of whom that is said first.
    """
    project = company(
        *(own(), vendor(), offer("H", "VEN", 5), offer("C", "VEN", 1, pricing_model="per_contact")),
        *(platform(), front(), process("P1"), stream(), today("D1", "OWN")),
        *(speaks("VEN", "en"), speaks("BOT", "en")),
    )
    result = solve(project, "cheapest", in_process=True)
    for provider in ("BOT", "VEN"):
        (row,) = lost_table(project, result, provider).to_dict("records")
        assert row["reason"] == f"{provider} does not offer nl"


def fronted_calls(bid, **fields):
    """1000 calls at own staff or VEN, which BOT may stand in front of."""
    return company(own(), vendor(), platform(), bid, process("P1", **fields), stream(), today("D1", "VEN"))


def test_a_way_beside_one_that_costs_nothing_is_compared_all_the_same():
    """Beside a way chosen that costs nothing, a dearer one is called dearer, without a share."""
    free = company(own(), vendor(), offer("F", "VEN", 0), process("P1"), stream(), today("D1", "VEN"))
    (row,) = lost_table(free, solve(free, "cheapest", in_process=True), "OWN").to_dict("records")
    assert row["reason"] == DEARER
    assert math.isnan(row["lost_by"] or math.nan)
