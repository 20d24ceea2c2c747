"""Hours, staff and billed units of every option in every calendar month.

Everything is computed on *lines*: one for each option and piece of its package. Monthly arrays
have shape (lines, 12) and are summed to options with `Lines.per_option`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.project import Offer, Project
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import Ints, Options
from touchmap.work.packages import Piece, month_contacts
from touchmap.workload.containment import contained_share, residual_factor
from touchmap.workload.conversion import handle_hours, logged_hours, paid_fte

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Lines:
    """What every option means in work, line by line."""

    options: Options
    option: Ints
    """Option of each line."""
    piece: tuple[Piece, ...]
    people_offer: tuple[Offer | None, ...]
    platform_offer: tuple[Offer | None, ...]
    people_contacts: Array
    """Contacts that reach people, (lines, 12)."""
    platform_contacts: Array
    """Contacts done or resolved on the platform, (lines, 12)."""
    hours: Array
    """Handle hours of people, (lines, 12)."""
    logged: Array
    """Logged hours of people, (lines, 12)."""
    fte: Array
    """Paid FTE of people, (lines, 12)."""
    resolved: Array
    """Contacts people resolve at first contact, (lines, 12)."""

    def per_option(self, values: Array) -> Array:
        """Sum values of lines, shape (lines,) or (lines, 12), to options."""
        out = np.zeros((len(self.options.options), *values.shape[1:]))
        np.add.at(out, self.option, values)
        return out

    @cached_property
    def billed_by_staff(self) -> Bools:
        """Lines whose people are billed by hour or FTE, so that idle staff is the client's cost."""
        by_staff = (PricingModel.PER_HOUR, PricingModel.PER_FTE)
        return np.array(
            [o is not None and o.pricing_model in by_staff for o in self.people_offer], dtype=bool
        )


def build_lines(project: Project, options: Options) -> Lines:
    """Compute the lines of all options.

    Entered volumes are those that reach people today. With today's platform containing ``c0`` and an
    option's platform ``c``: gross = entered ÷ (1 − c0), people get gross × (1 − c) and the platform
    resolves gross × c, so that nothing is contained twice. Handle time is multiplied by the
    provider's factor and by the residual factors' ratio.
    """
    table = _FlatLines(project, options)
    people = table.gross * (1 - table.contained)[:, None] * table.by_people[:, None]
    platform = table.gross * np.where(table.by_people, table.contained, table.done_on_platform)[:, None]
    hours = handle_hours(people, table.seconds[:, None], table.concurrency[:, None])
    logged = logged_hours(hours, table.occupancy[:, None])
    fte = paid_fte(
        hours, table.occupancy[:, None], table.shrinkage[:, None], project.settings.paid_hours_per_month
    )
    fte = np.where(np.isnan(table.fte_override)[:, None], fte, table.fte_override[:, None])
    return Lines(
        options,
        table.option,
        table.piece,
        table.people_offer,
        table.platform_offer,
        people,
        platform,
        hours,
        logged,
        fte * table.by_people[:, None],
        people * table.resolution[:, None],
    )


class _FlatLines:
    """Inputs of the lines as flat arrays, read once from the facts."""

    def __init__(self, project: Project, options: Options) -> None:
        rows = [
            (i, piece, o.people_offers[n], o.platform_offers[n])
            for i, o in enumerate(options.options)
            for n, piece in enumerate(options.packages[o.package].pieces)
        ]
        self.option = np.array([r[0] for r in rows], dtype=np.int64)
        self.piece = tuple(r[1] for r in rows)
        self.people_offer = tuple(r[2] for r in rows)
        self.platform_offer = tuple(r[3] for r in rows)
        self._read_demand(project, options)
        self._read_people(project, options)

    def _read_demand(self, project: Project, options: Options) -> None:
        streams = {
            id(p.stream): month_contacts(project, p.stream) for k in options.packages for p in k.pieces
        }
        processes = {p.process_id: p for p in project.processes}
        n = len(self.piece)
        entered = np.empty((n, MONTHS))
        share, today_share, ratio, done = np.zeros(n), np.zeros(n), np.ones(n), np.zeros(n)
        for i, (piece, front) in enumerate(zip(self.piece, self.platform_offer, strict=True)):
            stream, process = piece.stream, processes[piece.stream.process_id]
            entered[i] = streams[id(stream)] * piece.share
            before = self._today_front(options, i)
            share[i] = contained_share(front, stream, process, project.settings)
            today_share[i] = contained_share(before, stream, process, project.settings)
            ratio[i] = residual_factor(front, share[i]) / residual_factor(before, today_share[i])
            if front is not None and stream.channel in SELF_SERVICE_CHANNELS:
                done[i] = 1.0 if front.containment_share is None else front.containment_share
        self.gross = entered / (1 - today_share)[:, None]
        self.contained, self.done_on_platform = share, done
        self.by_people = np.array([o is not None for o in self.people_offer], dtype=bool)
        self.seconds = np.array([p.stream.handle_seconds for p in self.piece]) * ratio
        self.concurrency = np.array([p.stream.concurrency for p in self.piece])

    def _today_front(self, options: Options, line: int) -> Offer | None:
        today = options.today[options.package[self.option[line]]]
        if today < 0:
            return None
        package = options.packages[options.package[self.option[line]]]
        offer: Offer | None = options.options[int(today)].platform_offers[
            package.pieces.index(self.piece[line])
        ]
        return offer

    def _read_people(self, project: Project, options: Options) -> None:
        providers = [options.providers[j] if j >= 0 else None for j in options.people[self.option]]
        self.occupancy = np.array([p.occupancy if p else 1.0 for p in providers])
        self.shrinkage = np.array([p.shrinkage if p else 0.0 for p in providers])
        factor = [
            (o.handle_factor if o and o.handle_factor is not None else (p.handle_factor if p else 1.0))
            for o, p in zip(self.people_offer, providers, strict=True)
        ]
        self.seconds = self.seconds * np.array(factor)
        self.fte_override = _fte_override(self.people_offer, self.piece, options)
        processes = {p.process_id: p for p in project.processes}
        target = [processes[p.stream.process_id].resolution_target_share for p in self.piece]
        usual = project.settings.first_contact_resolution
        delta = np.array([p.resolution_delta if p else 0.0 for p in providers])
        self.resolution = np.clip(np.array([usual if t is None else t for t in target]) + delta, 0, 1)


def _fte_override(offers: tuple[Offer | None, ...], pieces: tuple[Piece, ...], options: Options) -> Array:
    """FTE an offer states for its whole process, spread over the lines by their work; NaN = not stated."""
    work: dict[str, float] = {}
    for package in options.packages:
        for piece in package.pieces:
            work[package.process.process_id] = work.get(package.process.process_id, 0.0) + _work(piece)
    out = np.full(len(pieces), np.nan)
    for i, (offer, piece) in enumerate(zip(offers, pieces, strict=True)):
        if offer is not None and offer.fte_override is not None:
            whole = work[piece.stream.process_id]
            out[i] = offer.fte_override * (_work(piece) / whole if whole > 0 else 0.0)
    return out


def _work(piece: Piece) -> float:
    return handle_hours(piece.contacts_per_month, piece.stream.handle_seconds, piece.stream.concurrency)
