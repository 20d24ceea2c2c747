"""Retained experts: own people kept for a time after their work has left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.options import NONE, Ints

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Retained experts",
    "FTE × months × cost of an own FTE-month, once if own work moves to a third party",
    "settings.retained_experts_fte, settings.retained_experts_months",
)


def keeping(fte: float, months: float, fte_month: float) -> float:
    """Cost of keeping some experts.

    >>> keeping(2, 6, 4000)
    48000
    """
    return fte * months * fte_month


def members_of(frame: Frame) -> Ints:
    """Options in which people of a third party do what own staff do today."""
    options = frame.options
    own_today = np.zeros(len(options.packages), dtype=bool)
    own_today[frame.known] = frame.own[options.people[frame.today]]
    return np.flatnonzero(own_today[options.package] & frame.third[options.people])


def charges(frame: Frame) -> Iterator[Charge]:
    """Owed once; none if the number of experts is not known."""
    settings = frame.settings
    if settings.retained_experts_fte and settings.retained_experts_months:
        months = min(settings.retained_experts_months, frame.calendar.horizon)
        amount = keeping(settings.retained_experts_fte, months, frame.prices.company_fte_month)
        yield Charge(
            "retained_experts",
            Structural.CHARGED_ONCE,
            "company",
            NONE,
            frame.once(amount),
            0.0,
            members_of(frame),
        )
