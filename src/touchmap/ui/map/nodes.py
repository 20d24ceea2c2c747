"""Names of what is on the map, such as ``touchpoint:T01``, and the rows they stand for."""

from __future__ import annotations

from touchmap.project import Project

TABLE_OF = {
    "stage": "stages",
    "touchpoint": "touchpoints",
    "process": "processes",
    "department": "departments",
    "system": "systems",
    "transition": "transitions",
    "handoff": "handoffs",
    "uses": "process_systems",
}
"""Table of each kind of card and link; what serves a touchpoint is found by its two ends."""
KIND_OF = {table: kind for kind, table in TABLE_OF.items()}
SERVED_BY = "served_by"


def place_of(node: str) -> tuple[str, str] | None:
    """Table and id of the row a node stands for; none if it stands for several.

    >>> place_of("touchpoint:T01"), place_of("served_by:T01/P02")
    (('touchpoints', 'T01'), None)
    """
    kind, _, row = node.partition(":")
    return (TABLE_OF[kind], row) if kind in TABLE_OF else None


def node_of(table: str, row: str) -> str:
    """Name of the node of a row.

    >>> node_of("processes", "P01")
    'process:P01'
    """
    return f"{KIND_OF[table]}:{row}"


def exists(project: Project, node: str) -> bool:
    """Whether a node is on the map of a project."""
    kind, _, row = node.partition(":")
    if kind == SERVED_BY:
        ends = tuple(row.partition("/")[::2])
        return any((d.touchpoint_id, d.process_id) == ends for d in project.demand)
    return kind in TABLE_OF and any(found.row_key == row for found in project.rows(TABLE_OF[kind]))
