"""Revenue: sales, saves and collections won or lost against today, as a negative cost.

Contacts a platform takes off people succeed as its offer says, not as people do: what they would have
sold is lost, and what the platform sells is won.
"""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Bools, Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array
from touchmap.work.options import Ints
from touchmap.workload.amounts import Lines

FACTS = LineFacts(
    LineKind.RUNNING,
    "Revenue (negative cost)",
    "−contacts × (conversion − today's conversion) × value of a success; for those a platform takes off "
    "people its own conversion, less the same of today's platform",
    "offers.conversion, processes.value_per_success",
)


def gain(contacts: Array, conversion: Array, today: Array, value: Array) -> Array:
    """Margin a month won against today.

    >>> gain(np.array([1000.0]), np.array([0.05]), np.array([0.04]), np.array([30.0])).round(6)
    array([300.])
    """
    return contacts * (conversion - today) * value


def by_line(frame: Frame) -> Array:
    """Money a month by line, negative where more is won than today, shape (lines, 12).

    Only where today's offer and the option's both state a conversion: an unknown is not a zero.
    """
    lines, options = frame.lines, frame.options
    value = np.nan_to_num(options.of_process("value_per_success"))[lines.option]
    before = lines.people_offer_today.field("conversion")
    rows = np.flatnonzero((value != 0) & ~np.isnan(before))
    value, before = value[rows, None], before[rows, None]
    by_people = lines.people_offer.field("conversion")[rows, None]
    out = np.zeros(lines.people_contacts.shape)
    out[rows] = -np.nan_to_num(gain(lines.people_contacts[rows], by_people, before, value))
    for contacts, conversion, sign in on_platforms(lines, rows):
        out[rows] -= sign * np.nan_to_num(gain(contacts, conversion[:, None], before, value))
    return out


def on_platforms(lines: Lines, rows: Ints) -> list[tuple[Array, Array, int]]:
    """Contacts platforms take off people: how many, how they succeed, 1 for the option's and −1 for today's.

    No contacts where an option leaves all as it is, or where a platform's conversion is not known.

    Parameters
    ----------
    rows
        The lines asked about. Contacts have shape (n, 12) and conversions, NaN if not known, (n,).
    """
    sides = _sides(lines, rows)
    told = ~_untold(sides)
    return [(contacts * told[:, None], conversion, sign) for contacts, conversion, sign in sides]


def are_untold(lines: Lines, rows: Ints) -> Bools:
    """Whether, of some lines, a platform takes contacts off people and nobody said how they succeed."""
    return _untold(_sides(lines, rows))


def _sides(lines: Lines, rows: Ints) -> list[tuple[Array, Array, int]]:
    now, then = lines.contained(rows), lines.contained_today(rows)
    front, before = lines.platform_offer.at(rows), lines.platform_offer_today.at(rows)
    stays = (front.number == before.number) & np.isclose(now, then).all(axis=1)
    changed = (lines.people_offer.known[rows] & ~stays)[:, None]
    return [
        (now * changed, front.field("conversion"), 1),
        (then * changed, before.field("conversion"), -1),
    ]


def _untold(sides: list[tuple[Array, Array, int]]) -> Bools:
    (now, front, _), (then, before, _) = sides
    result: Bools = (now.any(axis=1) & np.isnan(front)) | (then.any(axis=1) & np.isnan(before))
    return result
