"""Mending before moving: an unhealthy or undocumented process is mended once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.readiness import is_unready
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Mending before moving",
    "once per process that moves unhealthy",
    "processes.remediation_cost",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """Owed once for each unready process if any of it moves to people of a third party."""
    options = frame.options
    moves = options.moves & frame.third[options.people]
    for process in frame.project.processes:
        inside = options.of_processes.get(process.process_id, np.zeros(0, dtype=np.int64))
        if process.remediation_cost and is_unready(frame.project, process.process_id):
            yield Charge(
                "remediation",
                Structural.CHARGED_ONCE,
                process.process_id,
                NONE,
                frame.once(process.remediation_cost),
                0.0,
                inside[moves[inside]],
            )
