"""A `Scenario`: an objective with the rules that are on, limits resolved."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.errors import UnknownNameError
from touchmap.project.model import Project
from touchmap.project.scenario_tables import Rule, ScenarioRow
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import Objective, ScopeSide

DEFAULT_SCENARIO = "blended"
CHEAPEST = "cheapest"
TODAY = "today"


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule that is on, with its scopes as {field: values} per side."""

    rule: Rule
    scopes: dict[ScopeSide, dict[str, tuple[str, ...]]]

    def scope(self, side: ScopeSide) -> dict[str, tuple[str, ...]]:
        """Fields and values of one side; empty means no narrowing."""
        return self.scopes.get(side, {})


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is wanted: an objective and the rules that are on."""

    row: ScenarioRow
    rules: tuple[ActiveRule, ...]

    @property
    def scenario_id(self) -> str:
        """Identifier of the scenario."""
        return self.row.scenario_id


def scenario_ids(project: Project) -> tuple[str, ...]:
    """Scenarios of a project: *today* always, *cheapest* and *blended* where none is written down."""
    ids = [s.scenario_id for s in project.scenarios]
    if TODAY not in (i.lower() for i in ids):
        ids.insert(0, TODAY)
    if len(ids) == 1:
        ids += [CHEAPEST, DEFAULT_SCENARIO]
    return tuple(ids)


def find_scenario(project: Project, name: str = DEFAULT_SCENARIO) -> Scenario:
    """Resolve a scenario by id or name, case-blind.

    A project without scenarios has three: *today*, *cheapest* without any rule, and *blended* with all
    its rules; where it has no rules, those that are recommended to everybody.

    >>> [r.rule.rule_id for r in find_scenario(Project(), "Blended").rules]
    ['key_competency', 'fix_first', 'high_touch']
    """
    wanted = name.strip().lower()
    for row in project.scenarios:
        if wanted in (row.scenario_id.lower(), row.name.lower()):
            return _resolve(project, row)
    if wanted == TODAY:
        return Scenario(ScenarioRow(scenario_id=TODAY, name="Today", objective=Objective.TODAY), ())
    if all(s.objective is Objective.TODAY for s in project.scenarios):
        if wanted == CHEAPEST:
            return Scenario(ScenarioRow(scenario_id=CHEAPEST, name="Cheapest", note="No rule is on."), ())
        if wanted == DEFAULT_SCENARIO:
            return _blended(project)
    raise UnknownNameError(f"no scenario {name!r}; there are: {', '.join(scenario_ids(project))}")


RECOMMENDED: tuple[ActiveRule, ...] = (
    ActiveRule(
        Rule(
            rule_id="key_competency",
            stem=RuleStem.KEY_COMPETENCY_INHOUSE,
            reason="What the company lives by stays with its own people.",
        ),
        {},
    ),
    ActiveRule(
        Rule(rule_id="fix_first", stem=RuleStem.READY_TO_MOVE, reason="Fix it first, then move it."),
        {},
    ),
    ActiveRule(
        Rule(
            rule_id="high_touch",
            stem=RuleStem.TOUCH_SOURCING,
            reason="Where customers need people most, these are near.",
        ),
        {
            ScopeSide.WORK: {"touch": ("high_touch",)},
            ScopeSide.PROVIDER: {"sourcing_model": ("in_house", "insourced", "onshore", "self_service")},
        },
    ),
)
"""Rules of *blended* in a project that has none of its own."""


def _blended(project: Project) -> Scenario:
    rules = tuple(active_rule(project, rule) for rule in project.rules)
    note = "" if rules else "The recommended rules are on, as the project has none of its own."
    row = ScenarioRow(scenario_id=DEFAULT_SCENARIO, name="Blended", note=note)
    return Scenario(row, rules or RECOMMENDED)


def _resolve(project: Project, row: ScenarioRow) -> Scenario:
    switched = {s.rule_id: s for s in project.scenario_rules if s.scenario_id == row.scenario_id and s.on}
    rules = []
    for rule in project.rules:
        if rule.rule_id in switched:
            switch = switched[rule.rule_id]
            limits = {k: v for k in ("minimum", "maximum") if (v := getattr(switch, k)) is not None}
            rules.append(active_rule(project, rule.model_copy(update=limits)))
    return Scenario(row, tuple(rules))


def active_rule(project: Project, rule: Rule) -> ActiveRule:
    """A rule with its scopes, as it would be if it were on."""
    scopes: dict[ScopeSide, dict[str, tuple[str, ...]]] = {}
    for row in project.rule_scopes:
        if row.rule_id == rule.rule_id:
            fields = scopes.setdefault(row.side, {})
            fields[row.field] = tuple(sorted({*fields.get(row.field, ()), row.value}))
    return ActiveRule(rule, scopes)
