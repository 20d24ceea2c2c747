"""Reports: facts in; frames, files and text out. Nothing here prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from touchmap.report.assignment import assignment_table as assignment_table
    from touchmap.report.breakdowns import by_provider as by_provider
    from touchmap.report.breakdowns import by_sourcing_model as by_sourcing_model
    from touchmap.report.breakdowns import by_stage as by_stage
    from touchmap.report.cost_lines import cost_line_table as cost_line_table
    from touchmap.report.csv_file import write_result_csv as write_result_csv
    from touchmap.report.listings import findings_table as findings_table
    from touchmap.report.listings import rule_table as rule_table
    from touchmap.report.workbook import write_result_workbook as write_result_workbook

_HOMES = {
    "assignment_table": "assignment",
    "by_provider": "breakdowns",
    "by_sourcing_model": "breakdowns",
    "by_stage": "breakdowns",
    "cost_line_table": "cost_lines",
    "findings_table": "listings",
    "rule_table": "listings",
    "write_result_csv": "csv_file",
    "write_result_workbook": "workbook",
}

__all__ = [
    "assignment_table",
    "by_provider",
    "by_sourcing_model",
    "by_stage",
    "cost_line_table",
    "findings_table",
    "rule_table",
    "write_result_csv",
    "write_result_workbook",
]


def __getattr__(name: str) -> Any:
    """Import a report only when it is asked for, as pandas takes half a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
