"""Knowledge transfer: an own expert teaches a party's trainer a process."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project.stems import Structural
from touchmap.work.calendar import Array
from touchmap.work.grouping import grouped
from touchmap.work.options import Ints

FACTS = LineFacts(
    LineKind.ONE_OFF,
    "Knowledge transfer",
    "weeks × 40 h × (own expert + trainer), per process and party",
    "offers.knowledge_transfer_weeks, settings.expert_rate_per_hour, providers.training_rate_per_hour",
    "usual 3–4 weeks onshore, 6–8 near, 8–10 offshore",
)
HOURS_A_WEEK = 40
"""Hours a week that an own expert and a trainer spend on knowledge transfer."""


def teaching(weeks: Array, expert_per_hour: float, trainer_per_hour: Array) -> Array:
    """Cost of teaching one process to one party.

    >>> teaching(np.array([4.0]), 45, np.array([14.0]))
    array([9440.])
    """
    return weeks * HOURS_A_WEEK * (expert_per_hour + trainer_per_hour)


def charges(frame: Frame) -> Iterator[Charge]:
    """Each process is taught once to each party that does not do any of it today.

    The weeks are the longest the party quotes for the process, since it is taught as a whole.
    """
    options = frame.options
    processes = list(options.of_processes)
    number = {process_id: n for n, process_id in enumerate(processes)}
    process = np.array([number[k.process.process_id] for k in options.packages], dtype=np.int64)
    option, party = options.parts
    subject = process[options.package[option]] * len(options.providers) + party
    subjects, which = np.unique(subject, return_inverse=True)
    amount = teaching(
        _weeks(frame, subjects % len(options.providers), which),
        frame.settings.expert_rate_per_hour,
        frame.prices.of_party("training_rate_per_hour", subjects % len(options.providers)),
    )
    amount[np.unique(which[np.isin(option, frame.today)])] = 0.0
    paid = np.flatnonzero(amount[which] > 0)
    for key, places in grouped(subject[paid]):
        members = paid[places]
        j = key % len(options.providers)
        yield Charge(
            "knowledge_transfer",
            Structural.KNOWLEDGE_TRANSFER,
            f"{processes[key // len(options.providers)]} → {options.providers[j].provider_id}",
            j,
            frame.once(float(amount[which[members[0]]])),
            0.0,
            option[members],
        )


def _weeks(frame: Frame, party: Ints, which: Ints) -> Array:
    """Weeks of each process and party: the longest of its offers, else the party's own.

    Parameters
    ----------
    which
        Process and party of each of the options' parts.
    """
    options = frame.options
    option, taking_part = options.parts
    of_people, of_platform = (
        options.per_option(offers.field("knowledge_transfer_weeks"), np.fmax)[option]
        for offers in (options.people_offer, options.platform_offer)
    )
    longest = np.full(len(party), np.nan)
    np.fmax.at(longest, which, np.where(taking_part == options.people[option], of_people, of_platform))
    return np.where(np.isnan(longest), options.of_party("knowledge_transfer_weeks", party, 0.0), longest)
