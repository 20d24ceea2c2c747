"""Edits thrown by dice."""

from __future__ import annotations

import random

from touchmap.errors import InvalidProjectError
from touchmap.project import Project
from touchmap.project.edits import (
    Change,
    MissingRowError,
    add_row,
    combine,
    move_rows,
    remove_row,
    set_field,
    set_setting,
)

TABLES = ("stages", "touchpoints", "processes", "demand", "handoffs", "providers", "offers", "departments")
KINDS = ("set", "set", "set", "set", "id", "remove", "add", "add", "order", "setting", "several")


def throw(project: Project, rng: random.Random) -> Change:
    """Any edit that can be made."""
    while True:
        try:
            change = _try(project, rng)
        except (InvalidProjectError, MissingRowError):
            continue
        if change is not None and not change.is_empty:
            return change


def _try(project: Project, rng: random.Random) -> Change | None:
    kind = rng.choice(KINDS)
    if kind == "setting":
        return set_setting(project, "discount_rate", round(rng.random(), 6))
    table = rng.choice(TABLES)
    rows = project.rows(table)
    if kind == "add" and len(rows) < 40 and table in ("departments", "stages"):
        number = rng.randrange(10**9)
        key = {"departments": "department_id", "stages": "stage_id"}[table]
        return add_row(project, table, {key: f"N{number}", "name": f"New {number}"})
    if not rows:
        return None
    row = rng.choice(rows)
    if kind == "remove":
        return remove_row(project, table, row.row_key) if len(rows) > 3 else None
    if kind == "order":
        keys = [r.row_key for r in rows]
        rng.shuffle(keys)
        return move_rows(project, table, keys)
    if kind == "id" and len(type(row).key) == 1 and table != "demand":
        return set_field(project, table, row.row_key, type(row).key[0], f"R{rng.randrange(10**9)}")
    field = "name" if "name" in type(row).model_fields else "note"
    if field not in type(row).model_fields:
        return None
    change = set_field(project, table, row.row_key, field, f"text {rng.randrange(10**9)}")
    if kind == "several":
        after = change.apply(project)
        return combine("Several", [change, set_setting(after, "name", f"Company {rng.randrange(10**9)}")])
    return change
