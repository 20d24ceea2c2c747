"""Any number of scenarios side by side as an Excel workbook."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from touchmap.analysis.compare import ScenarioComparison
from touchmap.analysis.facts import PEOPLE_MODELS
from touchmap.report.columns import Column, Kind, frame
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets

if TYPE_CHECKING:
    import pandas as pd

SCENARIOS: tuple[Column, ...] = (
    Column("letter", "Letter"),
    Column("scenario_id", "Id"),
    Column("scenario", "Scenario"),
    Column("cost", "Total cost ({currency})", Kind.MONEY),
    Column("change", "Change against today ({currency})", Kind.CHANGE),
    Column("change_share", "Change against today", Kind.SHARE),
    Column("quality", "Quality (0–100)", Kind.POINTS),
    Column("worst_moment_of_truth", "Worst moment of truth", Kind.POINTS),
    *(Column(f"share_{m.value}", f"{m.letter} {m.label.lower()}", Kind.SHARE) for m in PEOPLE_MODELS),
    Column("providers_used", "Third parties used", Kind.WHOLE),
    Column("processes_moved", "Processes moved", Kind.WHOLE),
    Column("unassigned", "Packages left undone", Kind.WHOLE),
    Column("rules_on", "Rules on", Kind.WHOLE),
    Column("status", "Status"),
    Column("gap", "Gap", Kind.SHARE),
)
"""Columns of the scenarios, in the order of every screen."""
_INPUTS = (
    Column("scenario", "Against A"),
    Column("change", "What changed from A"),
)


def write_comparison_workbook(comparison: ScenarioComparison, path: str | os.PathLike[str]) -> None:
    """Write a comparison as an Excel workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, comparison_workbook_bytes(comparison))


def comparison_workbook_bytes(comparison: ScenarioComparison) -> bytes:
    """A comparison as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        footer = f"{comparison.project.settings.name} – comparison"
        sheets = Sheets(book, comparison.currency, footer=footer)
        scenarios = comparison.scenarios.copy()
        scenarios.insert(0, "letter", list(comparison.letters))
        sheets.table("Scenarios", SCENARIOS, scenarios)
        sheets.table("Packages", tuple(_package_columns(comparison)), comparison.packages)
        sheets.table("Providers", tuple(_provider_columns(comparison)), comparison.providers)
        sheets.table("Cost lines", tuple(_line_columns(comparison)), comparison.cost_lines)
        sheets.table("Inputs", _INPUTS, _inputs(comparison))
    return memory.getvalue()


def _planned(comparison: ScenarioComparison) -> Iterator[str]:
    for letter, result in zip(comparison.letters, comparison.results, strict=True):
        if result.plan is not None:
            yield letter


def _package_columns(comparison: ScenarioComparison) -> Iterator[Column]:
    yield Column("package_id", "Package")
    yield Column("process_id", "Process id")
    yield Column("process", "Process")
    yield Column("language", "Language")
    for letter in _planned(comparison):
        low = letter.lower()
        yield Column(f"provider_{low}", f"{letter}: provider")
        yield Column(f"cost_{low}", f"{letter}: cost ({{currency}})", Kind.MONEY)
        yield Column(f"quality_{low}", f"{letter}: quality", Kind.POINTS)


def _provider_columns(comparison: ScenarioComparison) -> Iterator[Column]:
    yield Column("provider_id", "Id")
    yield Column("provider", "Provider")
    for letter in _planned(comparison):
        yield Column(f"fte_{letter.lower()}", f"{letter}: FTE", Kind.NUMBER)
        yield Column(f"cost_{letter.lower()}", f"{letter}: cost ({{currency}})", Kind.MONEY)


def _line_columns(comparison: ScenarioComparison) -> Iterator[Column]:
    yield Column("line", "Line")
    yield Column("label", "What it is")
    for letter in _planned(comparison):
        yield Column(f"cost_{letter.lower()}", f"{letter} ({{currency}})", Kind.MONEY)


def _inputs(comparison: ScenarioComparison) -> pd.DataFrame:
    rows = [
        (f"{comparison.letters[n]}: {comparison.results[n].scenario_id}", change.sentence)
        for n in range(1, len(comparison.results))
        for change in comparison.inputs(0, n)
    ]
    return frame(_INPUTS, rows)
