"""A costing in which some options are billed at another rate, everything else as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from touchmap.costing.book import bills_of, one_off_costs, running_costs
from touchmap.costing.costing import Costing
from touchmap.work.calendar import Array
from touchmap.work.options import Ints

OF_TODAY = "stranded"
"""One-off cost that follows from today's bill and not from the rate offered, as double running does."""


def repriced(costing: Costing, options: Ints, factor: float) -> Costing:
    """The costing with the people's rate of some options multiplied by a factor.

    Worked out by the formulas that priced the project, with other prices in the offers of these
    options. What follows from today's bill (the time until an option starts, double running, stranded
    cost, exit fees) is today's contract and stays; so does what is charged to a party as a whole,
    whatever it was derived from.

    Parameters
    ----------
    options
        Options to be billed at another rate.
    factor
        New rate ÷ rate quoted, ≥ 0.
    """
    if not factor >= 0:
        raise ValueError(f"`factor` must be at least 0, got {factor}")
    rate_factor = np.ones(len(costing.options.options))
    rate_factor[options] = factor
    frame = replace(costing.frame, delays=costing.delays, rate_factor=rate_factor[costing.lines.option])
    bills = bills_of(frame)
    once = one_off_costs(frame, bills, today=costing.bills) | {OF_TODAY: costing.one_off[OF_TODAY]}
    new = replace(costing, bills=bills, running=running_costs(frame, bills), one_off=once)
    new.__dict__["until_start"] = costing.until_start
    return new


def rate_worth(costing: Costing) -> Array:
    """Present value of what the people's rate makes each option cost, shape (options,).

    The cost of an option is linear in its own rate: ``cost(rate × f) = cost + (f − 1) · worth``.
    """
    result: Array = repriced(costing, np.arange(len(costing.options.options)), 2.0).cost - costing.cost
    return result
