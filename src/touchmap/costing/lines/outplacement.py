"""Outplacement: help to find other work for those who must leave."""

from __future__ import annotations

from touchmap.costing.frame import Frame
from touchmap.costing.lines import staff_transfer
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.lines.social_plan import leaving_share
from touchmap.project import Settings
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Outplacement",
    "displaced FTE × (1 − going over) × (1 − redeployed) × (1 − leaving anyway) × cost of one",
    "settings.outplacement_cost_per_fte, settings.redeploy_share, settings.natural_attrition_per_month, "
    "settings.staff_transfer_share",
    "usual 2–4 thousand each",
)


def per_fte(settings: Settings) -> float:
    """Cost for one displaced FTE who does not go over; 0 where the cost is not known.

    >>> per_fte(Settings(outplacement_cost_per_fte=3000, redeploy_share=0.25))
    2250.0
    """
    return leaving_share(settings) * (settings.outplacement_cost_per_fte or 0.0)


def by_option(frame: Frame) -> Array:
    """Money once by option."""
    staying = frame.displaced_fte * (1 - staff_transfer.share_of(frame))
    return staying * per_fte(frame.settings)


def if_left_undone(frame: Frame) -> Array:
    """Money once if a package is left unassigned, shape (packages,)."""
    return frame.own_fte_today * per_fte(frame.settings)
