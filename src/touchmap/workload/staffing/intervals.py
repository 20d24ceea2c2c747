"""When contacts come: every demand stream by calendar month and hour of the week.

A month is an average week (Monday 0 h … Sunday 23 h, 168 hours), repeated days ÷ 7 times, so that a month
of 31 days holds as many Mondays as Sundays and its contacts add up exactly.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from touchmap.errors import Issue
from touchmap.project import CurvePoint, DemandStream, Project, Settings, group
from touchmap.project.checks.finding import warning
from touchmap.project.opening_hours import hours_of_week
from touchmap.project.vocabulary import CurveKind
from touchmap.work.calendar import MONTHS, Array, Calendar
from touchmap.work.packages import month_contacts

HOURS = 168
"""Hours of a week, the intervals of staffing."""
DAYS_PER_WEEK = 7
_ORDINARY_YEAR = 2027
"""A year without 29 February, for plans without a start."""


@dataclass(frozen=True, slots=True)
class WeekProfile:
    """Shape of one stream's week."""

    shares: Array
    """Share of the week's contacts by hour of the week, sums to 1, shape (168,)."""
    is_open: npt.NDArray[np.bool_]
    """Hours in which somebody must be there, shape (168,)."""
    notes: tuple[Issue, ...]
    """Where a flat shape stands in for one that is missing."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Contacts of streams, hour by hour of an average week of each month."""

    streams: tuple[DemandStream, ...]
    contacts: Array
    """Contacts in each hour, shape (streams, 12, 168)."""
    is_open: npt.NDArray[np.bool_]
    """Shape (streams, 168)."""
    weeks: Array
    """Weeks in each calendar month, shape (12,)."""
    notes: tuple[Issue, ...]


def weeks_of_months(settings: Settings) -> Array:
    """Weeks in each calendar month of the plan's first year: days ÷ 7, shape (12,).

    >>> weeks_of_months(Settings(start_on="2028-02-01")).round(2)[:3]    # 2028 has a 29 February
    array([4.43, 4.14, 4.43])
    """
    start = settings.start_on
    year = start.year if start else _ORDINARY_YEAR
    first = Calendar.of(settings).first_month
    days = [monthrange(year + (month < first), month + 1)[1] for month in range(MONTHS)]
    return np.array(days) / DAYS_PER_WEEK


def week_profile(project: Project, stream: DemandStream) -> WeekProfile:
    """Shape of a stream's week: its curves of day and hour, inside its opening hours.

    ``share(d, h) = day(d) × hour(h) ÷ Σ over open hours``. A curve that is missing, or has nothing in the
    opening hours, counts as flat, and a note names the stream and the field; so does one on hours that are
    open without any contacts. Where opening hours are not stated, the stream is open whenever contacts
    come.

    >>> from touchmap.project import DemandStream, Project
    >>> stream = DemandStream(demand_id="D1", process_id="P1", contacts_per_month=100, handle_seconds=300,
    ...                       opening_hours="Mo-Fr 9-17")
    >>> profile = week_profile(Project(), stream)
    >>> float(profile.shares[9]), [n.where.column for n in profile.notes]      # flat: 1/40
    (0.025, ['curve_id'])
    """
    return _profile(stream, group(project.curves, "curve_id").get(stream.curve_id, []))


def _profile(stream: DemandStream, points: list[CurvePoint]) -> WeekProfile:
    notes = []
    day, clock = np.zeros(DAYS_PER_WEEK), np.zeros(24)
    for point in points:
        if point.kind is CurveKind.DAY_OF_WEEK:
            day[point.position - 1] = point.share
        else:
            clock[point.position] = point.share
    missing = [word for word, shape in (("days", day), ("hours", clock)) if not shape.any()]
    if missing:
        what = f"has no shape of its {' and '.join(missing)}, so that contacts come evenly"
        notes.append(warning("flat_curve", stream, "curve_id", what, "name a curve with days and hours"))
    day = day if day.any() else np.full(DAYS_PER_WEEK, 1 / DAYS_PER_WEEK)
    clock = clock if clock.any() else np.full(24, 1 / 24)
    opened = np.zeros(HOURS, dtype=bool)
    opened[list(hours_of_week(stream.opening_hours))] = True
    shares = np.outer(day, clock).ravel() * opened
    if not shares.any():
        what = "has a curve without contacts in its opening hours, so that they come evenly"
        notes.append(warning("curve_outside_hours", stream, "opening_hours", what, "correct one of the two"))
        shares = opened.astype(float)
    quiet = int((opened & (shares <= 0)).sum())
    if quiet and stream.opening_hours.strip():
        what = f"is open for {quiet} hours a week in which its curve has no contacts"
        notes.append(warning("sparse_curve", stream, "curve_id", what, "complete the curve, or open less"))
    if not stream.opening_hours.strip():
        what = "has no opening hours, so that somebody is there whenever contacts come"
        notes.append(warning("open_any_time", stream, "opening_hours", what, "write e.g. 'Mo-Fr 9-17'"))
        opened = shares > 0
    return WeekProfile(shares / shares.sum(), opened, tuple(notes))


def arrivals(project: Project, streams: tuple[DemandStream, ...]) -> Arrivals:
    """Contacts of streams by month and hour of the week.

    ``contacts(month) ÷ weeks(month) × share(hour)``, with the month's contacts from the average month and
    the seasonal index.

    Parameters
    ----------
    streams
        Demand streams of the project.

    >>> from touchmap.project import DemandStream, Project
    >>> stream = DemandStream(demand_id="D1", process_id="P1", contacts_per_month=3100, handle_seconds=300)
    >>> found = arrivals(Project(demand=(stream,)), (stream,))
    >>> float((found.contacts[0].sum(axis=1) * found.weeks)[0].round(6))
    3100.0
    """
    curves = group(project.curves, "curve_id")
    seasons = {shape.seasonality_id for shape in project.seasonality}
    profiles = [_profile(stream, curves.get(stream.curve_id, [])) for stream in streams]
    notes = [note for profile in profiles for note in profile.notes]
    for stream in streams:
        if stream.seasonality_id not in seasons:
            what = "has no season, so that every month is the same"
            notes.append(warning("flat_season", stream, "seasonality_id", what, "name a season"))
    weeks = weeks_of_months(project.settings)
    by_month = np.array([month_contacts(project, stream) for stream in streams]).reshape(-1, MONTHS) / weeks
    shares = np.array([profile.shares for profile in profiles]).reshape(-1, HOURS)
    opened = np.array([profile.is_open for profile in profiles], dtype=bool).reshape(-1, HOURS)
    return Arrivals(streams, by_month[:, :, None] * shares[:, None, :], opened, weeks, tuple(notes))
