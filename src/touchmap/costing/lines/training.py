"""Training: people who take work over learn it."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Training",
    "FTE × days × 8 h × rate, for work that moves and own language pools opened for it",
    "offers.training_days, providers.training_rate_per_hour",
    "usual 3 / 5–7 / 10–15 / 20 / 25–40 days by complexity 1–5, at about 70 % of the hourly rate",
)
HOURS_A_DAY = 8


def training(fte: Array, days: Array, per_hour: Array) -> Array:
    """Cost of training some staff once.

    >>> training(np.array([1.0]), np.array([5.0]), np.array([30.0]))
    array([1200.])
    """
    return fte * days * HOURS_A_DAY * per_hour


def per_fte(frame: Frame) -> Array:
    """Cost of training one FTE of each option's people, shape (options,).

    The longest time an offer of the option states, even none, else the process's.
    """
    options = frame.options
    stated = options.per_option(options.people_offer.field("training_days"), np.fmax)
    days = np.where(np.isnan(stated), options.of_process("training_days"), stated)
    return training(np.ones(len(days)), days, frame.prices.of_party("training_rate_per_hour", options.people))


def by_option(frame: Frame) -> Array:
    """Money once by option, for work that changes hands."""
    result: Array = frame.fte * per_fte(frame) * frame.options.moves
    return result
