"""The sheet of the template that says how to fill it in."""

from __future__ import annotations

from typing import Any

from touchmap.files.sheet_style import Look
from touchmap.files.workbook_reader import README_SHEET

TITLE = "How to fill in this workbook"

LINES = (
    "The smallest useful input is two sheets:",
    "  1. processes: name, contacts_per_month, handle_seconds (at the far right). One row per process.",
    "  2. providers: name, sourcing_model, base_rate. One row per site or bidder; own staff are in_house.",
    "Ids that are left out are numbered from the top (P1, P2 … and PR1, PR2 …).",
    "",
    "Everything else makes the answer better and may come later:",
    "  demand: volumes by channel and language, instead of the short columns in processes.",
    "  offers: prices per process. today: who does the work now. stages, touchpoints, transitions: the map.",
    "  rules and scenarios: what must hold, and what is compared.",
    "",
    "One row is one thing; the first row holds the headings and stays as it is. Dark headings are required.",
    "Point at a heading to read what it means, its unit, its range and what a blank cell stands for.",
    "A blank cell means the default. It never means zero unless the note says so.",
    "Shares run from 0 to 1 and may be written as a percentage: 20 %.",
    "Handle times are seconds and may be written as minutes and seconds: 6:10.",
    "Dates are written year-month-day: 2026-01-31. Several words in one cell have semicolons between: a; b.",
    "Formulas are not read: paste values.",
)


def write_readme(book: Any, look: Look) -> None:
    """Add the sheet."""
    sheet = book.add_worksheet(README_SHEET)
    sheet.set_column(0, 0, 120)
    sheet.write_string(0, 0, TITLE, look.title)
    for line, text in enumerate(LINES, 2):
        sheet.write_string(line, 0, text, look.plain)
