"""Fields of an inspector in groups; whatever is not named stands with the work."""

from __future__ import annotations

from touchmap.files.columns import columns

CUSTOMER, WORK, RISK, EVIDENCE = "customer", "work", "risk", "evidence"
GROUPS = (CUSTOMER, WORK, RISK, EVIDENCE)

_NAMED: dict[str, dict[str, tuple[str, ...]]] = {
    "touchpoints": {
        CUSTOMER: (
            "stage_id", "channel", "direction", "emotional_stake", "emotion", "satisfaction",
            "moment_of_truth_rank", "person_preference", "promise",
        ),
        RISK: ("brand_sensitivity", "value_at_stake"),
    },
    "processes": {
        CUSTOMER: (
            "stage_id", "touch_need", "satisfaction_target", "resolution_target_share", "office", "work_type",
        ),
        RISK: (
            "brand_sensitivity", "data_class", "regulated", "licence_required", "key_competency",
            "competency_override_by", "value_at_stake", "value_per_success", "extra_churn_share", "health",
            "remediation_cost", "remediation_owner", "remediation_on",
        ),
    },
}  # fmt: skip
_ELSEWHERE: dict[str, frozenset[str]] = {
    "touchpoints": frozenset(
        {"touch_need", "touch_confirmed", "touch_lowest", "touch_highest", "touch_decided_by", "name"}
    ),
    "processes": frozenset({"name"}),
    "demand": frozenset(),
}
"""Shown by a part of their own: the name above, the touch need with its proposal."""


def fields_of(table: str, group: str) -> list[str]:
    """Fields of a group, in the order they are shown.

    >>> fields_of("touchpoints", "risk")
    ['brand_sensitivity', 'value_at_stake']
    >>> shown = [f for g in GROUPS for f in fields_of("processes", g)]
    >>> set(columns("processes")) - set(shown) == {"name", "process_id"}
    True
    """
    named = _NAMED.get(table, {})
    if group in named:
        return list(named[group])
    if group != WORK:
        return []
    taken = {field for fields in named.values() for field in fields} | _ELSEWHERE.get(table, {"name"})
    return [field for field in columns(table) if field not in taken and field not in _key_of(table)]


def _key_of(table: str) -> tuple[str, ...]:
    from touchmap.project.model import TABLES

    return TABLES[table].key
