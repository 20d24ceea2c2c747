"""The business case in a terminal: the headline and the cost lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.business_case import business_case
from touchmap.analysis.compare import scenario_table
from touchmap.analysis.facts import costing_of
from touchmap.plan import Result, SolveStatus
from touchmap.project import Project, find_scenario
from touchmap.report.cost_lines import PENALTIES, TOTAL, cost_line_table
from touchmap.report.text.business_case import churn_words, net_saving, rate_card_words
from touchmap.report.text.style import (
    change,
    change_percent,
    figures,
    gap_percent,
    money,
    number,
    plain,
    table,
)
from touchmap.report.workbook import STATUS_WORDS

MOST_YEARS = 5
QUICK_OPTIONS = 5000
"""Options up to which the net saving is worked out wherever a result is shown: about two seconds."""
ROOM_FOR_YEARS = 120
"""Characters a line needs before the years are shown beside the total."""


def headline(project: Project, result: Result) -> RenderableType:
    """What a plan costs and how good it is, against today, with how sure that is."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    name = result.scenario_name or result.scenario_id
    grid.add_row("Scenario", plain(name))
    note = find_scenario(project, result.scenario_id).row.note
    if note:
        grid.add_row("Question", plain(note))
    grid.add_row("Status", plain(_status(result)))
    if result.message and result.message.lower() != result.status.value:
        grid.add_row("", plain(result.message))
    if result.plan is None:
        return grid
    row = scenario_table(project, (result,)).iloc[0]
    years, currency = project.settings.horizon_months, project.settings.currency
    cost = Text(f"{currency} {money(row['cost'])} over {years} months, present value")
    if result.status is not SolveStatus.EVALUATED:
        cost.append("; ").append_text(change(row["change"])).append(" (")
        cost.append_text(change_percent(row["change_share"])).append(") against today")
    grid.add_row("Cost", cost)
    if result.status is not SolveStatus.EVALUATED:
        for label, words in net_saving_rows(project, result):
            grid.add_row(label, words)
    grid.add_row("Quality", _quality(result, row["worst_moment_of_truth"]))
    third, moved = int(row["providers_used"]), int(row["processes_moved"])
    counts = f"{third} third {'party' if third == 1 else 'parties'}, "
    counts += f"{moved} {'process' if moved == 1 else 'processes'} moved"
    left = int(row["unassigned"])
    grid.add_row("Plan", counts + (f", {left} packages left undone" if left else ""))
    broken = f": {len(result.violations)} broken" if result.violations else ""
    grid.add_row("Independent check", "passed" if result.verified else f"not passed{broken}")
    return grid


def net_saving_rows(project: Project, result: Result) -> Iterator[tuple[str, RenderableType]]:
    """Net saving with its break-even churn, what it does not know, and the rate-card saving beneath.

    Not for very large projects.
    """
    if len(costing_of(project).options.options) > QUICK_OPTIONS:
        yield "Net saving", Text("see `touchmap case`: a large project, so it is not worked out here")
        return
    case = business_case(project, result)
    yield "Net saving", net_saving(case)
    yield "Break-even", plain(churn_words(case.net.p50.churn))
    for sentence in case.not_known:
        yield "Beware", plain(sentence)
    yield "Rate card only", plain(rate_card_words(case))


def _status(result: Result) -> str:
    words = STATUS_WORDS[result.status]
    gap = "" if result.gap is None else f"; gap {gap_percent(result.gap)}"
    seconds = f", {result.seconds:.1f} s" if result.seconds else ""
    return f"{words}{gap}{seconds}"


def _quality(result: Result, worst: float | None) -> str:
    known = result.today_quality is not None and result.status is not SolveStatus.EVALUATED
    today = f" against {number(result.today_quality)} today" if known else ""
    return f"{number(result.average_quality)}{today} (0–100, average); worst moment of truth {number(worst)}"


def cost_lines(project: Project, result: Result, *, width: int = 100) -> RenderableType:
    """Every cost line in total, today's beside it, and the difference; by year where there is room.

    Parameters
    ----------
    width
        Characters of a line.
    """
    rows = cost_line_table(project, result)
    caption = f"{project.settings.currency}, present value over {project.settings.horizon_months} months"
    grid = table("Cost lines", caption=caption)
    grid.add_column("Line", no_wrap=True)
    grid.add_column("Kind", no_wrap=True)
    years = [name for name in rows.columns if name.startswith("year_")]
    shown = years if len(years) <= MOST_YEARS and width >= ROOM_FOR_YEARS else []
    figures(
        grid, *(f"Year {name.removeprefix('year_')}" for name in shown), "This plan", "Today", "Difference"
    )
    for row in rows.to_dict("records"):
        total = row["line"] in (TOTAL, PENALTIES)
        if total:
            grid.add_section()
        grid.add_row(
            plain(row["label"]),
            row["kind"],
            *(money(row[name]) for name in shown),
            money(row["total"]),
            money(row["today"]),
            change(row["difference"]),
            style="bold" if total else None,
        )
    return grid
