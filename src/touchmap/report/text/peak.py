"""Ways to staff a season, side by side, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchmap.analysis.peak import Peak, PeakPlan
from touchmap.costing.lines import COST_LINES
from touchmap.report.text.style import BLANK, figures, money, number, percent, plain, table
from touchmap.work.calendar import Array

MOST_SIDE_BY_SIDE = 7
_SHOWN = 3
"""Limits written out of one plan."""


def peak(found: Peak) -> RenderableType:
    """What each way costs and why, line by line, and the base that pays process by process."""
    parts: list[RenderableType] = [_plans(found), Text()]
    if len(found.plans) <= MOST_SIDE_BY_SIDE:
        parts += [_lines(found), Text()]
    else:
        parts += [Text("Cost lines side by side: name some bidders with --provider."), Text()]
    return Group(*parts, _why(found), Text(), _processes(found))


def letters(found: Peak) -> Iterator[tuple[str, PeakPlan]]:
    """The plans with a letter each."""
    yield from zip(
        (ascii_uppercase[n % 26] * (n // 26 + 1) for n in range(len(found.plans))), found.plans, strict=True
    )


def _plans(found: Peak) -> RenderableType:
    caption = (
        f"{found.project.settings.currency} of one year at today's prices, not discounted. Base: what every "
        "process needs in its quietest month. Offered: part of the work meant for the bidder that it offers "
        "and may do; own staff do the rest. Over: capacities and language pools that are too small; staff "
        "beyond them is priced as if it were there in the months it is needed and not otherwise."
    )
    grid = table("Staffing the season", caption=caption)
    grid.add_column("", no_wrap=True)
    grid.add_column("Plan", ratio=1)
    figures(grid, "Own FTE", "Bought FTE", "Offered", "Staff a year", "Besides", "Once", "Over")
    for letter, plan in letters(found):
        offered = percent(plan.taken) if plan.provider else BLANK
        bought = _span(plan.flexible_fte) if plan.provider else BLANK
        sums = (money(sum(part.values())) for part in (plan.staff, plan.besides, plan.once))
        over = str(len(plan.exceeded) or BLANK)
        grid.add_row(letter, plain(plan.name), _span(plan.own_fte), bought, offered, *sums, over)
    return grid


def _span(fte: Array) -> str:
    return f"{number(fte.min(), 0)}–{number(fte.max(), 0)}"


def _lines(found: Peak) -> RenderableType:
    grid = table(
        "Line by line", caption="Besides: the rest of the company's work, and what people do not cost."
    )
    grid.add_column("")
    figures(grid, *(letter for letter, _ in letters(found)))
    for title, name in (("Staff a year", "staff"), ("Besides", "besides"), ("Once", "once")):
        amounts: list[dict[str, float]] = [getattr(plan, name) for plan in found.plans]
        for line in COST_LINES:
            if any(line in part for part in amounts):
                cells = (money(part[line]) if line in part else BLANK for part in amounts)
                grid.add_row(COST_LINES[line].label, *cells)
        grid.add_row(title, *(money(sum(part.values())) for part in amounts), style="bold")
        grid.add_section()
    return grid


def _why(found: Peak) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for letter, plan in letters(found):
        if plan.worth is not None and plan.provider is not None:
            grid.add_row(
                letter, plain(f"Against {plan.provider.name}: {_one_line(plan.worth.level.explanation)}")
            )
        for message in plan.exceeded[:_SHOWN]:
            grid.add_row(letter, plain(message))
        if len(plan.exceeded) > _SHOWN:
            grid.add_row(letter, f"{len(plan.exceeded) - _SHOWN} more limits are too small.")
    return Group(Text("Why", style="bold"), grid)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _processes(found: Peak) -> RenderableType:
    caption = (
        "An own FTE pays if it is needed in a larger share of the year than kept ÷ flexible. Kept, flexible: "
        "cost of a month of an own FTE's work, by own staff and by the cheapest bidder that offers all of "
        "the process, with premiums and governance, before minimum commitments. Rules, quality and knowledge "
        "are not in it."
    )
    grid = table("What is worth keeping all year, process by process", caption=caption)
    grid.add_column("Process", ratio=1)
    figures(grid, "Least FTE", "Most FTE", "Keep", "On top", "Kept a month", "Flexible a month")
    grid.add_column("Cheapest bidder", ratio=1)
    for row in found.processes:
        level = row.worth.level
        fte = (row.required_fte.min(), row.required_fte.max(), level.base_fte, level.peak_fte)
        grid.add_row(
            plain(f"{row.process.process_id} {row.process.name}"),
            *map(number, fte),
            money(row.worth.kept),
            money(row.worth.flexible),
            plain(row.provider.name),
        )
    return grid
