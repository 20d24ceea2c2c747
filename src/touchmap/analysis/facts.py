"""`ResultFacts`: a result laid beside its project, so that tables and comparisons can be read off it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from touchmap.costing.bases import package_amounts
from touchmap.costing.costing import Costing, build_costing
from touchmap.costing.evaluation import Evaluation, evaluate_choice, evaluate_today
from touchmap.errors import UnknownNameError
from touchmap.plan import Assignment, Plan, Result
from touchmap.project import Project, Provider, find_scenario
from touchmap.project.vocabulary import SourcingModel
from touchmap.work.calendar import Array
from touchmap.work.options import NONE, Ints
from touchmap.work.packages import Package

Bools = npt.NDArray[np.bool_]


class ById:
    """Wraps an immutable object so that a cache compares it by identity, which is quick."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and self.value is other.value


@lru_cache(maxsize=2)
def _costing(key: ById) -> Costing:
    assert isinstance(key.value, Project)  # noqa: S101
    return build_costing(key.value)


def costing_of(project: Project) -> Costing:
    """All coefficients of a project; the last two projects asked for are remembered."""
    return _costing(ById(project))


@lru_cache(maxsize=8)
def _facts(project: ById, result: ById) -> ResultFacts:
    assert isinstance(project.value, Project)  # noqa: S101
    assert isinstance(result.value, Result)  # noqa: S101
    return ResultFacts.of(project.value, result.value)


def facts_of(project: Project, result: Result) -> ResultFacts:
    """Lay a result beside its project; the last few are remembered.

    Raises
    ------
    ValueError
        If the result holds no plan.
    UnknownNameError
        If the plan does not fit the project, because the project has changed since.
    """
    return _facts(ById(project), ById(result))


@dataclass(frozen=True)
class ResultFacts:
    """A result with everything its tables need. Arrays have one entry per package."""

    project: Project
    result: Result
    costing: Costing
    choice: Ints
    """Option of each package, `NONE` = nobody."""

    @classmethod
    def of(cls, project: Project, result: Result) -> ResultFacts:
        """Look up the option of every package in the plan of a result."""
        if result.plan is None:
            raise ValueError(
                f"the result of {result.scenario_id!r} holds no plan (status {result.status.value})"
            )
        costing = costing_of(project)
        return cls(project, result, costing, choice_of(costing, result.plan))

    @cached_property
    def evaluation(self) -> Evaluation:
        """The plan, priced."""
        return evaluate_choice(self.costing, self.choice, self._penalty_per_contact)

    @property
    def _penalty_per_contact(self) -> float:
        try:
            row = find_scenario(self.project, self.result.scenario_id).row
        except UnknownNameError:
            return 0.0
        return row.unassigned_cost_per_contact or 0.0

    @cached_property
    def today(self) -> Evaluation:
        """Today's assignment, priced."""
        return evaluate_today(self.costing)

    @property
    def packages(self) -> tuple[Package, ...]:
        """Packages in their order."""
        return self.costing.options.packages

    @property
    def is_today(self) -> bool:
        """Whether the result is today's assignment and not a plan."""
        return self.result.objective_kind == "today" or self.result.status.value == "evaluated"

    @cached_property
    def assigned(self) -> Bools:
        """Whether anybody does each package."""
        result: Bools = self.choice != NONE
        return result

    @cached_property
    def moved(self) -> Bools:
        """Whether each package changes hands against a today that is known; work left undone does."""
        options = self.costing.options
        known = options.today != NONE
        if not len(options.options):
            return np.zeros(len(self.choice), dtype=bool)
        moves = np.where(self.assigned, options.moves[self.choice], True)
        result: Bools = known & moves
        return result

    @cached_property
    def moved_processes(self) -> tuple[str, ...]:
        """Processes of which any part changes hands, in the order of packages."""
        moved = (self.packages[k].process.process_id for k in np.flatnonzero(self.moved))
        return tuple(dict.fromkeys(moved))

    def pick(self, values: Array, *, choice: Ints | None = None) -> Array:
        """Option values of the options chosen; NaN where a package has none."""
        chosen = self.choice if choice is None else choice
        out = np.full(len(chosen), np.nan)
        some = chosen != NONE
        out[some] = values[chosen[some]]
        return out

    @cached_property
    def quality(self) -> Array:
        """Expected quality, NaN for work nobody does."""
        return self.pick(self.costing.quality.expected)

    @cached_property
    def quality_today(self) -> Array:
        """Expected quality of today's arrangement, NaN where today is not known."""
        return self.pick(self.costing.quality.expected, choice=self.costing.options.today)

    @cached_property
    def amounts(self) -> tuple[Array, Array, Array]:
        """Handle hours and contacts of people's work, and contacts of self-service, in an average month."""
        return package_amounts(self.costing)

    @cached_property
    def fte(self) -> Array:
        """Average FTE of each package under the plan."""
        return np.nan_to_num(self.pick(self.costing.average_fte))

    @cached_property
    def running_per_month(self) -> Array:
        """Running cost of a month in the first year at today's prices, of what belongs to one package."""
        months = int(self.costing.calendar.occurs.sum())
        return np.nan_to_num(self.pick(self.costing.first_year_running)) / months

    @cached_property
    def cost(self) -> Array:
        """Present value of what belongs to one package, with the social plan of work left undone."""
        own: Array = np.nan_to_num(self.pick(self.costing.cost)) + self.evaluation.displaced
        return own

    @cached_property
    def cost_today(self) -> Array:
        """Present value of what belongs to one package under today's arrangement."""
        return np.nan_to_num(self.pick(self.costing.cost, choice=self.costing.options.today))

    def provider(self, index: int) -> Provider | None:
        """Provider by its index, none for `NONE`."""
        return None if index == NONE else self.costing.options.providers[index]

    def people(self, k: int, *, today: bool = False) -> Provider | None:
        """Provider whose people do package number `k`."""
        option = self.costing.options.today[k] if today else self.choice[k]
        return None if option == NONE else self.provider(int(self.costing.options.people[option]))

    def platform(self, k: int, *, today: bool = False) -> Provider | None:
        """Platform in front of package number `k`."""
        option = self.costing.options.today[k] if today else self.choice[k]
        return None if option == NONE else self.provider(int(self.costing.options.platform[option]))

    def lead(self, k: int, *, today: bool = False) -> Provider | None:
        """Who answers for package number `k`: its people, else its platform."""
        return self.people(k, today=today) or self.platform(k, today=today)

    @cached_property
    def handle_time_shares(self) -> dict[SourcingModel, float]:
        """Share of handle time by sourcing model, people only; empty if there is no handle time."""
        hours, _, _ = self.amounts
        total: dict[SourcingModel, float] = {}
        for k in np.flatnonzero(self.assigned):
            provider = self.people(int(k))
            if provider is not None:
                model = provider.sourcing_model
                total[model] = total.get(model, 0.0) + float(hours[k])
        whole = sum(total.values())
        return {m: total.get(m, 0.0) / whole for m in PEOPLE_MODELS} if whole > 0 else {}


PEOPLE_MODELS: tuple[SourcingModel, ...] = tuple(
    m for m in SourcingModel if m is not SourcingModel.SELF_SERVICE
)
"""The five sourcing models of people, in their fixed order."""


def choice_of(costing: Costing, plan: Plan) -> Ints:
    """Option index of each package under a plan, `NONE` where nobody does it.

    Raises
    ------
    UnknownNameError
        If the plan names a package or an option the project does not have.
    """
    options = costing.options
    number = {package.package_id: k for k, package in enumerate(options.packages)}
    choice = np.full(len(options.packages), NONE, dtype=np.int64)
    for row in plan.assignments:
        if row.package_id not in number:
            raise UnknownNameError(
                f"the plan names package {row.package_id!r}, which the project does not have"
            )
        if row.is_assigned:
            choice[number[row.package_id]] = _option_of(costing, number[row.package_id], row)
    return choice


def _option_of(costing: Costing, k: int, row: Assignment) -> int:
    found = costing.options.by_identity.get(
        (k, row.provider_id, row.platform_id, tuple(sorted(row.offer_ids)))
    )
    if found is None:
        who = " + ".join(i for i in (row.provider_id, row.platform_id) if i)
        offers = f" under {'; '.join(row.offer_ids)}" if row.offer_ids else ""
        raise UnknownNameError(
            f"the plan gives {row.package_id} to {who}{offers}, which the project does not offer (any more)"
        )
    return found
