"""What a person does to rules and scenarios as a whole: add one with its scope, copy one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from touchmap.project.edits.change import Change
from touchmap.project.edits.commands import free_id
from touchmap.project.edits.draft import Draft
from touchmap.project.edits.steps import Values
from touchmap.project.model import Project

ScopeRow = tuple[str, str, str]
"""Side, field and value of one row of a rule's scope."""


def add_rule(
    project: Project,
    values: Mapping[str, Any],
    scopes: Iterable[ScopeRow] = (),
    *,
    scenario: str | None = None,
) -> Change:
    """Add a rule with its scope, and switch it on in a scenario.

    Parameters
    ----------
    values
        Fields of the rule; without an id it gets one made of its stem.
    scopes
        Side, field and value of each row of its scope.
    scenario
        Where it is switched on; none = nowhere.

    Raises
    ------
    InvalidProjectError
        If a value is not legal.
    MissingRowError
        If there is no such scenario.

    >>> add_rule(Project(), {"stem": "provider_count", "maximum": 3}).label
    'Add rule ‘provider_count’'
    """
    draft = Draft(project)
    if scenario is not None:
        draft.row("scenarios", scenario)
    rule_id = str(values.get("rule_id") or free_id(draft, "rules", str(values.get("stem", "rule"))))
    draft.add("rules", {**values, "rule_id": rule_id})
    for side, field, value in scopes:
        draft.add("rule_scopes", {"rule_id": rule_id, "side": side, "field": field, "value": value})
    if scenario is not None:
        draft.add("scenario_rules", {"scenario_id": scenario, "rule_id": rule_id, "on": True})
    return Change.of(f"Add rule ‘{rule_id}’", draft)


def copy_rule(project: Project, rule: str) -> Change:
    """Add a copy of a rule with its scope; it is switched on where the rule is."""
    draft = Draft(project)
    values = draft.row("rules", rule).model_dump(mode="json", exclude_unset=True)
    name = free_id(draft, "rules", f"{rule}_copy")
    draft.add("rules", {**values, "rule_id": name}, after=rule)
    for table in ("rule_scopes", "scenario_rules"):
        for row in _rows_of(draft, table, rule_id=rule):
            draft.add(table, {**row, "rule_id": name})
    return Change.of(f"Copy rule ‘{rule}’ as ‘{name}’", draft)


def copy_scenario(project: Project, scenario: str, name: str) -> Change:
    """Add a copy of a scenario under a name of its own, with the same rules on.

    Raises
    ------
    InvalidProjectError
        If the name is empty.
    MissingRowError
        If there is no such scenario.
    """
    draft = Draft(project)
    values = draft.row("scenarios", scenario).model_dump(mode="json", exclude_unset=True)
    new = free_id(draft, "scenarios", _as_id(name))
    draft.add("scenarios", {**values, "scenario_id": new, "name": name})
    for row in _rows_of(draft, "scenario_rules", scenario_id=scenario):
        draft.add("scenario_rules", {**row, "scenario_id": new})
    return Change.of(f"Add scenario ‘{name}’", draft)


def set_scope(project: Project, rule: str, side: str, field: str, values: Iterable[str]) -> Change:
    """Make the values of one field of a rule's scope exactly these; none = the field does not narrow it."""
    draft = Draft(project)
    draft.row("rules", rule)
    wanted = list(dict.fromkeys(values))
    there = {row["value"] for row in _rows_of(draft, "rule_scopes", rule_id=rule, side=side, field=field)}
    for value in sorted(there - set(wanted)):
        draft.remove("rule_scopes", f"{rule}/{side}/{field}/{value}")
    for value in wanted:
        if value not in there:
            draft.add("rule_scopes", {"rule_id": rule, "side": side, "field": field, "value": value})
    said = ", ".join(wanted[:3]) + (" …" if len(wanted) > 3 else "")
    words = f"to {said}" if wanted else "to any"
    return Change.of(f"Narrow rule ‘{rule}’: {side} {field.replace('_', ' ')} {words}", draft)


def set_limit(project: Project, rule: str, side: str, value: float | None, *, scenario: str | None) -> Change:
    """Set a limit of a rule, everywhere or in one scenario only.

    Parameters
    ----------
    side
        ``minimum`` or ``maximum``.
    scenario
        The scenario it holds in; none = the rule's own limit. A blank value gives the rule's own back.
    """
    draft = Draft(project)
    if scenario is None:
        draft.set("rules", rule, side, value)
        where = ""
    else:
        key = f"{scenario}/{rule}"
        if key not in draft.rows("scenario_rules"):
            draft.add("scenario_rules", {"scenario_id": scenario, "rule_id": rule, "on": False})
        draft.set("scenario_rules", key, side, value)
        where = f" in ‘{scenario}’"
    shown = "blank" if value is None else f"{value:g}"
    return Change.of(f"Set {side} of rule ‘{rule}’ to {shown}{where}", draft)


def _rows_of(draft: Draft, table: str, **wanted: str) -> list[Values]:
    rows = (row.model_dump(mode="json", exclude_unset=True) for row in draft.rows(table).values())
    return [row for row in rows if all(row[field] == value for field, value in wanted.items())]


def _as_id(name: str) -> str:
    """A name as an id.

    >>> _as_id("Cheapest, at most 3"), _as_id("  ")
    ('cheapest_at_most_3', 'scenario')
    """
    kept = "".join(c if c.isalnum() else " " for c in name.casefold())
    return "_".join(kept.split()) or "scenario"
