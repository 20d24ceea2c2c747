"""Travel: keeping in touch with a party."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural

FACTS = LineFacts(
    LineKind.RUNNING,
    "Travel",
    "amount a year while engaged",
    "providers.travel_cost_per_year",
    "usual 3–5 thousand a year onshore, 11–14 near, 22–30 offshore",
)


def charges(frame: Frame) -> Iterator[Charge]:
    """A twelfth of the yearly amount for each month of the plan, while the party does anything."""
    for j, provider in enumerate(frame.options.providers):
        monthly = frame.prices.of_provider(provider.travel_cost_per_year, provider) / 12
        yield Charge(
            "travel",
            Structural.PROVIDER_ENGAGED,
            provider.provider_id,
            j,
            frame.monthly(monthly, j),
            monthly * frame.months,
            frame.members_of(j),
        )
