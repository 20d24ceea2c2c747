"""Which table stands where: groups as people think, the few in front, the columns that matter most."""

from __future__ import annotations

from touchmap.files.columns import Column, columns, entity_of
from touchmap.project import Project

SETTINGS = "settings"
GROUPS: dict[str, tuple[str, ...]] = {
    "map": (
        "stages",
        "touchpoints",
        "processes",
        "transitions",
        "journeys",
        "handoffs",
        "departments",
        "systems",
        "process_systems",
    ),
    "work": ("demand", "today", "contracts", "seasonality", "curves"),
    "options": (
        "providers",
        "offers",
        "provider_languages",
        "provider_capacity",
        "provider_systems",
        "volume_tiers",
        "exchange_rates",
        "countries",
        "ratings",
        "scorecard_weights",
    ),
    "rules": ("scenarios", "rules", "rule_scopes", "scenario_rules"),
    "evidence": ("evidence", SETTINGS),
}
"""Tables by what they are about, in the order they are filled in."""
FRONT = ("processes", "demand", "touchpoints", "handoffs", "providers", "offers", "today")
"""Tables most work is done in."""
ESSENTIAL: dict[str, tuple[str, ...]] = {
    "touchpoints": (
        "touchpoint_id",
        "name",
        "stage_id",
        "channel",
        "touch_need",
        "brand_sensitivity",
        "satisfaction",
        "emotion",
        "moment_of_truth_rank",
        "emotional_stake",
    ),
    "processes": (
        "process_id",
        "name",
        "stage_id",
        "work_type",
        "office",
        "touch_need",
        "brand_sensitivity",
        "complexity",
        "data_class",
        "key_competency",
        "owner",
    ),
    "demand": (
        "demand_id",
        "process_id",
        "touchpoint_id",
        "channel",
        "language",
        "contacts_per_month",
        "handle_seconds",
        "concurrency",
        "opening_hours",
        "seasonality_id",
    ),
    "handoffs": (
        "handoff_id",
        "from_process_id",
        "to_kind",
        "to_id",
        "contacts_per_month",
        "mode",
        "criticality",
        "cut_seconds",
        "owner",
    ),
    "providers": (
        "provider_id",
        "name",
        "kind",
        "sourcing_model",
        "country",
        "base_rate",
        "currency",
        "capacity_fte",
        "occupancy",
        "shrinkage",
        "attrition",
        "satisfaction",
        "certifications",
    ),
    "offers": (
        "offer_id",
        "provider_id",
        "process_id",
        "channel",
        "language",
        "pricing_model",
        "price",
        "currency",
    ),
}
"""Columns of wide tables that are filled in first; of other tables, all."""
ESSENTIALS, IN_USE, ALL = "essential", "in_use", "all"
WIDTHS = (ESSENTIALS, IN_USE, ALL)


def group_of(table: str) -> str:
    """The group a table is in.

    >>> group_of("offers")
    'options'
    """
    return next(group for group, tables in GROUPS.items() if table in tables)


def columns_of(project: Project, table: str, width: str, wanted: str = "") -> tuple[str, ...]:
    """Columns to show, those that identify a row first.

    Parameters
    ----------
    width
        ``essential``, ``in_use`` (some row states a value) or ``all``.
    wanted
        A column that is shown whatever the width, right after the key.

    >>> columns_of(Project(), "seasonality", "essential", "m12")[:3]
    ('seasonality_id', 'm12', 'name')
    """
    known, key = columns(table), entity_of(table).key
    if width == ESSENTIALS:
        shown = set(ESSENTIAL.get(table, tuple(known)))
    elif width == IN_USE:
        shown = {name for name, column in known.items() if column.required or _is_used(project, column)}
    else:
        shown = set(known)
    first = [*key, *([wanted] if wanted in known and wanted not in key else [])]
    ordered = ESSENTIAL.get(table, ()) if width == ESSENTIALS else ()
    rest = [name for name in (*ordered, *known) if name in shown and name not in first]
    return tuple(dict.fromkeys([*first, *rest]))


def has_widths(table: str) -> bool:
    """Whether a table is wide enough to choose columns."""
    return table in ESSENTIAL


def _is_used(project: Project, column: Column) -> bool:
    return any(
        column.name in row.model_fields_set and getattr(row, column.name) not in (None, "", ())
        for row in project.rows(column.table)
    )
