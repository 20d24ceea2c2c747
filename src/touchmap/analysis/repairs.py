"""Repairs of a scenario without a plan: changes of limits, capacities and pools that can be applied."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from touchmap.plan import Result, SolveStatus
from touchmap.project import (
    STEM_FACTS,
    ActiveRule,
    Project,
    Rule,
    RuleScope,
    RuleStem,
    Scenario,
    ScenarioRow,
    ScenarioRule,
    find_scenario,
)
from touchmap.project.vocabulary import Basis


class ChangeKind(StrEnum):
    """What a change changes."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    OFF = "off"
    CAPACITY = "capacity"
    POOL = "pool"


@dataclass(frozen=True)
class Change:
    """One limit, switch, capacity or pool of a repair."""

    kind: ChangeKind
    subject: str
    """Rule id, provider id, or provider id and language with a space between."""
    before: float | None
    after: float | None
    sentence: str
    least: float | None = None
    """Of a budget: proven that no smaller one has a plan, given the other changes; none of other limits."""

    def apply(self, project: Project, scenario_id: str) -> Project:
        """The project with the change made; the scenario must be written down in it."""
        if self.kind is ChangeKind.CAPACITY:
            return _with_capacity(project, self.subject, self.added)
        if self.kind is ChangeKind.POOL:
            provider_id, language = self.subject.split()
            rows = [
                row.model_copy(update={"capacity_fte": self.after})
                if (row.provider_id, row.language) == (provider_id, language)
                else row
                for row in project.provider_languages
            ]
            return project.replace(provider_languages=rows)
        update = {"on": False} if self.kind is ChangeKind.OFF else {self.kind.value: self.after}
        here = (scenario_id, self.subject)
        switches = [
            row.model_copy(update=update) if (row.scenario_id, row.rule_id) == here else row
            for row in project.scenario_rules
        ]
        return project.replace(scenario_rules=switches)

    @property
    def added(self) -> float:
        """FTE that are added."""
        return (self.after or 0.0) - (self.before or 0.0)


def _with_capacity(project: Project, provider_id: str, added: float) -> Project:
    providers = [
        p.model_copy(update={"capacity_fte": round(p.capacity_fte + added, 6)})
        if p.provider_id == provider_id and p.capacity_fte is not None
        else p
        for p in project.providers
    ]
    months = [
        row.model_copy(update={"capacity_fte": round(row.capacity_fte + added, 6)})
        if row.provider_id == provider_id
        else row
        for row in project.provider_capacity
    ]
    return project.replace(providers=providers, provider_capacity=months)


@dataclass(frozen=True)
class Repair:
    """Changes that together make a plan possible, with what the best plan then costs."""

    scenario_id: str
    changes: tuple[Change, ...]
    scenario: Scenario = field(repr=False)
    """The scenario without a plan."""
    result: Result | None = None
    """The best plan found with the repair; none if it was not priced."""
    lowest: float = -math.inf
    """Proven lower bound of the objective with the repair, minimised."""
    highest: float = math.inf
    """Objective of the plan found with the repair, minimised."""

    @property
    def sentence(self) -> str:
        """The changes in words."""
        return "; ".join(change.sentence for change in self.changes)

    @property
    def is_proven(self) -> bool:
        """Whether the price is proven to the gap asked for."""
        return self.result is not None and self.result.status is SolveStatus.OPTIMAL

    @property
    def cost(self) -> float | None:
        """Cost of the plan found with the repair."""
        return None if self.result is None else self.result.cost

    def apply(self, project: Project) -> Project:
        """The project with the repair made: limits in the scenario, capacities and pools in the facts."""
        written = write_down(project, self.scenario)
        for change in self.changes:
            written = change.apply(written, self.scenario_id)
        return written


def write_down(project: Project, scenario: Scenario) -> Project:
    """A project in which a scenario that goes without saying stands in the tables, so that it can change.

    A rule the project has already keeps its row; where the scenario asks for another limit, that limit is
    the scenario's.
    """
    if any(row.scenario_id == scenario.scenario_id for row in project.scenarios):
        return project
    known = {rule.rule_id: rule for rule in project.rules}
    new = [active for active in scenario.rules if active.rule.rule_id not in known]
    others = [
        row
        for name in ("cheapest", "blended")
        if name != scenario.scenario_id and not _has(project, name) and (row := _row(project, name))
    ]
    return project.replace(
        scenarios=[*project.scenarios, scenario.row, *others],
        rules=[*project.rules, *(active.rule for active in new)],
        rule_scopes=[*project.rule_scopes, *(row for active in new for row in scope_rows(active))],
        scenario_rules=[
            *project.scenario_rules,
            *(_switch(scenario.scenario_id, a.rule, known.get(a.rule.rule_id)) for a in scenario.rules),
        ],
    )


def _has(project: Project, name: str) -> bool:
    return any(row.scenario_id.lower() == name for row in project.scenarios)


def _row(project: Project, name: str) -> ScenarioRow | None:
    """Row of *cheapest*; *blended* is only lost with the rules it has, so it is not written here."""
    return find_scenario(project, name).row if name == "cheapest" else None


def _switch(scenario_id: str, wanted: Rule, known: Rule | None) -> ScenarioRule:
    """The row that puts a rule on, with the limits that are not those of the rule's own row."""
    stated = known or wanted
    limits = {
        name: getattr(wanted, name)
        for name in ("minimum", "maximum")
        if getattr(wanted, name) != getattr(stated, name)
    }
    return ScenarioRule(scenario_id=scenario_id, rule_id=wanted.rule_id, **limits)


def scope_rows(active: ActiveRule) -> list[RuleScope]:
    """The scopes of a rule as rows of their table."""
    return [
        RuleScope(rule_id=active.rule.rule_id, side=side, field=name, value=value)
        for side, fields in active.scopes.items()
        for name, values in fields.items()
        for value in values
    ]


_STEPS: dict[str, float] = {
    RuleStem.MIN_AVERAGE_QUALITY: 0.01,
    RuleStem.MIN_PROCESS_QUALITY: 0.1,
    RuleStem.MAX_BRAND_RISK: 0.001,
    RuleStem.RETAINED_KNOWLEDGE: 0.1,
    RuleStem.BUDGET: 1.0,
    RuleStem.PROVIDER_COUNT: 1.0,
}
_SHARE_STEP = 0.0001
ROOM_STEP = 0.1
"""FTE to which a larger capacity or pool is rounded up."""


def step_of(rule: Rule) -> float:
    """To which step a changed limit is rounded, away from where it binds."""
    if rule.stem is RuleStem.MAX_MOVES:
        return 0.1 if rule.basis is Basis.FTE else 1.0
    return _STEPS.get(rule.stem, _SHARE_STEP)


def outward(value: float, step: float, *, up: bool) -> float:
    """A limit rounded so that what reached it still does.

    >>> outward(71.23, 0.1, up=False), outward(4.0000000001, 1.0, up=True)
    (71.2, 4.0)
    """
    steps = value / step
    whole = math.ceil(steps - 1e-6) if up else math.floor(steps + 1e-6)
    return round(whole * step, 9)


def limit_change(rule: Rule, after: float, *, minimum: bool) -> Change:
    """A change of a rule's limit, in words."""
    before = rule.minimum if minimum else rule.maximum
    verb = "lower" if minimum else "raise"
    kind = ChangeKind.MINIMUM if minimum else ChangeKind.MAXIMUM
    said = f"{verb} {rule.rule_id} from {limit_words(rule, before)} to {limit_words(rule, after)}"
    return Change(kind, rule.rule_id, before, after, said)


def budget_change(rule: Rule, amount: float, least: float) -> Change:
    """A budget that is raised to what a plan costs, in words.

    Parameters
    ----------
    amount
        Cost of the cheapest plan found.
    least
        Proven lower bound of the cost of every plan.

    >>> rule = Rule(rule_id="budget", stem="budget", maximum=9_000_000)
    >>> budget_change(rule, 9_412_344.2, 9_412_344.1).sentence
    'raise budget by 412,345 to 9,412,345'
    >>> budget_change(rule, 9_412_344.2, 9_300_000.0).sentence
    'raise budget by 412,345 to 9,412,345 (it takes 9,300,000 at least)'
    """
    before, step = rule.maximum or 0.0, step_of(rule)
    after = outward(amount, step, up=True)
    said = f"raise {rule.rule_id} by {after - before:,.0f} to {after:,.0f}"
    if least < amount - step:
        said += f" (it takes {least:,.0f} at least)"
    return Change(ChangeKind.MAXIMUM, rule.rule_id, before, after, said, least)


def limit_words(rule: Rule, value: float | None) -> str:
    """A limit as people say it: shares in percent.

    >>> limit_words(Rule(rule_id="R", stem="benchmark_share", minimum=0.1), 0.105)
    '10.5 %'
    """
    if value is None:
        return "no limit"
    is_share = STEM_FACTS[rule.stem].unit.startswith("share")
    if is_share:
        return f"{round(100 * value, 2):g} %"
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{round(value, 4):,g}"


def switch_off(rule: Rule) -> Change:
    """A rule that is switched off in the scenario."""
    return Change(ChangeKind.OFF, rule.rule_id, None, None, f"switch {rule.rule_id} off")


Price = Callable[[Sequence[Repair]], list[Repair]]
"""Finds the price of repairs."""
