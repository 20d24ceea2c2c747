"""`Program`: the integer program under construction – variables, rows by stem, money.

Variables are kept by index, never found by name: the modelling layer changes names silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pulp

from touchmap.costing.costing import Costing
from touchmap.costing.evaluation import EPSILON
from touchmap.project import Scenario
from touchmap.work.grouping import grouped
from touchmap.work.options import NONE, Ints

Terms = dict[pulp.LpVariable, float]


@dataclass
class Linear:
    """A linear expression: coefficient by variable, and a constant."""

    terms: Terms = field(default_factory=dict)
    constant: float = 0.0

    def add(self, variable: pulp.LpVariable, coefficient: float) -> None:
        """Add a term."""
        if coefficient:
            self.terms[variable] = self.terms.get(variable, 0.0) + float(coefficient)

    def add_all(self, other: Linear, times: float = 1.0) -> None:
        """Add a multiple of another expression."""
        for variable, coefficient in other.terms.items():
            self.add(variable, times * coefficient)
        self.constant += times * other.constant

    def times(self, factor: float) -> Linear:
        """A multiple of the expression."""
        return Linear({v: factor * c for v, c in self.terms.items()}, factor * self.constant)

    def expression(self, scale: float = 1.0) -> pulp.LpAffineExpression:
        """The expression for the modelling layer, divided by a scale."""
        return pulp.LpAffineExpression({v: c / scale for v, c in self.terms.items()}, self.constant / scale)


@dataclass
class Money:
    """The money of the program in three views, so that each kind of budget sees its own."""

    total: Linear = field(default_factory=Linear)
    """Net present cost, without penalties."""
    running: Linear = field(default_factory=Linear)
    """Undiscounted running cost of one calendar year."""
    one_off: Linear = field(default_factory=Linear)
    """What is paid once."""
    penalty: Linear = field(default_factory=Linear)
    """Penalties: work left unassigned, should-rules broken."""

    def charge(
        self, variable: pulp.LpVariable, total: float, running: float = 0.0, one_off: float = 0.0
    ) -> None:
        """Make a variable cost money."""
        self.total.add(variable, total)
        self.running.add(variable, running)
        self.one_off.add(variable, one_off)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the program stands for."""

    stem: str
    subject: str
    rule_id: str | None = None


class Links:
    """Indicators and the options each speaks of, by package."""

    def __init__(self) -> None:
        self._indicators: list[pulp.LpVariable] = []
        self._sizes: list[int] = []
        self._speaking: dict[_Group, list[int]] = {}

    def add(self, indicator: pulp.LpVariable, groups: Mapping[int, Terms]) -> None:
        """Remember an indicator."""
        for k, terms in groups.items():
            self._speaking.setdefault((k, frozenset(terms)), []).append(len(self._indicators))
        self._indicators.append(indicator)
        self._sizes.append(len(groups))

    def cover(self, groups: Mapping[int, Terms]) -> tuple[list[pulp.LpVariable], list[int]]:
        """Indicators that speak of nothing else and spare at least a row each, and packages left over."""
        inside: dict[int, list[int]] = {}
        for k, terms in groups.items():
            for n in self._speaking.get((k, frozenset(terms)), ()):
                inside.setdefault(n, []).append(k)
        left = dict.fromkeys(groups)
        found = []
        for n in sorted(inside, key=lambda n: (-self._sizes[n], n)):
            fresh = [k for k in inside[n] if k in left]
            if len(inside[n]) == self._sizes[n] and len(fresh) > 1:
                found.append(self._indicators[n])
                for k in fresh:
                    del left[k]
        return found, list(left)


_Group = tuple[int, frozenset[pulp.LpVariable]]


class Program:
    """The integer program of a scenario.

    Parameters
    ----------
    costing
        Coefficients of every option.
    scenario
        What is wanted.
    open_options
        Options that may be chosen, shape (options,) of bool.
    """

    def __init__(self, costing: Costing, scenario: Scenario, open_options: np.ndarray) -> None:
        self.costing, self.scenario = costing, scenario
        self.problem = pulp.LpProblem("touchmap", pulp.LpMinimize)
        self.money = Money()
        self.rows: dict[str, Row] = {}
        self.open = open_options
        self.x = {int(i): self.binary("x", i) for i in np.flatnonzero(open_options)}
        allowed = scenario.row.allow_unassigned
        packages = range(len(costing.options.packages))
        self.unassigned = {k: self.binary("u", k) for k in packages} if allowed else {}
        self.engaged: dict[int, pulp.LpVariable] = {}
        self.pool_open: dict[int, pulp.LpVariable] = {}
        self.in_valleys: dict[tuple[int, int], pulp.LpVariable] = {}
        """FTE of work done in the valleys of a pool in a calendar month."""
        self._links = Links()

    def binary(self, kind: str, *key: object) -> pulp.LpVariable:
        """A new yes/no variable."""
        return self.problem.add_variable(self._name(kind, key), 0, 1, pulp.LpBinary)

    def share(self, kind: str, *key: object) -> pulp.LpVariable:
        """A new variable between 0 and 1 that takes 0 or 1 by itself."""
        return self.problem.add_variable(self._name(kind, key), 0, 1)

    def amount(self, kind: str, *key: object) -> pulp.LpVariable:
        """A new variable of at least 0."""
        return self.problem.add_variable(self._name(kind, key), 0)

    @staticmethod
    def _name(kind: str, key: tuple[object, ...]) -> str:
        return "_".join((kind, *(str(part) for part in key)))

    def add(self, stem: str, subject: str, constraint: pulp.LpConstraint, rule_id: str | None = None) -> None:
        """Add a row under the stem it belongs to."""
        name = f"{stem}_{len(self.rows)}"
        self.rows[name] = Row(stem, subject, rule_id)
        self.problem += constraint, name

    def link(
        self,
        stem: str,
        subject: str,
        indicator: pulp.LpVariable,
        groups: Mapping[int, Terms],
        rule_id: str | None = None,
    ) -> None:
        """Set an indicator to 1 where any of its options is chosen: ``X[k, members] ≤ indicator``.

        Where a narrower indicator speaks of some of the same options, ``narrower ≤ indicator`` says the
        same of all of them in one row.

        Parameters
        ----------
        groups
            Options the indicator speaks of, by package.
        """
        narrower, left = self._links.cover(groups)
        for other in narrower:
            self.add(stem, subject, other <= indicator, rule_id)
        for k in left:
            self.add(stem, subject, total(groups[k]) <= indicator, rule_id)
        if rule_id is None:
            self._links.add(indicator, groups)

    def members(self, options: Iterable[int] | Ints) -> Terms:
        """Sum of the open ones among some options, as terms."""
        chosen = np.asarray(options, dtype=np.int64)
        return {self.x[i]: 1.0 for i in chosen[self.open[chosen]].tolist()}

    def by_package(self, options: Ints) -> dict[int, Ints]:
        """Open options grouped by their package."""
        chosen = np.asarray(options)[self.open[options]]
        packages = self.costing.options.package[chosen]
        return {k: chosen[places] for k, places in grouped(packages)}

    def weighted(self, options: Ints, weights: np.ndarray) -> Terms:
        """``Σ weight · x`` over the open ones among some options, as terms."""
        counts = self.open[options] & (np.abs(weights) > EPSILON)
        pairs = zip(options[counts].tolist(), weights[counts].tolist(), strict=True)
        return {self.x[i]: w for i, w in pairs}

    @property
    def all_options(self) -> Ints:
        """Indices of all options."""
        return np.arange(len(self.costing.options.options))

    def start(self, choice: Ints | None) -> dict[pulp.LpVariable, float] | None:
        """Values of the variables that choose options, or nobody; none where any of a choice is closed."""
        if choice is None:
            return None
        left = {k for k, i in enumerate(choice) if i == NONE}
        chosen = {int(i) for i in choice if i != NONE}
        if not (chosen <= self.x.keys() and left <= self.unassigned.keys()):
            return None
        values = {variable: float(i in chosen) for i, variable in self.x.items()}
        return values | {variable: float(k in left) for k, variable in self.unassigned.items()}

    def choice(self, values: Mapping[pulp.LpVariable, float]) -> Ints:
        """Read the choice of each package off a solution: nothing but x is ever read back."""
        choice = np.full(len(self.costing.options.packages), NONE, dtype=np.int64)
        best = np.full(len(choice), 0.5)
        for i, variable in self.x.items():
            k = self.costing.options.package[i]
            if values[variable] > best[k]:
                best[k], choice[k] = values[variable], i
        return choice


def binding_months(loads: np.ndarray, capacity: np.ndarray, occurs: np.ndarray) -> list[int]:
    """Months whose capacity row is needed: those that can bind and that no other month implies.

    Parameters
    ----------
    loads
        Load of each member in each calendar month, shape (members, 12).
    capacity
        Capacity in each month, shape (12,).
    occurs
        Months of the plan, shape (12,) of bool.

    >>> binding_months(np.array([[1.0, 2.0], [3.0, 3.0]]), np.array([4.0, 4.0]), np.array([True, True]))
    [1]
    """
    needed: list[int] = []
    for t in sorted(
        np.flatnonzero(occurs),
        key=lambda t: (-loads[:, t].sum() / capacity[t] if capacity[t] else -np.inf, t),
    ):
        can_bind = np.isfinite(capacity[t]) and loads[:, t].sum() > capacity[t]
        implied = any(capacity[s] <= capacity[t] and (loads[:, s] >= loads[:, t]).all() for s in needed)
        if can_bind and not implied:
            needed.append(int(t))
    return sorted(needed)


def total(terms: Terms, constant: float = 0.0) -> pulp.LpAffineExpression:
    """Terms as an expression of the modelling layer."""
    return pulp.LpAffineExpression(terms, constant)
