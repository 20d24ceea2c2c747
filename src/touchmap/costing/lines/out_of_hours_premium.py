"""Out-of-hours premium: what a provider asks on top of its price outside office hours."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project import DemandStream
from touchmap.project.vocabulary import SplitLayer
from touchmap.work.calendar import Array
from touchmap.work.packages import Package, office_share

FACTS = LineFacts(
    LineKind.RUNNING,
    "Out-of-hours premium",
    "run × premium × share of the volume outside office hours",
    "offers.out_of_hours_premium_share, settings.office_hours, demand.opening_hours, curves",
    "usual 15–25 % for round-the-clock work",
)


def premium(run: float, share: float, outside: float) -> float:
    """Premium on a month's run.

    >>> premium(1000.0, 0.15, 0.4)
    60.0
    """
    return run * share * outside


def is_hours_known(stream: DemandStream) -> bool:
    """Whether opening hours or a curve say when a stream comes in.

    >>> is_hours_known(DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=1))
    False
    """
    return bool(stream.opening_hours.strip()) or stream.curve_id is not None


def outside_share(frame: Frame, package: Package, stream: DemandStream) -> float:
    """Share of a piece's volume outside office hours; 0 where nothing says when it comes in."""
    layers = package.layer.split("-")
    if SplitLayer.HOURS in package.process.split_by:
        return 0.0 if "office" in layers else 1.0
    return 1 - office_share(frame.project, stream) if is_hours_known(stream) else 0.0


def by_line(frame: Frame, run: Array) -> Array:
    """Money a month by line, shape (lines, 12).

    Parameters
    ----------
    run
        Money a month of each line's people at list price, shape (lines, 12).
    """
    lines = frame.lines
    out, known = np.zeros_like(run), {}
    for i, offer in enumerate(lines.people_offer):
        if offer is not None and offer.out_of_hours_premium_share:
            k = int(lines.options.package[lines.option[i]])
            stream = lines.piece[i].stream
            if (k, stream.demand_id) not in known:
                known[k, stream.demand_id] = outside_share(frame, lines.options.packages[k], stream)
            outside = known[k, stream.demand_id]
            out[i] = premium(run[i], offer.out_of_hours_premium_share, outside)
    return out
