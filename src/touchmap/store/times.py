"""Times as they are kept: ISO 8601 in UTC, so that they sort as text."""

from __future__ import annotations

from datetime import UTC, datetime


def now_text() -> str:
    """The time now, as it is kept."""
    return text_of(datetime.now(UTC))


def text_of(at: datetime) -> str:
    """A time in any zone, as it is kept; without a zone it is local time.

    >>> from datetime import timedelta, timezone
    >>> text_of(datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1))))
    '2026-03-01T08:30:00.000+00:00'
    """
    try:
        utc = at.astimezone(UTC)
    except (OverflowError, ValueError, OSError):  # at the ends of the calendar, where zones lead beyond it
        utc = at.replace(tzinfo=UTC)
    return utc.isoformat(timespec="milliseconds")


def time_of(text: str) -> datetime:
    """A time as it is kept.

    >>> time_of("2026-03-01T09:30:00.000+00:00").hour
    9
    """
    return datetime.fromisoformat(text)
