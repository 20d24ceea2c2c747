"""Volume discount: all units are cheaper once a provider's average month reaches a size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import PartyAmount
from touchmap.project import Project, group
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints

if TYPE_CHECKING:
    from touchmap.costing.costing import Costing

FACTS = LineFacts(
    LineKind.RUNNING,
    "Volume discount",
    "−discount of the tier reached × (run + premiums)",
    "volume_tiers.from_fte, volume_tiers.discount_share",
    "usual 2–3 / 5 / 6–8 % from 50 / 100 / 200 FTE",
)
DISCOUNTED = ("run", "language_premium", "out_of_hours_premium")
"""Lines a discount applies to: the bill at list price."""
ROUNDING = 1e-7
"""FTE by which a size may miss a tier and still reach it."""


@dataclass(frozen=True)
class Tiers:
    """Volume tiers of a provider: discount by average FTE."""

    party: int
    from_fte: Array
    discount: Array

    def reached(self, size: float) -> int:
        """Tier that a size in FTE reaches.

        >>> Tiers(0, np.array([0.0, 50.0, 100.0]), np.array([0.0, 0.03, 0.05])).reached(99.0)
        1
        """
        return int(np.searchsorted(self.from_fte, size + ROUNDING, side="right")) - 1


def tiers_of(project: Project) -> list[Tiers]:
    """Tiers of each provider that discounts anything; below the first tier there is no discount."""
    tiers = []
    for provider_id, rows in group(project.volume_tiers, "provider_id").items():
        steps = sorted((r.from_fte, r.discount_share) for r in rows)
        if any(discount for _, discount in steps):
            if steps[0][0] > 0:
                steps.insert(0, (0.0, 0.0))
            start, discount = zip(*steps, strict=True)
            j = next(j for j, p in enumerate(project.providers) if p.provider_id == provider_id)
            tiers.append(Tiers(j, np.array(start), np.array(discount)))
    return tiers


def amounts(costing: Costing, choice: Ints) -> list[PartyAmount]:
    """Discounts a plan reaches."""
    rows = choice[choice != NONE]
    parts = []
    for tiers in costing.tiers:
        ours = rows[costing.options.people[rows] == tiers.party]
        discount = float(tiers.discount[tiers.reached(float(costing.average_fte[ours].sum()))])
        if discount and len(ours):
            worth = sum(costing.by_year[line][ours].sum(axis=0) for line in DISCOUNTED)
            year = float(costing.bill[ours][:, costing.calendar.occurs].sum())
            parts.append(PartyAmount("volume_discount", tiers.party, -discount * worth, -discount * year))
    return parts
