"""Scorecard, risk register and the seven rules as text and as workbooks."""

from io import BytesIO, StringIO

import openpyxl
import pytest
from rich.console import Console

from tests.builders import company, offer, own, process, speaks, stream, today, vendor
from touchmap.analysis.risks import find_risks
from touchmap.analysis.scorecard import build_scorecard
from touchmap.analysis.scorecard.criteria import criteria
from touchmap.project import Rating, Settings
from touchmap.report import text
from touchmap.report.risks import fact_table, figures_of, risk_table, risks_workbook_bytes
from touchmap.report.scorecard import (
    anchors_table,
    gates_table,
    points_table,
    ranking_table,
    reversals_table,
    scorecard_workbook_bytes,
    stability_sentence,
)
from touchmap.report.workbook import result_workbook_bytes
from touchmap.solving import evaluate

NASTY = '=HYPERLINK("http://x")\n[bold]Ltd'


@pytest.fixture(scope="module")
def project():
    """Two vendors, one of them with a hostile name, both with something to settle."""
    return company(
        own(),
        vendor("A", name=NASTY, base_rate=10, certifications=("ISO 27001",), cultural_match=60),
        vendor("B", base_rate=50, certifications=("ISO 27001",), cultural_match=95),
        vendor("C"),
        offer("OA", "A", 0.3, pricing_model="per_minute"),
        speaks("A", "nl"),
        stream(),
        process("P1", key_competency=True),
        today("D1", "A"),
        Rating(provider_id="A", criterion_id="fin", scorer="X", score=10),
        Rating(provider_id="A", criterion_id="fin", scorer="Y", score=90),
    )


@pytest.fixture(scope="module")
def card(project):
    return build_scorecard(project, "P1", draws=1000)


@pytest.fixture(scope="module")
def register(project):
    return find_risks(project, evaluate(project))


def printed(what, width=160):
    memory = StringIO()
    Console(width=width, file=memory).print(what)
    return memory.getvalue()


def sheets_of(data):
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}


def test_scorecard_prints_what_must_be_settled(project, card):
    """Order, points, gates, doubtful prices, volume prices and stability are all there."""
    shown = printed(text.scorecard(project, card, width=160))
    for words in (
        "Scorecard, process P1",
        "ISO 27001",
        "1,000 sets of weights",
        "50!",
        "?",
        "Paid by volume",
        "Prices to question",
        "scorers discuss financial",
    ):
        assert words in shown


def test_scorecard_tables_agree_with_the_card(card):
    """Every provider stands in the ranking, with ten points and seven gates."""
    ranking = ranking_table(card)
    assert list(ranking["provider_id"]) == [r.provider_id for r in card.rows]
    assert len(points_table(card)) == 10 * len(card.rows)
    assert set(points_table(card)["criterion"]) == {facts.name.partition(":")[0] for facts in criteria()}
    assert len(gates_table(card)) == 7 * len(card.rows)
    assert len(reversals_table(card)) == len(card.stability.reversals)
    assert anchors_table(card)["weight_share"].sum() == pytest.approx(1)
    assert ranking["first_share"].dropna().between(0, 1).all()


def test_scorecard_workbook_holds_text_as_text(project, card):
    """All sheets are there, and a hostile name is no formula."""
    sheets = sheets_of(scorecard_workbook_bytes(project, card))
    assert list(sheets) == [
        "Read-me", "Ranking", "Points", "Gates", "Price and incentives", "Rank reversals", "Anchors",
    ]  # fmt: skip
    names = [row[2] for row in sheets["Ranking"][1:]]
    assert any(str(name).lstrip("'").startswith("=HYPERLINK") for name in names)


def test_nobody_ranked_is_said(project):
    """A scorecard without third parties that pass says so and still prints."""
    alone = company(own(), stream(), vendor("C"))
    found = build_scorecard(alone, draws=10)
    assert stability_sentence(found).startswith("No third party passes")
    assert "No third party passes" in printed(text.scorecard(alone, found))
    assert "Ranking" in sheets_of(scorecard_workbook_bytes(alone, found))


def test_risks_print_fields_and_remedies(project, register):
    """Each risk of the plan is printed with a field, its score and a remedy; the others are named."""
    shown = printed(text.risks(project, register))
    assert "R02" in shown
    assert "processes P1 key_competency yes" in " ".join(shown.split())
    assert "Remedy:" in shown
    assert "Not triggered:" in shown
    assert f"{len(register.triggered)} of 20" in shown


def test_risk_tables_hold_all_twenty(register):
    """Twenty rows, gravest first; every fact names its risk."""
    rows = risk_table(register)
    assert len(rows) == 20
    assert set(rows.loc[rows["score"].isna(), "state"]) == {"not triggered"}
    assert set(fact_table(register)["risk_id"]) == {r.risk_id for r in register.triggered}


def test_risk_workbook_has_its_sheets(project, register):
    """Read-me, register and the facts behind it."""
    assert list(sheets_of(risks_workbook_bytes(project, register))) == ["Read-me", "Register", "Triggered by"]


def test_figures_are_money_where_customers_are_known(project, register):
    """Without customers the sentence says which setting is missing; with them it gives money and range."""
    assert "settings.customers" in dict(figures_of(project, register))["Margin lost"]
    known = project.replace(
        settings=Settings(
            home_country="NL", start_on="2027-01-01", horizon_months=12, customers=1000,
            annual_margin_per_customer=10,
        )
    )  # fmt: skip
    said = dict(figures_of(known, find_risks(known, evaluate(known))))["Margin lost"]
    assert said.startswith("EUR 0 a year")


def test_what_cannot_be_said_is_not_a_number(project):
    """Where nothing is bought, or own staff do nothing today, that is said and no figure printed."""
    bought = find_risks(project, evaluate(project))
    assert dict(figures_of(project, bought))["Knowledge left"] == "own staff do none of it today"
    alone = company(own(), stream(), today("D1", "OWN"))
    assert (
        dict(figures_of(alone, find_risks(alone, evaluate(alone))))["Operational risk"] == "nothing is bought"
    )
    for facts in (project, alone):
        said = " ".join(v for _, v in figures_of(facts, find_risks(facts, evaluate(facts))))
        assert "nan" not in said


def test_seven_rules_stand_on_the_page_and_in_the_workbook(project):
    """The terminal and the read-me of a plan's workbook say how each of the seven is met."""
    result = evaluate(project)
    shown = printed(text.visible_rules(project, result))
    assert "1 Key competency stays in-house" in shown
    assert "NOT HELD" in shown
    readme = sheets_of(result_workbook_bytes(project, result))["Read-me"]
    rows = {row[0]: row[1] for row in readme if row[0]}
    assert rows["1 Key competency stays in-house"].startswith("not held: P1 is a key competency")
    assert "7 No result without its hidden costs" in rows


def test_work_without_contacts_has_no_brand_risk():
    """An average over no contacts is none, and is not printed as a number."""
    idle = company(own(), stream(contacts=0), today("D1", "OWN"))
    figures = dict(figures_of(idle, find_risks(idle, evaluate(idle))))
    assert figures["Brand risk"] == "no contacts"
    assert "nan" not in " ".join(figures.values())
