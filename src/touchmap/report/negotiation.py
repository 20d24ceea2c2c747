"""The negotiation list as CSV and workbook."""

from __future__ import annotations

import math
import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from touchmap.analysis.break_even import NegotiationList
from touchmap.project import Project
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.csv_file import DECIMALS
from touchmap.report.output import csv_text, replace_bytes
from touchmap.report.sheets import Sheets

if TYPE_CHECKING:
    import pandas as pd

NEGOTIATION_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("process_id", "Process id"),
    Column("process", "Process"),
    Column("packages", "Packages"),
    Column("verdict", "Today's verdict of the plan"),
    Column("rate", "Rate quoted", Kind.VALUE),
    Column("unit", "Unit"),
    Column("rate_low", "Has the work at or below", Kind.VALUE),
    Column("rate_high", "Has it not above", Kind.VALUE),
    Column("factor_low", "… as a share of the rate", Kind.SHARE),
    Column("factor_high", "… as a share of the rate, upper", Kind.SHARE),
    Column("worth", "Present value at the rate", Kind.MONEY),
    Column("proven", "Proven to the gap"),
    Column("remark", "Remark"),
    Column("sentence", "In words"),
)
"""Columns of the negotiation list."""


def negotiation_table(found: NegotiationList) -> pd.DataFrame:
    """One row for each lot and provider; limits that are not known are blank."""
    rows = []
    for row in found.rows:
        rates = (None, None) if row.rates is None else (row.rates.low, row.rates.high)
        unit = f"{row.currency}/{row.unit}" if row.unit else ""
        figures = (*rates, row.factor.low, row.factor.high)
        rows.append(
            (
                row.provider_id,
                row.provider,
                row.process_id,
                row.process,
                ", ".join(row.package_ids),
                row.verdict.value,
                row.rate,
                unit,
                *(_figure(v) for v in figures),
                round(row.worth, DECIMALS),
                "yes" if row.proven else "no",
                row.message or row.why_not_linear,
                row.sentence,
            )
        )
    return frame(NEGOTIATION_COLUMNS, rows)


def _figure(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, DECIMALS)


def write_negotiation(project: Project, found: NegotiationList, path: str | os.PathLike[str]) -> None:
    """Write the list as .csv or .xlsx.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    rows = negotiation_table(found)
    if Path(path).suffix.lower() == ".csv":
        safe = rows.astype(object).map(lambda v: csv_text(v) if isinstance(v, str) else v)
        text: str = safe.to_csv(index=False, lineterminator="\n")
        replace_bytes(path, ("\ufeff" + text).encode("utf-8"))
        return
    replace_bytes(path, negotiation_bytes(project, found))


def negotiation_bytes(project: Project, found: NegotiationList) -> bytes:
    """The list as the bytes of an Excel workbook."""
    import xlsxwriter

    rows = negotiation_table(found)

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, project.settings.currency, footer=f"{found.scenario} – negotiation list")
        sheets.table("Negotiation", NEGOTIATION_COLUMNS, rows)
    return memory.getvalue()
