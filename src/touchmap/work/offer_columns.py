"""Offers of many lines of work, read as arrays: each field is read once of each offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import SupportsIndex, overload

import numpy as np
import numpy.typing as npt

from touchmap.project import Offer
from touchmap.project.vocabulary import PricingModel
from touchmap.work.calendar import Array

Bools = npt.NDArray[np.bool_]
_PLACE = {model: n for n, model in enumerate(PricingModel)}
Ints = npt.NDArray[np.int64]


class OfferColumns(Sequence[Offer | None]):
    """The offer under which each line of work is done, none where there is none.

    A sequence of offers whose fields are arrays with one entry per line.

    Parameters
    ----------
    distinct
        The offers, each once.
    number
        Place of each line's offer among them, −1 for none, shape (lines,).

    >>> offer = Offer(offer_id="O", provider_id="P", price=2.5)
    >>> offers = OfferColumns.of([offer, None, offer])
    >>> offers.field("price"), offers[1] is None
    (array([2.5, nan, 2.5]), True)
    """

    def __init__(self, distinct: tuple[Offer, ...], number: Ints) -> None:
        self.distinct, self.number = distinct, number
        self._read: dict[str, Array] = {}

    @classmethod
    def of(cls, offers: Iterable[Offer | None]) -> OfferColumns:
        """The columns of some offers, which are told apart as objects."""
        rows = list(offers)
        keys = list(map(id, rows))
        distinct = {key: offer for key, offer in zip(keys, rows, strict=True) if offer is not None}
        places = {key: n for n, key in enumerate(distinct)}
        number = np.array([places.get(key, -1) for key in keys], dtype=np.int64)
        return cls(tuple(distinct.values()), number)

    def at(self, lines: Ints) -> OfferColumns:
        """The offers of some lines, none where the line is −1."""
        number = np.append(self.number, -1)[lines]
        found = OfferColumns(self.distinct, number)
        found._read = self._read
        return found

    def __len__(self) -> int:
        return len(self.number)

    @overload
    def __getitem__(self, n: SupportsIndex) -> Offer | None: ...
    @overload
    def __getitem__(self, n: slice) -> tuple[Offer | None, ...]: ...
    def __getitem__(self, n: SupportsIndex | slice) -> Offer | tuple[Offer | None, ...] | None:
        if isinstance(n, slice):
            return tuple(self._offer(place) for place in self.number[n].tolist())
        return self._offer(int(self.number[int(n)]))

    def _offer(self, place: int) -> Offer | None:
        return None if place < 0 else self.distinct[place]

    @property
    def known(self) -> Bools:
        """Lines that have an offer."""
        result: Bools = self.number >= 0
        return result

    def each(self, read: Callable[[Offer], float | None]) -> Array:
        """What a function says of each line's offer; NaN where it says nothing or there is no offer."""
        used = np.zeros(len(self.distinct) + 1, dtype=bool)
        used[self.number] = True
        places = np.flatnonzero(used[:-1])
        values = np.full(len(used), np.nan)
        values[places] = np.array([read(self.distinct[n]) for n in places.tolist()], dtype=np.float64)
        found: Array = values[self.number]
        return found

    def field(self, name: str) -> Array:
        """A field of each line's offer; NaN where it is blank or there is no offer."""
        if name not in self._read:
            self._read[name] = np.array([*map(attrgetter(name), self.distinct), None], dtype=np.float64)
        found: Array = self._read[name][self.number]
        return found

    def under(self, *models: PricingModel) -> Bools:
        """Lines whose offer bills by one of some pricing models."""
        if "pricing_model" not in self._read:
            places = [_PLACE[offer.pricing_model] for offer in self.distinct]
            self._read["pricing_model"] = np.array([*places, -1], dtype=np.float64)
        chosen = np.isin(self._read["pricing_model"], [_PLACE[model] for model in models])
        found: Bools = chosen[self.number]
        return found
