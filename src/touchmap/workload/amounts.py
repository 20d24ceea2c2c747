"""Hours, staff and billed units of every option in every calendar month.

Everything is computed on *lines*: one for each option and piece of its package. Monthly arrays
have shape (lines, 12) and are summed to options with `Lines.per_option`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.project import Project
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, PricingModel
from touchmap.work.calendar import Array, times
from touchmap.work.offer_columns import OfferColumns
from touchmap.work.options import NONE, Ints, Options
from touchmap.work.packages import Piece, piece_contacts
from touchmap.workload.containment import contained_share, residual_factor
from touchmap.workload.conversion import handle_hours, logged_hours, paid_fte

Bools = npt.NDArray[np.bool_]


BY_STAFF = (PricingModel.PER_HOUR, PricingModel.PER_FTE)
"""Pricing models that bill staff, so that idle staff is the client's cost."""


@dataclass(frozen=True)
class Lines:
    """What every option means in work, line by line."""

    options: Options
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
    resolution: Array
    """Share of contacts people resolve at first contact, (lines,)."""
    share_contained_today: Array
    """Share of all contacts that today's platform takes off people, (lines,)."""

    @property
    def option(self) -> Ints:
        """Option of each line."""
        return self.options.line_option

    @cached_property
    def piece(self) -> tuple[Piece, ...]:
        """Piece of the package that each line is about."""
        pieces = self.options.pieces
        return tuple(pieces[n] for n in self.options.line_piece.tolist())

    @property
    def people_offer(self) -> OfferColumns:
        """Offer that prices people's part of each line."""
        return self.options.people_offer

    @property
    def platform_offer(self) -> OfferColumns:
        """Offer under which the platform serves each line."""
        return self.options.platform_offer

    @cached_property
    def people_offer_today(self) -> OfferColumns:
        """Offer under which people do each line's piece today, none if that is not known."""
        return self.options.people_offer.at(self.options.line_today)

    @cached_property
    def platform_offer_today(self) -> OfferColumns:
        """Offer of the platform that stands in front of each line's piece today, none if there is none."""
        return self.options.platform_offer.at(self.options.line_today)

    def per_option(self, values: Array) -> Array:
        """Sum values of lines, shape (lines,) or (lines, 12), to options."""
        return self.options.per_option(values)

    @cached_property
    def resolved(self) -> Array:
        """Contacts people resolve at first contact, (lines, 12)."""
        return times(self.people_contacts, self.resolution)

    def contained(self, lines: Ints) -> Array:
        """Contacts that the platform takes off the people of some lines, shape (n, 12)."""
        by_people = self.people_offer.known[lines]
        result: Array = self.platform_contacts[lines] * by_people[:, None]
        return result

    def contained_today(self, lines: Ints) -> Array:
        """Contacts of some lines that today's platform takes off people, shape (n, 12)."""
        whole = self.people_contacts[lines] + self.contained(lines)
        result: Array = whole * self.share_contained_today[lines, None]
        return result

    @cached_property
    def billed_by_staff(self) -> Bools:
        """Lines whose people are billed by hour or FTE, so that idle staff is the client's cost."""
        return self.people_offer.under(*BY_STAFF)


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
    demand, speed, curve = _Demand(project, options), _Speed(options), _Curve(project, options)
    by_people, one = options.people_offer.known, np.ones(len(options.line_option))
    entered, grown = (
        piece_contacts(project, options.pieces)[options.line_piece],
        1 / (1 - demand.contained_today),
    )
    people = times(entered, by_people * (1 - demand.contained) * grown)
    on_platform = np.where(by_people, demand.contained, demand.done_on_platform)
    hours = people * handle_hours(one, demand.seconds * speed.factor, demand.concurrency)[:, None]
    paid = project.settings.paid_hours_per_month
    plain = paid_fte(one, speed.occupancy, speed.shrinkage, paid)
    fte_per_hour = np.where(curve.holds, curve.fte_per_hour, plain)
    on_curve = curve.fte_per_hour * (1 - speed.shrinkage) * paid
    logged_per_hour = np.where(curve.holds, on_curve, logged_hours(one, speed.occupancy))
    stated = _fte_override(options)
    fte = hours * fte_per_hour[:, None]
    overridden = ~np.isnan(stated)
    fte[overridden] = stated[overridden, None]
    return Lines(
        options=options,
        people_contacts=people,
        platform_contacts=times(entered, on_platform * grown),
        platform_visits=times(entered, options.platform_offer.known * grown),
        hours=hours,
        logged=hours * logged_per_hour[:, None],
        fte=fte,
        on_curve=curve.holds,
        in_valleys=curve.in_valleys,
        resolution=_resolution(project, options),
        share_contained_today=demand.contained_today,
    )


class _Demand:
    """Handle time of each line and what platforms take off people, shape (lines,)."""

    def __init__(self, project: Project, options: Options) -> None:
        self.project, self.options = project, options
        pieces, piece = options.pieces, options.line_piece
        self.contained, ratio = self._contained(options.platform_offer)
        before = options.platform_offer.at(options.line_today)
        self.contained_today, ratio_today = self._contained(before)
        self.seconds = np.array([p.stream.handle_seconds for p in pieces])[piece] * (ratio / ratio_today)
        self.concurrency = np.array([p.stream.concurrency for p in pieces])[piece]
        by_nature = np.array([p.stream.channel in SELF_SERVICE_CHANNELS for p in pieces], dtype=bool)[piece]
        most = options.platform_offer.each(
            lambda o: 1.0 if o.containment_share is None else o.containment_share
        )
        self.done_on_platform = np.where(by_nature & options.platform_offer.known, most, 0.0)
        """Share of self-service that the platform itself does."""

    def _contained(self, fronts: OfferColumns) -> tuple[Array, Array]:
        """Share that platforms take off people, and how much longer the rest takes."""
        processes = {p.process_id: p for p in self.project.processes}
        share, ratio = np.zeros(len(fronts)), np.ones(len(fronts))
        some = np.flatnonzero(fronts.known)
        pieces = self.options.pieces
        pairs = fronts.number[some] * len(pieces) + self.options.line_piece[some]
        alike, group = np.unique(pairs, return_inverse=True)
        shares, ratios = np.zeros(len(alike)), np.ones(len(alike))
        for n, pair in enumerate(alike.tolist()):
            offer, stream = fronts.distinct[pair // len(pieces)], pieces[pair % len(pieces)].stream
            process = processes[stream.process_id]
            shares[n] = contained_share(offer, stream, process, self.project.settings)
            ratios[n] = residual_factor(offer, shares[n])
        share[some], ratio[some] = shares[group], ratios[group]
        return share, ratio


class _Speed:
    """How fast and how busy the people of each line are, shape (lines,)."""

    def __init__(self, options: Options) -> None:
        people = options.people[options.line_option]
        self.occupancy = options.of_party("occupancy", people, 1.0)
        self.shrinkage = options.of_party("shrinkage", people, 0.0)
        today = options.line_today
        before = np.append(people, NONE)[today]
        self.factor = _handle_factor(options, options.people_offer, people) / _handle_factor(
            options, options.people_offer.at(today), before
        )
        """Handle time against that of today's people."""


def _handle_factor(options: Options, offers: OfferColumns, people: Ints) -> Array:
    """How long people of each line take: the offer's factor, else the provider's."""
    stated = offers.field("handle_factor")
    return np.where(np.isnan(stated), options.of_party("handle_factor", people, 1.0), stated)


def _resolution(project: Project, options: Options) -> Array:
    """Share of contacts that people of each line resolve at first contact."""
    target = options.of_process("resolution_target_share")
    usual = np.where(np.isnan(target), project.settings.first_contact_resolution, target)
    reached = usual + options.of_party("resolution_delta", options.people, 0.0)
    result: Array = np.clip(reached, 0, 1)[options.line_option]
    return result


class _Curve:
    """Lines that the staffing curve of a language pool speaks of, shape (lines,)."""

    def __init__(self, project: Project, options: Options) -> None:
        self.fte_per_hour = np.full(len(options.line_option), np.nan)
        self.in_valleys = np.zeros(len(options.line_option), dtype=bool)
        if project.settings.staffing_curve:
            self._read_pools(project, options)
        self.holds: Bools = ~np.isnan(self.fte_per_hour)
        """Lines whose FTE follow the curve."""

    def _read_pools(self, project: Project, options: Options) -> None:
        from touchmap.workload.staffing.groups import is_live
        from touchmap.workload.staffing.pool_staff import pool_staff

        slopes = {key: pool.fte_per_hour for key, pool in pool_staff(project).items()}
        slope = options.in_language(slopes, options.people, np.nan)[options.line_option]
        live = np.array([is_live(p.stream) for p in options.pieces], dtype=bool)[options.line_piece]
        stated = ~np.isnan(options.people_offer.field("fte_override"))
        billed = options.people_offer.under(*BY_STAFF) & ~stated
        self.fte_per_hour[billed & live] = slope[billed & live]
        self.in_valleys = billed & ~live & ~np.isnan(slope)


def _fte_override(options: Options) -> Array:
    """FTE an offer states for its whole process, spread over the lines by their work; NaN = not stated."""
    stated = options.people_offer.field("fte_override")
    if np.isnan(stated).all():
        return stated
    work = np.array([_work(p) for p in options.pieces])
    whole: dict[str, float] = {}
    for piece, hours in zip(options.pieces, work.tolist(), strict=True):
        whole[piece.stream.process_id] = whole.get(piece.stream.process_id, 0.0) + hours
    of_process = np.array([whole[p.stream.process_id] for p in options.pieces])
    part = np.divide(work, of_process, out=np.zeros(len(work)), where=of_process > 0)
    result: Array = stated * part[options.line_piece]
    return result


def _work(piece: Piece) -> float:
    return handle_hours(piece.contacts_per_month, piece.stream.handle_seconds, piece.stream.concurrency)
