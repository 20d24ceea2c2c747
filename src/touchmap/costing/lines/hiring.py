"""Hiring of own staff for work that comes in."""

from __future__ import annotations

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Hiring of own staff",
    "FTE of work that moves in, and of language pools opened for it, × cost",
    "providers.hiring_cost_per_fte",
)


def hiring(fte: Array, per_fte: Array) -> Array:
    """Cost of recruiting some staff; third parties recruit for themselves.

    >>> import numpy as np
    >>> hiring(np.array([1.5, 2.0]), np.array([2000.0, 0.0]))
    array([3000.,    0.])
    """
    return fte * per_fte


def per_fte(frame: Frame) -> Array:
    """Cost of recruiting one FTE of each option's people, 0 for third parties, shape (options,)."""
    people = frame.options.people
    result: Array = frame.prices.of_party("hiring_cost_per_fte", people) * frame.own[people]
    return result


def by_option(frame: Frame) -> Array:
    """Money once by option, for work that moves to own staff and was somebody else's."""
    known = frame.known[frame.options.package]
    return hiring(frame.fte, per_fte(frame)) * known * frame.options.moves
