"""Shares that must add up: curves, seasonality, transitions, fixed shares."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.errors import Issue
from touchmap.project.checks.finding import error, warning
from touchmap.project.model import Project, group
from touchmap.project.vocabulary import CurveKind, SplitLayer

TOLERANCE = 0.005
"""Rounding allowed where shares must sum to one."""

SEASONAL_MEAN = (0.5, 2.5)
"""Mean of twelve indices beyond which they are hardly relative to an average or a quiet month."""

_POSITIONS = {CurveKind.DAY_OF_WEEK: (1, 7), CurveKind.HOUR: (0, 23)}


def check_for_curve_sum(project: Project) -> Iterator[Issue]:
    """The shares of a day or hour curve must sum to 1."""
    sums: dict[tuple[str, CurveKind], float] = {}
    for point in project.curves:
        key = (point.curve_id, point.kind)
        sums[key] = sums.get(key, 0.0) + point.share
    first = {(p.curve_id, p.kind): p for p in reversed(project.curves)}
    for key, total in sums.items():
        if abs(total - 1) > TOLERANCE:
            what = f"has {key[1]} shares that do not sum to 1"
            yield error(
                "curve_sum", first[key], "share", what, "write shares 0..1 that sum to 1", value=total
            )


def check_for_curve_position(project: Project) -> Iterator[Issue]:
    """Days are numbered 1 (Monday) to 7, hours 0 to 23."""
    for point in project.curves:
        low, high = _POSITIONS[point.kind]
        if not low <= point.position <= high:
            hint = f"number {point.kind} positions {low} to {high}"
            yield error("curve_position", point, "position", "has a position outside the week or day", hint)


def check_for_seasonality_zero(project: Project) -> Iterator[Issue]:
    """A seasonality of zeros means no work at all."""
    for row in project.seasonality:
        if not any(row.months):
            hint = "write twelve indices around 1, or leave them blank for a flat year"
            yield error("seasonality_zero", row, "m01", "has only zeros", hint, value="0 in every month")


def check_for_seasonality_scale(project: Project) -> Iterator[Issue]:
    """Monthly indices are relative to an average or quiet month, not percentages or volumes."""
    low, high = SEASONAL_MEAN
    for row in project.seasonality:
        mean = sum(row.months) / 12
        if any(row.months) and not low <= mean <= high:
            hint = "write indices where 1 is the month the volumes stand for (1.2 = 20 % more)"
            what = f"has a mean index outside {low:g} to {high:g}"
            yield warning("seasonality_scale", row, "m01", what, hint, value=mean)


def check_for_transition_sum(project: Project) -> Iterator[Issue]:
    """A customer goes on to at most one next touchpoint."""
    for start, rows in group(project.transitions, "from_touchpoint_id").items():
        total = sum(row.probability for row in rows)
        if total > 1 + TOLERANCE:
            hint = "lower the shares out of this touchpoint until they sum to 1 or less"
            what = f"is one of {len(rows)} out of {start} whose shares sum to more than 1"
            yield error("transition_sum", rows[0], "probability", what, hint, value=total)


def check_for_split_shares_sum(project: Project) -> Iterator[Issue]:
    """Fixed shares of a process must sum to 1."""
    for row in project.processes:
        total = sum(row.split_shares)
        if row.split_shares and abs(total - 1) > TOLERANCE:
            hint = "write shares that sum to 1, such as '0.3; 0.7'"
            yield error(
                "split_shares_sum",
                row,
                "split_shares",
                "has fixed shares that do not sum to 1",
                hint,
                value=total,
            )


def check_for_split_without_shares(project: Project) -> Iterator[Issue]:
    """The layer *shares* needs two or more fixed shares."""
    for row in project.processes:
        if SplitLayer.SHARES in row.split_by and len(row.split_shares) < 2:
            hint = "fill split_shares with two or more, such as '0.3; 0.7', or take 'shares' out of split_by"
            yield error(
                "split_without_shares", row, "split_shares", "is split by fixed shares that are missing", hint
            )


def check_for_split_without_base_level(project: Project) -> Iterator[Issue]:
    """The layer *base_peak* needs the level up to which work is base."""
    for row in project.processes:
        if SplitLayer.BASE_PEAK in row.split_by and row.base_level_fte is None:
            hint = "fill base_level_fte, or take 'base_peak' out of split_by"
            what = "is split into base and peak without a base level"
            yield error("split_without_base_level", row, "base_level_fte", what, hint)


def check_for_split_without_curve(project: Project) -> Iterator[Issue]:
    """The layer *hours* needs to know when the contacts come."""
    hours = {p.process_id for p in project.processes if SplitLayer.HOURS in p.split_by}
    clocked = {p.curve_id for p in project.curves if p.kind is CurveKind.HOUR}
    for row in project.demand:
        if row.process_id in hours and row.curve_id not in clocked:
            what = "is split by hours but has no curve with shares by hour"
            hint = "name a curve with shares by hour, or take 'hours' out of the process's split_by"
            yield error("split_without_curve", row, "curve_id", what, hint)


def check_for_unused_split(project: Project) -> Iterator[Issue]:
    """Figures for a split that is not asked for."""
    for row in project.processes:
        for column, layer in (("split_shares", SplitLayer.SHARES), ("base_level_fte", SplitLayer.BASE_PEAK)):
            if getattr(row, column) not in (None, ()) and layer not in row.split_by:
                hint = f"add '{layer}' to split_by, or clear {column}"
                yield warning(
                    "unused_split", row, column, "has a figure for a split that is not switched on", hint
                )
