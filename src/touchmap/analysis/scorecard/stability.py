"""How sure a ranking is: weights drawn around the ones chosen, and each weight moved up and down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchmap.work.calendar import Array

DRAWS = 10_000
CONCENTRATION = 100.0
"""Concentration of the Dirichlet distribution: a weight of 25 % then varies by ±4.3 points (one sigma)."""
STEP = 0.05
"""How far each weight is moved by itself: five points."""


@dataclass(frozen=True)
class Reversal:
    """Two providers change places when one weight moves by five points."""

    criterion: int
    step: float
    """Change of the weight before all are scaled to sum to 1."""
    above: int
    """Who was ahead."""
    below: int


@dataclass(frozen=True)
class Stability:
    """How often the leader stays the leader."""

    leader: int
    leader_share: float
    """Share of the draws in which nobody is ahead of the leader."""
    first_share: Array
    """Share of the draws in which each provider is ahead or level, shape (providers,)."""
    reversals: tuple[Reversal, ...]
    draws: int
    seed: int

    @property
    def reversing_weights(self) -> tuple[int, ...]:
        """Criteria whose weight changes some order when moved by five points."""
        return tuple(sorted({r.criterion for r in self.reversals}))


def draw_weights(
    weights: Sequence[float], draws: int, seed: int, concentration: float = CONCENTRATION
) -> Array:
    """Weights from a Dirichlet distribution around the given ones, shape (draws, criteria).

    Its mean is the weights; the variance of a weight w is ``w (1 − w) ÷ (concentration + 1)``. Weights
    of 0 stay 0.

    >>> drawn = draw_weights([0.25, 0.75, 0.0], 20_000, seed=1)
    >>> drawn.mean(axis=0).round(2), float(drawn[:, 0].std().round(3))
    (array([0.25, 0.75, 0.  ]), 0.043)
    """
    shape = concentration * np.asarray(weights, dtype=float) / sum(weights)
    gamma = np.random.default_rng(seed).standard_gamma(shape, size=(draws, len(shape)))
    result: Array = gamma / gamma.sum(axis=1, keepdims=True)
    return result


def stability(points: Array, weights: Sequence[float], *, draws: int = DRAWS, seed: int = 0) -> Stability:
    """How a ranking by weighted points stands up to other weights.

    Parameters
    ----------
    points
        Points of each provider for each criterion, shape (providers, criteria), at least one provider.
    weights
        Weight of each criterion, any scale.
    draws, seed
        Number of weight sets drawn, and the seed that makes them the same every time.

    Raises
    ------
    ValueError
        If there is no provider, no draw, or no weight above 0.

    Who is better in everything leads under all weights; moving no weight reverses anything:

    >>> found = stability(np.array([[90.0, 80.0], [70.0, 60.0]]), [0.5, 0.5])
    >>> found.leader, found.leader_share, found.reversals
    (0, 1.0, ())
    """
    if not len(points):
        raise ValueError("`points` must have a row for at least one provider")
    if draws < 1 or sum(weights) <= 0:
        raise ValueError("`draws` and the sum of `weights` must be above 0")
    usual = np.asarray(weights, dtype=float) / sum(weights)
    scores = points @ usual
    leader = int(scores.argmax())
    drawn = draw_weights(weights, draws, seed) @ points.T
    first = drawn >= drawn.max(axis=1, keepdims=True) - 1e-9
    share = first.mean(axis=0)
    return Stability(leader, float(share[leader]), share, _reversals(points, usual, scores), draws, seed)


def _reversals(points: Array, weights: Array, scores: Array) -> tuple[Reversal, ...]:
    found = []
    ahead = scores[:, None] > scores[None, :] + 1e-9
    for criterion in range(len(weights)):
        for step in (-STEP, STEP):
            moved = weights.copy()
            moved[criterion] = max(0.0, moved[criterion] + step)
            if moved.sum() <= 0:
                continue
            after = points @ (moved / moved.sum())
            swapped = ahead & (after[:, None] < after[None, :] - 1e-9)
            found += [Reversal(criterion, step, int(a), int(b)) for a, b in np.argwhere(swapped)]
    return tuple(found)
