"""Double running: today's side works on beside the new one until it has learnt the work."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Option

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Double running",
    "weeks × 12 ÷ 52 × today's bill of a month, for work that changes hands",
    "offers.double_running_weeks, providers.double_running_weeks",
    "usual 2–6 weeks beside knowledge transfer and pilot",
)
WEEKS_A_YEAR = 52


def double(monthly: float, weeks: float) -> float:
    """Cost of both sides working for some weeks.

    >>> round(double(13_000.0, 4), 6)
    12000.0
    """
    return monthly * weeks * MONTHS / WEEKS_A_YEAR


def weeks_of(frame: Frame, option: Option) -> float:
    """Weeks for which today's side works on: the longest its offers state, else its provider's, else none."""
    offers = [o for o in (*option.people_offers, *option.platform_offers) if o is not None]
    lead = option.provider_id or option.platform_id
    ours = [o for o in offers if o.provider_id == lead]
    stated = [o.double_running_weeks for o in ours if o.double_running_weeks is not None]
    if stated:
        return max(stated)
    return frame.options.providers[frame.options.position[lead or ""]].double_running_weeks or 0.0


def by_option(frame: Frame, bill: Array) -> Array:
    """Money once by option, for work that somebody does today and that changes hands.

    Parameters
    ----------
    bill
        Whole bill of each option in an average month, people's and platform's, shape (options,).
    """
    options = frame.options
    out = np.zeros(len(options.options))
    for i in np.flatnonzero(options.moves & options.is_known):
        today = options.today[options.package[i]]
        if today != NONE and (weeks := weeks_of(frame, options.options[i])):
            out[i] = double(float(bill[today]), weeks)
    return out
