"""Staff of a project as tables, CSV and workbook: every process and every language pool, month by month."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.staffing_difference import PoolDifference
from touchmap.errors import Issue
from touchmap.project import Project
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.csv_file import DECIMALS
from touchmap.report.output import csv_text, replace_bytes
from touchmap.report.sheets import Sheets
from touchmap.report.staffing_curves import CURVE_COLUMNS, DIFFERENCE_COLUMNS, curve_table, difference_table
from touchmap.work.calendar import MONTHS
from touchmap.workload.staffing.presets import Presets
from touchmap.workload.staffing.staff import StaffTable

if TYPE_CHECKING:
    import pandas as pd

_FIGURES: tuple[Column, ...] = (
    Column("handle_hours", "Handle time (h)", Kind.NUMBER, total=True),
    Column("load_erlangs", "Live load in the peak hour (erlangs)", Kind.VALUE),
    Column("positions", "Positions in the peak hour", Kind.NUMBER),
    Column("rostered", "Rostered for the peak hour", Kind.NUMBER),
    Column("staffed_hours", "Logged hours", Kind.NUMBER, total=True),
    Column("occupancy", "Occupancy", Kind.SHARE),
    Column("service_level_share", "Service level reached (of offered)", Kind.SHARE),
    Column("abandoned_share", "Hang up", Kind.SHARE),
    Column("alone_fte", "FTE by itself", Kind.NUMBER, total=True),
    Column("fte", "FTE in its language pool", Kind.NUMBER, total=True),
)
_COSTING = Column("costing_fte", "FTE the costing counts", Kind.NUMBER, total=True)

STAFF_COLUMNS: tuple[Column, ...] = (
    Column("process_id", "Process id"),
    Column("process", "Process"),
    Column("language", "Language"),
    Column("provider_id", "Provider id"),
    Column("provider", "Provider today"),
    Column("month", "Month", Kind.WHOLE),
    *_FIGURES,
    Column("attrition_cover_fte", "FTE in training for leavers", Kind.NUMBER, total=True),
    _COSTING,
)
"""Columns of the table of processes."""

POOL_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider today"),
    Column("language", "Language"),
    Column("month", "Month", Kind.WHOLE),
    *_FIGURES,
    Column("valley_hours", "Deferrable work in valleys (h)", Kind.NUMBER, total=True),
    _COSTING,
)
"""Columns of the table of language pools."""

NOTE_COLUMNS: tuple[Column, ...] = (
    Column("demand_id", "Stream"),
    Column("field", "Field"),
    Column("note", "What is taken for granted, or contradicts itself"),
    Column("hint", "What to do"),
)
"""Columns of the notes on figures that are missing."""

_NAMED = 4
"""Streams named in a note that stands for many."""


def staff_table(project: Project, staffed: StaffTable) -> pd.DataFrame:
    """One row for each process, language, provider of today and month."""
    names = {p.process_id: p.name for p in project.processes}
    providers = {p.provider_id: p.name for p in project.providers}
    rows = []
    for row in staffed.rows:
        known = (row.process_id, names[row.process_id], _language(row.language))
        who = (row.provider_id, providers.get(row.provider_id, "not recorded"))
        for month in range(MONTHS):
            figures = (_figure(getattr(row, c.name)[month]) for c in STAFF_COLUMNS[6:])
            rows.append((*known, *who, month + 1, *figures))
    return frame(STAFF_COLUMNS, rows)


def pool_table(project: Project, staffed: StaffTable) -> pd.DataFrame:
    """One row for each language of a provider of today and month."""
    providers = {p.provider_id: p.name for p in project.providers}
    rows = []
    for row in staffed.pools:
        known = (row.provider_id, providers.get(row.provider_id, "not recorded"), _language(row.language))
        for month in range(MONTHS):
            figures = (_figure(getattr(row, c.name)[month]) for c in POOL_COLUMNS[4:])
            rows.append((*known, month + 1, *figures))
    return frame(POOL_COLUMNS, rows)


def staff_notes_table(staffed: StaffTable, targets: Sequence[Issue] = ()) -> pd.DataFrame:
    """Every figure that is missing, with what stands in for it; then problems of targets."""
    rows = ((n.where.row_id, n.where.column, n.message, n.hint) for n in (*staffed.notes, *targets))
    return frame(NOTE_COLUMNS, rows)


def counted_notes(staffed: StaffTable) -> list[str]:
    """One sentence for each kind of note: how often, which field, which streams.

    >>> from touchmap.workload.staffing.presets import USUAL
    >>> counted_notes(StaffTable((), (), USUAL, ()))
    []
    """
    streams: dict[tuple[str, str], list[str]] = {}
    for note in staffed.notes:
        what = note.message.split(" – ")[1]
        streams.setdefault((note.where.column, what), []).append(note.where.row_id)
    out = []
    for (column, what), ids in sorted(streams.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        count = "1 stream" if len(ids) == 1 else f"{len(ids)} streams"
        each = "" if len(ids) == 1 else "each "
        out.append(f"demand.{column}: {count} ({', '.join(ids[:_NAMED])}{more}) {each}{what}")
    return out


def _language(language: str) -> str:
    return "" if language == "xx" else language


def _figure(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), DECIMALS)


def write_staffing(
    project: Project,
    staffed: StaffTable,
    path: str | os.PathLike[str],
    targets: Sequence[Issue] = (),
    differences: Sequence[PoolDifference] = (),
) -> None:
    """Write the table of processes as .csv, or everything as an .xlsx workbook.

    Parameters
    ----------
    targets
        Problems of targets, written among the notes.
    differences
        A plan's FTE beside exact ones, a sheet of its own if there are any.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    if Path(path).suffix.lower() == ".csv":
        replace_bytes(path, ("\ufeff" + staffing_csv_text(project, staffed)).encode("utf-8"))
    else:
        replace_bytes(path, staffing_workbook_bytes(project, staffed, targets, differences))


def staffing_csv_text(project: Project, staffed: StaffTable) -> str:
    """The table of processes as the text of a CSV file, safe to open in a spreadsheet program."""
    table = staff_table(project, staffed).astype(object)
    safe = table.map(lambda value: csv_text(value) if isinstance(value, str) else value)
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text


def staffing_workbook_bytes(
    project: Project,
    staffed: StaffTable,
    targets: Sequence[Issue] = (),
    differences: Sequence[PoolDifference] = (),
) -> bytes:
    """Processes, pools, staffing curves and notes as the bytes of an Excel workbook."""
    import xlsxwriter

    from touchmap.workload.staffing.pool_curve import propose_pools

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        sheets = Sheets(book, project.settings.currency, footer=f"{project.settings.name} – staffing")
        sheets.pairs("Read-me", _readme(project, staffed.presets))
        sheets.table("Processes", STAFF_COLUMNS, staff_table(project, staffed))
        sheets.table("Language pools", POOL_COLUMNS, pool_table(project, staffed))
        curves = curve_table(project, propose_pools(project, staffed.presets))
        sheets.table("Staffing curves", CURVE_COLUMNS, curves)
        if differences:
            rows = difference_table(project, differences)
            sheets.table("Staffing difference", DIFFERENCE_COLUMNS, rows, total="Total")
        sheets.table("Notes", NOTE_COLUMNS, staff_notes_table(staffed, targets))
    return memory.getvalue()


def _costing_words(project: Project) -> str:
    if project.settings.staffing_curve:
        return "live work along its pool's staffing curve, other work ÷ occupancy, in valleys first"
    return "handle time ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours, no queue"


def _readme(project: Project, presets: Presets) -> Iterator[tuple[str, object, str]]:
    yield ("touchmap staffing", None, "")
    yield ("Company", project.settings.name or project.settings.company_id, "")
    yield ("Sheets", None, "")
    yield ("Processes", "each process in a language, staffed by itself and as its share of a pool", "")
    yield ("Language pools", "all work in a language at one provider, with people who share it", "")
    yield ("Staffing curves", "opening and slope of each language pool that could do live work", "")
    yield ("Staffing difference", "a plan's FTE beside exact ones, if a scenario was asked for", "")
    yield ("Notes", "figures that are missing, and what stands in for them; targets to look at", "")
    yield ("How to read it", None, "")
    yield ("Months", "calendar months, each as an average week repeated days ÷ 7 times", "")
    yield ("Positions", "agents logged in in the hour of the week with most of them", "")
    yield ("Rostered", "positions ÷ (1 − shrinkage)", "")
    yield ("FTE", "logged hours ÷ (1 − shrinkage) ÷ paid hours of a month", "")
    yield ("Service level", "answered in time, of all offered contacts", "")
    yield ("FTE the costing counts", _costing_words(project), "")
    yield ("Taken for granted", None, "")
    yield ("Service level where none is stated", presets.service_level_share, "0%")
    yield ("… within (s)", presets.threshold_seconds, "0")
    yield ("Highest occupancy of live staff", presets.occupancy_cap, "0%")
    yield ("Occupancy up to which valleys are filled", presets.blended_occupancy, "0%")
    yield ("Agents present while live work is open", presets.minimum_agents, "0")
