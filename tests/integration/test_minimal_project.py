"""A list of processes and a list of providers are enough: the first hour with touchmap, as files.

Then market stand-ins come in, and a real bid takes the place of one of them.
"""

import json

import pytest
from openpyxl import Workbook

import touchmap
from touchmap.files import load, save
from touchmap.project import Project, Provider
from touchmap.project.market import add_market

TABLES = {
    "processes": [
        ("name", "volume", "handle time"),
        ("Billing questions", 9000, "6:10"),
        ("Moving house", 4000, 420),
        ("Complaints", 1200, "12:00"),
    ],
    "providers": [
        ("name", "sourcing model", "hourly rate"),
        ("Us", "In-house", 32),
        ("Northcall", "nearshore", 19),
    ],
}
FORMS = ("csv", "xlsx", "json")
BID = {"name": "Lodz Contact", "base_rate": 16.5, "capacity_fte": 60, "note": ""}


def written(form: str, folder):
    """The two lists as somebody would write them down in this form."""
    path = folder / ("lists" if form == "csv" else f"lists.{form}")
    if form == "csv":
        path.mkdir()
        for name, lines in TABLES.items():
            text = "\n".join(",".join(map(str, line)) for line in lines)
            (path / f"{name}.csv").write_text(text, encoding="utf-8")
    elif form == "xlsx":
        book = Workbook()
        book.remove(book.active)
        for name, lines in TABLES.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(line)
        book.save(path)
    else:
        rows = {
            n: [dict(zip(head, line, strict=True)) for line in rest] for n, (head, *rest) in TABLES.items()
        }
        path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def solved(project: Project) -> touchmap.Result:
    return touchmap.solve(project, gap=1e-6, in_process=True)


@pytest.fixture(scope="module")
def lists(tmp_path_factory) -> Project:
    return load(written("csv", tmp_path_factory.mktemp("lists")))


@pytest.fixture(scope="module")
def market(lists) -> Project:
    return add_market(lists, ["PL", "PT", "IN"])


@pytest.fixture(scope="module")
def with_bid(market, tmp_path_factory) -> Project:
    """The bid is written over the stand-in's row, and the evidence for the old figures is struck out."""
    path = tmp_path_factory.mktemp("bid") / "market.json"
    save(market, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    for row in data["providers"]:
        if row["provider_id"] == "MKT-PL":
            row.update(BID)
    data["evidence"] = [e for e in data["evidence"] if (e["table"], e["row_id"]) != ("providers", "MKT-PL")]
    path.write_text(json.dumps(data), encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("form", FORMS)
def test_two_lists_give_an_optimum(form, tmp_path, lists):
    """In every form the lists are the same project, and it solves to a proven, verified plan."""
    project = load(written(form, tmp_path))
    assert project == lists
    result = solved(project)
    assert result.status is touchmap.SolveStatus.OPTIMAL
    assert result.verified
    # Nothing but the rate differs between the two, and 19 is less than 32, whatever else is charged.
    assert {a.provider_id for a in result.plan.assignments} == {"PR2"}


def test_what_was_assumed_is_stated(lists):
    """The result names the figures nobody gave and the costs that are left out."""
    result = solved(lists)
    said = " ".join(f.message for f in result.findings)
    for words in (
        "horizon 36 months",
        "discount rate 8 %",
        "shrinkage 30 %",
        "occupancy 80 %",
        "touch need 3",
    ):
        assert words in said
    assert "taken to be done by own staff" in said
    left_out = " ".join(result.not_included)
    for words in ("Northcall: no cost of selection", "Stranded cost", "Social plan"):
        assert words in left_out


def test_market_stand_ins_never_cost_more(lists, market):
    """More choice gives a plan that costs the same or less, and every figure of it is marked as assumed."""
    before, after = solved(lists), solved(market)
    assert after.status is touchmap.SolveStatus.OPTIMAL
    assert after.cost <= before.cost * (1 + 1e-6)
    new = {p.provider_id for p in market.providers} - {p.provider_id for p in lists.providers}
    assert new == {"MKT-PL", "MKT-PT", "MKT-IN"}
    assert {e.level.value for e in market.evidence} == {"assumed"}
    figures = {(e.row_id, e.field) for e in market.evidence if e.table == "providers"}
    assert {(i, "base_rate") for i in new} <= figures


def test_a_result_says_that_stand_ins_are_no_bids(market):
    """A plan that uses a stand-in says so."""
    assert "stand_in_used" in {f.code for f in solved(market).findings}


def test_a_bid_takes_the_place_of_a_stand_in(market, with_bid):
    """A bid under the stand-in's id changes that row and keeps everything that refers to it."""
    assert with_bid.provider("MKT-PL") == market.provider("MKT-PL").model_copy(update=BID)
    others: list[tuple[Provider, ...]] = [
        tuple(p for p in project.providers if p.provider_id != "MKT-PL") for project in (market, with_bid)
    ]
    assert others[0] == others[1]
    same = market.replace(providers=with_bid.providers, evidence=with_bid.evidence)
    assert with_bid == same
    assert solved(with_bid).status is touchmap.SolveStatus.OPTIMAL


def test_a_bid_is_not_called_a_stand_in(with_bid):
    """A plan at the bid no longer says that it rests on a stand-in."""
    bid_only = with_bid.replace(
        providers=[p for p in with_bid.providers if p.provider_id in ("PR1", "MKT-PL")],
        provider_languages=[r for r in with_bid.provider_languages if r.provider_id == "MKT-PL"],
        evidence=[],
    )
    result = solved(bid_only)
    assert {a.provider_id for a in result.plan.assignments} == {"MKT-PL"}
    assert "stand_in_used" not in {f.code for f in result.findings}
