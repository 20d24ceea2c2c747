"""Commission: paid for each success on top of the price."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Commission",
    "contacts × conversion × commission",
    "offers.commission_per_success, offers.conversion",
)


def commission(contacts: Array, conversion: Array, per_success: Array) -> Array:
    """Commission a month.

    >>> commission(np.array([2000.0]), np.array([0.05]), np.array([15.0]))
    array([1500.])
    """
    return contacts * conversion * per_success


def by_line(frame: Frame) -> Array:
    """Money a month by line, shape (lines, 12); nothing where the conversion is not known."""
    lines = frame.lines
    conversion = lines.people_offer.field("conversion")
    paid = lines.people_offer.field("commission_per_success")
    rows = np.flatnonzero((paid > 0) & (conversion > 0))
    fee = frame.prices.of_offers(lines.people_offer.at(rows), "commission_per_success")
    out = np.zeros(lines.people_contacts.shape)
    out[rows] = commission(lines.people_contacts[rows], conversion[rows, None], fee[:, None])
    return out
