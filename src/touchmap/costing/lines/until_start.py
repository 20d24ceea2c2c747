"""Today's arrangement until the start: what runs on until the contract or the mending lets work go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Today's arrangement until the start",
    "today's running cost in the months before",
    "contracts.ends_on, contracts.notice_months, processes.remediation_on",
)
ONLY_FOR_MOVES = frozenset({"contingency"})
"""Running costs that today's arrangement does not have."""
NOT_WITH_THE_WORK = frozenset({"travel", "handoffs"})
"""Shared costs that do not grow with the work."""


def by_year(costing: Costing) -> Array:
    """Present value of today's running cost before an option starts, shape (options, years).

    With the package's part in what today's parties cost as a whole, such as idle staff.
    """
    options, out = costing.options, np.zeros((len(costing.delays), costing.calendar.years))
    late = np.flatnonzero(costing.delays > 0)
    for until in np.unique(costing.delays[late]).tolist():
        rows = late[costing.delays[late] == until]
        packages, which = np.unique(options.package[rows], return_inverse=True)
        today = options.today[packages]
        worth = np.array([costing.calendar.weights(r, until=until) for r in costing.prices.escalations])
        value = costing.shared_today[packages, None] * worth[options.lead[today]].sum(axis=2)
        for running in costing.running:
            if running.line not in ONLY_FOR_MOVES:
                value += np.einsum("kt,kyt->ky", running.of(today), worth[running.party[today]])
        out[rows] = value[which]
    return out


def shared_today(costing: Costing) -> Array:
    """Spread what today's parties cost as a whole, such as idle staff, over their packages by FTE.

    Travel and hand-offs are left out: they do not grow with the work.
    """
    from touchmap.costing.evaluation import evaluate_today

    options, today = costing.options, costing.options.today
    shared = np.zeros(len(today))
    for part in evaluate_today(costing).of_parties:
        if part.party == NONE or not part.first_year or part.line in NOT_WITH_THE_WORK:
            continue
        ours = np.flatnonzero((today != NONE) & (options.lead[today] == part.party))
        if len(ours):
            work = costing.average_fte[today[ours]]
            shared[ours] += spread(part.first_year / costing.calendar.occurs.sum(), work)
    return shared


def spread(amount: float, work: Array) -> Array:
    """Divide an amount by work, evenly where there is none.

    >>> spread(900.0, np.array([1.0, 2.0])), spread(900.0, np.array([0.0, 0.0]))
    (array([300., 600.]), array([450., 450.]))
    """
    weight = work if work.sum() > 0 else np.ones(len(work))
    result: Array = amount * weight / weight.sum()
    return result
