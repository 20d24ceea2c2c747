"""Futures: what volumes, prices, wages, quality and starts may turn out to be, and the project under them.

A `Future` holds factors and differences by process, provider and currency. `draw_future` draws one from
the stated ranges; `project_under` and `costing_under` give the project and its costing as they would be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from scipy.special import ndtr

from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.lines.until_start import shared_today
from touchmap.project import Offer, Project, Provider, Settings
from touchmap.work.offers import BASE_RATE, base_offer
from touchmap.work.options import NONE, Ints, Option, Options
from touchmap.work.packages import build_packages

Factors = Mapping[str, float]
_MOST_RISE, _LEAST_RISE = 2.0, -0.5
_MOST_ATTRITION = 5.0
_LONGEST = tuple(f for f in Offer.model_fields if f.endswith("_weeks"))
"""Fields of offers of which the longest a party quotes for a process counts."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """How far each uncertain figure may be from its plan value, to either side; starts are only late."""

    volume_share: float
    handle_time_share: float
    rate_share: float
    exchange_rate_share: float
    wage_share: float
    """Added to or taken off a yearly rise."""
    attrition_share: float
    quality_points: float
    delay_months: float
    correlation: float
    """Between two figures of one kind, such as the volumes of two processes, 0 to 1."""

    @classmethod
    def of(cls, settings: Settings) -> Ranges:
        """The ranges a project states.

        >>> Ranges.of(Settings()).volume_share
        0.15
        """
        return cls(
            volume_share=settings.volume_range_share,
            handle_time_share=settings.handle_time_range_share,
            rate_share=settings.rate_range_share,
            exchange_rate_share=settings.exchange_rate_range_share,
            wage_share=settings.wage_range_share,
            attrition_share=settings.attrition_range_share,
            quality_points=settings.quality_range_points,
            delay_months=settings.start_delay_months,
            correlation=settings.range_correlation,
        )


@dataclass(frozen=True)
class Future:
    """One way things may turn out; whatever is not named is as planned."""

    name: str = "as planned"
    volume: Factors = field(default_factory=dict)
    """Factor on contacts and on hand-offs, by process."""
    handle_time: Factors = field(default_factory=dict)
    """Factor on handle times, by process."""
    rate: Factors = field(default_factory=dict)
    """Factor on the prices of third parties, by provider."""
    exchange_rate: Factors = field(default_factory=dict)
    """Factor on the price of foreign money, by currency."""
    wages: Factors = field(default_factory=dict)
    """Added to the yearly rise of wages or prices, by provider."""
    attrition: Factors = field(default_factory=dict)
    """Factor on attrition, by provider."""
    quality: Factors = field(default_factory=dict)
    """Points added to the quality expected of a provider."""
    delay: Factors = field(default_factory=dict)
    """Months by which work that moves to a provider starts later."""

    def to_json_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {f.name: v if isinstance(v := getattr(self, f.name), str) else dict(v) for f in fields(self)}


def draw_future(project: Project, ranges: Ranges, seed: int, number: int) -> Future:
    """Draw one future.

    Each figure is triangular around its plan value, a delay uniform from none to its most in whole
    months. Figures of one kind go together by a Gaussian copula: ``z = √ρ · common + √(1 − ρ) · own``;
    different kinds are independent. Every figure has a stream of random numbers of its own, named by
    seed, number, kind and id: draw 17 is the same alone or among a thousand, and a new provider leaves
    the draws of the others as they were.

    Parameters
    ----------
    seed
        Seed, at least 0.
    number
        Number of the draw, at least 0.
    """
    processes = [p.process_id for p in project.processes]
    providers = [p.provider_id for p in project.providers]
    third = [p.provider_id for p in project.providers if not p.is_own]
    currencies = [r.currency for r in project.exchange_rates]

    def factors(kind: str, ids: Iterable[str], size: float) -> dict[str, float]:
        return {i: 1 + size * _triangular(u) for i, u in uniforms(kind, ids).items()} if size else {}

    def points(kind: str, ids: Iterable[str], size: float) -> dict[str, float]:
        return {i: size * _triangular(u) for i, u in uniforms(kind, ids).items()} if size else {}

    def uniforms(kind: str, ids: Iterable[str]) -> dict[str, float]:
        common = _normal(seed, number, kind, "")
        near, far = np.sqrt(ranges.correlation), np.sqrt(1 - ranges.correlation)
        return {i: float(ndtr(near * common + far * _normal(seed, number, kind, i))) for i in ids}

    late = uniforms("delay", providers) if ranges.delay_months else {}
    return Future(
        name=f"draw {number}",
        volume=factors("volume", processes, ranges.volume_share),
        handle_time=factors("handle_time", processes, ranges.handle_time_share),
        rate=factors("rate", third, ranges.rate_share),
        exchange_rate=factors("exchange_rate", currencies, ranges.exchange_rate_share),
        wages=points("wages", providers, ranges.wage_share),
        attrition=factors("attrition", providers, ranges.attrition_share),
        quality=points("quality", providers, ranges.quality_points),
        delay={i: float(round(u * ranges.delay_months)) for i, u in late.items()},
    )


def _normal(seed: int, number: int, kind: str, name: str) -> float:
    digest = hashlib.sha256(f"{kind}|{name}".encode()).digest()
    stream = np.random.default_rng([seed, number, int.from_bytes(digest[:8], "big")])
    return float(stream.standard_normal())


def _triangular(u: float) -> float:
    """Value between −1 and 1, most likely 0, below which a share `u` of all values lies.

    >>> [_triangular(u) for u in (0.0, 0.125, 0.5, 1.0)]
    [-1.0, -0.5, 0.0, 1.0]
    """
    return float(np.sqrt(2 * u) - 1 if u < 0.5 else 1 - np.sqrt(2 * (1 - u)))


def project_under(project: Project, future: Future) -> Project:
    """The project with the figures of a future; delays are not facts of a project, see `costing_under`.

    >>> from touchmap.project import DemandStream
    >>> stream = DemandStream(demand_id="D", process_id="P", contacts_per_month=100, handle_seconds=300)
    >>> more = project_under(Project(demand=(stream,)), Future(volume={"P": 1.5}))
    >>> more.demand[0].contacts_per_month
    150.0
    """
    third = {p.provider_id for p in project.providers if not p.is_own}
    changed: dict[str, Any] = {}
    if future.volume or future.handle_time:
        changed["demand"] = [
            _with(
                d,
                contacts_per_month=d.contacts_per_month * future.volume.get(d.process_id, 1.0),
                handle_seconds=d.handle_seconds * future.handle_time.get(d.process_id, 1.0),
            )
            for d in project.demand
        ]
    if future.volume:
        changed["handoffs"] = [
            _with(h, contacts_per_month=h.contacts_per_month * future.volume.get(h.from_process_id, 1.0))
            for h in project.handoffs
        ]
    if future.rate or future.wages or future.attrition or future.quality:
        changed["providers"] = [_provider_under(p, future) for p in project.providers]
    if future.rate or future.quality:
        changed["offers"] = [_offer_under(o, future, o.provider_id in third) for o in project.offers]
    if future.exchange_rate:
        changed["exchange_rates"] = [
            _with(r, rate=r.rate / future.exchange_rate.get(r.currency, 1.0)) for r in project.exchange_rates
        ]
    return project.replace(**changed) if changed else project


def _with(row: Any, **update: Any) -> Any:
    return row.model_copy(update=update)


def _provider_under(provider: Provider, future: Future) -> Provider:
    i = provider.provider_id
    rate = 1.0 if provider.is_own else future.rate.get(i, 1.0)
    rise = "wage_inflation" if provider.is_own else "indexation"
    update: dict[str, Any] = {
        "attrition": min(provider.attrition * future.attrition.get(i, 1.0), _MOST_ATTRITION),
        rise: min(max(getattr(provider, rise) + future.wages.get(i, 0.0), _LEAST_RISE), _MOST_RISE),
        "satisfaction": _moved(provider.satisfaction, future.quality.get(i, 0.0)),
    }
    for price in ("base_rate", "loaded_fte_per_month"):
        if getattr(provider, price) is not None:
            update[price] = getattr(provider, price) * rate
    changed: Provider = _with(provider, **update)
    return changed


def _offer_under(offer: Offer, future: Future, is_third: bool) -> Offer:
    i = offer.provider_id
    rate = future.rate.get(i, 1.0) if is_third else 1.0
    quality = _moved(offer.expected_quality, future.quality.get(i, 0.0))
    changed: Offer = _with(offer, price=offer.price * rate, expected_quality=quality)
    return changed


def _moved(quality: float | None, points: float) -> float | None:
    return None if quality is None else min(max(quality + points, 0.0), 100.0)


def costing_under(project: Project, future: Future, options: Options | None = None) -> Costing:
    """All coefficients of the project under a future, starts of moves delayed.

    Parameters
    ----------
    options
        Options of the project as planned, or those of them that matter; laid out anew if not given.
        Which options there are does not depend on a future, since all streams of a process grow alike.
    """
    drawn = project_under(project, future)
    laid_out = None if options is None else rebound(options, drawn)
    costing = build_costing(drawn, laid_out)
    late = np.array([future.delay.get(p.provider_id, 0.0) for p in costing.options.providers] + [0.0])
    if not late.any() or not len(costing.options.options):
        return costing
    known = costing.options.moves & costing.options.is_known
    delays = np.where(known, costing.delays + late[costing.options.lead], costing.delays)
    delayed = replace(costing, delays=np.minimum(delays, float(costing.calendar.horizon)))
    return replace(delayed, shared_today=shared_today(delayed))


def rebound(options: Options, project: Project) -> Options:
    """The same options made of the rows of a changed project, which has the same ids."""
    offers = {(o.provider_id, o.offer_id): o for o in project.offers}
    base = {p.provider_id: base_offer(p) for p in project.providers}

    def renewed(listed: tuple[Offer | None, ...]) -> tuple[Offer | None, ...]:
        return tuple(
            None
            if o is None
            else base[o.provider_id]
            if o.offer_id == BASE_RATE and (o.provider_id, BASE_RATE) not in offers
            else offers[o.provider_id, o.offer_id]
            for o in listed
        )

    again = tuple(
        Option(o.package, o.provider_id, o.platform_id, renewed(o.people_offers), renewed(o.platform_offers))
        for o in options.options
    )
    return Options.of(build_packages(project), again, project.providers, options.today)


def narrowed(options: Options, *choices: Ints) -> tuple[Options, Ints]:
    """The options that decide what some plans cost, and the place of each of all options among them.

    Kept are the options of the plans and of today, and of each process and party the one with the
    longest knowledge transfer, because that prices all of them. The place of an option that is left out
    is `NONE`.
    """
    keep = np.zeros(len(options.options), dtype=bool)
    for choice in (*choices, options.today):
        keep[choice[choice != NONE]] = True
    longest: dict[tuple[str, str, str], tuple[float, int]] = {}
    for i, option in enumerate(options.options):
        process_id = options.packages[option.package].process.process_id
        for offer in (*option.people_offers, *option.platform_offers):
            if offer is None:
                continue
            for kind in _LONGEST:
                weeks = getattr(offer, kind)
                key = (kind, process_id, offer.provider_id)
                if weeks is not None and (key not in longest or weeks > longest[key][0]):
                    longest[key] = (weeks, i)
    keep[[i for _, i in longest.values()]] = True
    place = np.full(len(keep), NONE, dtype=np.int64)
    place[keep] = np.arange(int(keep.sum()))
    today = np.where(options.today == NONE, NONE, place[options.today]) if len(keep) else options.today
    kept = tuple(o for o, k in zip(options.options, keep, strict=True) if k)
    return Options.of(options.packages, kept, options.providers, today), place
