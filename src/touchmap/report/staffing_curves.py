"""Staffing curves of language pools, and a plan's FTE beside exact ones, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from touchmap.costing.staffing_difference import PoolDifference
from touchmap.project import Project
from touchmap.report.columns import Column, Kind, frame
from touchmap.workload.staffing.pool_curve import PoolProposal

if TYPE_CHECKING:
    import pandas as pd

CURVE_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("language", "Language"),
    Column("least_hours", "Live work from (h a month)", Kind.NUMBER),
    Column("most_hours", "Live work to (h a month)", Kind.NUMBER),
    Column("opening_fte", "Opening (FTE), proposed", Kind.VALUE),
    Column("fte_per_100_hours", "FTE for 100 live hours, proposed", Kind.VALUE),
    Column("largest_error_fte", "Largest error of the line (FTE)", Kind.VALUE),
    Column("stated_opening_fte", "Opening (FTE), stated", Kind.VALUE),
    Column("stated_fte_per_100_hours", "FTE for 100 live hours, stated", Kind.VALUE),
    Column("valley_fte", "Work that can wait done in valleys (FTE)", Kind.VALUE),
)
"""Columns of the table of staffing curves."""

DIFFERENCE_COLUMNS: tuple[Column, ...] = (
    Column("provider_id", "Provider id"),
    Column("provider", "Provider"),
    Column("language", "Language"),
    Column("live_hours", "Live work (h a month)", Kind.NUMBER, total=True),
    Column("waiting_hours", "Work that can wait (h a month)", Kind.NUMBER, total=True),
    Column("costed_fte", "FTE costed", Kind.NUMBER, total=True),
    Column("exact_fte", "FTE exact", Kind.NUMBER, total=True),
    Column("difference_fte", "Staffing difference (FTE)", Kind.NUMBER, total=True),
    Column("difference_per_month", "… at the cost of an FTE-month ({currency})", Kind.MONEY, total=True),
)
"""Columns of the table of staffing differences."""


def curve_table(project: Project, proposals: Sequence[PoolProposal]) -> pd.DataFrame:
    """One row for each language of a provider that could do live work in it."""
    names = {p.provider_id: p.name for p in project.providers}
    stated = {(r.provider_id, r.language): r for r in project.provider_languages}
    rows = []
    for proposal in proposals:
        line, row = proposal.line, stated[proposal.provider_id, proposal.language]
        rows.append(
            (
                proposal.provider_id,
                names[proposal.provider_id],
                proposal.language,
                line.least_hours,
                line.most_hours,
                line.opening_fte,
                100 * line.fte_per_hour,
                line.largest_error_fte,
                row.opening_fte,
                None if row.fte_per_hour is None else 100 * row.fte_per_hour,
                proposal.valley_fte,
            )
        )
    return frame(CURVE_COLUMNS, rows)


def difference_table(project: Project, differences: Sequence[PoolDifference]) -> pd.DataFrame:
    """One row for each pool of a plan, averages over the months of the plan."""
    names = {p.provider_id: p.name for p in project.providers}
    rows = []
    for pool in differences:
        figures = (pool.live_hours, pool.waiting_hours, pool.costed_fte, pool.exact_fte)
        rows.append(
            (
                pool.provider_id,
                names[pool.provider_id],
                "" if pool.language == "xx" else pool.language,
                *(float(f @ pool.occurs / pool.occurs.sum()) for f in figures),
                pool.difference_fte,
                pool.difference_per_month,
            )
        )
    return frame(DIFFERENCE_COLUMNS, rows)
