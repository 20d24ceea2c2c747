"""A result as an Excel workbook: read-me, assignment, breakdowns, cost lines, rules, findings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO

from touchmap.analysis.facts import facts_of
from touchmap.analysis.seven_rules import seven_rules
from touchmap.costing.staffing_difference import staffing_differences
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project
from touchmap.project.vocabulary import SourcingModel
from touchmap.report.assignment import ASSIGNMENT_COLUMNS, assignment_table
from touchmap.report.breakdowns import (
    MODEL_COLUMNS,
    PROVIDER_COLUMNS,
    STAGE_COLUMNS,
    by_provider,
    by_sourcing_model,
    by_stage,
)
from touchmap.report.colours import SOURCING_COLOURS, tint
from touchmap.report.cost_lines import PENALTIES, TOTAL, cost_line_columns, cost_line_table
from touchmap.report.listings import FINDING_COLUMNS, RULE_COLUMNS, findings_table, rule_table
from touchmap.report.output import replace_bytes
from touchmap.report.sheets import Sheets
from touchmap.report.staffing_curves import DIFFERENCE_COLUMNS, difference_table

STATUS_WORDS: dict[SolveStatus, str] = {
    SolveStatus.OPTIMAL: "optimal: proven to be within the gap asked for",
    SolveStatus.FEASIBLE: "feasible: a limit was hit; the plan holds every rule, its gap is stated",
    SolveStatus.INFEASIBLE: "infeasible: proven that no plan holds all the rules together",
    SolveStatus.NO_PLAN: "no plan: a limit was hit before any plan was found; nothing is proven",
    SolveStatus.EVALUATED: "evaluated: today's assignment, priced and not sought",
    SolveStatus.ERROR: "error: the solver failed, or its plan did not survive the independent check",
}
"""What each status means, in words."""

SHEETS = {
    "Assignment": "who does each work package, and why",
    "By provider": "what each provider does and costs",
    "By stage": "work, cost and blend along the customer lifecycle",
    "Blend": "share of handle time of each sourcing model",
    "Staffing": "FTE the plan is costed at, beside what its language pools take hour by hour",
    "Cost lines": "the business case, line by line and year by year",
    "Rules": "how each rule stands in this plan",
    "Findings": "what should be answered, and what no figure contains",
}
"""Sheets after the read-me, with what is in them."""

_MONEY, _SHARE, _POINTS = "#,##0", "0.0%", "0.0"
Pair = tuple[str, object, str]


def write_result_workbook(project: Project, result: Result, path: str | os.PathLike[str]) -> None:
    """Write a result as an Excel workbook.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    replace_bytes(path, result_workbook_bytes(project, result))


def result_workbook_bytes(project: Project, result: Result) -> bytes:
    """A result as the bytes of an Excel workbook."""
    import xlsxwriter

    memory = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        currency = project.settings.currency
        sheets = Sheets(book, currency, footer=f"{project.settings.name} – {_scenario(result)}")
        sheets.pairs("Read-me", _readme(project, result))
        _tables(sheets, project, result)
    return memory.getvalue()


def _tables(sheets: Sheets, project: Project, result: Result) -> None:
    rows = assignment_table(project, result)
    sheets.table("Assignment", ASSIGNMENT_COLUMNS, rows, total="Total of the rows shown")
    sheets.table("By provider", PROVIDER_COLUMNS, by_provider(project, result), total="Total")
    sheets.table("By stage", STAGE_COLUMNS, by_stage(project, result), total="Total")
    sheets.table("Blend", MODEL_COLUMNS, by_sourcing_model(project, result), total="Total")
    has_plan = result.plan is not None
    differences = staffing_differences(facts_of(project, result).evaluation) if has_plan else ()
    sheets.table("Staffing", DIFFERENCE_COLUMNS, difference_table(project, differences), total="Total")
    lines = cost_line_table(project, result)
    years = -(-project.settings.horizon_months // 12)
    sheets.table("Cost lines", cost_line_columns(years), lines, emphasised=(TOTAL, PENALTIES))
    sheets.table("Rules", RULE_COLUMNS, rule_table(project, result))
    sheets.table("Findings", FINDING_COLUMNS, findings_table(result))


def _scenario(result: Result) -> str:
    return result.scenario_name or result.scenario_id


def _readme(project: Project, result: Result) -> Iterator[Pair]:
    s = project.settings
    yield ("touchmap result", None, "")
    yield ("Company", s.name or s.company_id, "")
    yield ("Scenario", f"{_scenario(result)} ({result.scenario_id})", "")
    yield ("Status", STATUS_WORDS[result.status], "")
    if result.message and result.message.lower() != result.status.value:
        yield ("Message", result.message, "")
    yield from _headline(project, result)
    yield ("The seven rules", None, "")
    for rule in seven_rules(project, result):
        yield (f"{rule.number} {rule.title}", f"{rule.state.value}: {rule.how}", "")
    yield ("Sheets", None, "")
    for name, content in SHEETS.items():
        yield (name, content, "")
    yield ("How to read it", None, "")
    yield from _conventions(project)
    yield ("Sourcing models", None, "")
    for model in SourcingModel:
        yield (f"{model.label} ({model.letter})", MODEL_WORDS[model], tint(SOURCING_COLOURS[model]))
    yield ("Certificate", None, "")
    yield from _certificate(result)


MODEL_WORDS: dict[SourcingModel, str] = {
    SourcingModel.IN_HOUSE: "own staff in the home country, or an own centre elsewhere",
    SourcingModel.INSOURCED: "a third party's staff on our premises",
    SourcingModel.ONSHORE: "a third party in the home country",
    SourcingModel.NEARSHORE: "a third party in a near country or time zone",
    SourcingModel.OFFSHORE: "a third party far away",
    SourcingModel.SELF_SERVICE: "a platform customers use themselves; in front of people, not a place",
}
"""Each sourcing model explained."""


def _headline(project: Project, result: Result) -> Iterator[Pair]:
    s, months = project.settings, project.settings.horizon_months
    if result.cost is not None:
        yield (f"Cost over {months} months, present value ({s.currency})", result.cost, _MONEY)
    if result.today_cost is not None:
        yield (f"The same today ({s.currency})", result.today_cost, _MONEY)
    if result.cost is not None and result.today_cost:
        change = result.cost - result.today_cost
        yield (f"Change against today ({s.currency})", change, "+#,##0;-#,##0;0")
        yield ("Change against today (%)", change / abs(result.today_cost), "+0.0%;-0.0%;0.0%")
    if result.plan is not None and result.status is not SolveStatus.EVALUATED:
        yield from _net_saving(project, result)
    if result.average_quality is not None:
        yield ("Average expected quality (0–100)", result.average_quality, _POINTS)
    if result.today_quality is not None:
        yield ("The same today", result.today_quality, _POINTS)


def _net_saving(project: Project, result: Result) -> Iterator[Pair]:
    from touchmap.report.text.case import net_saving_rows

    for label, words in net_saving_rows(project, result):
        yield (label or "Break-even churn", str(words), "")


def _conventions(project: Project) -> Iterator[Pair]:
    s = project.settings
    yield (
        "Money",
        f"{s.currency}; costs over the horizon are present values at {100 * s.discount_rate:g} % a year",
        "",
    )
    yield ("Volumes", "averages of the months of the plan; FTE are paid FTE", "")
    own = "what belongs to one package alone; costs that packages share stand in the sheet Cost lines"
    yield ("Cost of a package", own, "")
    yield (
        "Quality",
        "expected satisfaction on one scale 0–100; measured today, estimated where work changes",
        "",
    )
    yield ("Share of handle time", "of people's work at today's handle times; self-service has none", "")
    yield ("Totals", "last row of a sheet; they follow the filter", "")


def _certificate(result: Result) -> Iterator[Pair]:
    c = result.certificate
    yield ("Independent check", "passed" if c.verified else "not passed", "")
    if c.objective is not None:
        yield ("Objective", c.objective, "#,##0.00")
    if c.bound is not None:
        yield ("Proven bound", c.bound, "#,##0.00")
    if c.gap is not None:
        yield ("Gap", c.gap, "0.000%")
    yield ("Solver", c.solver or "none", "")
    yield ("Seed", c.seed, "0")
    yield ("Seconds", c.seconds, "0.0")
    yield ("Hash of the inputs", c.input_hash, "")
    yield ("Reproducible", c.reproducible, "")
