"""Plans near a given one: some work given to another party, all else as it is, priced and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.analysis.asking import Answer
from touchmap.analysis.futures import judge
from touchmap.costing.costing import Costing
from touchmap.costing.objective_value import HIGHER_IS_BETTER
from touchmap.project import Scenario
from touchmap.sourcing.gates import GateFacts
from touchmap.sourcing.search import Admission, admit
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
        """The option that is best by itself: cheapest, or best where quality is sought."""
        return min((int(i) for i in options), key=self.merit)

    def merit(self, option: int) -> float:
        """What an option is worth by itself, minimised: cost, or quality where that is sought."""
        costing = self.costing
        return float(-costing.quality.expected[option] if self.higher_is_better else costing.cost[option])

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
        return self.checked(choice, self.scenario)

    def checked(self, choice: list[int], scenario: Scenario) -> Near:
        """A choice, priced, with its rules and limits checked by the code that checks every plan."""
        told = judge(scenario, self.costing, np.array(choice, dtype=np.int64))
        return Near(tuple(choice), np.inf if told.broken else told.objective)
