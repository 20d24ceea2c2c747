"""What each service level of a process takes, and the base worth keeping all year, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from touchmap.analysis.peak import ProcessBase
from touchmap.report.columns import Column, Kind, frame
from touchmap.workload.staffing.targets import ServiceLevelCurve

if TYPE_CHECKING:
    import pandas as pd

LEVEL_COLUMNS: tuple[Column, ...] = (
    Column("service_level", "Service level", Kind.SHARE),
    Column("positions", "Agents, busiest hour", Kind.WHOLE),
    Column("fte", "FTE", Kind.NUMBER),
    Column("cost_per_month", "A month ({currency})", Kind.MONEY),
    Column("cost_per_point", "Each point more ({currency})", Kind.MONEY),
)
"""Columns of the table of service levels."""

BASE_COLUMNS: tuple[Column, ...] = (
    Column("process_id", "Process id"),
    Column("process", "Process"),
    Column("least_fte", "Least FTE", Kind.NUMBER),
    Column("most_fte", "Most FTE", Kind.NUMBER),
    Column("base_fte", "Keep, proposed (FTE)", Kind.NUMBER, total=True),
    Column("peak_fte", "On top, proposed (FTE)", Kind.NUMBER),
    Column("stated_fte", "Base, stated (FTE)", Kind.NUMBER, total=True),
    Column("kept", "Kept a month ({currency})", Kind.MONEY),
    Column("flexible", "Flexible a month ({currency})", Kind.MONEY),
    Column("bidder", "Cheapest bidder"),
    Column("why", "Why"),
)
"""Columns of the table of proposed bases."""


def level_table(curve: ServiceLevelCurve) -> pd.DataFrame:
    """One row for each service level, with what each point costs on the way there."""
    rows: list[tuple[object, ...]] = []
    levels, cost = curve.service_level_share, curve.cost_per_month
    for n, level in enumerate(levels):
        step = None
        if n:
            step = float(cost[n] - cost[n - 1]) / (100 * float(level - levels[n - 1]))
        figures = (float(curve.positions[n]), float(curve.fte[n]), float(cost[n]))
        rows.append((float(level), *figures, step))
    return frame(LEVEL_COLUMNS, rows)


def base_table(bases: Sequence[ProcessBase]) -> pd.DataFrame:
    """One row for each process with a proposal; a stated base stands beside it and wins."""
    rows = (
        (
            row.process.process_id,
            row.process.name,
            float(row.required_fte.min()),
            float(row.required_fte.max()),
            row.worth.level.base_fte,
            row.worth.level.peak_fte,
            row.process.base_level_fte,
            row.worth.kept,
            row.worth.flexible,
            row.provider.name,
            " ".join(row.worth.level.explanation.split()),
        )
        for row in bases
    )
    return frame(BASE_COLUMNS, rows)
