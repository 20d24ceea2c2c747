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


def premium(run: Array, share: Array, outside: Array) -> Array:
    """Premium on a month's run.

    >>> premium(np.array([1000.0]), np.array([0.15]), np.array([0.4]))
    array([60.])
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
    lines, options = frame.lines, frame.options
    share = lines.people_offer.field("out_of_hours_premium_share")
    asking = np.flatnonzero(share > 0)
    outside = np.zeros(len(options.pieces))
    for n in np.unique(options.line_piece[asking]).tolist():
        package = options.packages[options.piece_package[n]]
        outside[n] = outside_share(frame, package, options.pieces[n].stream)
    out = np.zeros(run.shape)
    out[asking] = premium(run[asking], share[asking, None], outside[options.line_piece[asking], None])
    return out
