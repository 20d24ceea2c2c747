"""Self-service platform: what it bills for the contacts it takes."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array

FACTS = LineFacts(
    LineKind.RUNNING,
    "Self-service platform",
    "contacts resolved on the platform, or all that try it, or their minutes × price",
    "offers.price, offers.containment_share, settings.achieved_containment_share",
)
BY_UNIT = (PricingModel.PER_CONTACT, PricingModel.PER_MINUTE, PricingModel.PER_RESOLUTION)
"""Pricing models by which a platform bills what it does; it has no staff to bill."""


def units(model: PricingModel, visits: Array, resolved: Array, handle_seconds: Array) -> Array:
    """Units a platform bills: what it resolves, else every visit, or a visit's minutes, shape (n, 12).

    >>> units(PricingModel.PER_RESOLUTION, np.array([[1000.0]]), np.array([[300.0]]), np.array([90]))
    array([[300.]])
    >>> units(PricingModel.PER_MINUTE, np.array([[1000.0]]), np.array([[300.0]]), np.array([90]))
    array([[1500.]])
    """
    if model is PricingModel.PER_RESOLUTION:
        return resolved
    return visits * handle_seconds[:, None] / 60 if model is PricingModel.PER_MINUTE else visits


def by_line(frame: Frame) -> Array:
    """Money a month of each line's platform, shape (lines, 12)."""
    lines, options = frame.lines, frame.options
    price = frame.prices.of_offers(lines.platform_offer, "price")
    seconds = np.array([p.stream.handle_seconds for p in options.pieces])[options.line_piece]
    out = np.zeros(lines.platform_contacts.shape)
    for model in BY_UNIT:
        rows = np.flatnonzero(lines.platform_offer.under(model))
        visits, resolved = lines.platform_visits[rows], lines.platform_contacts[rows]
        out[rows] = units(model, visits, resolved, seconds[rows]) * price[rows, None]
    return out
