"""Revenue: sales, saves and collections won or lost against today, as a negative cost."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Revenue (negative cost)",
    "−contacts × (conversion − today's conversion) × value of a success",
    "offers.conversion, processes.value_per_success",
)


def gain(contacts: Array, conversion: float, today: float, value: float) -> Array:
    """Margin a month won against today.

    >>> gain(np.array([1000.0]), 0.05, 0.04, 30).round(6)
    array([300.])
    """
    return contacts * (conversion - today) * value


def by_line(frame: Frame) -> Array:
    """Gain a month by line, shape (lines, 12).

    Only where today's offer and the option's both state a conversion: an unknown is not a zero.
    """
    lines = frame.lines
    out = np.zeros_like(lines.people_contacts)
    for i, offer in enumerate(lines.people_offer):
        before = lines.people_offer_today[i]
        value = lines.options.packages[lines.options.package[lines.option[i]]].process.value_per_success
        known = [o.conversion for o in (before, offer) if o is not None and o.conversion is not None]
        if value and len(known) == 2:
            out[i] = gain(lines.people_contacts[i], known[1], known[0], value)
    return out
