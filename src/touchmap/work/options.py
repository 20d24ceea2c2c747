"""Options: the ways a package could be done, before anyone asks whether they are allowed.

An option is one provider's offers plus, perhaps, a self-service platform in front; or a platform
alone for work that is self-service by nature. Everything is kept in flat arrays, one entry per
option, and one *line* per option and piece of its package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, overload

import numpy as np
import numpy.typing as npt

from touchmap.project import DemandStream, Offer, Project, Provider
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS
from touchmap.work.calendar import Array
from touchmap.work.grouping import grouped
from touchmap.work.offer_columns import OfferColumns
from touchmap.work.offers import OfferBook, base_offer, bundles, most_specific
from touchmap.work.packages import Package, Piece
from touchmap.work.today import Today, today_of

Ints = npt.NDArray[np.int64]
NONE = -1
"""Index that stands for nobody: no provider, no platform, no option."""


class Option(NamedTuple):
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
    providers: tuple[Provider, ...]
    today: Ints
    """Index of today's option by package; `NONE` where today is not known or cannot be priced."""
    package: Ints
    """Package of each option."""
    people: Ints
    """Provider of people of each option, `NONE` for a platform alone."""
    platform: Ints
    """Platform of each option, `NONE` where there is none."""
    people_offer: OfferColumns
    """Offer that prices people's part of each line."""
    platform_offer: OfferColumns
    """Offer under which a platform serves each line."""

    @classmethod
    def of(
        cls,
        packages: tuple[Package, ...],
        options: Iterable[Option],
        providers: tuple[Provider, ...],
        today: Ints,
    ) -> Options:
        """Options given one by one, grouped by package."""
        places: dict[str | None, int] = {p.provider_id: i for i, p in enumerate(providers)}
        places[None] = NONE
        parts: list[int] = []
        people_offers: list[Offer | None] = []
        platform_offers: list[Offer | None] = []
        for package, provider_id, platform_id, of_people, of_platform in options:
            parts += (package, places[provider_id], places[platform_id])
            people_offers += of_people
            platform_offers += of_platform
        package_, people, platform = np.array(parts, dtype=np.int64).reshape(-1, 3).T.copy()
        offers = OfferColumns.of(people_offers), OfferColumns.of(platform_offers)
        return cls(packages, providers, today, package_, people, platform, *offers)

    @cached_property
    def options(self) -> Sequence[Option]:
        """The options one by one."""
        return _OneByOne(self)

    @cached_property
    def position(self) -> dict[str, int]:
        """Index of each provider."""
        return {p.provider_id: i for i, p in enumerate(self.providers)}

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
    def members(self) -> Mapping[int, Ints]:
        """Options in which each provider or platform takes part, sorted, by its index."""
        option, party = self.parts
        return {j: option[places] for j, places in grouped(party)}

    @cached_property
    def parts(self) -> tuple[Ints, Ints]:
        """Each option with each party that takes part in it: options, sorted, and parties."""
        both = np.stack([self.people, self.platform], axis=1)
        option, which = np.nonzero(both != NONE)
        return option, both[option, which]

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
    def pieces(self) -> tuple[Piece, ...]:
        """Pieces of all packages, one package after the other."""
        return tuple(piece for package in self.packages for piece in package.pieces)

    @cached_property
    def piece_package(self) -> Ints:
        """Package of each piece."""
        return np.array([k for k, p in enumerate(self.packages) for _ in p.pieces], dtype=np.int64)

    @cached_property
    def first_line(self) -> Ints:
        """First line of each option, and last the number of all lines, shape (options + 1,)."""
        sizes = np.bincount(self.piece_package, minlength=len(self.packages))[self.package]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    @cached_property
    def line_option(self) -> Ints:
        """Option of each line."""
        return np.repeat(np.arange(len(self.options)), np.diff(self.first_line))

    @cached_property
    def line_piece(self) -> Ints:
        """Piece of each line, as a place among all pieces."""
        first = np.searchsorted(self.piece_package, np.arange(len(self.packages)))
        within = np.arange(len(self.line_option)) - self.first_line[self.line_option]
        result: Ints = first[self.package[self.line_option]] + within
        return result

    @cached_property
    def line_today(self) -> Ints:
        """The line of today's option for the piece of each line, `NONE` where today is not known."""
        today = self.today[self.package[self.line_option]]
        within = np.arange(len(today)) - self.first_line[self.line_option]
        return np.where(today != NONE, self.first_line[today] + within, NONE)

    def per_option(self, values: Array, by: np.ufunc = np.add) -> Array:
        """Values of lines, shape (lines,) or (lines, 12), brought together by option.

        The very same array where every option has one line; nobody may change it.

        Parameters
        ----------
        by
            How: added, or the least or the greatest of them.
        """
        first, sizes = self.first_line[:-1], np.diff(self.first_line)
        if len(first) == len(values):
            return values
        out: Array = values[first]
        for n in range(1, int(sizes.max(initial=1))):
            more = np.flatnonzero(sizes > n)
            out[more] = by(out[more], values[first[more] + n])
        return out

    def lead_offers(self, field: str, by: np.ufunc) -> Array:
        """A field of the offers of who answers for each option, brought together; NaN where it is blank."""
        of_people = self.per_option(self.people_offer.field(field), by)
        return np.where(self.people != NONE, of_people, self.per_option(self.platform_offer.field(field), by))

    @cached_property
    def of_processes(self) -> Mapping[str, Ints]:
        """Options of each process that has work, sorted, by its id."""
        inside: dict[str, list[Ints]] = {}
        for package, options in zip(self.packages, self.of_package, strict=True):
            inside.setdefault(package.process.process_id, []).append(options)
        return {process_id: np.concatenate(parts) for process_id, parts in inside.items()}

    def of_process(self, field: str) -> Array:
        """A field of each option's process, NaN where it is blank."""
        values = np.array([getattr(k.process, field) for k in self.packages], dtype=np.float64)
        result: Array = values[self.package]
        return result

    def of_party(self, field: str, party: Ints, nobody: float) -> Array:
        """A field of each option's party, NaN where it is blank.

        Parameters
        ----------
        party
            Provider by index, `NONE` = no such party.
        nobody
            The value where there is no such party.
        """
        values = [getattr(p, field) for p in self.providers]
        result: Array = np.array([*values, nobody], dtype=np.float64)[party]
        return result

    @cached_property
    def language(self) -> Ints:
        """Language of each option as a number."""
        numbers = {language: n for n, language in enumerate(self.languages)}
        return np.array([numbers[k.language] for k in self.packages], dtype=np.int64)[self.package]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the packages, sorted."""
        return tuple(sorted({k.language for k in self.packages}))

    def in_language(self, values: Mapping[tuple[str, str], float], party: Ints, other: float) -> Array:
        """What is stated of each option's party in the language of its package, shape (options,).

        Parameters
        ----------
        values
            Stated by provider and language.
        party
            Provider by index, `NONE` = no such party.
        other
            The value where nothing is stated or there is no such party.
        """
        rows = [
            [values.get((p.provider_id, language), other) for language in self.languages]
            for p in self.providers
        ]
        table = np.array([*rows, [other] * len(self.languages)], dtype=np.float64)
        result: Array = table[party, self.language]
        return result

    @cached_property
    def by_identity(self) -> dict[tuple[int, str | None, str | None, tuple[str, ...]], int]:
        """Index of the option with a package, provider, platform and offers."""
        return {(o.package, *o.identity): i for i, o in enumerate(self.options)}


class _OneByOne(Sequence[Option]):
    """The options of a project, each made when it is asked for."""

    def __init__(self, columns: Options) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns.package)

    @overload
    def __getitem__(self, i: int) -> Option: ...
    @overload
    def __getitem__(self, i: slice) -> tuple[Option, ...]: ...
    def __getitem__(self, i: int | slice) -> Option | tuple[Option, ...]:
        if isinstance(i, slice):
            return tuple(self[n] for n in range(len(self))[i])
        columns, i = self._columns, range(len(self))[i]
        lines = slice(int(columns.first_line[i]), int(columns.first_line[i + 1]))
        provider_id, platform_id = (
            None if j == NONE else columns.providers[j].provider_id
            for j in (columns.people[i], columns.platform[i])
        )
        offers = columns.people_offer[lines], columns.platform_offer[lines]
        return Option(int(columns.package[i]), provider_id, platform_id, *offers)


def build_options(project: Project, packages: tuple[Package, ...]) -> Options:
    """Lay out every option of every package, sorted by package, provider, platform and offers."""
    today = np.full(len(packages), NONE, dtype=np.int64)
    return Options.of(packages, _laid_out(project, packages, today), project.providers, today)


def _laid_out(project: Project, packages: tuple[Package, ...], today: Ints) -> Iterator[Option]:
    """Options of every package; writes down which of them is today's as it goes."""
    layout, before = _Layout(project), 0
    for k, (package, now) in enumerate(zip(packages, today_of(project, packages), strict=True)):
        found = list(layout.options_of(k, package, now))
        same = [i for i, o in enumerate(found) if (o.provider_id, o.platform_id) == now.parties]
        if same:
            best = max(same, key=lambda i: len(now.offer_ids.intersection(found[i].offer_ids)))
            today[k] = before + best
        yield from found
        before += len(found)


OffersByPiece = tuple[Offer | None, ...]


class _Layout:
    """The parties of a project in the order of options, and what they quote."""

    def __init__(self, project: Project) -> None:
        parties = sorted(project.providers, key=lambda p: p.provider_id)
        self.platforms = [p for p in parties if p.is_platform]
        self.book = OfferBook(project)
        self.people = [
            (p.provider_id, base_offer(p), not self.book.has_offers(p.provider_id))
            for p in parties
            if not p.is_platform
        ]

    def options_of(self, k: int, package: Package, today: Today) -> Iterator[Option]:
        """Options of a package, platforms alone first."""
        nobody: OffersByPiece = (None,) * len(package.pieces)
        quoted = self.book.of_process(package.process.process_id)
        fronts: list[tuple[str | None, OffersByPiece]] = [(None, nobody)]
        for platform in self.platforms:
            offers = quoted.get(platform.provider_id, ())
            front = tuple(most_specific(offers, piece.stream) for piece in package.pieces)
            if any(front):
                fronts.append((platform.provider_id, front))
        left = [_left_to_people(package, front) for _, front in fronts]
        for (platform_id, front), own_pieces in zip(fronts, left, strict=True):
            if not own_pieces:
                yield Option(k, None, platform_id, nobody, front)
        open_ = [
            (platform_id, front, own_pieces, [package.pieces[i].stream for i in own_pieces])
            for (platform_id, front), own_pieces in zip(fronts, left, strict=True)
            if own_pieces and not any(_by_nature(package.pieces[i]) for i in own_pieces)
        ]
        for provider_id, base, is_usual in self.people:
            offers = quoted.get(provider_id, ())
            usual = base if is_usual or today.provider_id == provider_id else None
            if not offers and usual is None:
                continue
            for platform_id, front, own_pieces, streams in open_:
                found = [
                    Option(k, provider_id, platform_id, _spread(bundle, own_pieces, nobody), front)
                    for bundle in _covers(offers, streams, usual)
                ]
                yield from sorted(found, key=lambda o: o.offer_ids) if len(found) > 1 else found


def _by_nature(piece: Piece) -> bool:
    return piece.stream.channel in SELF_SERVICE_CHANNELS


def _left_to_people(package: Package, front: OffersByPiece) -> list[int]:
    """Pieces that a platform in front does not serve by nature."""
    pairs = zip(front, package.pieces, strict=True)
    return [i for i, (offer, piece) in enumerate(pairs) if offer is None or not _by_nature(piece)]


def _covers(
    offers: Sequence[Offer], streams: list[DemandStream], base: Offer | None
) -> list[tuple[Offer, ...]]:
    """Ways a provider's offers cover some streams.

    Parameters
    ----------
    base
        Offer for what no other covers, none if the provider does not work at its base rate.
    """
    found = bundles(offers, streams)
    if not found and base is not None:
        return [tuple(most_specific(offers, s) or base for s in streams)]
    return found


def _spread(bundle: tuple[Offer, ...], pieces: list[int], nobody: OffersByPiece) -> OffersByPiece:
    """Offers of some pieces, by piece of the package."""
    if len(bundle) == len(nobody):
        return bundle
    by_piece = list(nobody)
    for i, offer in zip(pieces, bundle, strict=True):
        by_piece[i] = offer
    return tuple(by_piece)
