"""Fixed prices: a flat amount a month for a process, with what is a share of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from touchmap.costing.frame import Frame
from touchmap.costing.lines import contingency, governance, irrecoverable_vat
from touchmap.costing.lines.facts import LineFacts, LineKind
from touchmap.costing.shapes import Charge
from touchmap.project import Process
from touchmap.project.stems import Structural
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array
from touchmap.work.options import Ints
from touchmap.work.packages import Piece
from touchmap.workload.conversion import handle_hours

FACTS = LineFacts(LineKind.RUNNING, "Fixed prices", "flat amount a month", "offers.price")


@dataclass(frozen=True)
class FlatPrice:
    """A fixed price of one process: who bills it, how much a month, and which options it is for."""

    process: Process
    offer_id: str
    party: int
    monthly: float
    members: Ints


def flat_prices(frame: Frame) -> list[FlatPrice]:
    """Every fixed price of every process."""
    options = frame.options
    members: dict[tuple[str, str], dict[int, None]] = {}
    offers = {}
    for quoted in (options.people_offer, options.platform_offer):
        for n in np.flatnonzero(quoted.under(PricingModel.FIXED)).tolist():
            i, offer = int(options.line_option[n]), quoted.distinct[quoted.number[n]]
            process_id = options.packages[options.package[i]].process.process_id
            members.setdefault((process_id, offer.offer_id), {})[i] = None
            offers[offer.offer_id] = offer
    found = []
    for (process_id, offer_id), chosen in members.items():
        j = options.position[offers[offer_id].provider_id]
        monthly = frame.prices.offer(offers[offer_id], options.providers[j])
        inside = np.array(sorted(chosen))
        found.append(FlatPrice(frame.project.process(process_id), offer_id, j, monthly, inside))
    return sorted(found, key=lambda flat: int(flat.members[0]))


def charges(frame: Frame) -> Iterator[Charge]:
    """Flat monthly amounts, owed once per process and offer.

    With governance and tax on those of third parties, and contingency if any of the process moves to
    them: a fixed price is a bill like any other.
    """
    options = frame.options
    for flat in flat_prices(frame):
        yield _charge(frame, "fixed_price", flat, 1.0, flat.members)
        if frame.third[flat.party]:
            managed = float(governance.shares(frame)[flat.party])
            if managed:
                yield _charge(frame, "governance", flat, managed, flat.members)
            taxed = float(irrecoverable_vat.shares(frame.project)[flat.party])
            if taxed:
                yield _charge(frame, "irrecoverable_vat", flat, taxed, flat.members)
            risk = contingency.share_for(frame.settings, flat.process)
            moving = flat.members[options.moves[flat.members]]
            if risk and len(moving):
                yield _charge(frame, "contingency", flat, risk, moving)


def _charge(frame: Frame, line: str, flat: FlatPrice, share: float, members: Ints) -> Charge:
    monthly = share * flat.monthly
    return Charge(
        line,
        Structural.CHARGED_ONCE,
        f"{flat.process.process_id} · {flat.offer_id}",
        flat.party,
        frame.monthly(monthly, flat.party),
        monthly * frame.months,
        members,
    )


def share_of_process(part: float, whole: float) -> float:
    """Part of a process's work, for what a flat price counts in shares of spend and in bills.

    >>> share_of_process(30.0, 120.0), share_of_process(0.0, 0.0)
    (0.25, 0.0)
    """
    return part / whole if whole > 0 else 0.0


def spread(frame: Frame) -> tuple[Array, Array]:
    """Flat prices of each option's people and platform a month, by its part of the process's work.

    Shapes (options,) each. It says how much of a party's bill belongs to a package; the cost itself is a
    charge, owed once.
    """
    options = frame.options
    work = np.array([sum(_work(p) for p in k.pieces) for k in options.packages])
    whole: dict[str, float] = {}
    for k, package in enumerate(options.packages):
        process_id = package.process.process_id
        whole[process_id] = whole.get(process_id, 0.0) + float(work[k])
    people, front = np.zeros(len(options.options)), np.zeros(len(options.options))
    for flat in flat_prices(frame):
        for i in flat.members:
            part = share_of_process(float(work[options.package[i]]), whole[flat.process.process_id])
            out = people if options.people[i] == flat.party else front
            out[i] += flat.monthly * part
    return people, front


def _work(piece: Piece) -> float:
    return handle_hours(piece.contacts_per_month, piece.stream.handle_seconds, piece.stream.concurrency)
