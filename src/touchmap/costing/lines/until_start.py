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
    out = np.zeros((len(costing.delays), costing.calendar.years))
    for i in np.flatnonzero(costing.delays > 0):
        until = float(costing.delays[i])
        today = costing.options.today[costing.options.package[i]]
        for running in costing.running:
            if running.line not in ONLY_FOR_MOVES and running.monthly[today].any():
                rise = float(costing.prices.escalations[running.party[today]])
                out[i] += costing.calendar.weights(rise, until=until) @ running.monthly[today]
        k = costing.options.package[i]
        rise = float(costing.prices.escalations[costing.options.lead[today]])
        worth = costing.calendar.weights(rise, until=until)
        out[i] += costing.shared_today[k] * worth.sum(axis=1)
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
