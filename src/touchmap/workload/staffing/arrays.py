"""Shapes and legal ranges of the arguments of staffing functions: figures or arrays, broadcast together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Figures = float | npt.ArrayLike
"""A figure, or an array of figures; several are broadcast together."""


def figures(
    name: str, values: Figures, *, least: float = 0.0, above: bool = False, most: float = np.inf
) -> Array:
    """Read an argument as an array and check its range.

    Parameters
    ----------
    name
        Name of the argument, for the message.
    values
        What was given.
    least
        Smallest legal value.
    above
        Whether `least` itself is not legal.
    most
        Largest legal value.

    Raises
    ------
    ValueError
        If a value is missing (NaN) or outside the range.

    >>> figures("agents", [1, 2])
    array([1., 2.])
    >>> figures("agents", -1)
    Traceback (most recent call last):
    ...
    ValueError: `agents` must be in [0, inf], got -1.0
    """
    array = np.asarray(values, dtype=np.float64)
    low = array > least if above else array >= least
    right = low & (array <= most)
    if not right.all():
        wrong = float(array[~right].flat[0])
        raise ValueError(f"`{name}` must be in {'(' if above else '['}{least:g}, {most:g}], got {wrong}")
    return array


def share_below_one(name: str, values: Figures) -> Array:
    """Read an argument that is a share in [0, 1).

    Raises
    ------
    ValueError
        If a value is outside the range.

    >>> share_below_one("shrinkage", 1.2)
    Traceback (most recent call last):
    ...
    ValueError: `shrinkage` must be in [0, 1), got 1.2
    """
    array = np.asarray(values, dtype=np.float64)
    right = (array >= 0) & (array < 1)
    if not right.all():
        raise ValueError(f"`{name}` must be in [0, 1), got {float(array[~right].flat[0])}")
    return array
