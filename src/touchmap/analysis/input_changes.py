"""What changed in the inputs between two scenarios, or two projects: rules, limits, objective, rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from touchmap.project import TABLES, ActiveRule, Project, Scenario, find_scenario

WISHES = ("scenarios", "rules", "rule_scopes", "scenario_rules")
"""Tables whose changes are told by the scenarios themselves."""


class InputKind(StrEnum):
    """What kind of input changed."""

    OBJECTIVE = "objective"
    RULE_ON = "rule_on"
    RULE_OFF = "rule_off"
    RULE_CHANGED = "rule_changed"
    SETTING = "setting"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    ROW_CHANGED = "row_changed"


@dataclass(frozen=True)
class InputChange:
    """One input that is not the same on both sides."""

    kind: InputKind
    table: str
    """``scenarios`` for the objective, ``rules``, ``settings`` or the table of a row."""
    subject: str
    """Id of the rule or row."""
    field: str
    a: object
    b: object

    @property
    def sentence(self) -> str:
        """The change in words, from A to B."""
        if self.kind is InputKind.RULE_ON:
            return f"{self.subject} is on in B only"
        if self.kind is InputKind.RULE_OFF:
            return f"{self.subject} is on in A only"
        if self.kind is InputKind.ROW_ADDED:
            return f"{self.table} {self.subject} is in B only"
        if self.kind is InputKind.ROW_REMOVED:
            return f"{self.table} {self.subject} is in A only"
        return self._values

    @property
    def since(self) -> str:
        """The change in words, where A is earlier and B is now.

        >>> InputChange(InputKind.RULE_ON, "rules", "budget", "", None, None).since
        'rule budget switched on'
        """
        words = {
            InputKind.RULE_ON: f"rule {self.subject} switched on",
            InputKind.RULE_OFF: f"rule {self.subject} switched off",
            InputKind.ROW_ADDED: f"{self.table} {self.subject} added",
            InputKind.ROW_REMOVED: f"{self.table} {self.subject} removed",
        }
        return words.get(self.kind, self._values)

    @property
    def _values(self) -> str:
        where = "" if self.kind is InputKind.OBJECTIVE else f"{self.table} {self.subject}: "
        return f"{where}{self.field} {_shown(self.a)} → {_shown(self.b)}"


def _shown(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, float):
        return f"{value:,.10g}"
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value) or "none"
    if isinstance(value, dict):
        return "; ".join(f"{k} {_shown(v)}" for k, v in value.items()) or "none"
    return str(value)


def input_changes(
    project: Project, a: str, b: str, *, other: Project | None = None
) -> tuple[InputChange, ...]:
    """What differs in the inputs of scenario A and scenario B.

    Rules are compared as they are on, with the limits of the scenario. Rows of tables are compared by
    their keys, when B belongs to another project.

    Parameters
    ----------
    a, b
        Ids or names of scenarios; they may be the same where `other` is given.
    other
        Project of B; that of A if not given.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    """
    there = project if other is None else other
    left, right = find_scenario(project, a), find_scenario(there, b)
    found = [*_of_scenarios(left, right)]
    if there.hash != project.hash:
        found += _of_projects(project, there)
    return tuple(found)


def _of_scenarios(a: Scenario, b: Scenario) -> Iterator[InputChange]:
    for name, old, new in _fields(a.row.model_dump(), b.row.model_dump()):
        if name not in ("scenario_id", "name", "note"):
            yield InputChange(InputKind.OBJECTIVE, "scenarios", b.scenario_id, name, old, new)
    left = {r.rule.rule_id: r for r in a.rules}
    right = {r.rule.rule_id: r for r in b.rules}
    for rule_id in (i for i in left if i not in right):
        yield InputChange(InputKind.RULE_OFF, "rules", rule_id, "", None, None)
    for rule_id in (i for i in right if i not in left):
        yield InputChange(InputKind.RULE_ON, "rules", rule_id, "", None, None)
    for rule_id, old_rule in left.items():
        if rule_id in right:
            for name, old, new in _fields(_described(old_rule), _described(right[rule_id])):
                yield InputChange(InputKind.RULE_CHANGED, "rules", rule_id, name, old, new)


def _described(active: ActiveRule) -> dict[str, Any]:
    scopes = {f"scope of {side.value}": fields for side, fields in active.scopes.items()}
    return active.rule.model_dump() | scopes


def _of_projects(a: Project, b: Project) -> Iterator[InputChange]:
    for name, old, new in _fields(a.settings.model_dump(), b.settings.model_dump()):
        yield InputChange(InputKind.SETTING, "settings", name, "value", old, new)
    for table in TABLES:
        if table not in WISHES:
            yield from _of_tables(table, a, b)


def _of_tables(table: str, a: Project, b: Project) -> Iterator[InputChange]:
    left = {row.row_key: row for row in a.rows(table)}
    right = {row.row_key: row for row in b.rows(table)}
    for key, row in left.items():
        if key not in right:
            yield InputChange(InputKind.ROW_REMOVED, table, key, "", None, None)
        elif row != right[key]:
            for name, old, new in _fields(row.model_dump(), right[key].model_dump()):
                yield InputChange(InputKind.ROW_CHANGED, table, key, name, old, new)
    for key in right:
        if key not in left:
            yield InputChange(InputKind.ROW_ADDED, table, key, "", None, None)


def _fields(a: dict[str, Any], b: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in dict.fromkeys((*a, *b)):
        if a.get(name) != b.get(name):
            yield name, a.get(name), b.get(name)
