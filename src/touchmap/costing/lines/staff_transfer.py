"""Staff transfer: own staff who go over to the third party with their work (TUPE and the like)."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Staff transfer",
    "displaced FTE × share who go over × cost of one",
    "providers.staff_transfer_share, settings.staff_transfer_share, settings.transfer_cost_per_fte",
)


def going_over(displaced: Array, share: Array) -> Array:
    """FTE who go over with their work instead of losing it.

    >>> going_over(np.array([10.0]), np.array([0.4]))
    array([4.])
    """
    return displaced * share


def share_of(frame: Frame) -> Array:
    """Share of displaced staff who go over, by option; 0 where it is not known or nobody takes them."""
    usual = frame.settings.staff_transfer_share or 0.0
    of_party = [
        0.0 if p.is_own else usual if p.staff_transfer_share is None else p.staff_transfer_share
        for p in frame.options.providers
    ]
    result: Array = np.array([*of_party, 0.0])[frame.options.people] * frame.options.moves
    return result


def by_option(frame: Frame) -> Array:
    """Money once by option."""
    staff = going_over(frame.displaced_fte, share_of(frame))
    return staff * (frame.settings.transfer_cost_per_fte or 0.0)
