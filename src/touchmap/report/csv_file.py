"""The assignment table as a CSV file."""

from __future__ import annotations

import os

from touchmap.plan import Result
from touchmap.project import Project
from touchmap.report.assignment import assignment_table
from touchmap.report.output import csv_text, replace_bytes

DECIMALS = 6
"""Decimals of a figure: more than anybody needs, few enough to be the same on every machine."""


def result_csv_text(project: Project, result: Result) -> str:
    """The assignment table as the text of a CSV file, safe to open in a spreadsheet program."""
    table = assignment_table(project, result).astype(object)
    safe = table.map(lambda value: csv_text(value) if isinstance(value, str) else _figure(value))
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text


def _figure(value: object) -> object:
    return round(value, DECIMALS) if isinstance(value, float) else value


def write_result_csv(project: Project, result: Result, path: str | os.PathLike[str]) -> None:
    """Write the assignment table as CSV (UTF-8, comma, point as the decimal sign).

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, ("\ufeff" + result_csv_text(project, result)).encode("utf-8"))
