"""Work that can wait: e-mail, letters, back office and outbound calls in the valleys of live staff."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchmap.workload.staffing.arrays import Array, Figures, figures


@dataclass(frozen=True, slots=True)
class Filled:
    """What becomes of deferrable work in the valleys of live staff."""

    in_valleys: Array
    """Hours of work done by live staff, by hour of the week."""
    remaining: Array
    """Hours of work that come to their deadline undone and need staff of their own."""


def fill_valleys(work_hours: Figures, idle_hours: Figures, deadline_hours: int) -> Filled:
    """Let live staff do deferrable work whenever it has time, oldest first, within the deadline.

    With arrivals A, idle hours c and deadline D, all cumulative over the hours of a week that repeats:
    ``X(t) = max(A(t − D), min(A(t), X(t − 1) + c(t)))``; what the first part adds beyond the second came
    to its deadline undone. Of all ways to do the work within the deadline, oldest first leaves least.

    Parameters
    ----------
    work_hours
        Hours of work that arrive in each hour; the last axis is a week that repeats; ≥ 0.
    idle_hours
        Hours live staff has to spare in each hour, same shape; ≥ 0.
    deadline_hours
        Whole hours until the work must be done, ≥ 1: 1 means within the hour in which it comes.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    >>> filled = fill_valleys([4.0, 0, 0, 0], [1.0, 1, 1, 0], deadline_hours=2)
    >>> filled.in_valleys, filled.remaining        # two hours come too late
    (array([1., 1., 0., 0.]), array([0., 2., 0., 0.]))
    """
    if deadline_hours < 1:
        raise ValueError(f"`deadline_hours` must be at least 1, got {deadline_hours}")
    work, idle = np.broadcast_arrays(figures("work_hours", work_hours), figures("idle_hours", idle_hours))
    span = work.shape[-1]
    # Beginning with an empty desk: from the second week on it is either the same every week, or grows
    # and leaves no valley unfilled; then what it grows by comes to its deadline sooner or later.
    week = np.arange(3 * span) % span
    arrived = np.concatenate([np.zeros((*work.shape[:-1], deadline_hours)), work[..., week].cumsum(-1)], -1)
    done = np.zeros(work.shape[:-1])
    in_valleys, remaining = np.zeros(work.shape), np.zeros(work.shape)
    for t, hour in enumerate(week):
        reached = np.maximum(np.minimum(arrived[..., t + deadline_hours], done + idle[..., hour]), done)
        due = arrived[..., t + 1]
        in_valleys[..., hour] = reached - done
        remaining[..., hour] = np.maximum(due - reached, 0.0)
        done = np.maximum(due, reached)
    whole = work.sum(-1)
    grows = np.maximum(whole - in_valleys.sum(-1) - remaining.sum(-1), 0.0)
    share = np.where(whole > 0, grows / np.where(whole > 0, whole, 1.0), 0.0)
    return Filled(in_valleys, remaining + share[..., None] * work)


def blended_occupancy(work_hours: Figures, staffed_hours: Figures) -> Array:
    """Occupancy over live and deferrable work together: ``Σ work ÷ Σ logged hours``; 0 without staff.

    >>> float(blended_occupancy(86, 100))
    0.86
    """
    work, staffed = figures("work_hours", work_hours), figures("staffed_hours", staffed_hours)
    return np.where(staffed > 0, work / np.where(staffed > 0, staffed, 1.0), 0.0)
