"""Extra work of a hand-off that crosses between homes, in hours."""

from __future__ import annotations

from touchmap.project import Handoff
from touchmap.project.vocabulary import Route
from touchmap.work.handoff_pairs import COMPANY, HandoffPair
from touchmap.work.packages import Package
from touchmap.workload.conversion import handle_hours

SUPERVISOR_SECONDS = 90
"""Extra seconds when a cut hand-off goes by way of the team leader (published range 60–120)."""


def extra_seconds(handoff: Handoff) -> float:
    """Extra handling time each time a hand-off crosses between homes, on both sides together, in seconds.

    >>> from touchmap.project import Handoff
    >>> row = Handoff(handoff_id="H", from_process_id="P", to_id="Q", cut_seconds=30, route="supervisor")
    >>> extra_seconds(row)
    120.0
    """
    return float(handoff.cut_seconds + (SUPERVISOR_SECONDS if handoff.route is Route.SUPERVISOR else 0))


def receiver_hours(packages: tuple[Package, ...], pair: HandoffPair) -> float:
    """Average handle time of the receiving package in hours; departments have none recorded."""
    if pair.receiver == COMPANY:
        return 0.0
    pieces = packages[pair.receiver].pieces
    contacts = sum(p.contacts_per_month for p in pieces)
    hours = sum(
        handle_hours(p.contacts_per_month, p.stream.handle_seconds, p.stream.concurrency) for p in pieces
    )
    return hours / contacts if contacts else 0.0
