"""The node-link JSON of networkx and d3: ``{"nodes": [...], "edges": [...], "graph": {...}}``.

Which tables are carried, and which are not, stands in `map_graph`. Values have the types of JSON;
dates are text; what is blank is left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from touchmap.errors import Issue, UnreadableFileError, Where
from touchmap.files.atomic import replace_file
from touchmap.files.json_document import read_document
from touchmap.files.json_text import EDGES, JsonReader, Repeated
from touchmap.files.limits import MAX_EDGES, MAX_NODES
from touchmap.files.map_graph import REST, MapEdge, MapGraph, MapNode, map_graph
from touchmap.files.map_source import source_of
from touchmap.files.map_tables import not_read
from touchmap.files.source import Source
from touchmap.files.wording import shown
from touchmap.project import Project
from touchmap.project.shorthand import as_text

_SILENT = ("directed", "multigraph")


def write_node_link(project: Project, path: Path) -> None:
    """Write the map of a project."""
    data = node_link_text(project).encode()
    replace_file(path, lambda beside: _put(beside, data))


def node_link_text(project: Project) -> str:
    """Give the map of a project as node-link JSON, one node or edge a line."""
    graph = map_graph(project)
    nodes = [_dump({"id": node.name, **node.attributes}) for node in graph.nodes]
    edges = [
        _dump({"source": e.source, "target": e.target, "key": e.key, **e.attributes}) for e in graph.edges
    ]
    return (
        '{\n"directed": true,\n"multigraph": true,\n'
        f'"graph": {_dump(graph.attributes)},\n"nodes": {_listed(nodes)},\n"edges": {_listed(edges)}\n}}\n'
    )


def read_node_link(reader: JsonReader, file: str) -> Source:
    """Read a map; every row knows its line."""
    graph, issues = MapGraph(), list[Issue]()
    seen: set[str] = set()
    rest: Source | None = None
    for name, line in reader.entries():
        where = Where(column=name, file=file, line=line)
        kind = "edges" if name in EDGES else name
        if kind in seen:
            reader.value()
            hint = "keep one of the two"
            issues.append(Issue("duplicate_json_key", f"{kind!r} is there twice", hint, where, value=name))
            continue
        seen.add(kind)
        if kind in ("nodes", "edges"):
            _read_items(reader, kind, graph, issues, where)
        elif kind == "graph":
            rest = _read_graph(reader.value(), graph, issues, where)
        else:
            value = reader.value()
            if name == "directed" and value is False:
                text = "edges without a direction are read as leading from source to target"
                issues.append(Issue("undirected", text, "turn round those that lead the other way", where))
            elif name not in _SILENT:
                issues.append(not_read(f"entry {shown(name)!r}", value, where))
    _name_nodes(graph)
    source = source_of(graph, file, rest)
    source.issues[:0] = issues
    return source


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _listed(lines: list[str]) -> str:
    return "[" + ("\n" + ",\n".join(lines) + "\n" if lines else "") + "]"


def _read_items(reader: JsonReader, kind: str, graph: MapGraph, issues: list[Issue], place: Where) -> None:
    if not reader.at_list():
        reader.value()
        issues.append(Issue("bad_table", f"{place.column!r} is not a list", "write [{...}, ...]", place))
        return
    limit = MAX_NODES if kind == "nodes" else MAX_EDGES
    for number, (value, line) in enumerate(reader.items()):
        if number >= limit:
            raise UnreadableFileError(f"{place.file} has more than {limit:,} {kind}")
        where = Where(file=place.file, line=line)
        if not isinstance(value, dict):
            text = f"{kind[:-1]} {shown(value)!r} is not an object"
            issues.append(Issue("bad_row", text, 'write {"name": value, ...}', where, value=shown(value)))
            continue
        for key in Repeated.of(value):
            text = f"{key!r} is there twice"
            issues.append(Issue("duplicate_json_key", text, "keep one of the two", where, value=shown(key)))
        if kind == "nodes":
            graph.nodes.append(_node(value, number, line))
        else:
            graph.edges.append(_edge(value, line))


def _node(value: dict[str, Any], number: int, line: int) -> MapNode:
    attributes = dict(value)
    return MapNode(as_text(attributes.pop("id", None)) or _by_position(number), attributes, line)


def _by_position(number: int) -> str:
    return f"node {number}"


def _name_nodes(graph: MapGraph) -> None:
    """Let edges find nodes without an id: by number of the node from 0, as in d3, else by its name."""
    numbered = all(edge.source.isdigit() and edge.target.isdigit() for edge in graph.edges)
    for number, node in enumerate(graph.nodes):
        if node.name == _by_position(number):
            node.name = str(number) if numbered else as_text(node.attributes.get("name")) or node.name


def _edge(value: dict[str, Any], line: int) -> MapEdge:
    attributes = dict(value)
    source, target, key = (attributes.pop(name, None) for name in ("source", "target", "key"))
    return MapEdge(as_text(source), as_text(target), as_text(key), attributes, line)


def _read_graph(value: object, graph: MapGraph, issues: list[Issue], where: Where) -> Source | None:
    """Take the attributes of the graph; touchmap's own piece of them is a document by itself."""
    if not isinstance(value, dict):
        issues.append(Issue("bad_table", "'graph' is not an object", 'write {"name": ...}', where))
        return None
    graph.attributes = value
    if REST not in value:
        return None
    said = value[REST]
    try:
        text = said if isinstance(said, str) else json.dumps(said)
        return read_document(JsonReader(text, where.line or 1), where.file)
    except json.JSONDecodeError as error:
        what = f"the entry {REST!r} of 'graph' is not a document"
        hint = "put back what touchmap wrote there, or delete the entry"
        issues.append(Issue("bad_value", what, hint, where, value=error.msg))
        return None
