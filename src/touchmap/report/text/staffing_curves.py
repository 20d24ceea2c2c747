"""Staffing curves, and a plan's FTE beside exact ones, in a terminal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import isnan
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from touchmap.costing.staffing_difference import PoolDifference
from touchmap.project import Project
from touchmap.report.staffing_curves import curve_table, difference_table
from touchmap.report.text.style import figures, money, number, plain, table
from touchmap.workload.staffing.pool_curve import PoolProposal

_CURVES = (
    "FTE of live work = opening + slope × live hours a month, over the range of work shown. Opening FTE do "
    "work that can wait in their valleys. * stated in provider_languages, else proposed."
)
_OFF = "Not counted: settings.staffing_curve is off, so cost takes work ÷ occupancy."
_DIFFERENCE = (
    "Average month, work billed by hour or FTE. Costed is what the plan's cost holds; exact is the same work "
    "staffed in whole agents, hour by hour. The difference is shown and never summed."
)


def staffing_curves(project: Project, proposals: Sequence[PoolProposal]) -> RenderableType:
    """Opening, slope and error of every pool that could hold live work."""
    grid = table("Staffing curves of language pools", caption=_CURVES)
    grid.add_column("Provider", ratio=1)
    grid.add_column("Language", no_wrap=True)
    figures(grid, "Live\nhours", "Opening\nFTE", "FTE for\n100 hours", "Largest\nerror", "In\nvalleys")
    for row in curve_table(project, proposals).to_dict("records"):
        grid.add_row(
            plain(row["provider"]),
            row["language"],
            f"{number(row['least_hours'], 0)}–{number(row['most_hours'], 0)}",
            _stated(row["stated_opening_fte"], row["opening_fte"]),
            _stated(row["stated_fte_per_100_hours"], row["fte_per_100_hours"]),
            number(row["largest_error_fte"], 2),
            number(row["valley_fte"]),
        )
    return grid if project.settings.staffing_curve else Group(grid, Text(_OFF))


def _stated(stated: float | None, proposed: float) -> str:
    return f"{number(proposed, 2)} " if stated is None or isnan(stated) else f"{number(stated, 2)}*"


def staffing_differences(
    project: Project, differences: Sequence[PoolDifference], plan: str = ""
) -> RenderableType:
    """FTE a plan is costed at beside exact ones, pool by pool.

    Parameters
    ----------
    plan
        Name of the plan, for the heading.
    """
    found = difference_table(project, differences)
    grid = table(f"Staffing difference{f': {plan}' if plan else ''}", caption=_DIFFERENCE)
    grid.add_column("Provider", ratio=1)
    grid.add_column("Language", no_wrap=True)
    currency = project.settings.currency
    figures(
        grid,
        "Live\nhours",
        "Other\nhours",
        "FTE\ncosted",
        "FTE\nexact",
        "Diffe-\nrence",
        f"{currency}\na month",
    )
    for row in found.to_dict("records"):
        grid.add_row(plain(row["provider"]), row["language"], *_cells(row))
    if len(found) > 1:
        grid.add_section()
        grid.add_row("All pools", "", *_cells(found.sum(numeric_only=True).to_dict()), style="bold")
    return grid


def _cells(row: Mapping[Hashable, Any]) -> list[str]:
    hours = [number(row[name], 0) for name in ("live_hours", "waiting_hours")]
    fte = [number(row[name]) for name in ("costed_fte", "exact_fte", "difference_fte")]
    return [*hours, *fte, money(row["difference_per_month"])]
