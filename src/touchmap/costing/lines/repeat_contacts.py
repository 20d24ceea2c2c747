"""Repeat contacts: what a lower first-contact resolution than today's costs, or a higher one saves.

Volumes are measured today, so they hold today's repeat contacts; only the difference counts. Work
billed by the resolution is left out: there the provider bears it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array

if TYPE_CHECKING:
    from touchmap.costing.book import Bills

FACTS = LineFacts(
    LineKind.RUNNING,
    "Repeat contacts",
    "bill × (today's first-contact resolution − the option's) × cost per point",
    "providers.resolution_delta, processes.resolution_target_share, settings.first_contact_resolution, "
    "settings.repeat_cost_factor",
    "published surveys: a point of first-contact resolution is 1 % of cost",
)


def repeats(billed: Array, today: Array, resolution: Array, factor: float) -> Array:
    """Money a month more than at today's resolution.

    >>> repeats(np.array([1000.0]), np.array([0.75]), np.array([0.5]), 1.0)
    array([250.])
    """
    return billed * (today - resolution) * factor


def by_line(frame: Frame, bills: Bills) -> Array:
    """Money a month by line, shape (lines, 12); nothing where people's work of today is not known."""
    lines, today = frame.lines, frame.options.line_today
    counts = lines.people_offer.known & lines.people_offer_today.known
    counts &= ~lines.people_offer.under(PricingModel.PER_RESOLUTION)
    before = np.append(lines.resolution, np.nan)[today]
    rows = np.flatnonzero(counts & (before != lines.resolution))
    out = np.zeros(lines.people_contacts.shape)
    factor = frame.settings.repeat_cost_factor
    if len(rows):
        out[rows] = repeats(bills.by_line[rows], before[rows, None], lines.resolution[rows, None], factor)
    return out
