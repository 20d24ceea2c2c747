"""A workbook exported from a sample, edited in a spreadsheet program and read again.

What people change on the way without changing a fact – notes, order, column widths, blank lines, other
ways to write a figure – leaves the best plan as it is; what they get wrong is refused all at once.
"""

from pathlib import Path

import pytest

import touchmap
from tests.integration.calc import edit
from touchmap.errors import InvalidProjectError
from touchmap.project import Project

pytestmark = pytest.mark.slow

NOTES = {"P01": "looked at on Monday", "P03": "ask Ann: 20 % or more?", "P05": "Überlauf → Köln; 6:10"}
HARMLESS = """
Enter("processes", "P03", "automation_potential_share", "45%")
Enter("demand", "F003", "handle_seconds", "0:09:30")
Widen("demand", "demand_id")
InsertBlankLineAbove("demand", "F010")
InsertBlankLineAbove("processes", "P28")
SortBy("offers", "price")
"""
MISTAKES = """
InsertBlankLineAbove("processes", "P02")
Enter("processes", "P03", "complexity", "rather high")
Enter("demand", "F003", "contacts_per_month", "-20")
Enter("demand", "F003", "handle_seconds", "soon")
Enter("offers", "O001", "price", "=30*110")
Enter("offers", "O002", "provider_id", "PR99")
Enter("providers", "PR03", "occupancy", "140%")
"""


@pytest.fixture(scope="module")
def exported(insurer, tmp_path_factory) -> Path:
    """The sample insurer as a workbook."""
    path = tmp_path_factory.mktemp("exported") / "insurer.xlsx"
    touchmap.save(insurer, path)
    return path


@pytest.fixture(scope="module")
def edited(exported, tmp_path_factory) -> Project:
    """The sample after harmless edits in Calc."""
    saved = tmp_path_factory.mktemp("edited") / "insurer.xlsx"
    notes = "\n".join(f'Enter("processes", "{p}", "note", "{text}")' for p, text in NOTES.items())
    edit(exported, saved, notes + HARMLESS)
    return touchmap.load(saved)


def test_facts_are_equal_but_for_notes_and_order(insurer, edited):
    """The notes are the new ones, the offers are sorted by price, and nothing else has changed."""
    assert {p.process_id: p.note for p in edited.processes if p.process_id in NOTES} == NOTES
    prices = [offer.price for offer in edited.offers]
    assert prices == sorted(prices) != [offer.price for offer in insurer.offers]
    noted = [p.model_copy(update={"note": NOTES.get(p.process_id, p.note)}) for p in insurer.processes]
    by_id = {offer.offer_id: offer for offer in insurer.offers}
    in_order = [by_id[offer.offer_id] for offer in edited.offers]
    assert edited == insurer.replace(processes=noted, offers=in_order)


def test_the_best_plan_is_the_same(insurer, edited):
    """Solved to 1e-6, both workbooks give one optimum and one plan."""
    before, after = (touchmap.solve(p, "cheapest", gap=1e-6) for p in (insurer, edited))
    assert before.status is after.status is touchmap.SolveStatus.OPTIMAL
    assert after.objective == pytest.approx(before.objective, rel=1e-6)
    assert after.plan == before.plan


def test_minutes_and_seconds_typed_into_calc(insurer, exported, tmp_path):
    """A handle time typed as 9:30 is 9 minutes and 30 seconds, as the workbook's explanation says."""
    edit(exported, tmp_path / "typed.xlsx", 'Enter("demand", "F003", "handle_seconds", "9:30")')
    assert touchmap.load(tmp_path / "typed.xlsx") == insurer


def test_mistakes_are_refused_all_at_once(exported, tmp_path):
    """Everything wrong is told together, each with its sheet, line and column as Calc shows them."""
    saved = tmp_path / "wrong.xlsx"
    edit(exported, saved, MISTAKES)
    with pytest.raises(InvalidProjectError) as refused:
        touchmap.load(saved)
    errors = [i for i in refused.value.issues if i.severity == "error"]
    found = [(i.code, i.where.file, i.where.line, i.where.column, i.value) for i in errors]
    assert sorted(found) == sorted(
        [
            # Ids stand in order below the headings, so P03 is in line 4, and one lower below a new line.
            ("bad_number", "wrong.xlsx, sheet processes", 5, "complexity", "rather high"),
            ("out_of_range", "wrong.xlsx, sheet demand", 4, "contacts_per_month", "-20"),
            ("bad_number", "wrong.xlsx, sheet demand", 4, "handle_seconds", "soon"),
            ("formula_cell", "wrong.xlsx, sheet offers", 2, "price", "=30*110"),
            ("unknown_id", "wrong.xlsx, sheet offers", 3, "provider_id", "PR99"),
            ("out_of_range", "wrong.xlsx, sheet providers", 4, "occupancy", "1.4"),
        ]
    )
    assert all(issue.message and issue.hint for issue in errors)
