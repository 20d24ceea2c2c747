"""Run: what the work costs at list price."""

from __future__ import annotations

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array
from touchmap.workload.amounts import Lines

FACTS = LineFacts(
    LineKind.RUNNING,
    "Run: list price",
    "billed units × price",
    "offers.price, offers.pricing_model, providers.base_rate, demand.contacts_per_month, "
    "demand.handle_seconds",
)


def billed_units(lines: Lines, model: PricingModel) -> Array:
    """Units that people are billed by under a pricing model, shape (lines, 12).

    Handle minutes are 60 to the hour; a fixed price bills no units.

    >>> from types import SimpleNamespace
    >>> work = SimpleNamespace(hours=np.array([[89.6]]), logged=np.array([[112.0]]))
    >>> billed_units(work, PricingModel.PER_MINUTE), billed_units(work, PricingModel.PER_HOUR)
    (array([[5376.]]), array([[112.]]))
    """
    if model is PricingModel.PER_CONTACT:
        return lines.people_contacts
    if model is PricingModel.PER_MINUTE:
        return lines.hours * 60
    if model is PricingModel.PER_HOUR:
        return lines.logged
    if model is PricingModel.PER_FTE:
        return lines.fte
    return lines.resolved if model is PricingModel.PER_RESOLUTION else np.zeros(lines.hours.shape)


def by_line(frame: Frame) -> Array:
    """Money a month of each line's people at list price, shape (lines, 12)."""
    lines = frame.lines
    price = frame.prices.of_offers(lines.people_offer, "price") * frame.rate_factor
    out = np.zeros(lines.hours.shape)
    for model in PricingModel:
        rows = lines.people_offer.under(model)
        if rows.any():
            np.multiply(billed_units(lines, model), price[:, None], out=out, where=rows[:, None])
    return out
