"""Hand-offs between packages: how many cross between each two of them in each month."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.project import Handoff, Project
from touchmap.project.vocabulary import NodeKind
from touchmap.work.calendar import Array
from touchmap.work.packages import Package, package_contacts

COMPANY = -1
"""Receiver that is a department of the client: its home is the company."""


@dataclass(frozen=True, slots=True)
class HandoffPair:
    """The part of a hand-off that goes from one package to another, or to a department."""

    handoff: Handoff
    sender: int
    receiver: int
    contacts: Array
    """Contacts in each calendar month, shape (12,)."""
    share: float
    """Part of the hand-off's volume."""


def build_pairs(project: Project, packages: tuple[Package, ...]) -> tuple[HandoffPair, ...]:
    """Spread each hand-off over the packages of its two ends.

    ``count · share(language) · share(sender in language) · share(receiver in language)``; a language
    that the receiver lacks is spread by the receiver's volume. Months follow the sender.
    """
    monthly = [package_contacts(project, package) for package in packages]
    average = [float(m.mean()) for m in monthly]
    by_process: dict[str, list[int]] = {}
    for k, package in enumerate(packages):
        by_process.setdefault(package.process.process_id, []).append(k)
    pairs = []
    for handoff in sorted(project.handoffs, key=lambda h: h.handoff_id):
        senders = by_process.get(handoff.from_process_id, [])
        total = sum(average[k] for k in senders)
        for sender in senders:
            if total <= 0 or average[sender] <= 0:
                continue
            share = average[sender] / total
            contacts = handoff.contacts_per_month * monthly[sender] / total
            for receiver, part in _receivers(handoff, packages[sender], by_process, packages, average):
                pairs.append(HandoffPair(handoff, sender, receiver, contacts * part, share * part))
    return tuple(pairs)


def _receivers(
    handoff: Handoff,
    sender: Package,
    by_process: dict[str, list[int]],
    packages: tuple[Package, ...],
    average: list[float],
) -> list[tuple[int, float]]:
    if handoff.to_kind is NodeKind.DEPARTMENT:
        return [(COMPANY, 1.0)]
    everyone = by_process.get(handoff.to_id, [])
    alike = [k for k in everyone if packages[k].language == sender.language and average[k] > 0]
    receivers = alike or [k for k in everyone if average[k] > 0]
    total = sum(average[k] for k in receivers)
    return [(k, average[k] / total) for k in receivers]
