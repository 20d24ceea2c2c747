"""Conditions on the money of a plan, and on some of its rows, beside the rules of its scenario."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.project import ActiveRule
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.program import Linear, Program
from touchmap.sourcing.rules import ROW_RULES, RuleRows
from touchmap.work.options import NONE


@dataclass(frozen=True)
class TotalAtMost:
    """Cost and penalties together are at most a limit; the violations of one should-rule do not count."""

    limit: float
    without: str = ""
    """Rule whose penalty is left out."""

    def add_to(self, program: Program) -> None:
        """Add the row."""
        money = Linear(constant=-self.limit)
        money.add_all(program.money.total)
        penalty = program.money.penalty
        left_out = self._slacks(program)
        money.add_all(
            Linear({v: c for v, c in penalty.terms.items() if v.name not in left_out}, penalty.constant)
        )
        scale = max(1.0, abs(self.limit)) / 100
        program.add("total_at_most", "", money.expression(scale) <= 0)

    def _slacks(self, program: Program) -> set[str]:
        """Names of the variables that measure by how much the rule is broken."""
        prefix = f"s_{self.without}_"
        return {v.name for v in program.money.penalty.terms if self.without and v.name.startswith(prefix)}


@dataclass(frozen=True)
class AlsoHolds:
    """A must-rule beside those of the scenario, of a kind that measures plans by their options alone."""

    active: ActiveRule

    def add_to(self, program: Program) -> None:
        """Add its rows."""
        ROW_RULES[self.active.rule.stem](RuleRows(program, GateFacts(program.costing), self.active))


@dataclass(frozen=True)
class AnyOther:
    """At least one of some packages is led by another party than in a given plan."""

    choice: tuple[int, ...]
    """Option of each package in the plan, −1 = nobody."""
    packages: tuple[int, ...]

    def add_to(self, program: Program) -> None:
        """Add the row."""
        options = program.costing.options
        away = Linear(constant=float(len(self.packages) - 1))
        for k in self.packages:
            chosen = self.choice[k]
            if chosen == NONE:
                away.add(program.unassigned[k], -1.0)
                continue
            inside = options.of_package[k]
            for variable in program.members(inside[options.lead[inside] == options.lead[chosen]]):
                away.add(variable, -1.0)
        program.add("any_other", "", away.expression() >= 0)
