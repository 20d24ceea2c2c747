"""Conditions that name a party: this work is led by it, or is not done under an offer of it."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.sourcing.program import Linear, Program


@dataclass(frozen=True)
class LedBy:
    """Some packages are led by one party: ``Σ_{o led by it} x[k,o] ≥ 1`` for each of them.

    Every option stays open, so that any plan can serve as a start.
    """

    packages: tuple[int, ...]
    party: int
    """Provider (index)."""

    def add_to(self, program: Program) -> None:
        """Add a row for each package."""
        options = program.costing.options
        for k in self.packages:
            inside = options.of_package[k]
            row = Linear(program.members(inside[options.lead[inside] == self.party]), -1.0)
            program.add("led_by", options.packages[k].package_id, row.expression() >= 0)


@dataclass(frozen=True)
class Without:
    """Some options are not chosen: ``Σ x[o] ≤ 0`` over them."""

    options: tuple[int, ...]

    def add_to(self, program: Program) -> None:
        """Add the row; none of the options may be open, and then nothing is to be said."""
        terms = program.members(self.options)
        if terms:
            program.add("without", "", Linear(terms).expression() <= 0)


@dataclass(frozen=True)
class OneOf:
    """One of some options is chosen: ``Σ x[o] ≥ 1`` over them."""

    options: tuple[int, ...]

    def add_to(self, program: Program) -> None:
        """Add the row; it cannot hold if none of the options is open."""
        program.add("one_of", "", Linear(program.members(self.options), -1.0).expression() >= 0)
