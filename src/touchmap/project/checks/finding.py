"""One grammar for every issue: who – what is wrong – the value seen, and what to do."""

from __future__ import annotations

from touchmap.errors import Issue, Severity, Where
from touchmap.project.entity import Entity

_NOUNS = {
    "stages": "stage",
    "touchpoints": "touchpoint",
    "processes": "process",
    "demand": "demand stream",
    "today": "today's row of stream",
    "contracts": "contract",
    "transitions": "transition",
    "journeys": "journey step",
    "handoffs": "hand-off",
    "departments": "department",
    "systems": "system",
    "process_systems": "use of a system",
    "provider_systems": "connection to a system",
    "providers": "provider",
    "provider_capacity": "capacity of provider",
    "provider_languages": "language of provider",
    "offers": "offer",
    "volume_tiers": "volume tier",
    "ratings": "rating of provider",
    "scorecard_weights": "weight of criterion",
    "seasonality": "seasonality",
    "curves": "curve",
    "exchange_rates": "exchange rate",
    "countries": "country",
    "scenarios": "scenario",
    "rules": "rule",
    "rule_scopes": "scope of rule",
    "scenario_rules": "switch of rule",
    "evidence": "evidence for",
    "settings": "settings",
}


def error(code: str, row: Entity | str, column: str, what: str, hint: str, *, value: object = None) -> Issue:
    """An issue that stops the work.

    Parameters
    ----------
    code
        Name of the defect.
    row
        The row at fault, or the name of a table as a whole.
    column
        The field at fault; empty if it is the row.
    what
        What is wrong, as a predicate: "names a stage that does not exist".
    hint
        What to do about it.
    value
        The value seen, if it is not the one in the column.

    >>> print(error("no_process", "processes", "", "has no row", "add the processes", value=0).message)
    table processes – has no row – 0
    """
    return _issue(Severity.ERROR, code, row, column, what=what, hint=hint, value=value)


def warning(
    code: str, row: Entity | str, column: str, what: str, hint: str, *, value: object = None
) -> Issue:
    """An issue that is shown beside the result; parameters as for `error`."""
    return _issue(Severity.WARNING, code, row, column, what=what, hint=hint, value=value)


def shown(value: object) -> str:
    """A value as people read it.

    >>> shown(0.30000000000000004), shown(("a", "b")), shown(None)
    ('0.3', 'a; b', 'blank')
    """
    if value is None or value == "":
        return "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(shown(part) for part in value) or "blank"
    return str(value)


def some(names: list[str], limit: int = 8) -> str:
    """The first few of many names.

    >>> some(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _issue(
    severity: Severity, code: str, row: Entity | str, column: str, *, what: str, hint: str, value: object
) -> Issue:
    if isinstance(row, str):
        who, where = f"table {row}", Where(row, column=column)
    else:
        who, where = _who(row), Where(row.table_name, row.row_key, column)
        value = getattr(row, column) if value is None and column else value
    text = shown(value) if value is not None or column else ""
    said = bool(where.row_id) and text == where.row_id
    message = f"{who} – {what} – {text}" if text and not said else f"{who} – {what}"
    return Issue(code, message, hint, where, severity, text)


def _who(row: Entity) -> str:
    name = getattr(row, "name", "")
    key = row.row_key
    known_as = f" ({name})" if name and name != key else ""
    return f"{_NOUNS.get(row.table_name, row.table_name)} {key}".rstrip() + known_as
