"""Conditions a question puts on a plan beside the rules of its scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import numpy as np
import pulp

from touchmap.sourcing.program import Linear, Program
from touchmap.work.options import NONE


class Extra(Protocol):
    """A condition that adds rows to a program."""

    def add_to(self, program: Program) -> None:
        """Add its rows."""


@dataclass(frozen=True)
class DifferFrom:
    """At least so many packages are led by another party than in a given plan.

    ``Σ_k (1 − Σ_{o led as in the plan} x[k,o]) ≥ packages``; work the plan leaves unassigned differs
    when somebody does it.
    """

    choice: tuple[int, ...]
    """Option of each package in the plan, −1 = nobody."""
    packages: int

    def add_to(self, program: Program) -> None:
        """Add the row."""
        options = program.costing.options
        away = Linear(constant=float(len(self.choice) - self.packages))
        for k, chosen in enumerate(self.choice):
            inside = options.of_package[k]
            if chosen == NONE:
                if k in program.unassigned:
                    away.add(program.unassigned[k], -1.0)
                continue
            same = inside[options.lead[inside] == options.lead[chosen]]
            for variable in program.members(same):
                away.add(variable, -1.0)
        program.add("differ_from", "", away.expression() >= 0)


@dataclass(frozen=True)
class DiffersAtAll:
    """Not every package is done exactly as in a given plan."""

    choice: tuple[int, ...]
    """Option of each package in the plan, −1 = nobody."""

    def add_to(self, program: Program) -> None:
        """Add the row."""
        same = Linear(constant=1.0 - len(self.choice))
        for k, i in enumerate(self.choice):
            same.add(program.unassigned[k] if i == NONE else program.x[i], 1.0)
        program.add("differs_at_all", "", same.expression() <= 0)


def add_extras(program: Program, extras: Sequence[Extra]) -> None:
    """Add every condition."""
    for extra in extras:
        extra.add_to(program)


def rows_of(program: Program, extras: Sequence[Extra]) -> list[pulp.LpConstraint]:
    """The rows that conditions would add, without adding them."""
    aside = _Aside(program)
    for extra in extras:
        extra.add_to(cast(Program, aside))
    return aside.rows


class _Aside:
    """Looks like a program, and puts new rows aside."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.rows: list[pulp.LpConstraint] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._program, name)

    def add(
        self, _stem: str, _subject: str, constraint: pulp.LpConstraint, _rule_id: str | None = None
    ) -> None:
        self.rows.append(constraint)


def difference(a: Sequence[int], b: Sequence[int], lead: np.ndarray) -> int:
    """Packages that two choices give to different parties.

    >>> difference([0, 1], [0, 2], np.array([5, 6, 7]))
    1
    """
    return sum(_lead(i, lead) != _lead(j, lead) for i, j in zip(a, b, strict=True))


def _lead(option: int, lead: np.ndarray) -> int:
    return NONE if option == NONE else int(lead[option])
