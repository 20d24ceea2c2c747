"""Options: the ways a package could be done, before anyone asks whether they are allowed.

An option is one provider's offers plus, perhaps, a self-service platform in front; or a platform
alone for work that is self-service by nature. Everything is kept in flat arrays, one entry per
option, and one *line* per option and piece of its package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from touchmap.project import Offer, Project, Provider
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS
from touchmap.work.offers import OfferBook, base_offer, bundles, most_specific
from touchmap.work.packages import Package
from touchmap.work.today import Today, today_of

Ints = npt.NDArray[np.int64]
NONE = -1
"""Index that stands for nobody: no provider, no platform, no option."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to do a package. Provider, platform and offers are ids; none = not part of it."""

    package: int
    provider_id: str | None
    platform_id: str | None
    people_offers: tuple[Offer | None, ...]
    """Offer that prices people's part, by piece of the package."""
    platform_offers: tuple[Offer | None, ...]
    """Offer under which the platform serves a piece."""

    @property
    def offer_ids(self) -> tuple[str, ...]:
        """Offers that make up the option, sorted, each once."""
        offers = (*self.people_offers, *self.platform_offers)
        return tuple(sorted({o.offer_id for o in offers if o is not None}))

    @property
    def identity(self) -> tuple[str | None, str | None, tuple[str, ...]]:
        """What tells it from the other options of the package."""
        return (self.provider_id, self.platform_id, self.offer_ids)


@dataclass(frozen=True)
class Options:
    """All options of all packages, grouped by package, and who does each package today."""

    packages: tuple[Package, ...]
    options: tuple[Option, ...]
    providers: tuple[Provider, ...]
    today: Ints
    """Index of today's option by package; `NONE` where today is not known or cannot be priced."""

    @cached_property
    def position(self) -> dict[str, int]:
        """Index of each provider."""
        return {p.provider_id: i for i, p in enumerate(self.providers)}

    def _index(self, provider_id: str | None) -> int:
        return NONE if provider_id is None else self.position[provider_id]

    @cached_property
    def package(self) -> Ints:
        """Package of each option."""
        return np.array([o.package for o in self.options], dtype=np.int64)

    @cached_property
    def people(self) -> Ints:
        """Provider of people of each option, `NONE` for a platform alone."""
        return np.array([self._index(o.provider_id) for o in self.options], dtype=np.int64)

    @cached_property
    def platform(self) -> Ints:
        """Platform of each option, `NONE` where there is none."""
        return np.array([self._index(o.platform_id) for o in self.options], dtype=np.int64)

    @cached_property
    def of_package(self) -> tuple[Ints, ...]:
        """Options of each package."""
        bounds = np.searchsorted(self.package, np.arange(len(self.packages) + 1))
        return tuple(np.arange(a, b) for a, b in pairwise(bounds))

    @cached_property
    def is_today(self) -> npt.NDArray[np.bool_]:
        """Whether an option is today's arrangement: the same people and the same platform."""
        if not len(self.options):
            return np.zeros(0, dtype=bool)
        today = self.today[self.package]
        same = (self.people == self.people[today]) & (self.platform == self.platform[today])
        result: npt.NDArray[np.bool_] = self.is_known & same
        return result

    @cached_property
    def lead(self) -> Ints:
        """Who answers for each option: its people, or its platform where there are no people."""
        return np.where(self.people != NONE, self.people, self.platform)

    @cached_property
    def is_known(self) -> npt.NDArray[np.bool_]:
        """Whether today's arrangement of an option's package is known."""
        result: npt.NDArray[np.bool_] = self.today[self.package] != NONE
        return result

    @cached_property
    def moves(self) -> npt.NDArray[np.bool_]:
        """Whether the work changes hands: another lead than today's. Work nobody is known to do moves."""
        if not len(self.options):
            return np.zeros(0, dtype=bool)
        result: npt.NDArray[np.bool_] = ~self.is_known | (self.lead != self.lead[self.today[self.package]])
        return result

    @cached_property
    def by_identity(self) -> dict[tuple[int, str | None, str | None, tuple[str, ...]], int]:
        """Index of the option with a package, provider, platform and offers."""
        return {(o.package, *o.identity): i for i, o in enumerate(self.options)}


def build_options(project: Project, packages: tuple[Package, ...]) -> Options:
    """Lay out every option of every package, sorted by package, provider, platform and offers."""
    book = OfferBook(project)
    today = today_of(project, packages)
    options: list[Option] = []
    today_index = np.full(len(packages), NONE, dtype=np.int64)
    for k, package in enumerate(packages):
        found = sorted(_options_of(k, package, project.providers, book, today[k]), key=_sort_key)
        now = [i for i, o in enumerate(found) if (o.provider_id, o.platform_id) == today[k].parties]
        if now:
            paid_by = today[k].offer_ids
            best = max(now, key=lambda i: len(paid_by.intersection(found[i].offer_ids)))
            today_index[k] = len(options) + best
        options.extend(found)
    return Options(packages, tuple(options), project.providers, today_index)


def _sort_key(option: Option) -> tuple[str, str, tuple[str, ...]]:
    return (option.provider_id or "", option.platform_id or "", option.offer_ids)


def _options_of(
    k: int, package: Package, providers: tuple[Provider, ...], book: OfferBook, today: Today
) -> Iterator[Option]:
    people = [p for p in providers if not p.is_platform]
    fronts = [
        (platform.provider_id, offers)
        for platform in (p for p in providers if p.is_platform)
        if any(offers := _platform_offers(package, platform, book))
    ]
    for provider in people:
        for front_id, front in ((None, (None,) * len(package.pieces)), *fronts):
            for offers in _people_offers(package, provider, front, book, today):
                yield Option(k, provider.provider_id, front_id, offers, front)
    for front_id, front in fronts:
        if all(_by_nature(offer, i, package) for i, offer in enumerate(front)):
            yield Option(k, None, front_id, (None,) * len(package.pieces), front)


def _by_nature(offer: Offer | None, piece: int, package: Package) -> bool:
    return offer is not None and package.pieces[piece].stream.channel in SELF_SERVICE_CHANNELS


def _platform_offers(package: Package, platform: Provider, book: OfferBook) -> tuple[Offer | None, ...]:
    offers = book.for_process(platform.provider_id, package.process.process_id)
    return tuple(most_specific(offers, piece.stream) for piece in package.pieces)


def _people_offers(
    package: Package,
    provider: Provider,
    front: tuple[Offer | None, ...],
    book: OfferBook,
    today: Today,
) -> list[tuple[Offer | None, ...]]:
    """Ways a provider's offers cover every piece that the platform in front does not serve by nature."""
    own_pieces = [i for i, offer in enumerate(front) if not _by_nature(offer, i, package)]
    streams = [package.pieces[i].stream for i in own_pieces]
    if not streams or any(s.channel in SELF_SERVICE_CHANNELS for s in streams):
        return []
    offers = book.for_process(provider.provider_id, package.process.process_id)
    found = bundles(offers, streams)
    may_use_base = not book.has_offers(provider.provider_id) or today.provider_id == provider.provider_id
    if not found and may_use_base and (base := base_offer(provider)):
        found = [tuple(most_specific(offers, s) or base for s in streams)]
    spread = []
    for bundle in found:
        by_piece: list[Offer | None] = [None] * len(front)
        for i, offer in zip(own_pieces, bundle, strict=True):
            by_piece[i] = offer
        spread.append(tuple(by_piece))
    return spread
