"""Staff of processes and language pools in a terminal."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.errors import Issue
from touchmap.project import Project
from touchmap.report.staffing import counted_notes
from touchmap.report.text.style import figures, money, number, percent, plain, table
from touchmap.work.calendar import MONTHS, Array
from touchmap.workload.staffing.staff import PoolRow, StaffRow, StaffTable
from touchmap.workload.staffing.targets import ServiceLevelCurve

Rows = Sequence[StaffRow] | Sequence[PoolRow]
MOST_NOTES = 8
_WIDE = 100
"""Characters a line needs before rostered staff and logged hours are shown."""
_HEADINGS = (
    "Peak\nload",
    "Posi-\ntions",
    "Ros-\ntered",
    "Logged\nhours",
    "Occu-\npancy",
    "Service\nlevel",
    "FTE\nalone",
    "FTE\npool",
    "FTE\ncosting",
)
_ONLY_WIDE = (2, 3)
_CAPTION = (
    "Average month; peak load (erlangs), positions and rostered in the busiest hour of the year, were each "
    "process staffed alone. FTE pool: its share of the people of its language at a provider. "
    "FTE costing: "
)


def staffing(
    project: Project,
    staffed: StaffTable,
    *,
    by_month: bool = False,
    width: int = 100,
    targets: Sequence[Issue] = (),
) -> RenderableType:
    """Processes, pools, what was taken for granted, and targets that contradict each other.

    Parameters
    ----------
    by_month
        Whether to show the languages of the processes month by month instead of the processes.
    width
        Characters of a line.
    targets
        Problems of targets, from `touchmap.workload.staffing.targets.target_issues`.
    """
    first = (_months if by_month else _processes)(project, staffed, width)
    parts = [first, _pools(project, staffed, width), staffing_notes(staffed)]
    if targets:
        parts.append(_targets(targets))
    return Group(*(part for each in parts for part in (each, Text())))


def service_levels(project: Project, curve: ServiceLevelCurve) -> RenderableType:
    """What each service level of a process takes: agents in the busiest hour, FTE and money."""
    currency = project.settings.currency
    grid = table(
        f"What a service level of {curve.process_id} takes",
        caption="Average month, today's providers, the process staffed by itself; thresholds unchanged.",
    )
    figures(grid, "Service level", "Agents, busiest hour", "FTE", f"{currency} a month", "Each point more")
    levels, money_of = curve.service_level_share, curve.cost_per_month
    for n, level in enumerate(levels):
        step = (money_of[n] - money_of[n - 1]) / (100 * (level - levels[n - 1])) if n else None
        cells = (number(curve.positions[n], 0), number(curve.fte[n]), money(money_of[n]), money(step))
        grid.add_row(percent(level), *cells)
    return grid


def _caption(project: Project) -> str:
    if project.settings.staffing_curve:
        return f"{_CAPTION}live work along its pool's staffing curve, other work ÷ occupancy."
    return f"{_CAPTION}work ÷ occupancy, no queue."


def _targets(targets: Sequence[Issue]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    alike: dict[tuple[str, str], list[Issue]] = {}
    for issue in targets:
        alike.setdefault((issue.code, issue.hint), []).append(issue)
    kinds = sorted(alike.values(), key=len, reverse=True)
    for first, *others in kinds[:MOST_NOTES]:
        more = f" and {len(others)} more" if others else ""
        grid.add_row("–", plain(f"{first.where.row_id}{more}: {_said(first)}; {first.hint}"))
    if len(kinds) > MOST_NOTES:
        grid.add_row("–", f"{len(kinds) - MOST_NOTES} further kinds; --out lists every stream")
    return Group(Text("Targets to look at", style="bold"), grid)


def _said(issue: Issue) -> str:
    """A message without the place in front and the value behind."""
    return issue.message.split(" – ")[1]


def _shown(cells: Iterable[str], width: int) -> Iterator[str]:
    """Cells, or headings, there is room for."""
    return (cell for n, cell in enumerate(cells) if width >= _WIDE or n not in _ONLY_WIDE)


def _processes(project: Project, staffed: StaffTable, width: int) -> RenderableType:
    grid = table("Staff by process", caption=_caption(project))
    grid.add_column("Process", ratio=1)
    figures(grid, *_shown(_HEADINGS, width))
    names = {p.process_id: p.name for p in project.processes}
    by_process: dict[str, list[StaffRow]] = {}
    for row in staffed.rows:
        by_process.setdefault(row.process_id, []).append(row)
    for process_id, rows in by_process.items():
        grid.add_row(plain(f"{process_id} {names[process_id]}"), *_shown(_year(rows), width))
    if len(by_process) > 1:
        grid.add_section()
        totals = [_total(staffed.rows, name).mean() for name in ("alone_fte", "fte", "costing_fte")]
        cells = _shown([*[""] * 6, *map(number, totals)], width)
        grid.add_row("All processes", *cells, style="bold")
    return grid


def _year(rows: Rows) -> Iterator[str]:
    hours, staffed = _total(rows, "handle_hours").sum(), _total(rows, "staffed_hours").sum()
    yield number(_total(rows, "load_erlangs").max(), 2)
    yield number(_total(rows, "positions").max())
    yield number(_total(rows, "rostered").max())
    yield number(staffed / MONTHS, 0)
    yield percent(hours / staffed if staffed else None)
    yield percent(_level(rows))
    for name in ("alone_fte", "fte", "costing_fte"):
        yield number(_total(rows, name).mean())


def _months(project: Project, staffed: StaffTable, width: int) -> RenderableType:
    grid = table(
        "Staff by month",
        caption=_caption(project).replace("Average month", "Calendar month").replace("year", "month"),
    )
    grid.add_column("Process", ratio=1)
    grid.add_column("Month", no_wrap=True)
    figures(grid, *_shown(_HEADINGS, width))
    names = {p.provider_id: p.name for p in project.providers}
    for row in staffed.rows:
        language = "" if row.language == "xx" else f" {row.language}"
        who = f"{row.process_id}{language}, {names.get(row.provider_id, 'not recorded')}"
        for t in range(MONTHS):
            grid.add_row(plain(who if t == 0 else ""), month_abbr[t + 1], *_shown(_month(row, t), width))
        grid.add_section()
    return grid


def _month(row: StaffRow, t: int) -> Iterator[str]:
    yield number(row.load_erlangs[t], 2)
    yield number(row.positions[t])
    yield number(row.rostered[t])
    yield number(row.staffed_hours[t], 0)
    yield percent(row.occupancy[t])
    yield percent(row.service_level_share[t])
    for values in (row.alone_fte, row.fte, row.costing_fte):
        yield number(values[t])


def _pools(project: Project, staffed: StaffTable, width: int) -> RenderableType:
    grid = table("Language pools", caption="Everybody of a language at a provider takes all its work.")
    grid.add_column("Provider", ratio=1)
    grid.add_column("Language", no_wrap=True)
    figures(grid, *_shown(_HEADINGS, width))
    names = {p.provider_id: p.name for p in project.providers}
    for row in staffed.pools:
        name = plain(names.get(row.provider_id, "not recorded"))
        language = "" if row.language == "xx" else row.language
        grid.add_row(name, language, *_shown(_year([row]), width))
    return grid


def staffing_notes(staffed: StaffTable) -> RenderableType:
    """What was taken for granted: the presets, and each kind of missing figure with its streams."""
    presets = staffed.presets
    usual = (
        f"Live staff is at most {percent(presets.occupancy_cap)} occupied, filled up to "
        f"{percent(presets.blended_occupancy)} with work that can wait; while live work is open "
        f"{presets.minimum_agents:g} agent is there."
    )
    notes = counted_notes(staffed)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row("–", usual)
    for note in notes[:MOST_NOTES]:
        grid.add_row("–", plain(note))
    if len(notes) > MOST_NOTES:
        grid.add_row("–", f"{len(notes) - MOST_NOTES} further kinds of missing figures; --out lists them all")
    return Group(Text("Taken for granted", style="bold"), grid)


def _total(rows: Rows, name: str) -> Array:
    total: Array = sum((getattr(row, name) for row in rows), start=np.zeros(MONTHS))
    return total


def _level(rows: Rows) -> float | None:
    """Service level over rows and months, weighted by handle hours; none without live work."""
    kept = weight = 0.0
    for row in rows:
        known = ~np.isnan(row.service_level_share)
        kept += float(row.service_level_share[known] @ row.handle_hours[known])
        weight += float(row.handle_hours[known].sum())
    return kept / weight if weight > 0 else None
