"""Knowledge transfer: an own expert teaches a party's trainer a process."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project import Provider
from touchmap.project.stems import Structural
from touchmap.work.options import NONE

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Knowledge transfer",
    "weeks × 40 h × (own expert + trainer), per process and party",
    "offers.knowledge_transfer_weeks, settings.expert_rate_per_hour, providers.training_rate_per_hour",
    "usual 3–4 weeks onshore, 6–8 near, 8–10 offshore",
)
HOURS_A_WEEK = 40
"""Hours a week that an own expert and a trainer spend on knowledge transfer."""


def teaching(weeks: float, expert_per_hour: float, trainer_per_hour: float) -> float:
    """Cost of teaching one process to one party.

    >>> teaching(4, 45, 14)
    9440
    """
    return weeks * HOURS_A_WEEK * (expert_per_hour + trainer_per_hour)


def charges(frame: Frame) -> Iterator[Charge]:
    """Each process is taught once to each party that does not do any of it today.

    The weeks are the longest the party quotes for the process, since it is taught as a whole.
    """
    options = frame.options
    taught: dict[tuple[str, int], list[int]] = {}
    for i, option in enumerate(options.options):
        process_id = options.packages[option.package].process.process_id
        for j in {int(options.people[i]), int(options.platform[i])} - {NONE}:
            taught.setdefault((process_id, j), []).append(i)
    done_today = {
        (options.packages[k].process.process_id, int(j))
        for k, i in zip(np.flatnonzero(frame.known), frame.today, strict=True)
        for j in (options.people[i], options.platform[i])
    }
    for (process_id, j), members in taught.items():
        if (process_id, j) in done_today:
            continue
        provider = options.providers[j]
        trainer = frame.prices.of_provider(provider.training_rate_per_hour, provider)
        weeks = _weeks(frame, members, provider)
        amount = teaching(weeks, frame.settings.expert_rate_per_hour, trainer)
        if amount > 0:
            yield Charge(
                "knowledge_transfer",
                Structural.KNOWLEDGE_TRANSFER,
                f"{process_id} → {provider.provider_id}",
                j,
                frame.once(amount),
                0.0,
                np.array(members),
            )


def _weeks(frame: Frame, members: list[int], provider: Provider) -> float:
    offers = [
        o
        for i in members
        for o in (*frame.options.options[i].people_offers, *frame.options.options[i].platform_offers)
        if o is not None and o.provider_id == provider.provider_id and o.knowledge_transfer_weeks is not None
    ]
    return max((o.knowledge_transfer_weeks or 0.0 for o in offers), default=provider.knowledge_transfer_weeks)
