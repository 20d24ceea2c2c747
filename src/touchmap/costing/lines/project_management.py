"""Project management of the transition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Project management",
    "amount a month × months of the transition, once if anything changes hands",
    "settings.project_management_per_month, settings.transition_months",
)


def management(per_month: float, months: float) -> float:
    """Cost of managing a transition.

    >>> management(12_000, 6)
    72000
    """
    return per_month * months


def charges(frame: Frame) -> Iterator[Charge]:
    """Owed once if work that somebody does today changes hands; none if the amount is not known."""
    settings = frame.settings
    if settings.project_management_per_month:
        amount = management(settings.project_management_per_month, settings.transition_months)
        members = np.flatnonzero(frame.options.moves & frame.options.is_known)
        yield Charge(
            "project_management",
            Structural.CHARGED_ONCE,
            "company",
            NONE,
            frame.once(amount),
            0.0,
            members,
        )
