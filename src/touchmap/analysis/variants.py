"""`copy_scenario`: a scenario beside the one it is copied from, for a question of its own."""

from __future__ import annotations

import re

from touchmap.analysis.repairs import write_down
from touchmap.project import Project, ScenarioRule, find_scenario, scenario_ids


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
