"""What a self-service platform takes off people, and what that does to the contacts that remain."""

from __future__ import annotations

from touchmap.project import DemandStream, Offer, Process, Settings
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS

RESIDUAL_SLOPE = 0.375
"""Rise of handle time per share contained: 7.5 % for each 20 points (published range 5–10 %)."""


def contained_share(offer: Offer | None, stream: DemandStream, process: Process, settings: Settings) -> float:
    """Share of a stream's contacts that a platform resolves in front of people.

    ``min(maximum × achieved, automation potential)``. Work that is self-service by nature is not
    contained: it is done on the platform as a whole, and this share is 0.

    Parameters
    ----------
    offer
        The platform's offer, none if no platform stands in front.

    >>> from touchmap.project import Process, Settings
    >>> offer = Offer(offer_id="O", provider_id="B", price=1, containment_share=0.5)
    >>> stream = DemandStream(demand_id="D", process_id="P", contacts_per_month=1, handle_seconds=1)
    >>> contained_share(offer, stream, Process(process_id="P", name="P"), Settings())
    0.3
    """
    if offer is None or offer.containment_share is None or stream.channel in SELF_SERVICE_CHANNELS:
        return 0.0
    achieved = settings.achieved_containment_share if offer.achieved_share is None else offer.achieved_share
    return min(offer.containment_share * achieved, process.automation_potential_share, 0.99)


def residual_factor(offer: Offer | None, share: float) -> float:
    """How much longer the contacts that still reach people take, as a factor ≥ 1.

    Self-service takes the easy contacts first: ``1 + 0.375 × share contained`` unless the offer
    states a factor.

    >>> residual_factor(None, 0.2)
    1.075
    """
    if share <= 0:
        return 1.0
    if offer is not None and offer.residual_handle_factor is not None:
        return offer.residual_handle_factor
    return 1 + RESIDUAL_SLOPE * share
