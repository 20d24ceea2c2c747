"""Hours, staff and billed units of every option in every calendar month.

Everything is computed on *lines*: one for each option and piece of its package. Monthly arrays
have shape (lines, 12) and are summed to options with `Lines.per_option`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.project import Offer, Project, Provider
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel
from touchmap.work.calendar import MONTHS, Array
from touchmap.work.options import NONE, Ints, Options
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
    people_offer_today: tuple[Offer | None, ...]
    """Offer under which people do the line's piece today, none if that is not known."""
    people_contacts: Array
    """Contacts that reach people, (lines, 12)."""
    platform_contacts: Array
    """Contacts done or resolved on the platform, (lines, 12)."""
    platform_visits: Array
    """Contacts that try the platform, resolved or not, (lines, 12)."""
    hours: Array
    """Handle hours of people, (lines, 12)."""
    logged: Array
    """Logged hours of people, (lines, 12)."""
    fte: Array
    """Paid FTE of people, (lines, 12)."""
    on_curve: Bools
    """Lines whose FTE follow the staffing curve of their language pool, (lines,)."""
    in_valleys: Bools
    """Lines of work that can wait which those who keep a pool open may do, (lines,)."""
    resolved: Array
    """Contacts people resolve at first contact, (lines, 12)."""
    platform_offer_today: tuple[Offer | None, ...]
    """Offer of the platform that stands in front of the line's piece today, none if there is none."""
    share_contained_today: Array
    """Share of all contacts that today's platform takes off people, (lines,)."""

    def per_option(self, values: Array) -> Array:
        """Sum values of lines, shape (lines,) or (lines, 12), to options."""
        out = np.zeros((len(self.options.options), *values.shape[1:]))
        np.add.at(out, self.option, values)
        return out

    def contained(self, n: int) -> Array:
        """Contacts that a line's platform takes off its people, shape (12,)."""
        taken: Array = self.platform_contacts[n]
        return taken if self.people_offer[n] is not None else np.zeros(MONTHS)

    def contained_today(self, n: int) -> Array:
        """Contacts of a line that today's platform takes off people, shape (12,)."""
        result: Array = (self.people_contacts[n] + self.contained(n)) * self.share_contained_today[n]
        return result

    @cached_property
    def billed_by_staff(self) -> Bools:
        """Lines whose people are billed by hour or FTE, so that idle staff is the client's cost."""
        return _billed_by_staff(self.people_offer)


def build_lines(project: Project, options: Options) -> Lines:
    """Compute the lines of all options.

    Entered volumes are those that reach people today. With today's platform containing ``c0`` and an
    option's platform ``c``: gross = entered ÷ (1 − c0), people get gross × (1 − c) and the platform
    resolves gross × c, so that nothing is contained twice. Handle time is multiplied by the
    provider's factor and the residual factor, both relative to today's, since it was measured today.

    FTE are hours ÷ occupancy ÷ (1 − shrinkage) ÷ paid hours. Where `settings.staffing_curve` is on, live
    work billed by hour or FTE in a language pool takes hours × the pool's slope instead, and logged hours
    that follow from its FTE; the pool's opening is charged once. FTE an offer states win over both.
    """
    table = _FlatLines(project, options)
    people = table.gross * (1 - table.contained)[:, None] * table.by_people[:, None]
    platform = table.gross * np.where(table.by_people, table.contained, table.done_on_platform)[:, None]
    hours = handle_hours(people, table.seconds[:, None], table.concurrency[:, None])
    logged = logged_hours(hours, table.occupancy[:, None])
    fte = paid_fte(
        hours, table.occupancy[:, None], table.shrinkage[:, None], project.settings.paid_hours_per_month
    )
    on_curve = ~np.isnan(table.fte_per_hour)
    if on_curve.any():
        present = (1 - table.shrinkage) * project.settings.paid_hours_per_month
        fte[on_curve] = hours[on_curve] * table.fte_per_hour[on_curve, None]
        logged[on_curve] = fte[on_curve] * present[on_curve, None]
    fte = np.where(np.isnan(table.fte_override)[:, None], fte, table.fte_override[:, None])
    return Lines(
        options,
        table.option,
        table.piece,
        table.people_offer,
        table.platform_offer,
        table.people_today,
        people,
        platform,
        table.gross * np.array([o is not None for o in table.platform_offer], dtype=bool)[:, None],
        hours,
        logged,
        fte * table.by_people[:, None],
        on_curve,
        table.in_valleys,
        people * table.resolution[:, None],
        table.platform_today,
        table.contained_today,
    )


class _FlatLines:
    """Inputs of the lines as flat arrays, read once from the facts."""

    def __init__(self, project: Project, options: Options) -> None:
        rows = [
            (i, n, piece)
            for i, o in enumerate(options.options)
            for n, piece in enumerate(options.packages[o.package].pieces)
        ]
        everything = [(options.options[i], n) for i, n, _ in rows]
        before = [options.today[options.options[i].package] for i, _, _ in rows]
        self.option = np.array([i for i, _, _ in rows], dtype=np.int64)
        self.piece = tuple(piece for _, _, piece in rows)
        self.people_offer = tuple(o.people_offers[n] for o, n in everything)
        self.platform_offer = tuple(o.platform_offers[n] for o, n in everything)
        self.today = np.array(before, dtype=np.int64)
        now = [
            (options.options[t], n) if t != NONE else None
            for t, (_, n) in zip(before, everything, strict=True)
        ]
        self.people_today = tuple(o[0].people_offers[o[1]] if o else None for o in now)
        self.platform_today = tuple(o[0].platform_offers[o[1]] if o else None for o in now)
        self._read_demand(project, options)
        self._read_people(project, options)
        self._read_pools(project, options)

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
            before = self.platform_today[i]
            share[i] = contained_share(front, stream, process, project.settings)
            today_share[i] = contained_share(before, stream, process, project.settings)
            ratio[i] = residual_factor(front, share[i]) / residual_factor(before, today_share[i])
            if front is not None and stream.channel in SELF_SERVICE_CHANNELS:
                done[i] = 1.0 if front.containment_share is None else front.containment_share
        self.gross = entered / (1 - today_share)[:, None]
        self.contained, self.contained_today, self.done_on_platform = share, today_share, done
        self.by_people = np.array([o is not None for o in self.people_offer], dtype=bool)
        self.seconds = np.array([p.stream.handle_seconds for p in self.piece]) * ratio
        self.concurrency = np.array([p.stream.concurrency for p in self.piece])

    def _read_people(self, project: Project, options: Options) -> None:
        providers = [options.providers[j] if j >= 0 else None for j in options.people[self.option]]
        self.occupancy = np.array([p.occupancy if p else 1.0 for p in providers])
        self.shrinkage = np.array([p.shrinkage if p else 0.0 for p in providers])
        before = [
            options.providers[options.people[t]] if t != NONE and options.people[t] != NONE else None
            for t in self.today
        ]
        factor = [_handle_factor(o, p) for o, p in zip(self.people_offer, providers, strict=True)]
        measured = [_handle_factor(o, p) for o, p in zip(self.people_today, before, strict=True)]
        self.seconds = self.seconds * np.array(factor) / np.array(measured)
        self.fte_override = _fte_override(self.people_offer, self.piece, options)
        processes = {p.process_id: p for p in project.processes}
        target = [processes[p.stream.process_id].resolution_target_share for p in self.piece]
        usual = project.settings.first_contact_resolution
        delta = np.array([p.resolution_delta if p else 0.0 for p in providers])
        self.resolution = np.clip(np.array([usual if t is None else t for t in target]) + delta, 0, 1)

    def _read_pools(self, project: Project, options: Options) -> None:
        self.fte_per_hour = np.full(len(self.piece), np.nan)
        self.in_valleys = np.zeros(len(self.piece), dtype=bool)
        if not project.settings.staffing_curve:
            return
        from touchmap.workload.staffing.groups import is_live
        from touchmap.workload.staffing.pool_staff import pool_staff

        pools = pool_staff(project)
        for i in np.flatnonzero(_billed_by_staff(self.people_offer) & np.isnan(self.fte_override)):
            option = options.options[self.option[i]]
            pool = pools.get((option.provider_id or "", options.packages[option.package].language))
            if pool is not None and is_live(self.piece[i].stream):
                self.fte_per_hour[i] = pool.fte_per_hour
            else:
                self.in_valleys[i] = pool is not None


def _billed_by_staff(offers: Sequence[Offer | None]) -> Bools:
    by_staff = (PricingModel.PER_HOUR, PricingModel.PER_FTE)
    return np.array([o is not None and o.pricing_model in by_staff for o in offers], dtype=bool)


def _handle_factor(offer: Offer | None, provider: Provider | None) -> float:
    """How long somebody takes: the offer's factor, else the provider's."""
    if offer is not None and offer.handle_factor is not None:
        return offer.handle_factor
    return 1.0 if provider is None else provider.handle_factor


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
