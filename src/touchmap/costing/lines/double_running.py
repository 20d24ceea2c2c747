"""Double running: today's side works on beside the new one until it has learnt the work."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import MONTHS, Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Double running",
    "weeks × 12 ÷ 52 × today's bill of a month, for work that changes hands",
    "offers.double_running_weeks, providers.double_running_weeks",
    "usual 2–6 weeks beside knowledge transfer and pilot",
)
WEEKS_A_YEAR = 52


def double(monthly: Array, weeks: Array) -> Array:
    """Cost of both sides working for some weeks.

    >>> double(np.array([13_000.0]), np.array([4.0])).round(6)
    array([12000.])
    """
    return monthly * weeks * MONTHS / WEEKS_A_YEAR


def weeks(frame: Frame) -> Array:
    """Weeks for which today's side works on beside each option.

    The longest its offers state, else its provider's, else none.
    """
    options = frame.options
    stated = options.lead_offers("double_running_weeks", np.fmax)
    usual = np.nan_to_num(options.of_party("double_running_weeks", options.lead, 0.0))
    return np.where(np.isnan(stated), usual, stated)


def by_option(frame: Frame, bill: Array) -> Array:
    """Money once by option, for work that somebody does today and that changes hands.

    Parameters
    ----------
    bill
        Whole bill of each option in an average month, people's and platform's, shape (options,).
    """
    options = frame.options
    out = np.zeros(len(options.options))
    rows = np.flatnonzero(options.moves & options.is_known)
    out[rows] = double(bill[options.today[options.package[rows]]], weeks(frame)[rows])
    return out
