"""Training: people who take work over learn it."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Training",
    "FTE × days × 8 h × rate, for work that moves and own language pools opened for it",
    "offers.training_days, providers.training_rate_per_hour",
    "usual 3 / 5–7 / 10–15 / 20 / 25–40 days by complexity 1–5, at about 70 % of the hourly rate",
)
HOURS_A_DAY = 8


def training(fte: float, days: float, per_hour: float) -> float:
    """Cost of training some staff once.

    >>> training(1.0, 5, 30)
    1200.0
    """
    return fte * days * HOURS_A_DAY * per_hour


def per_fte(frame: Frame) -> Array:
    """Cost of training one FTE of each option's people, shape (options,).

    The longest time an offer of the option states, even none, else the process's.
    """
    options = frame.options
    out = np.zeros(len(options.options))
    for i, option in enumerate(options.options):
        if options.people[i] == NONE:
            continue
        provider = options.providers[options.people[i]]
        process = options.packages[option.package].process
        stated = [
            o.training_days for o in option.people_offers if o is not None and o.training_days is not None
        ]
        days = max(stated) if stated else process.training_days
        rate = frame.prices.of_provider(provider.training_rate_per_hour, provider)
        out[i] = training(1.0, days, rate)
    return out


def by_option(frame: Frame) -> Array:
    """Money once by option, for work that changes hands."""
    result: Array = frame.fte * per_fte(frame) * frame.options.moves
    return result
