"""Engagement: setting up a party that does nothing today."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Engagement",
    "once for each newly engaged party",
    "providers.engagement_cost",
    "usual 12 thousand on site, 22–30 elsewhere, 35–90 for automation",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """Set-up of each party, free for those engaged today."""
    for j, provider in enumerate(frame.options.providers):
        fee = (
            0.0 if j in frame.engaged_today else frame.prices.of_provider(provider.engagement_cost, provider)
        )
        yield Charge(
            "engagement",
            Structural.PROVIDER_ENGAGED,
            provider.provider_id,
            j,
            frame.once(fee),
            0.0,
            frame.members_of(j),
        )
