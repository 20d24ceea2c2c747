"""Plans near a given one: some work given to another party, all else as it is, priced and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.analysis.asking import Answer
from touchmap.analysis.futures import judge
from touchmap.costing.costing import Costing
from touchmap.costing.objective_value import HIGHER_IS_BETTER, quality_weights
from touchmap.project import Scenario
from touchmap.project.vocabulary import Objective
from touchmap.solving import plan_of
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.search import Admission, admit
from touchmap.verifying import verify_plan
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints


@dataclass(frozen=True)
class Near:
    """A plan near another one; its value, minimised, is infinite if it breaks anything."""

    choice: tuple[int, ...]
    value: float


class Neighbourhood:
    """Who may do what in a scenario, and plans near its best one.

    Parameters
    ----------
    costing, scenario
        What is asked about.
    base
        Plan of the scenario, if there is one.
    """

    def __init__(self, costing: Costing, scenario: Scenario, base: Answer | None) -> None:
        self.costing, self.scenario, self.base = costing, scenario, base

    @cached_property
    def admission(self) -> Admission:
        """Options the scenario leaves open, and the rules that close the others."""
        return admit(self.costing, self.scenario, GateFacts(self.costing))

    @property
    def higher_is_better(self) -> bool:
        """Whether the scenario seeks points and not money."""
        return self.scenario.row.objective in HIGHER_IS_BETTER

    def options_of(self, k: int, party: int) -> Ints:
        """Options of a package that a party leads, possible or not."""
        inside = self.costing.options.of_package[k]
        led: Ints = inside[self.costing.options.lead[inside] == party]
        return led

    def open_options(self, k: int, party: int) -> Ints:
        """Options of a package that a party leads and that the scenario leaves open."""
        led = self.options_of(k, party)
        left: Ints = led[self.admission.open[led]]
        return left

    def open_parties(self, k: int) -> list[int]:
        """Parties that may lead a package."""
        inside = self.costing.options.of_package[k]
        return sorted({int(j) for j in self.costing.options.lead[inside[self.admission.open[inside]]]})

    def home(self, k: int) -> int:
        """Party that leads a package in the plan, `NONE` = nobody."""
        if self.base is None or self.base.choice is None or self.base.choice[k] == NONE:
            return NONE
        return int(self.costing.options.lead[self.base.choice[k]])

    def first(self, options: Ints) -> int:
        """The option that is best by itself, the first of equals."""
        return int(options[np.argmin(self.merit[options])])

    @cached_property
    def merit(self) -> Array:
        """What each option is worth by itself, minimised, shape (options,).

        Cost; quality where that is sought; and where both are, cost less what the scenario pays for the
        points that the option's package adds to average quality.
        """
        costing, row = self.costing, self.scenario.row
        quality = costing.quality.expected
        if self.higher_is_better:
            return np.negative(quality)
        if row.objective is Objective.BLEND:
            weights = quality_weights(costing)
            share = weights / (float(weights.sum()) or 1.0)
            point = row.quality_price_per_point or 0.0
            worth: Array = costing.cost - point * quality * share[costing.options.package]
            return worth
        return costing.cost

    def with_party(self, packages: tuple[int, ...], party: int) -> Near | None:
        """The plan with some packages at a party; none if that is closed or there is no plan."""
        if self.base is None or self.base.choice is None:
            return None
        choice = list(self.base.choice)
        for k in packages:
            options = self.open_options(k, party)
            if not len(options):
                return None
            choice[k] = choice[k] if choice[k] in options else self.first(options)
        return self.checked(choice)

    def tried(self, choice: Sequence[int]) -> Near:
        """A choice, priced and held against the rules and against the limits that forbid plans."""
        told = judge(self.scenario, self.costing, np.array(choice, dtype=np.int64))
        return Near(tuple(choice), np.inf if told.broken else told.objective)

    def checked(self, choice: Sequence[int]) -> Near:
        """A choice, priced and checked as every plan is, so that its value proves something."""
        plan = plan_of(self.costing.options, np.array(choice, dtype=np.int64))
        found = verify_plan(self.costing.project, self.scenario, plan, costing=self.costing)
        sign = -1.0 if self.higher_is_better else 1.0
        return Near(tuple(choice), np.inf if found.violations else sign * found.objective)
