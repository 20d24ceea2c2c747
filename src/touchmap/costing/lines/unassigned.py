"""Work left unassigned: a penalty that steers the search, no money anybody pays."""

from __future__ import annotations

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.PENALTY,
    "Work left unassigned",
    "contacts × penalty",
    "scenarios.unassigned_cost_per_contact",
)


def penalty(contacts: Array, worth: Array, per_contact: float) -> Array:
    """Present value of the penalty for each package, shape (packages,).

    Parameters
    ----------
    contacts
        Contacts as entered, shape (packages, 12).
    worth
        Worth today of 1 a month, by calendar month, shape (12,).

    >>> import numpy as np
    >>> penalty(np.array([[100.0, 200.0]]), np.array([1.0, 1.0]), 5.0)
    array([1500.])
    """
    result: Array = per_contact * (contacts @ worth)
    return result
