"""Selection and advice: finding and contracting new third parties."""

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
    "Selection and advice",
    "once, if any new third party is engaged",
    "settings.selection_and_advice",
    "usual 0.2–2 % of the annual contract",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """Owed once if a third party that does nothing today does anything; none if the amount is not known."""
    if frame.settings.selection_and_advice and frame.known.any():
        new = frame.third.copy()
        new[list(frame.engaged_today)] = False
        members = np.flatnonzero(new[frame.options.people] | new[frame.options.platform])
        amount = frame.once(frame.settings.selection_and_advice)
        yield Charge("selection_and_advice", Structural.CHARGED_ONCE, "company", NONE, amount, 0.0, members)
