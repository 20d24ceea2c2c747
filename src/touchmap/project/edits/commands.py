"""Everything a person can do to a project. Each command checks, and gives a `Change` with its label.

A command refuses what could not be a project (an unknown id, a value out of range, an id that is taken)
with all problems at once. What is merely wrong in the case, such as shares that do not add up, is left to
the checks, which run beside the editing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from touchmap.errors import InvalidProjectError, Issue, Where
from touchmap.project.edits.change import Change
from touchmap.project.edits.draft import Draft
from touchmap.project.edits.references import Reference, evidence_of, references_to
from touchmap.project.edits.steps import SETTINGS, Values
from touchmap.project.entity import Entity
from touchmap.project.model import TABLES, Project
from touchmap.project.stems import RuleStem
from touchmap.project.vocabulary import Decision, ScopeSide

_WORDS = {
    "stages": "stage",
    "touchpoints": "touchpoint",
    "processes": "process",
    "demand": "demand stream",
    "today": "row of today",
    "journeys": "journey step",
    "handoffs": "hand-off",
    "process_systems": "use of a system",
    "provider_systems": "connected system",
    "provider_capacity": "monthly capacity",
    "provider_languages": "language of a provider",
    "rule_scopes": "scope of a rule",
    "scenario_rules": "switch of a rule",
    "evidence": "evidence row",
    "countries": "country",
    "seasonality": "seasonal shape",
    "curves": "point of a curve",
}


def set_field(project: Project, table: str, row: str, field: str, value: Any) -> Change:
    """Set one field of a row; a new id is carried to everything that refers to the row.

    Raises
    ------
    MissingRowError
        If there is no such table, row or field.
    InvalidProjectError
        If the value is not legal.

    >>> from touchmap.project import Touchpoint
    >>> p = Project(touchpoints=(Touchpoint(touchpoint_id="T1", stage_id="S", name="Call"),))
    >>> set_field(p, "touchpoints", "T1", "touch_need", 5).label
    'Set touch need of ‘Call’ to 5'
    """
    draft = Draft(project)
    before = draft.row(table, row)
    old = draft.get(table, row, field)
    if field in type(before).key:
        _rename(draft, table, row, field, value)
        return Change.of(f"Change {_said(field)} of {_name(before)} to {_shown(value)}", draft)
    draft.set(table, row, field, value)
    _check_references(draft, table, row, [field])
    new = draft.get(table, row, field)
    if field == "name" and old:
        label = f"Rename {_shown(old)} to {_shown(new)}"
    elif table == "touchpoints" and field == "stage_id":
        label = f"Move {_name(before)} to {_name(draft.row('stages', new))}"
    elif new is None or new == "":
        label = f"Clear {_said(field)} of {_name(before)}"
    else:
        label = f"Set {_said(field)} of {_name(before)} to {_shown(new)}"
    return Change.of(label, draft)


def set_fields(project: Project, table: str, row: str, values: Mapping[str, Any]) -> Change:
    """Set several fields of a row as one change; all that is wrong is said at once."""
    draft = Draft(project)
    before = draft.row(table, row)
    issues: list[Issue] = []
    for field, value in values.items():
        try:
            draft.set(table, row, field, value)
        except InvalidProjectError as error:
            issues += error.issues
    if issues:
        raise InvalidProjectError(issues)
    _check_references(draft, table, row, values)
    return Change.of(f"Set {', '.join(_said(f) for f in values)} of {_name(before)}", draft)


def decide_touch(
    project: Project,
    touchpoint: str,
    decision: Decision | str,
    *,
    by: str,
    need: int | None = None,
    votes: tuple[int, int] | None = None,
) -> Change:
    """Write down what a workshop said of the touch need of a touchpoint.

    Parameters
    ----------
    by
        Who decided.
    need
        Touch need decided on, 1 to 5; none = it stays.
    votes
        Lowest and highest touch need anybody voted for, 1 to 5; none = nobody voted.

    Raises
    ------
    MissingRowError
        If there is no such touchpoint.
    InvalidProjectError
        If a value is not legal.

    >>> from touchmap.project import Touchpoint
    >>> p = Project(touchpoints=(Touchpoint(touchpoint_id="T1", stage_id="S", name="Call"),))
    >>> decide_touch(p, "T1", "confirmed", by="Ann", need=5).label
    'Confirm touch need 5 of ‘Call’'
    >>> decide_touch(p, "T1", "disagreed", by="Ann", votes=(2, 5)).label
    'Disagree on the touch need of ‘Call’: 2 to 5, kept at 3'
    """
    lowest, highest = votes or (None, None)
    values: Values = {
        "touch_confirmed": str(decision),
        "touch_decided_by": by,
        "touch_lowest": lowest,
        "touch_highest": highest,
    }
    if need is not None:
        values["touch_need"] = need
    change = set_fields(project, "touchpoints", touchpoint, values)
    row = change.apply(project).touchpoint(touchpoint)
    spread = "" if votes is None else f": {lowest} to {highest}, kept at {row.touch_need}"
    label = {
        Decision.CONFIRMED: f"Confirm touch need {row.touch_need} of {_name(row)}",
        Decision.PARKED: f"Park the touch need of {_name(row)}",
        Decision.DISAGREED: f"Disagree on the touch need of {_name(row)}{spread}",
    }[Decision(decision)]
    return change.model_copy(update={"label": label})


def set_setting(project: Project, field: str, value: Any) -> Change:
    """Set one of the settings."""
    draft = Draft(project)
    draft.set(SETTINGS, "", field, value)
    new = draft.get(SETTINGS, "", field)
    return Change.of(f"Set {_said(field)} to {_shown(new)}", draft)


def add_row(project: Project, table: str, values: Values, *, after: str | None = "") -> Change:
    """Add a row, such as a touchpoint, a process, a transition or a hand-off.

    Parameters
    ----------
    values
        Fields of the row; what is left out takes its default.
    after
        Key of the row to stand after; empty = the last, none = the first.

    >>> from touchmap.project import Stage
    >>> p = Project(stages=(Stage(stage_id="S1", name="Join"),))
    >>> add_row(p, "touchpoints", {"touchpoint_id": "T1", "stage_id": "S1", "name": "Call"}).label
    'Add touchpoint ‘Call’'
    """
    draft = Draft(project)
    key = draft.add(table, values, after=after)
    _check_references(draft, table, key, TABLES[table].model_fields)
    return Change.of(f"Add {_kind(table)} {_name(draft.row(table, key))}", draft)


def remove_row(project: Project, table: str, row: str) -> Change:
    """Remove a row with everything that cannot be without it; what goes along is in the label.

    Cells that may be blank are cleared; rows that need it are removed, and what needs these too.
    """
    draft = Draft(project)
    subject = draft.row(table, row)
    gone: dict[str, int] = {}
    _remove(draft, table, row, gone)
    gone[table] -= 1
    along = ", ".join(_counted(count, where) for where, count in gone.items() if count)
    label = f"Remove {_kind(table)} {_name(subject)}" + (f" with {along}" if along else "")
    return Change.of(label, draft)


def move_rows(project: Project, table: str, keys: Iterable[str]) -> Change:
    """Put the rows of a table in another order."""
    draft = Draft(project)
    draft.order(table, tuple(keys))
    return Change.of(f"Put {table.replace('_', ' ')} in another order", draft)


def replace_table(project: Project, table: str, rows: Iterable[Values]) -> Change:
    """Make the rows of a table exactly these, by as few steps as possible."""
    from touchmap.project.edits.difference import difference

    listed = list(rows)
    draft = Draft(project)
    for key in list(draft.rows(table)):
        draft.remove(table, key)
    issues: list[Issue] = []
    for values in listed:
        try:
            draft.add(table, values)
        except InvalidProjectError as error:
            issues += error.issues
    if issues:
        raise InvalidProjectError(issues)
    change = difference(project, draft.project())
    return change.model_copy(update={"label": f"Replace {table.replace('_', ' ')} ({len(listed)} rows)"})


def switch_rule(project: Project, scenario: str, rule: str, *, on: bool) -> Change:
    """Switch a rule on or off in a scenario."""
    draft = Draft(project)
    draft.row("scenarios", scenario), draft.row("rules", rule)
    key = f"{scenario}/{rule}"
    if key in draft.rows("scenario_rules"):
        draft.set("scenario_rules", key, "on", on)
    else:
        draft.add("scenario_rules", {"scenario_id": scenario, "rule_id": rule, "on": on})
    return Change.of(
        f"Switch {rule} {'on' if on else 'off'} in {_name(draft.row('scenarios', scenario))}", draft
    )


def pin(project: Project, scenario: str, process: str, provider: str, reason: str = "") -> Change:
    """Say that a process goes to a provider, as a rule that is on in a scenario."""
    return _placing(project, RuleStem.PIN, scenario, work=process, party=provider, reason=reason)


def forbid(project: Project, scenario: str, process: str, provider: str, reason: str = "") -> Change:
    """Say that a process does not go to a provider, as a rule that is on in a scenario."""
    return _placing(project, RuleStem.FORBID, scenario, work=process, party=provider, reason=reason)


def _placing(
    project: Project, stem: RuleStem, scenario: str, *, work: str, party: str, reason: str
) -> Change:
    draft = Draft(project)
    process, provider = draft.row("processes", work), draft.row("providers", party)
    wanted = draft.row("scenarios", scenario)
    rule = free_id(draft, "rules", f"{stem.value}_{work}_{party}")
    draft.add("rules", {"rule_id": rule, "stem": stem.value, "reason": reason})
    for side, field, value in ((ScopeSide.WORK, "process", work), (ScopeSide.PROVIDER, "provider", party)):
        draft.add("rule_scopes", {"rule_id": rule, "side": side.value, "field": field, "value": value})
    draft.add("scenario_rules", {"scenario_id": scenario, "rule_id": rule, "on": True})
    words = "Pin {} to {}" if stem is RuleStem.PIN else "Forbid {} at {}"
    return Change.of(f"{words.format(_name(process), _name(provider))} in {_name(wanted)}", draft)


def free_id(draft: Draft, table: str, wanted: str) -> str:
    """An id no row has yet: the one wanted, or with a number behind it."""
    taken, base = draft.rows(table), wanted[:70]
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _rename(draft: Draft, table: str, row: str, field: str, value: Any) -> None:
    """Change a part of a row's key, and carry it to everything that refers to the row."""
    entity = TABLES[table]
    old = str(draft.get(table, row, field))
    draft.set(table, row, field, value)
    new_key = draft.keys_after[-1] if draft.steps else row
    renamed = [(table, row, new_key)]
    if entity.key == (field,):
        for reference in list(references_to(draft, table, old)):
            if reference.table == "evidence":
                continue
            draft.set(reference.table, reference.row, reference.field, new_key)
            renamed.append((reference.table, reference.row, draft.keys_after[-1]))
    else:
        _check_references(draft, table, new_key, [field])
    for where, before, after in renamed:
        if before != after:
            for told in list(evidence_of(draft, where, before)):
                draft.set("evidence", told.row, "row_id", after)


def _remove(draft: Draft, table: str, row: str, gone: dict[str, int]) -> None:
    if row not in draft.rows(table):
        return
    hanging: list[Reference] = list(references_to(draft, table, row))
    gone[table] = gone.get(table, 0) + 1
    for reference in hanging:
        if reference.row not in draft.rows(reference.table):
            continue
        if reference.optional:
            draft.set(reference.table, reference.row, reference.field, None)
        else:
            _remove(draft, reference.table, reference.row, gone)
    draft.remove(table, row)


def _check_references(draft: Draft, table: str, row: str, fields: Iterable[str]) -> None:
    """Refuse ids of rows that do not exist.

    Raises
    ------
    InvalidProjectError
        With every unknown id.
    """
    if table == SETTINGS:
        return
    entity, values = TABLES[table], draft.row(table, row)
    issues = []
    for field in fields:
        extra = entity.model_fields[field].json_schema_extra
        target = str(extra.get("refers_to", "")) if isinstance(extra, dict) else ""
        value = getattr(values, field)
        ids = draft.ids(target) if target and value is not None else {}
        if target and value is not None and value not in ids:
            known = ", ".join(list(ids)[:8]) or "none"
            issues.append(
                Issue(
                    "unknown_id",
                    f"{field} names {value!r}, which is not in {target}",
                    f"there are: {known}",
                    Where(table=table, row_id=row, column=field),
                    value=str(value),
                )
            )
    if issues:
        raise InvalidProjectError(issues)


def _kind(table: str) -> str:
    return _WORDS.get(table, table.removesuffix("s").replace("_", " "))


def _counted(count: int, table: str) -> str:
    word = _kind(table)
    return f"{count} {word}" if count == 1 else f"{count} × {word}"


def _name(row: Entity) -> str:
    name = getattr(row, "name", "")
    return _shown(name or row.row_key)


def _said(field: str) -> str:
    return field.removesuffix("_id").replace("_", " ")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list | tuple):
        return "‘" + "; ".join(str(v) for v in value) + "’"
    return "blank" if value is None or value == "" else f"‘{value}’"
