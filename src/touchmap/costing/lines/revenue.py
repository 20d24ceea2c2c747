"""Revenue: sales, saves and collections won or lost against today, as a negative cost.

Contacts a platform takes off people succeed as its offer says, not as people do: what they would have
sold is lost, and what the platform sells is won.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Offer
from touchmap.work.calendar import Array
from touchmap.workload.amounts import Lines

FACTS = LineFacts(
    LineKind.RUNNING,
    "Revenue (negative cost)",
    "−contacts × (conversion − today's conversion) × value of a success; for those a platform takes off "
    "people its own conversion, less the same of today's platform",
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
        value = value_of(lines, i)
        before = _conversion(lines.people_offer_today[i])
        if not value or before is None:
            continue
        by_people = _conversion(offer)
        if by_people is not None:
            out[i] += gain(lines.people_contacts[i], by_people, before, value)
        for contacts, conversion, sign in on_platforms(lines, i) or ():
            out[i] += sign * gain(contacts, conversion, before, value)
    return out


def value_of(lines: Lines, i: int) -> float | None:
    """Value of a success of a line's process, none if it is not known."""
    package = lines.options.packages[lines.options.package[lines.option[i]]]
    value: float | None = package.process.value_per_success
    return value


def on_platforms(lines: Lines, i: int) -> list[tuple[Array, float, int]] | None:
    """Contacts platforms take off people: how many, how they succeed, 1 for the option's and −1 for today's.

    Nothing where the option leaves all as it is; none where a platform's conversion is not known.
    """
    now, then = lines.contained(i), lines.contained_today(i)
    if lines.people_offer[i] is None or not (now.any() or then.any()):
        return []
    front, before = lines.platform_offer[i], lines.platform_offer_today[i]
    if front == before and np.allclose(now, then):
        return []
    found: list[tuple[Array, float, int]] = []
    for contacts, offer, sign in ((now, front, 1), (then, before, -1)):
        conversion = _conversion(offer)
        if contacts.any() and conversion is None:
            return None
        if contacts.any() and conversion is not None:
            found.append((contacts, conversion, sign))
    return found


def _conversion(offer: Offer | None) -> float | None:
    return None if offer is None else offer.conversion
