"""The business case as an Excel workbook: headline, money by month, sensitivity, what is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from touchmap.analysis.business_case import BusinessCase, Saving
from touchmap.costing.lines import COST_LINES
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets

if TYPE_CHECKING:
    import pandas as pd

SHEETS = {
    "Case": "the headline, each saving with its break-even churn, returns and exit values",
    "Cash by month": "what the plan and today cost in each month, line by line, as paid",
    "Sensitivity": "what each range does to the saving by itself",
    "Usual values": "what nobody stated, at usual values; counted nowhere",
    "Not included": "what no figure contains",
}
"""Sheets after the read-me, with what is in them."""

_MONEY, _SHARE = "#,##0;-#,##0;0", "0.00%"
Pair = tuple[str, object, str]

SENSITIVITY_COLUMNS = (
    Column("range", "Range"),
    Column("low", "First end"),
    Column("high", "Second end"),
    Column("saving_low", "Saving at the first end ({currency})", Kind.MONEY),
    Column("saving_high", "Saving at the second end ({currency})", Kind.MONEY),
    Column("width", "Distance ({currency})", Kind.MONEY),
)
"""Columns of the sheet of ranges."""
USUAL_COLUMNS = (
    Column("label", "Cost line"),
    Column("fields", "Fields nobody stated"),
    Column("today", "Added to today ({currency})", Kind.MONEY, total=True),
    Column("plan", "Added to the plan ({currency})", Kind.MONEY, total=True),
    Column("saving", "Added to the saving ({currency})", Kind.MONEY, total=True),
)
"""Columns of the sheet of usual values."""
MISSING_COLUMNS = (Column("number", "No.", Kind.WHOLE), Column("sentence", "Not included in any figure"))
"""Columns of the sheet of what is left out."""


def write_business_case(case: BusinessCase, path: str | os.PathLike[str]) -> None:
    """Write a business case as an Excel workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, business_case_bytes(case))


def business_case_bytes(case: BusinessCase) -> bytes:
    """A business case as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        settings = case.project.settings
        scenario = case.result.scenario_name or case.result.scenario_id
        sheets = Sheets(book, settings.currency, footer=f"{settings.name} – {scenario}")
        sheets.pairs("Read-me", _readme(case, scenario))
        sheets.pairs("Case", case_rows(case))
        columns = cash_columns(case)
        sheets.table("Cash by month", columns, cash_table(case), total="Total")
        sheets.table("Sensitivity", SENSITIVITY_COLUMNS, sensitivity_table(case))
        sheets.table("Usual values", USUAL_COLUMNS, usual_table(case), total="Total")
        sentences = [*case.not_known, *case.result.not_included]
        sheets.table("Not included", MISSING_COLUMNS, frame(MISSING_COLUMNS, enumerate(sentences, 1)))
    return memory.getvalue()


def usual_table(case: BusinessCase) -> pd.DataFrame:
    """What usual values would add, by cost line; as in `USUAL_COLUMNS`."""
    rows = (
        (COST_LINES[row.line].label, ", ".join(row.fields), row.today, row.plan, row.saving)
        for row in case.usual.lines
    )
    return frame(USUAL_COLUMNS, rows)


def _readme(case: BusinessCase, scenario: str) -> Iterator[Pair]:
    s = case.project.settings
    yield "touchmap business case", None, ""
    yield "Company", s.name or s.company_id, ""
    yield "Scenario", f"{scenario} ({case.result.scenario_id})", ""
    yield "Sheets", None, ""
    for name, content in SHEETS.items():
        yield name, content, ""
    yield "How to read it", None, ""
    yield "Saving", "today's cost less the plan's; positive is money saved", ""
    yield (
        "Present value",
        (
            f"{s.currency} over {case.horizon} months at {100 * s.discount_rate:g} % a year; each month's "
            "money falls due at its end, what is paid once at the start"
        ),
        "",
    )
    yield "P10 – P50 – P90", "nine draws in ten save more than P10, one in ten more than P90", ""
    yield (
        "Ranges",
        (
            "settings, assumed unless the company states its own; independent of each other, triangular "
            "around the plan, the start uniform from on time to its latest"
        ),
        "",
    )
    yield (
        "Break-even churn",
        "share of all customers who would have to leave a year for the saving to be gone",
        "",
    )
    yield "Month 0", "the start", ""
    yield "Draws", case.net.draws, "#,##0"
    yield "Seed", case.net.seed, "0"
    yield "Hash of the inputs", case.result.input_hash, ""


def case_rows(case: BusinessCase) -> Iterator[Pair]:
    """The headline, then what stands beneath it: label, value, number format."""
    from touchmap.report.text.business_case import return_rows

    currency = case.project.settings.currency
    yield f"Net saving ({currency}, present value)", None, ""
    yield from _saving("P10: nine draws in ten save more", case.net.p10)
    yield from _saving("P50", case.net.p50)
    yield from _saving("P90: one draw in ten saves more", case.net.p90)
    yield "Draws that cost more than today", case.net.loses_share, "0.0%"
    yield f"As planned ({currency}, present value)", None, ""
    yield from _saving(f"After a haircut of {100 * case.haircut_share:g} %", case.counted)
    yield from _saving("As computed", case.computed)
    yield from _saving("Rate card only: prices, nothing else", case.rate_card)
    yield f"A settled year ({currency}, at today's prices)", None, ""
    yield from _saving("Saving a year", case.steady)
    yield "Returns", None, ""
    for label, words in return_rows(case):
        yield label, words, ""


def _saving(label: str, saving: Saving) -> Iterator[Pair]:
    yield label, saving.amount, _MONEY
    churn = saving.churn
    if churn.share is not None:
        yield "   break-even churn a year", churn.share, _SHARE
    else:
        reason = (
            f"not known: no {', no '.join(churn.missing)}" if churn.missing else "none, as nothing is saved"
        )
        yield "   break-even churn a year", reason, ""


def cash_columns(case: BusinessCase) -> tuple[Column, ...]:
    """Columns of the money by month: each line of the plan, totals, today, what is saved."""
    lines = (
        Column(line, f"{_label(line)} ({{currency}})", Kind.MONEY, total=True) for line in case.plan.lines
    )
    return (
        Column("month", "Month", Kind.WHOLE),
        Column("year", "Year", Kind.WHOLE),
        *lines,
        Column("plan", "This plan ({currency})", Kind.MONEY, total=True),
        Column("today", "Today ({currency})", Kind.MONEY, total=True),
        Column("saved", "Saved ({currency})", Kind.MONEY, total=True),
        Column("cumulated", "Cumulated ({currency})", Kind.MONEY),
        Column("discounted", "Saved, present value ({currency})", Kind.MONEY, total=True),
    )


def _label(line: str) -> str:
    return COST_LINES[line].label if line in COST_LINES else line


def cash_table(case: BusinessCase) -> pd.DataFrame:
    """Money of the plan and of today in each month, as paid; month 0 is the start."""
    monthly = case.monthly
    cumulated, discounted = np.cumsum(monthly), monthly * case.plan.discount
    rows = [
        (
            month,
            max(1, -(-month // 12)),
            *(float(amounts[month]) for amounts in case.plan.lines.values()),
            float(case.plan.total[month]),
            float(case.today.total[month]),
            float(monthly[month]),
            float(cumulated[month]),
            float(discounted[month]),
        )
        for month in range(case.horizon + 1)
    ]
    return frame(cash_columns(case), rows)


def sensitivity_table(case: BusinessCase) -> pd.DataFrame:
    """What each range does to the saving by itself, the widest first."""
    rows = [(b.name, b.low, b.high, b.saving_low, b.saving_high, b.width) for b in case.tornado]
    return frame(SENSITIVITY_COLUMNS, rows)
