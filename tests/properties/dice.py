"""Random draws in few words. The first value of every pick is the plainest, so that examples shrink to it."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Draws everything a project is made of."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, *values: T) -> T:
        """One of some values."""
        return self._draw(st.sampled_from(values))

    def count(self, least: int, most: int) -> int:
        """A whole number."""
        return self._draw(st.integers(least, most))

    def flip(self) -> bool:
        """Yes or no."""
        return self.pick(False, True)

    def rarely(self) -> bool:
        """Yes one time in six."""
        return self.pick(False, False, False, False, False, True)

    def some(self, values: Sequence[T]) -> tuple[T, ...]:
        """Each of some values or not."""
        return tuple(v for v in values if self.flip())

    def at_least_one(self, values: Sequence[T]) -> tuple[T, ...]:
        """One or more of some values."""
        return self.some(values) or (self.pick(*values),)

    def figure(self, low: float, high: float) -> float:
        """A figure with an odd fraction, so that nothing ties by chance."""
        return low + (high - low) * self.count(0, 9973) / 9973


class SeededDice(Dice):
    """The same draws, each value as likely as the next: Hypothesis likes the plain ones better."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def pick(self, *values: T) -> T:
        """One of some values."""
        return self._random.choice(values)

    def count(self, least: int, most: int) -> int:
        """A whole number."""
        return self._random.randint(least, most)
