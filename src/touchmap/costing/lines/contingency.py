"""Contingency: for what nobody thought of, on work that moves to third parties."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import Process, Settings
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Contingency",
    "bill of a third party for work that moves × share",
    "settings.contingency_share, settings.unclear_contingency_share",
    "usual 10–20 %",
)


def share_for(settings: Settings, process: Process) -> float:
    """Contingency on a process that moves: more where it is hard to measure or to write down.

    >>> unclear = Process(process_id="P", name="P", metric_clarity=3)
    >>> round(share_for(Settings(), unclear), 2)
    0.15
    """
    unclear = process.metric_clarity <= 3 or process.codifiability <= 2
    return settings.contingency_share + settings.unclear_contingency_share * unclear


def share_of(frame: Frame) -> Array:
    """Contingency by option, 0 for work that stays, shape (options,)."""
    options = frame.options
    shares = np.array([share_for(frame.settings, k.process) for k in options.packages])
    result: Array = np.where(options.moves, shares[options.package], 0.0)
    return result
