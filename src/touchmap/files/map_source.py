"""From the nodes and edges of a file to raw tables; what is not understood is told and left out."""

from __future__ import annotations

from typing import Any

from touchmap.errors import Issue, Severity, Where
from touchmap.files.columns import columns
from touchmap.files.foreign_map import Foreign
from touchmap.files.map_graph import (
    EDGE_TABLES,
    ENDS,
    MISSING,
    NODE_TABLES,
    REST_SETTINGS,
    REST_TABLES,
    MapEdge,
    MapGraph,
    MapNode,
    is_missing,
)
from touchmap.files.map_tables import Notes, map_table, not_read
from touchmap.files.source import RawRow, RawTable, Source, settings_table
from touchmap.files.wording import shown
from touchmap.journey.graph import DERIVED, EdgeType, NodeType
from touchmap.project.shorthand import as_text, plain

_NODE_TYPES = {plain(word): kind for kind, table in NODE_TABLES.items() for word in (kind.value, table)}
_EDGE_TYPES = {plain(kind.value): kind for kind in EdgeType}
_OF_NODES = frozenset({"kind", "id", "label", MISSING})
_OF_EDGES = frozenset({"kind", "id", "key", "label", "weight", "evidence"})

_BEGINS = {
    EdgeType.TRANSITION: (NodeType.TOUCHPOINT,),
    EdgeType.SERVED_BY: (NodeType.TOUCHPOINT,),
    EdgeType.BACK_OFFICE: (NodeType.PROCESS,),
    EdgeType.HANDOFF: (NodeType.PROCESS,),
    EdgeType.USES: (NodeType.PROCESS,),
}
_ENDS = {
    EdgeType.TRANSITION: (NodeType.TOUCHPOINT,),
    EdgeType.SERVED_BY: (NodeType.PROCESS,),
    EdgeType.BACK_OFFICE: (NodeType.PROCESS,),
    EdgeType.HANDOFF: (NodeType.PROCESS, NodeType.DEPARTMENT),
    EdgeType.USES: (NodeType.SYSTEM,),
}


def source_of(graph: MapGraph, file: str, rest: Source | None = None) -> Source:
    """Give the tables a graph stands for.

    Parameters
    ----------
    graph
        Nodes and edges as they stand in the file.
    file
        Name of the file, for the places of issues.
    rest
        What the file says beside nodes and edges; none if it was not written by touchmap.
    """
    return _Reader(graph, file, rest).read()


class _Reader:
    def __init__(self, graph: MapGraph, file: str, rest: Source | None) -> None:
        self.graph, self.file = graph, file
        self.source = Source(is_map=True)
        self.tables: dict[str, RawTable] = {}
        self.kinds: dict[str, NodeType | None] = {}
        """Kind of each node by its name; None if it is not read."""
        self.ids: dict[str, str] = {}
        self.notes = Notes(file, self.source.issues)
        self.foreign = Foreign(self.notes, self._table)
        self._take_rest(rest)

    def read(self) -> Source:
        """Read nodes, then edges."""
        for node in self.graph.nodes:
            self._read_node(node)
        self.foreign.place(str(self.graph.attributes.get("name") or ""))
        for name in self.foreign:
            is_group = name not in self.foreign.ids
            self.kinds[name] = None if is_group else NodeType.TOUCHPOINT
        self.ids |= self.foreign.ids
        for edge in self.graph.edges:
            self._read_edge(edge)
        self.foreign.finish()
        for table in self.tables.values():
            self.source.add(table)
        return self.source

    def _take_rest(self, rest: Source | None) -> None:
        if rest is None:
            name = as_text(self.graph.attributes.get("name"))
            self.source.add(settings_table({"name": name} if name else {}, self.file))
            return
        self.source.issues += rest.issues
        self.source.unreadable |= rest.unreadable
        for name, table in rest.tables.items():
            where = Where(name, file=self.file, line=table.line)
            if name == "settings":
                settings, table.rows = table.rows, []
                for row in settings:
                    key = row.cells.get("key")
                    if key in REST_SETTINGS:
                        table.rows.append(row)
                    else:
                        self.source.issues.append(not_read(f"setting {shown(key)!r}", key, where))
            if name in (*REST_TABLES, "settings"):
                self.source.add(table)
            else:
                self.source.issues.append(not_read(f"table {name!r}", name, where))

    def _table(self, name: str) -> RawTable:
        if name not in self.tables:
            self.tables[name] = map_table(name, self.file)
        return self.tables[name]

    def _read_node(self, node: MapNode) -> None:
        if node.name in self.kinds or node.name in self.foreign:
            self._say(
                "duplicate_node", f"node {shown(node.name)!r} is there twice", "give each its own id", node
            )
            return
        if node.broken:
            self.kinds[node.name] = None
            return
        stated = node.attributes.get("kind")
        kind = _NODE_TYPES.get(plain(str(stated))) if stated is not None else None
        if stated is not None and kind is None:
            self.kinds[node.name] = None
            self._warn_kind(stated, node)
        elif kind is None:
            self.foreign.add(node)
        else:
            self._own_node(kind, node)

    def _own_node(self, kind: NodeType, node: MapNode) -> None:
        table = NODE_TABLES[kind]
        key = next(iter(columns(table)))
        cells = self._cells(table, node, _OF_NODES | frozenset(DERIVED[kind]))
        cells.setdefault(key, _id_of(kind, node))
        self.kinds[node.name], self.ids[node.name] = kind, as_text(cells[key])
        if not is_missing(node.attributes):
            cells.setdefault("name", node.attributes.get("label"))
            self._add(table, cells, node)

    def _read_edge(self, edge: MapEdge) -> None:
        ends = [self._end(edge, name) for name in (edge.source, edge.target)]
        stated = edge.attributes.get("kind")
        kind = _EDGE_TYPES.get(plain(str(stated))) if stated is not None else None
        if None in ends:
            return
        begin, end = (self.kinds[name] for name in (edge.source, edge.target))
        if stated is not None and kind is None:
            self._warn_kind(stated, edge)
        elif begin is None or end is None:
            what = f"the edge from {shown(edge.source)!r} to {shown(edge.target)!r}"
            self.source.issues.append(not_read(what, edge.key, Where("", file=self.file, line=edge.line)))
        elif kind is not None:
            self._own_edge(kind, edge, begin, end)
        elif begin is end is NodeType.TOUCHPOINT:
            self.foreign.connect(edge, self.ids[edge.source], self.ids[edge.target])
        else:
            what = f"an edge without a kind from a {begin} to a {end}"
            self.source.issues.append(not_read(what, edge.key, Where("", file=self.file, line=edge.line)))

    def _own_edge(self, kind: EdgeType, edge: MapEdge, begin: NodeType, end: NodeType) -> None:
        loose = kind is EdgeType.BACK_OFFICE and edge.source != edge.target
        if begin not in _BEGINS[kind] or end not in _ENDS[kind] or loose:
            text = f"an edge of kind {kind.value!r} leads from a {begin} to a {end}"
            hint = f"it must lead from a {_BEGINS[kind][0]} to a {' or '.join(_ENDS[kind])}"
            hint = "it must lead from a process back to itself" if loose else hint
            self._say("wrong_end", text, hint, edge, kind.value)
            return
        table = EDGE_TABLES[kind]
        cells = self._cells(table, edge, _OF_EDGES)
        first, second = ENDS[kind]
        cells |= {first: self.ids[edge.source], second: self.ids[edge.target]}
        if kind is EdgeType.HANDOFF:
            cells["to_kind"] = end.value
        key = next(iter(columns(table)))
        cells.setdefault(key, edge.key.removeprefix(f"{kind.value}:"))
        self._add(table, cells, edge)

    def _end(self, edge: MapEdge, name: str) -> str | None:
        if name in self.kinds:
            return name
        text = f"an edge leads from {shown(edge.source)!r} to {shown(edge.target)!r}"
        text += f", but there is no node {shown(name)!r}"
        self._say("unknown_node", text, "add the node, or delete the edge", edge, name)
        return None

    def _cells(self, table: str, item: MapNode | MapEdge, silent: frozenset[str]) -> dict[str, Any]:
        known = columns(table)
        cells = {n: v for n, v in item.attributes.items() if n in known and v is not None}
        for name, value in item.attributes.items():
            if name not in known and name not in silent:
                self.notes.attribute(table, name, value, item.line, known)
        return cells

    def _add(self, table: str, cells: dict[str, Any], item: MapNode | MapEdge) -> None:
        bad = set()
        for name, value in cells.items():
            if _is_nested(value):
                bad.add(name)
                where = Where(table, "", name, self.file, item.line)
                text = f"{name} holds nested data: {shown(value)}"
                self.source.issues.append(
                    Issue("bad_value", text, "write one value or a flat list", where, value=shown(value))
                )
        rows = self._table(table).rows
        rows.append(RawRow({n: v for n, v in cells.items() if v is not None}, item.line, frozenset(bad)))

    def _warn_kind(self, stated: object, item: MapNode | MapEdge) -> None:
        what = "node" if isinstance(item, MapNode) else "edge"
        words = [kind.value for kind in (NodeType if isinstance(item, MapNode) else EdgeType)]
        hint = f"kinds of {what}s are: {', '.join(words)}"
        where = Where("", "", "kind", self.file, item.line)
        text = f"{what} of kind {shown(stated)!r} is not read"
        self.source.issues.append(Issue("not_read", text, hint, where, Severity.WARNING, shown(stated)))

    def _say(self, code: str, text: str, hint: str, item: MapNode | MapEdge, value: str = "") -> None:
        name = value or (item.name if isinstance(item, MapNode) else item.key)
        where = Where("", file=self.file, line=item.line)
        self.source.issues.append(Issue(code, text, hint, where, value=shown(name)))


def _id_of(kind: NodeType, node: MapNode) -> str:
    """Id of a row whose node does not state it as a field."""
    stated = node.attributes.get("id")
    return as_text(stated) if stated is not None else node.name.removeprefix(f"{kind.value}:")


def _is_nested(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(part, dict | list) for part in value)
    )
