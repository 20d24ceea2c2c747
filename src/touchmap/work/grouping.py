"""Rows that share a key, found without looking at each row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def combined(*columns: npt.NDArray[np.integer] | npt.NDArray[np.bool_]) -> Ints:
    """A number for each row of some columns, the same where all columns are.

    >>> combined(np.array([1, 1, 2]), np.array([-1, 5, 5])).tolist()
    [7, 13, 20]
    """
    number = np.zeros(len(columns[0]), dtype=np.int64)
    for column in (c.astype(np.int64) for c in columns):
        low, high = column.min(initial=0), column.max(initial=0)
        number = number * (high - low + 1) + (column - low)
    return number


def numbered(values: Iterable[Hashable]) -> Ints:
    """A number for each value, the same where values are equal.

    >>> numbered(["nl", "de", "nl"]).tolist()
    [0, 1, 0]
    """
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)


def grouped(keys: Ints) -> Iterator[tuple[int, Ints]]:
    """Each key with its places, sorted; keys in the order in which they first occur.

    >>> [(key, places.tolist()) for key, places in grouped(np.array([7, 3, 7]))]
    [(7, [0, 2]), (3, [1])]
    """
    if not len(keys):
        return
    order = np.argsort(keys, kind="stable")
    found, start = np.unique(keys[order], return_index=True)
    places = np.split(order, start[1:])
    for n in np.argsort(order[start]).tolist():
        yield int(found[n]), places[n]
