"""Fixed prices: a flat amount a month for a process."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.project.vocabulary import PricingModel

FACTS = LineFacts(LineKind.RUNNING, "Fixed prices", "flat amount a month", "offers.price")


def charges(frame: Frame) -> Iterator[Charge]:
    """Flat monthly amounts, owed once per process and offer."""
    options = frame.options
    members: dict[tuple[str, str], list[int]] = {}
    offers = {}
    for i, option in enumerate(options.options):
        process_id = options.packages[option.package].process.process_id
        for offer in {*option.people_offers, *option.platform_offers}:
            if offer is not None and offer.pricing_model is PricingModel.FIXED:
                members.setdefault((process_id, offer.offer_id), []).append(i)
                offers[offer.offer_id] = offer
    for (process_id, offer_id), chosen in members.items():
        j = options.position[offers[offer_id].provider_id]
        monthly = frame.prices.offer(offers[offer_id], options.providers[j])
        yield Charge(
            "fixed_price",
            Structural.CHARGED_ONCE,
            f"{process_id} · {offer_id}",
            j,
            frame.monthly(monthly, j),
            monthly * frame.months,
            np.array(chosen),
        )
