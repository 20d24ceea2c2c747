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
_NOT_BY_UNIT = (PricingModel.FIXED, PricingModel.PER_FTE, PricingModel.PER_HOUR)


def units(model: PricingModel, visits: Array, resolved: Array, handle_seconds: float) -> Array:
    """Units a platform bills: what it resolves, else every visit, or a visit's minutes, shape (12,).

    >>> units(PricingModel.PER_RESOLUTION, np.array([1000.0]), np.array([300.0]), 90)
    array([300.])
    >>> units(PricingModel.PER_MINUTE, np.array([1000.0]), np.array([300.0]), 90)
    array([1500.])
    """
    if model is PricingModel.PER_RESOLUTION:
        return resolved
    return visits * handle_seconds / 60 if model is PricingModel.PER_MINUTE else visits


def by_line(frame: Frame) -> Array:
    """Money a month of each line's platform, shape (lines, 12)."""
    lines = frame.lines
    out = np.zeros_like(lines.platform_contacts)
    for i, offer in enumerate(lines.platform_offer):
        if offer is None or offer.pricing_model in _NOT_BY_UNIT:
            continue
        provider = lines.options.providers[lines.options.platform[lines.option[i]]]
        seconds = lines.piece[i].stream.handle_seconds
        billed = units(offer.pricing_model, lines.platform_visits[i], lines.platform_contacts[i], seconds)
        out[i] = billed * frame.prices.offer(offer, provider)
    return out
