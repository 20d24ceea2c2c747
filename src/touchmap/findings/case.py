"""What every finding looks at: a plan priced, today priced, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation
from touchmap.plan import Violation
from touchmap.project import Process, Project, Provider, Scenario
from touchmap.work.calendar import Array
from touchmap.work.options import NONE
from touchmap.work.packages import Package

SHOWN = 5
"""Most names listed in one finding, and most findings of one kind that are written out."""
NOTICEABLE_POINTS = 0.05
"""A smaller change of quality is not shown, as it would print as none."""


@dataclass(frozen=True)
class Case:
    """A plan beside today. Arrays have one entry per package."""

    project: Project
    costing: Costing
    plan: Evaluation
    today: Evaluation
    today_violations: Sequence[Violation] = ()
    plan_violations: Sequence[Violation] = ()
    scenario: Scenario | None = None

    @property
    def packages(self) -> tuple[Package, ...]:
        """Packages in their order."""
        return self.costing.options.packages

    @cached_property
    def changed(self) -> npt.NDArray[np.bool_]:
        """Whether each package is done otherwise than today, by others or behind another platform."""
        choice = self.plan.choice
        if not len(self.costing.options.options):
            return np.zeros(len(choice), dtype=bool)
        known = (choice != NONE) & (self.today.choice != NONE)
        result: npt.NDArray[np.bool_] = known & ~self.costing.options.is_today[choice]
        return result

    @cached_property
    def handed_over(self) -> npt.NDArray[np.bool_]:
        """Whether each package changes hands."""
        choice = self.plan.choice
        if not len(self.costing.options.options):
            return np.zeros(len(choice), dtype=bool)
        result: npt.NDArray[np.bool_] = self.changed & self.costing.options.moves[choice]
        return result

    @cached_property
    def quality(self) -> Array:
        """Expected quality under the plan, NaN where nobody does the work."""
        return self._quality(self.plan)

    @cached_property
    def quality_today(self) -> Array:
        """Expected quality today, NaN where today is not known."""
        return self._quality(self.today)

    def _quality(self, evaluation: Evaluation) -> Array:
        out = np.full(len(evaluation.choice), np.nan)
        some = evaluation.choice != NONE
        out[some] = self.costing.quality.expected[evaluation.choice[some]]
        return out

    @cached_property
    def contacts(self) -> Array:
        """Average monthly contacts, people's and self-service."""
        _, contacts, served = package_amounts(self.costing)
        total: Array = contacts + served
        return total

    def people(self, k: int) -> Provider | None:
        """Provider whose people do package number `k` under the plan."""
        option = self.plan.choice[k]
        j = NONE if option == NONE else int(self.costing.options.people[option])
        return None if j == NONE else self.costing.options.providers[j]

    def lead(self, k: int) -> Provider | None:
        """Who answers for package number `k` under the plan."""
        option = self.plan.choice[k]
        return (
            None if option == NONE else self.costing.options.providers[int(self.costing.options.lead[option])]
        )

    @cached_property
    def engaged(self) -> tuple[Provider, ...]:
        """Providers and platforms the plan uses, in their order."""
        return tuple(self.costing.options.providers[j] for j in sorted(self.plan.engaged))

    @cached_property
    def engaged_today(self) -> frozenset[str]:
        """Ids of the providers and platforms used today."""
        return frozenset(self.costing.options.providers[j].provider_id for j in self.today.engaged)

    def by_process(self, packages: Iterable[int]) -> dict[str, list[int]]:
        """Package numbers by the id of their process."""
        found: dict[str, list[int]] = {}
        for k in packages:
            found.setdefault(self.packages[int(k)].process.process_id, []).append(int(k))
        return found


def named(process: Process) -> str:
    """A process with its id, as findings name it.

    >>> named(Process(process_id="P1", name="Billing"))
    'Billing (P1)'
    """
    return f"{process.name} ({process.process_id})"


def some(names: Iterable[str], most: int = SHOWN) -> str:
    """The first few different names, and how many more there are.

    >>> some(["b", "a", "b"]), some("abcdefg")
    ('b, a', 'a, b, c, d, e and 2 more')
    """
    unique = list(dict.fromkeys(names))
    more = f" and {len(unique) - most} more" if len(unique) > most else ""
    return ", ".join(unique[:most]) + more


def percent(share: float, decimals: int = 0) -> str:
    """A share as people write it.

    >>> percent(0.15), percent(0.0045, 2)
    ('15 %', '0.45 %')
    """
    return f"{100 * share:.{decimals}f} %"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "hand-off"), count(2, "process", "processes")
    ('1 hand-off', '2 processes')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
