"""The business case on the screen and as a workbook."""

import io

import openpyxl
import pytest
from rich.console import Console

from touchmap.analysis.business_case import business_case
from touchmap.project import Settings
from touchmap.quality.break_even_churn import break_even_churn
from touchmap.report import text
from touchmap.report.business_case import SHEETS, business_case_bytes
from touchmap.report.text.business_case import churn_words
from touchmap.report.workbook import result_workbook_bytes


@pytest.fixture(scope="module")
def case(telecom, cheapest):
    """Each package of the telecom sample at its cheapest, against today."""
    return business_case(telecom, cheapest, draws=500)


def printed(renderable, width: int) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


@pytest.mark.parametrize("width", [80, 120])
def test_the_headline_comes_first(case, width):
    """Net saving with its break-even before the rate card, nothing wider than the screen."""
    shown = printed(text.business_case(case), width)
    assert shown.index("Net saving") < shown.index("break-even" if "break-even" in shown else "Break-even")
    assert shown.index("P10 – P50 – P90") < shown.index("Rate card only")
    assert max(map(len, shown.splitlines())) <= width


def test_what_is_not_included_is_listed(case, cheapest):
    """Every open question of the result stands below the case."""
    shown = " ".join(printed(text.business_case(case), 400).split())
    assert all(" ".join(sentence.split()) in shown for sentence in cheapest.not_included)


def test_results_show_the_net_saving_first(telecom, cheapest):
    """The headline of a result has P10, P50 and P90, the break-even and, beneath, the rate card."""
    shown = printed(text.headline(telecom, cheapest), 160)
    assert shown.index("P10 – P50 – P90") < shown.index("of all customers") < shown.index("Rate card only")


def test_what_a_saving_does_not_know_stands_beside_it(case, telecom, cheapest):
    """Text and workbook of a result say, beside the saving, what the comparison with today leaves out."""
    assert any("hour by hour" in sentence for sentence in case.not_known)
    shown = " ".join(printed(text.headline(telecom, cheapest), 400).split())
    front = openpyxl.load_workbook(io.BytesIO(result_workbook_bytes(telecom, cheapest)))["Read-me"]
    told = [row[1] for row in front.iter_rows(max_col=2, values_only=True) if row[0] == "Beware"]
    assert told == list(case.not_known)
    assert all(" ".join(sentence.split()) in shown for sentence in case.not_known)


def test_today_has_no_saving(telecom, today):
    """Today is compared with nothing."""
    assert "Net saving" not in printed(text.headline(telecom, today), 120)


@pytest.fixture(scope="module")
def book(case):
    """The workbook of the case."""
    return openpyxl.load_workbook(io.BytesIO(business_case_bytes(case)), data_only=True)


def test_the_workbook_has_its_sheets(book):
    """The read-me names each of the sheets that follow."""
    assert book.sheetnames == ["Read-me", *SHEETS]
    told = {row[0].value for row in book["Read-me"].iter_rows()}
    assert set(SHEETS) <= told


def test_months_are_numbers_that_add_up(book, case):
    """Lines add up to the plan, today less the plan to what is saved, months to the present value."""
    rows = list(book["Cash by month"].iter_rows(values_only=True))
    heads, months, total = rows[0], rows[1:-1], rows[-1]
    assert len(months) == case.horizon + 1
    at = {head.split(" (")[0]: n for n, head in enumerate(heads)}
    for row in months:
        assert sum(row[2 : at["This plan"]]) == pytest.approx(row[at["This plan"]])
        assert row[at["Today"]] - row[at["This plan"]] == pytest.approx(row[at["Saved"]])
    assert total[at["Saved, present value"]] == pytest.approx(case.computed.amount)
    assert months[-1][at["Cumulated"]] == pytest.approx(sum(row[at["Saved"]] for row in months))
    assert book["Cash by month"].freeze_panes == "B2"


def test_nothing_in_the_workbook_is_a_formula_from_data(telecom, cheapest):
    """A name that looks like a formula stays text."""
    named = telecom.replace(settings=telecom.settings.model_copy(update={"name": "=1+1"}))
    case = business_case(named, cheapest, draws=10)
    book = openpyxl.load_workbook(io.BytesIO(business_case_bytes(case)))
    cells = [c for row in book["Read-me"].iter_rows() for c in row if c.value == "=1+1"]
    assert cells
    assert all(c.data_type == "s" for c in cells)


def test_break_even_is_said_in_words_or_why_not():
    """A sentence of its own in each case."""
    known = Settings(customers=1000, annual_margin_per_customer=100, annual_churn=0.5)
    words = [churn_words(break_even_churn(s, saving)) for s, saving in ((known, 2000), (known, -1))]
    assert words == [
        "P50 is gone once 1.00 % more of all customers leave a year",
        "none, as P50 saves nothing",
    ]
    unknown = churn_words(break_even_churn(Settings(customers=1000), 2000))
    assert unknown == "not known: no annual_margin_per_customer in settings"
