"""Scenarios beside those there are, each for a question of its own: copies, and points of a frontier."""

from __future__ import annotations

import re

from touchmap.analysis.criteria import Criterion
from touchmap.analysis.repairs import outward, write_down
from touchmap.project import ActiveRule, Project, RuleScope, ScenarioRule, find_scenario, scenario_ids
from touchmap.project.vocabulary import Objective

FINEST = 1e-4
"""Step to which the limit of a point is rounded, where the criterion has none of its own."""


def copy_scenario(project: Project, scenario: str, name: str) -> tuple[Project, str]:
    """The project with a copy of a scenario, its rules and limits as they are in the original.

    Parameters
    ----------
    scenario
        Id or name of the scenario to copy.
    name
        Name of the copy; a number is put behind it where it is taken.

    Returns
    -------
    tuple
        The project, and the id of the copy.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ValueError
        If the name is blank.

    >>> copied, new = copy_scenario(Project(), "blended", "What if")
    >>> new, [r.rule.rule_id for r in find_scenario(copied, new).rules]
    ('what_if', ['key_competency', 'fix_first', 'high_touch'])
    """
    if not name.strip():
        raise ValueError("`name` must not be blank")
    original = find_scenario(project, scenario)
    written = write_down(project, original)
    names = {find_scenario(written, found).row.name.lower() for found in scenario_ids(written)}
    name, scenario_id = _free(name.strip(), names), _free(_id(name), set(scenario_ids(written)), "_")
    row = original.row.model_copy(update={"scenario_id": scenario_id, "name": name})
    switches = [
        ScenarioRule(
            scenario_id=scenario_id,
            rule_id=active.rule.rule_id,
            minimum=active.rule.minimum,
            maximum=active.rule.maximum,
        )
        for active in original.rules
    ]
    return (
        written.replace(
            scenarios=[*written.scenarios, row], scenario_rules=[*written.scenario_rules, *switches]
        ),
        scenario_id,
    )


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "scenario"


def _free(wanted: str, taken: set[str], gap: str = " ") -> str:
    name, number = wanted, 2
    while name.lower() in taken:
        name, number = f"{wanted}{gap}{number}", number + 1
    return name


def with_rule(project: Project, scenario_id: str, active: ActiveRule, rule_id: str) -> Project:
    """The project with one rule more, switched on in one of its scenarios.

    Parameters
    ----------
    active
        The rule with its scopes; its own id does not count.
    rule_id
        Wanted id of the rule; a number is put behind it where it is taken.
    """
    name = _free(rule_id, {rule.rule_id.lower() for rule in project.rules}, "_")
    scopes = [
        RuleScope(rule_id=name, side=side, field=field, value=value)
        for side, fields in active.scopes.items()
        for field, values in fields.items()
        for value in values
    ]
    return project.replace(
        rules=[*project.rules, active.rule.model_copy(update={"rule_id": name})],
        rule_scopes=[*project.rule_scopes, *scopes],
        scenario_rules=[*project.scenario_rules, ScenarioRule(scenario_id=scenario_id, rule_id=name)],
    )


def scenario_of_point(
    project: Project, scenario: str, criterion: Criterion, value: float, name: str
) -> tuple[Project, str]:
    """The project with a scenario whose best plan is a point of a frontier.

    A copy of the scenario that seeks the lowest cost, leaves nothing undone, and is at least as good in
    the criterion as the point.

    Parameters
    ----------
    value
        The criterion at the point, in its unit; rounded so that the point still holds it.

    Returns
    -------
    tuple
        The project, and the id of the scenario.
    """
    copied, scenario_id = copy_scenario(project, scenario, name)
    rows = [
        row.model_copy(update={"objective": Objective.COST, "allow_unassigned": False})
        if row.scenario_id == scenario_id
        else row
        for row in copied.scenarios
    ]
    side = "at_least" if criterion.higher_is_better else "at_most"
    limit = outward(value, criterion.step or FINEST, up=not criterion.higher_is_better)
    limited = with_rule(
        copied.replace(scenarios=rows), scenario_id, criterion.must(limit), f"{side}_{criterion.name}"
    )
    return limited, scenario_id
