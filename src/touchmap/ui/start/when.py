"""`ago`: a moment in the words people use for it."""

from __future__ import annotations

from datetime import datetime

from touchmap.ui.say import say


def ago(moment: datetime, now: datetime | None = None) -> str:
    """How long ago something was, or its date.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    >>> ago(noon - timedelta(minutes=5), noon), ago(noon - timedelta(days=9), noon)
    ('5 min ago', '23 Feb 2026')
    """
    current = now or datetime.now().astimezone()
    seconds = (current - moment).total_seconds()
    if seconds < 60:
        return say("start.just_now")
    if seconds < 3600:
        return say("start.minutes_ago", count=int(seconds // 60))
    local, today = moment.astimezone(current.tzinfo), current.date()
    if (today - local.date()).days == 0:
        return say("start.today_at", time=f"{local:%H:%M}")
    if (today - local.date()).days == 1:
        return say("start.yesterday_at", time=f"{local:%H:%M}")
    return f"{local.day} {local:%b %Y}"
