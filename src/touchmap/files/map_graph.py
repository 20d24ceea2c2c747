"""The map as nodes and edges with plain values: what GraphML and node-link documents have in common.

A node stands for a row of `NODE_TABLES`, an edge for a row of `EDGE_TABLES`. They carry what somebody
filled in, under the names of the fields, and beside it what `touchmap.journey.graph` derives, for the
benefit of other tools. What is neither node nor edge – named journeys, the monthly, weekly and daily
shapes of demand, and the settings that name the company – is kept as a small document in the attribute
`REST` of the graph.

Not carried, because a map goes to people who need not see them: providers, contracts, offers, who does
the work today, countries, exchange rates, scenarios, rules, evidence and the other settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from touchmap.files.cells import is_given
from touchmap.files.columns import Column, Kind, columns
from touchmap.files.json_document import plain_value
from touchmap.files.written import written_settings
from touchmap.journey.graph import DERIVED, EdgeType, NodeType, build_graph
from touchmap.project import SCHEMA_VERSION, Entity, Project

if TYPE_CHECKING:
    from touchmap.project import DemandStream, Handoff, ProcessSystem, Transition

NODE_TABLES = {
    NodeType.STAGE: "stages",
    NodeType.TOUCHPOINT: "touchpoints",
    NodeType.PROCESS: "processes",
    NodeType.DEPARTMENT: "departments",
    NodeType.SYSTEM: "systems",
}
"""Table of each kind of node."""

EDGE_TABLES = {
    EdgeType.TRANSITION: "transitions",
    EdgeType.SERVED_BY: "demand",
    EdgeType.BACK_OFFICE: "demand",
    EdgeType.HANDOFF: "handoffs",
    EdgeType.USES: "process_systems",
}
"""Table of each kind of edge."""

ENDS = {
    EdgeType.TRANSITION: ("from_touchpoint_id", "to_touchpoint_id"),
    EdgeType.SERVED_BY: ("touchpoint_id", "process_id"),
    EdgeType.BACK_OFFICE: ("process_id", "process_id"),
    EdgeType.HANDOFF: ("from_process_id", "to_id"),
    EdgeType.USES: ("process_id", "system_id"),
}
"""Fields an edge says by where it begins and ends; a hand-off says `to_kind` too."""

REST = "touchmap"
"""Attribute of the graph that holds the tables and settings that are neither node nor edge."""

REST_TABLES = ("journeys", "seasonality", "curves")

REST_SETTINGS = ("company_id", "name", "sector", "home_country", "currency", "start_on", "office_hours")

MAP_TABLES = (*NODE_TABLES.values(), *dict.fromkeys(EDGE_TABLES.values()), *REST_TABLES)
"""Every table a graph carries."""

MISSING = "missing"
"""Attribute of a node that only stands for an id some row names but no table has."""


_End = tuple[NodeType, str]
"""Kind and id of what an edge leads to."""


@dataclass(slots=True)
class MapNode:
    """A node: its name in the file, its attributes, and where it was read."""

    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    line: int | None = None
    parent: MapNode | None = None
    """Node of the group it is drawn in."""
    broken: bool = False


@dataclass(slots=True)
class MapEdge:
    """An edge: names of its nodes, its attributes, and where it was read."""

    source: str
    target: str
    key: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    line: int | None = None


@dataclass(slots=True)
class MapGraph:
    """A graph as it stands in a file."""

    attributes: dict[str, Any] = field(default_factory=dict)
    nodes: list[MapNode] = field(default_factory=list)
    edges: list[MapEdge] = field(default_factory=list)


def map_graph(project: Project) -> MapGraph:
    """Give the map of a project, rows in their order.

    >>> from touchmap.project import Department
    >>> map_graph(Project(departments=(Department(department_id="D", name="Legal"),))).nodes[0].name
    'department:D'
    """
    derived = build_graph(project)
    graph = MapGraph(_graph_attributes(project))
    taken: set[str] = set()
    names: dict[tuple[NodeType, str], str] = {}
    for kind, table in NODE_TABLES.items():
        for row in project.rows(table):
            plain = kind.node(row.row_key)
            extra = {name: derived.nodes[plain].get(name) for name in DERIVED[kind]}
            attributes = {"kind": kind.value, "label": getattr(row, "name", row.row_key), **fields_of(row)}
            attributes |= {name: _derived(value) for name, value in extra.items() if value is not None}
            name = _free(plain, taken)
            names.setdefault((kind, row.row_key), name)
            graph.nodes.append(MapNode(name, attributes))
    for edge_kind, edge_row, ends in _edges(project):
        for end in ends:
            if end not in names:
                names[end] = _free(end[0].node(end[1]), taken)
                absent = {"kind": end[0].value, f"{end[0].value}_id": end[1], MISSING: True}
                graph.nodes.append(MapNode(names[end], absent))
        said = {*ENDS[edge_kind], "to_kind"}
        attributes = {"kind": edge_kind.value}
        attributes |= {name: value for name, value in fields_of(edge_row).items() if name not in said}
        key_in_file = _free(f"{edge_kind.value}:{edge_row.row_key}", taken)
        graph.edges.append(MapEdge(names[ends[0]], names[ends[1]], key_in_file, attributes))
    return graph


def fields_of(row: Entity) -> dict[str, Any]:
    """Fields of a row somebody filled in, as text, number, yes or no, or list."""
    named = columns(row.table_name)
    return {name: _typed(c, getattr(row, name)) for name, c in named.items() if is_given(row, c)}


def _edges(project: Project) -> Iterator[tuple[EdgeType, Entity, tuple[_End, _End]]]:
    point, process = NodeType.TOUCHPOINT, NodeType.PROCESS
    transition: Transition
    for transition in project.transitions:
        ends = ((point, transition.from_touchpoint_id), (point, transition.to_touchpoint_id))
        yield EdgeType.TRANSITION, transition, ends
    stream: DemandStream
    for stream in project.demand:
        behind = (process, stream.process_id)
        if stream.touchpoint_id is None:
            yield EdgeType.BACK_OFFICE, stream, (behind, behind)
        else:
            yield EdgeType.SERVED_BY, stream, ((point, stream.touchpoint_id), behind)
    handoff: Handoff
    for handoff in project.handoffs:
        receiver = (NodeType(handoff.to_kind.value), handoff.to_id)
        yield EdgeType.HANDOFF, handoff, ((process, handoff.from_process_id), receiver)
    use: ProcessSystem
    for use in project.process_systems:
        yield EdgeType.USES, use, ((process, use.process_id), (NodeType.SYSTEM, use.system_id))


def _graph_attributes(project: Project) -> dict[str, Any]:
    settings = project.settings
    given = {c.name: plain_value(c, getattr(settings, c.name)) for c in written_settings(project)}
    rest: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "settings": {name: given[name] for name in REST_SETTINGS if name in given},
    }
    rest |= {t: [fields_of(row) for row in project.rows(t)] for t in REST_TABLES if project.rows(t)}
    return {"name": settings.name or settings.company_id, "currency": settings.currency, REST: rest}


def _typed(column: Column, value: Any) -> Any:
    """Give a plain value of the type its column has, whatever number it was made from."""
    if column.kind is Kind.NUMBER:
        return float(value)
    return str(value) if column.kind is Kind.CHOICE else plain_value(column, value)


def _derived(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [str(part) for part in value]
    return value if isinstance(value, bool | int | float) else str(value)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}~{number}"
    taken.add(name)
    return name


def is_missing(attributes: Mapping[str, Any]) -> bool:
    """Tell whether a node only stands for an id that no table has."""
    return str(attributes.get(MISSING, "")).casefold() == "true"
