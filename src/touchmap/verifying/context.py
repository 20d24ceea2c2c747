"""A plan beside the facts: the rows of the plan with their providers, today's parties, homes and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import Evaluation
from touchmap.plan import Violation
from touchmap.project import ActiveRule, Project, Provider, Scenario
from touchmap.project.vocabulary import ScopeSide
from touchmap.work.options import NONE
from touchmap.work.packages import Package
from touchmap.work.scopes import WorkScopes, provider_in_scope
from touchmap.work.today import Today, today_of

COMPANY = "company"
"""Home of all own sites and of the client's departments."""
NOBODY = "nobody"
"""Home of work left unassigned."""


@dataclass(frozen=True, slots=True)
class Row:
    """One assigned package of a plan."""

    k: int
    """Index of the package."""
    option: int
    """Index of the option."""
    package: Package
    people: Provider | None
    platform: Provider | None
    offer_ids: tuple[str, ...]

    @property
    def parties(self) -> tuple[Provider, ...]:
        """Everybody who takes part: people first, then the platform."""
        return tuple(p for p in (self.people, self.platform) if p is not None)

    @property
    def lead(self) -> Provider:
        """Who answers for the package: its people, or the platform where there are none."""
        return self.parties[0]


@dataclass(frozen=True)
class Context:
    """Everything a check may look at."""

    project: Project
    scenario: Scenario
    costing: Costing
    evaluation: Evaluation
    found: tuple[Violation, ...]
    """What was wrong with the plan's rows themselves."""
    unassigned: frozenset[int]
    """Packages the plan has a row for that says nobody."""

    @property
    def packages(self) -> tuple[Package, ...]:
        """All packages, sorted by id."""
        return self.costing.options.packages

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Assigned packages, in the order of packages."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        providers = {p.provider_id: p for p in self.project.providers}
        for k, i in enumerate(int(i) for i in self.evaluation.choice):
            if i == NONE:
                continue
            option = self.costing.options.options[i]
            people = None if option.provider_id is None else providers[option.provider_id]
            platform = None if option.platform_id is None else providers[option.platform_id]
            yield Row(k, i, self.packages[k], people, platform, option.offer_ids)

    @cached_property
    def row_of(self) -> dict[int, Row]:
        """Row of each assigned package."""
        return {row.k: row for row in self.rows}

    @cached_property
    def today(self) -> tuple[Today, ...]:
        """Who does each package today, as recorded."""
        return today_of(self.project, self.packages)

    @cached_property
    def known_today(self) -> tuple[Today | None, ...]:
        """The same where it can be priced, that is where some option has today's parties; else none."""
        options = self.costing.options
        parties: list[set[tuple[str | None, str | None]]] = [set() for _ in self.packages]
        for k, provider_id, platform_id, _ in options.by_identity:
            parties[k].add((provider_id, platform_id))
        return tuple(t if t.parties in parties[k] else None for k, t in enumerate(self.today))

    def rows_of(self, provider_id: str) -> list[Row]:
        """Rows whose people are a provider's."""
        return [row for row in self.rows if row.people is not None and row.people.provider_id == provider_id]

    def lead_today(self, k: int) -> str | None:
        """Who answers for a package today; none if it is not known."""
        today = self.known_today[k]
        return None if today is None else today.provider_id or today.platform_id

    def moves(self, row: Row) -> bool:
        """Whether a package changes hands; work nobody is known to do today does."""
        return row.lead.provider_id != self.lead_today(row.k)

    def changed(self, row: Row) -> bool:
        """Whether a package is done in any other way than by today's people and today's platform."""
        today = self.known_today[row.k]
        ids = tuple(None if p is None else p.provider_id for p in (row.people, row.platform))
        return today is None or ids != today.parties

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """Home of each package: a third party's id, the company, or nobody."""
        return tuple(self._home(k) for k in range(len(self.packages)))

    def _home(self, k: int) -> str:
        if k not in self.row_of:
            return NOBODY
        lead = self.row_of[k].lead
        return COMPANY if lead.is_own else lead.provider_id

    @cached_property
    def _scopes(self) -> WorkScopes:
        return WorkScopes(self.project, self.packages, self.today)

    def select(self, rule: ActiveRule, side: ScopeSide = ScopeSide.WORK) -> list[int]:
        """Packages in a rule's scope; an empty scope holds all."""
        return self._scopes.select(rule.scope(side))

    def rows_in(self, rule: ActiveRule) -> list[Row]:
        """Assigned packages in a rule's work scope."""
        return [self.row_of[k] for k in self.select(rule) if k in self.row_of]

    def in_provider_scope(self, rule: ActiveRule, provider: Provider, row: Row) -> bool:
        """Whether a party of a row is among the providers a rule speaks of."""
        scope = rule.scope(ScopeSide.PROVIDER)
        return provider_in_scope(self.project, provider, scope, is_today=not self.moves(row))

    def contacts(self, k: int) -> float:
        """Average monthly contacts of a package."""
        return float(self.costing.contacts[k])
