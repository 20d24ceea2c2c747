"""What a pricing model pays for: who carries which risk, and whether volume is rewarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from touchmap.project.vocabulary import PricingModel

CLIENT, SHARED, PROVIDER = "client", "shared", "provider"
RISKS = ("occupancy", "handle time", "volume")
"""Risks of a contract, as `CARRIERS` lists them."""

CARRIERS: dict[PricingModel, tuple[str, str, str]] = {
    PricingModel.PER_FTE: (CLIENT, CLIENT, CLIENT),
    PricingModel.PER_HOUR: (CLIENT, CLIENT, SHARED),
    PricingModel.PER_MINUTE: (PROVIDER, CLIENT, SHARED),
    PricingModel.PER_CONTACT: (PROVIDER, PROVIDER, CLIENT),
    PricingModel.PER_RESOLUTION: (PROVIDER, PROVIDER, PROVIDER),
    PricingModel.FIXED: (PROVIDER, PROVIDER, PROVIDER),
}
"""Who carries the risk of occupancy, handle time and volume under each pricing model."""

PAYS_FOR: dict[PricingModel, str] = {
    PricingModel.PER_FTE: "presence",
    PricingModel.PER_HOUR: "presence",
    PricingModel.PER_MINUTE: "longer and more contacts",
    PricingModel.PER_CONTACT: "more contacts",
    PricingModel.PER_RESOLUTION: "solved cases",
    PricingModel.FIXED: "a result, whatever the effort",
}
REWARDS_VOLUME = frozenset({PricingModel.PER_MINUTE, PricingModel.PER_CONTACT})
"""Models under which a contact that never comes is lost income."""

_PART = {CLIENT: 0.0, SHARED: 0.5, PROVIDER: 1.0}


@dataclass(frozen=True)
class Incentives:
    """How far a provider's prices make it want what the client wants."""

    shares: Mapping[PricingModel, float]
    """Part of its handle time under each pricing model."""
    volume_rewarded_share: float
    """Part of its handle time for which it is paid by volume without anything at risk."""
    index: float
    """0 … 100: part of the three risks it carries, less half of what rewards volume."""

    @property
    def sentence(self) -> str:
        """The incentives in words."""
        parts = [f"{100 * s:.0f} % {m.value} (pays for {PAYS_FOR[m]})" for m, s in self.shares.items()]
        warning = (
            "; paid by volume with nothing at risk: ask for a share in contacts avoided, or a bonus and malus"
            if self.volume_rewarded_share > 0
            else ""
        )
        return ", ".join(parts) + warning if parts else "no price to judge"


def risk_carried(model: PricingModel) -> float:
    """Part of the three risks that the provider carries, 0 … 1.

    >>> [round(risk_carried(m), 2) for m in (PricingModel.PER_FTE, PricingModel.PER_MINUTE)]
    [0.0, 0.5]
    """
    return sum(_PART[c] for c in CARRIERS[model]) / len(RISKS)


def incentives(work: list[tuple[PricingModel, float, float]]) -> Incentives:
    """Incentives over some work.

    ``index = 100 × Σ hours × risk carried ÷ Σ hours − 50 × share of hours paid by volume with nothing at
    risk``, at least 0.

    Parameters
    ----------
    work
        Pricing model, bonus and malus as a share of the fee, and handle hours of each piece.

    >>> found = incentives([(PricingModel.PER_CONTACT, 0, 50), (PricingModel.PER_RESOLUTION, 0.05, 50)])
    >>> found.volume_rewarded_share, round(found.index, 1)
    (0.5, 58.3)
    """
    hours: dict[PricingModel, float] = {}
    loose = 0.0
    for model, at_risk, amount in work:
        hours[model] = hours.get(model, 0.0) + amount
        loose += amount if model in REWARDS_VOLUME and at_risk <= 0 else 0.0
    total = sum(hours.values())
    if total <= 0:
        return Incentives({}, 0.0, 0.0)
    shares = {m: hours[m] / total for m in PricingModel if hours.get(m)}
    carried = sum(share * risk_carried(m) for m, share in shares.items())
    return Incentives(shares, loose / total, max(0.0, 100 * carried - 50 * loose / total))
