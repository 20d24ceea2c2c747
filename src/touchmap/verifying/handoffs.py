"""Hand-offs between homes, spread over the packages and priced again from the table of hand-offs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from touchmap.project import Handoff, Structural
from touchmap.project.vocabulary import NodeKind, Route
from touchmap.verifying import money
from touchmap.verifying.amounts import line_check
from touchmap.verifying.check import Check
from touchmap.verifying.context import COMPANY, NOBODY, Context

SUPERVISOR_SECONDS = 90
"""Extra seconds when a hand-off goes by way of the team leader."""


def check_handoff_cut(context: Context) -> Check:
    """A hand-off between two homes costs time on both sides, rework at the receiver and a flat amount."""
    return line_check(context, Structural.HANDOFF_CUT, {"handoffs": _HandoffCosts(context).total()})


class _HandoffCosts:
    def __init__(self, context: Context) -> None:
        self.context, self.project = context, context.project
        self.monthly = [_monthly_contacts(context, k) for k in range(len(context.packages))]
        self.average = [sum(months) / 12 for months in self.monthly]
        self.rates: dict[str, tuple[float, float]] = {}
        self.of_process: dict[str, list[int]] = defaultdict(list)
        for k, package in enumerate(context.packages):
            self.of_process[package.process.process_id].append(k)

    def total(self) -> float:
        return sum(
            self._cost(handoff, sender, receiver, part)
            for handoff in self.project.handoffs
            if _extra_seconds(handoff) or handoff.cut_rework_share or handoff.cut_cost_per_month
            for sender, receiver, part in self._spread(handoff)
        )

    def _spread(self, handoff: Handoff) -> Iterator[tuple[int, int | None, float]]:
        """Senders and receivers with the part of the hand-off between them; a department is none."""
        for sender, sent in self._parts(self.of_process[handoff.from_process_id]):
            if handoff.to_kind is NodeKind.DEPARTMENT:
                yield sender, None, sent
                continue
            packages, everyone = self.context.packages, self.of_process[handoff.to_id]
            alike = [
                k
                for k in everyone
                if packages[k].language == packages[sender].language and self.average[k] > 0
            ]
            for receiver, received in self._parts(alike or everyone):
                yield sender, receiver, sent * received

    def _parts(self, packages: list[int]) -> list[tuple[int, float]]:
        """Packages that have volume, with their part of it."""
        whole = sum(self.average[k] for k in packages)
        return [(k, self.average[k] / whole) for k in packages if self.average[k] > 0]

    def _cost(self, handoff: Handoff, sender: int, receiver: int | None, part: float) -> float:
        here = self.context.homes[sender]
        there = COMPANY if receiver is None else self.context.homes[receiver]
        if here == there:
            return 0.0
        scale = handoff.contacts_per_month * part / self.average[sender]
        contacts = [scale * month for month in self.monthly[sender]]
        half = [c * _extra_seconds(handoff) / 3600 / 2 for c in contacts]
        again = 0.0 if receiver is None else handoff.cut_rework_share * self._handle_hours(receiver)
        flat = money.present_value(self.project, [handoff.cut_cost_per_month * part] * 12, 0.0, grows=False)
        redone = [h + c * again for h, c in zip(half, contacts, strict=True)]
        return self._worth(half, here) + self._worth(redone, there) + flat

    def _handle_hours(self, k: int) -> float:
        """Hours of work of an average contact of a package."""
        pieces = self.context.packages[k].pieces
        parts = [(p.stream, p.stream.contacts_per_month * sum(p.share) / 12) for p in pieces]
        contacts = sum(number for _, number in parts)
        hours = sum(number * s.handle_seconds / s.concurrency / 3600 for s, number in parts)
        return hours / contacts if contacts else 0.0

    def _worth(self, hours: list[float], home: str) -> float:
        """Present value of hours of work at a home."""
        if home not in self.rates:
            self.rates[home] = self._rate(home)
        hourly, rise = self.rates[home]
        return money.present_value(self.project, [h * hourly for h in hours], rise)

    def _rate(self, home: str) -> tuple[float, float]:
        """Cost of an hour of work at a home and its yearly rise; a platform and nobody pay no people."""
        if home == NOBODY:
            return 0.0, 0.0
        if home == COMPANY:
            return money.company_worked_hour(self.project), money.company_rise(self.project)
        provider = self.project.provider(home)
        hourly = 0.0 if provider.is_platform else money.worked_hour(self.project, provider)
        return hourly, money.yearly_rise(provider)


def _extra_seconds(handoff: Handoff) -> float:
    """Extra handling time of a hand-off that crosses homes, also where only its route costs time."""
    return handoff.cut_seconds + (SUPERVISOR_SECONDS if handoff.route is Route.SUPERVISOR else 0)


def _monthly_contacts(context: Context, k: int) -> list[float]:
    """Contacts of a package in each calendar month."""
    shapes = {s.seasonality_id: s.months for s in context.project.seasonality}
    total = [0.0] * 12
    for piece in context.packages[k].pieces:
        stream = piece.stream
        shape = shapes.get(stream.seasonality_id or "", (1.0,) * 12)
        for t in range(12):
            total[t] += stream.contacts_per_month * shape[t] * piece.share[t]
    return total
