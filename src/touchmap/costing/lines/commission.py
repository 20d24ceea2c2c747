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


def commission(contacts: Array, conversion: float, per_success: float) -> Array:
    """Commission a month.

    >>> commission(np.array([2000.0]), 0.05, 15)
    array([1500.])
    """
    return contacts * conversion * per_success


def by_line(frame: Frame) -> Array:
    """Money a month by line, shape (lines, 12); nothing where the conversion is not known."""
    lines = frame.lines
    out = np.zeros_like(lines.people_contacts)
    for i, offer in enumerate(lines.people_offer):
        if offer is not None and offer.commission_per_success and offer.conversion:
            provider = lines.options.providers[lines.options.people[lines.option[i]]]
            currency = offer.currency or provider.currency
            fee = frame.prices.converted(offer.commission_per_success, currency)
            out[i] = commission(lines.people_contacts[i], offer.conversion, fee)
    return out
