"""What every risk looks at: a plan beside today, and the words in which a risk answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from touchmap.analysis.facts import ResultFacts
from touchmap.errors import UnknownNameError
from touchmap.journey.cut import Cut, find_cut
from touchmap.journey.parties import place
from touchmap.project import ActiveRule, Process, Project, Provider, RuleStem, find_scenario
from touchmap.work.calendar import Array
from touchmap.work.options import NONE

IMPACT_STEPS = (0.02, 0.10, 0.25, 0.50)
"""Shares of the work from which the impact is 2, 3, 4 and 5."""


@dataclass(frozen=True)
class Fact:
    """A field that triggers a risk, with its value."""

    table: str
    row_id: str
    field: str
    value: str

    def __str__(self) -> str:
        """The fact as people read it.

        >>> str(Fact("processes", "P1", "health", "2")), str(Fact("settings", "", "avoidable_share", "blank"))
        ('processes P1 health 2', 'settings avoidable_share blank')
        """
        return " ".join(part for part in (self.table, self.row_id, self.field, self.value) if part)


@dataclass(frozen=True)
class Trigger:
    """A risk that a plan runs: where, why, how likely and how bad."""

    places: tuple[str, ...]
    """Ids of processes, providers or hand-offs, each once."""
    facts: tuple[Fact, ...]
    probability: int
    """1 … 5."""
    impact: int
    """1 … 5."""
    note: str = ""


Check = Callable[["RiskCase"], Trigger | None]


def impact_of(share: float) -> int:
    """Impact by the part of the work concerned: 1 below 2 %, then 2, from 10 % 3, from 25 % 4, from 50 % 5.

    >>> [impact_of(s) for s in (0.01, 0.02, 0.10, 0.25, 0.50)]
    [1, 2, 3, 4, 5]
    """
    return 1 + sum(share >= step - 1e-12 for step in IMPACT_STEPS)


def level(value: float) -> int:
    """A whole number of 1 … 5.

    >>> level(0.2), level(3.0), level(9)
    (1, 3, 5)
    """
    return int(min(5, max(1, round(value))))


def shown(value: object) -> str:
    """A value of a field as people read it.

    >>> shown(None), shown(True), shown(0.25), shown(("a", "b"))
    ('blank', 'yes', '0.25', 'a; b')
    """
    if value is None or value in ("", ()):
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True)
class RiskCase:
    """A plan beside today, as risks ask about it. Package numbers are those of the costing."""

    facts: ResultFacts

    @property
    def project(self) -> Project:
        """The facts of the company."""
        return self.facts.project

    @cached_property
    def rules(self) -> tuple[ActiveRule, ...]:
        """Rules that are on in the scenario of the plan."""
        try:
            return find_scenario(self.project, self.facts.result.scenario_id).rules
        except UnknownNameError:
            return ()

    def rules_of(self, stem: RuleStem) -> tuple[ActiveRule, ...]:
        """Rules of a stem that are on, by id."""
        found = (r for r in self.rules if r.rule.stem is stem)
        return tuple(sorted(found, key=lambda r: r.rule.rule_id))

    @cached_property
    def weight(self) -> Array:
        """Handle time of each package; its contacts where the plan has no handle time at all."""
        hours, contacts, served = self.facts.amounts
        return hours if hours.sum() > 0 else contacts + served

    def share(self, packages: Iterable[int]) -> float:
        """Part of the work that some packages are."""
        total = float(self.weight.sum())
        return float(sum(self.weight[k] for k in set(packages))) / total if total > 0 else 0.0

    @cached_property
    def outside(self) -> tuple[int, ...]:
        """Packages a third party answers for."""
        return tuple(k for k in range(len(self.facts.packages)) if self.third(k) is not None)

    @cached_property
    def by_third_people(self) -> tuple[int, ...]:
        """Packages whose people are a third party's."""
        return tuple(k for k in self.outside if self.facts.people(k) is not None)

    def third(self, k: int) -> Provider | None:
        """The third party that answers for a package, if one does."""
        lead = self.facts.lead(k)
        return None if lead is None or lead.is_own else lead

    def process(self, k: int) -> Process:
        """Process of a package."""
        return self.facts.packages[k].process

    def is_unready(self, k: int) -> bool:
        """Whether a package's process is unhealthy (2 or less) or documented below the project's bar."""
        process = self.process(k)
        return process.health <= 2 or process.codifiability < self.project.settings.documentation_bar

    def moved(self, k: int) -> bool:
        """Whether a package changes hands."""
        return bool(self.facts.moved[k])

    @cached_property
    def of_provider(self) -> dict[str, list[int]]:
        """Packages each provider of people does."""
        found: dict[str, list[int]] = {}
        for k in range(len(self.facts.packages)):
            people = self.facts.people(k)
            if people is not None:
                found.setdefault(people.provider_id, []).append(k)
        return found

    @cached_property
    def third_parties(self) -> tuple[tuple[Provider, list[int]], ...]:
        """Third parties in the plan with the packages they answer for, platforms among them."""
        found: dict[str, list[int]] = {}
        for k in self.outside:
            lead = self.third(k)
            if lead is not None:
                found.setdefault(lead.provider_id, []).append(k)
        return tuple((self.project.provider(i), found[i]) for i in sorted(found))

    @cached_property
    def cut(self) -> Cut:
        """Hand-offs the plan cuts."""
        plan = self.facts.result.plan
        return find_cut(self.project, plan, placement=place(self.project, plan))

    def picked(self, values: Array) -> Array:
        """Option values of the plan; 0 for work nobody does."""
        return np.nan_to_num(self.facts.pick(values))

    @cached_property
    def own_fte(self) -> Array:
        """Own FTE on each package under the plan."""
        return self._own(self.facts.choice)

    @cached_property
    def own_fte_today(self) -> Array:
        """Own FTE on each package today."""
        return self._own(self.facts.costing.options.today)

    def _own(self, choice: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
        costing = self.facts.costing
        own = np.array([p.is_own for p in costing.options.providers] + [False])
        out = np.zeros(len(choice))
        known = choice != NONE
        chosen = choice[known]
        out[known] = np.where(own[costing.options.people[chosen]], costing.average_fte[chosen], 0.0)
        return out


def of_process(process: Process, *fields: str) -> list[Fact]:
    """Fields of a process as facts."""
    return [Fact("processes", process.process_id, f, shown(getattr(process, f))) for f in fields]


def of_provider(provider: Provider, *fields: str) -> list[Fact]:
    """Fields of a provider as facts."""
    return [Fact("providers", provider.provider_id, f, shown(getattr(provider, f))) for f in fields]


def of_settings(project: Project, *fields: str) -> list[Fact]:
    """Settings as facts."""
    return [Fact("settings", "", f, shown(getattr(project.settings, f))) for f in fields]


def unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in their order, each once."""
    return tuple(dict.fromkeys(facts))


def ids(names: Iterable[str]) -> tuple[str, ...]:
    """Sorted ids, each once."""
    return tuple(sorted(set(names)))
