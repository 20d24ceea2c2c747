"""The business case in lines: every cost line by year, in total, and today's beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from touchmap.analysis.facts import facts_of
from touchmap.costing.lines import COST_LINES, LineKind
from touchmap.plan import CostLine, Result
from touchmap.project import Project
from touchmap.report.columns import Column, Kind, frame

if TYPE_CHECKING:
    import pandas as pd

KIND_LABELS = {LineKind.RUNNING: "running", LineKind.ONE_OFF: "one-off", LineKind.PENALTY: "penalty"}
TOTAL, PENALTIES = "total", "penalties"
"""Values of the column ``line`` in the two sums."""


def cost_line_columns(years: int) -> tuple[Column, ...]:
    """Columns of the table of cost lines for a plan of some years."""
    by_year = (
        Column(f"year_{y}", f"Year {y} ({{currency}})", Kind.MONEY, total=True) for y in range(1, years + 1)
    )
    return (
        Column("line", "Line"),
        Column("label", "Cost line"),
        Column("kind", "Kind"),
        *by_year,
        Column("total", "Total, present value ({currency})", Kind.MONEY, total=True),
        Column("today", "Today, total ({currency})", Kind.MONEY, total=True),
        Column("difference", "Difference ({currency})", Kind.CHANGE, total=True),
        Column("formula", "How it is computed"),
    )


def cost_line_table(project: Project, result: Result) -> pd.DataFrame:
    """Present value of each cost line by year, in total and under today's assignment.

    Lines that are zero in the plan and today are left out. The row ``total`` adds up the cost; penalties
    follow it, apart from the cost, as they are no money anybody pays.
    """
    years = -(-project.settings.horizon_months // 12)
    if result.plan is None:
        return frame(cost_line_columns(years), ())
    planned = _by_year(result.cost_line_rows, years)
    today = facts_of(project, result).today.lines
    costs = [line for line, facts in COST_LINES.items() if facts.kind is not LineKind.PENALTY]
    rows = [_row(line, planned.get(line, [0.0] * years), today.get(line, 0.0)) for line in costs]
    rows = [row for row in rows if any(row[3:-1])]
    rows.append(_sum(TOTAL, "Total cost", rows, years))
    penalties = _penalty_rows(project, _by_year(result.penalty_rows, years), today)
    if penalties:
        rows += [*penalties, _sum(PENALTIES, "Total of penalties (not a cost)", penalties, years)]
    return frame(cost_line_columns(years), rows)


def _by_year(rows: Iterable[CostLine], years: int) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    for row in rows:
        out.setdefault(row.line, [0.0] * years)[min(max(row.year, 1), years) - 1] += row.amount
    return out


Row = tuple[object, ...]


def _row(line: str, by_year: list[float], today: float) -> Row:
    facts = COST_LINES[line]
    total = sum(by_year)
    label, kind = facts.label, KIND_LABELS[facts.kind]
    return (line, label, kind, *by_year, total, today, total - today, facts.formula)


def _penalty_rows(
    project: Project, planned: Mapping[str, list[float]], today: Mapping[str, float]
) -> list[Row]:
    rules = {f"rule:{r.rule_id}": r for r in project.rules}
    out: list[Row] = []
    for line, by_year in planned.items():
        if line in COST_LINES:
            out.append(_row(line, by_year, today.get(line, 0.0)))
        else:
            rule = rules.get(line)
            formula = "violation × penalty of the rule"
            label = f"Should-rule {line.removeprefix('rule:')}" + (
                f": {rule.reason}" if rule and rule.reason else ""
            )
            total = sum(by_year)
            out.append((line, label, KIND_LABELS[LineKind.PENALTY], *by_year, total, 0.0, total, formula))
    return [row for row in out if any(row[3:-1])]


def _sum(line: str, label: str, rows: list[Row], years: int) -> Row:
    sums = [sum(float(str(row[i])) for row in rows) for i in range(3, 3 + years + 3)]
    return (line, label, "", *sums, "")
