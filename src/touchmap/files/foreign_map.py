"""Nodes and edges drawn in another tool: touchpoints in stages, and where customers go next.

A node without a kind is a touchpoint, named by its `name`, `label` or `title`, or by what is written
on it. Its stage is its attribute `stage`, else the group it is drawn in, else one stage for all. An
attribute with the name of a field, in any spelling headings may have, is that field. An edge with a
`probability` is a transition; so is one with a `weight`, which is a share as long as the weights
leaving a node add up to no more than 1, else it is divided by their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from touchmap.errors import Issue, Severity, Where
from touchmap.files.cells import BadCellError, read_cell
from touchmap.files.columns import columns
from touchmap.files.map_graph import MapEdge, MapNode
from touchmap.files.map_tables import IdMaker, Notes
from touchmap.files.source import RawRow, RawTable
from touchmap.files.wording import shown
from touchmap.project.shorthand import as_text, field_name, plain

NAMES = ("label", "title", "text")
"""Attributes that name a node, after `name` itself."""

WEIGHTS = ("weight", "value", "count", "label")
"""Attributes that weigh an edge where it has no probability."""

_SHARES_ADD_UP = 1 + 1e-6


class Foreign:
    """Collects the nodes without a kind, and the edges between touchpoints without a kind."""

    def __init__(self, notes: Notes, table: Callable[[str], RawTable]) -> None:
        self._file, self._notes, self._issues, self._table = notes.file, notes, notes.issues, table
        self._nodes: dict[str, MapNode] = {}
        self._edges: dict[tuple[str, str], list[tuple[float, bool, MapEdge]]] = {}
        self.ids: dict[str, str] = {}
        """Id of the touchpoint of each node."""

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def add(self, node: MapNode) -> None:
        """Note a node without a kind."""
        self._nodes[node.name] = node

    def place(self, title: str) -> None:
        """Make touchpoints of the nodes, and stages of groups and of what nodes say of their stage."""
        if not self._nodes:
            return
        groups = {id(node.parent) for node in self._nodes.values() if node.parent is not None}
        stages = _Stages(self._table("stages"))
        rows = self._table("touchpoints").rows
        ids = IdMaker("touchpoints", (as_text(row.cells.get("touchpoint_id")) for row in rows))
        points = [(node, self._cells(node)) for node in self._nodes.values() if id(node) not in groups]
        ids.taken.update(as_text(cells.get("touchpoint_id")) for _, cells in points)
        for node, cells in points:
            if not as_text(cells.get("touchpoint_id")) and ids.usable(node.name):
                cells["touchpoint_id"] = node.name
                ids.taken.add(node.name)
        for node, cells in points:
            group = None if node.parent is None else _written_on(node.parent)
            wanted = as_text(cells.get("stage_id")) or group or title or "Map"
            touchpoint_id = as_text(cells.get("touchpoint_id")) or ids.next()
            self.ids[node.name] = touchpoint_id
            cells |= {"touchpoint_id": touchpoint_id, "stage_id": stages.find(wanted, node.line)}
            rows.append(RawRow(cells, node.line))

    def connect(self, edge: MapEdge, from_id: str, to_id: str) -> None:
        """Note an edge between two touchpoints."""
        where = Where("transitions", "", "probability", self._file, edge.line)
        weights = {plain(name): value for name, value in edge.attributes.items() if value is not None}
        for name in ("probability", *WEIGHTS):
            number = _number(weights.get(name), is_share=name in ("probability", "label"))
            if number is not None:
                self._edges.setdefault((from_id, to_id), []).append((number, name == "probability", edge))
                break
        else:
            text = f"the edge from {shown(from_id)!r} to {shown(to_id)!r} has no probability and is not read"
            hint = "give it an attribute probability: the share of customers who go on along it"
            self._issues.append(Issue("not_read", text, hint, where, Severity.WARNING, shown(edge.key)))
        known = {"probability", *WEIGHTS, "id", "key", "kind"}
        for name, value in edge.attributes.items():
            if plain(name) not in known:
                self._notes.attribute("transitions", name, value, edge.line)

    def finish(self) -> None:
        """Make transitions of the edges."""
        leaving: dict[str, float] = {}
        for (from_id, _), parts in self._edges.items():
            leaving[from_id] = leaving.get(from_id, 0) + sum(number for number, sure, _ in parts if not sure)
        scaled = {from_id for from_id, total in leaving.items() if total > _SHARES_ADD_UP}
        for (from_id, to_id), parts in self._edges.items():
            divisor = leaving[from_id] if from_id in scaled else 1
            share = sum(number if sure else number / divisor for number, sure, _ in parts)
            cells: dict[str, object] = {
                "from_touchpoint_id": from_id,
                "to_touchpoint_id": to_id,
                "probability": share,
            }
            self._table("transitions").rows.append(RawRow(cells, parts[0][2].line))
        if scaled:
            first = next(parts[0] for (from_id, _), parts in self._edges.items() if from_id in scaled)
            where = Where("transitions", "", "probability", self._file, first[2].line)
            text = f"weights of edges from {len(scaled)} nodes add up to more than 1 and are read as shares"
            hint = "give the edges an attribute probability if customers may also go elsewhere"
            self._issues.append(
                Issue("weights_as_shares", text, hint, where, Severity.WARNING, shown(first[0]))
            )

    def _cells(self, node: MapNode) -> dict[str, Any]:
        """Cells of a touchpoint: attributes whose names mean a field, and what is written on the node."""
        cells: dict[str, Any] = {}
        for name, value in node.attributes.items():
            field = field_name("touchpoints", name)
            if field is None or field in cells:
                if plain(name) not in NAMES:
                    self._notes.attribute("touchpoints", name, value, node.line)
            elif as_text(value):
                cells[field] = value.strip() if isinstance(value, str) else value
        cells.setdefault("name", _written_on(node))
        return cells


class _Stages:
    """Stages by id and by name; one that is not there is made."""

    def __init__(self, table: RawTable) -> None:
        self._rows = table.rows
        self._found: dict[str, str] = {}
        for row in table.rows:
            stage_id = as_text(row.cells.get("stage_id"))
            self._found |= {as_text(row.cells.get("name")): stage_id, stage_id: stage_id}
        self._ids = IdMaker("stages", self._found.values())

    def find(self, wanted: str, line: int | None) -> str:
        """Give the id of a stage."""
        if wanted not in self._found:
            self._found[wanted] = self._ids.next()
            cells = {"stage_id": self._found[wanted], "position": len(self._rows) + 1, "name": wanted}
            self._rows.append(RawRow(cells, line))
        return self._found[wanted]


def _written_on(node: MapNode) -> str:
    """What a node is called: its name or label, else its name in the file."""
    words = {plain(name): as_text(value) for name, value in node.attributes.items()}
    return next((words[name] for name in ("name", *NAMES) if words.get(name)), node.name)


def _number(value: object, *, is_share: bool) -> float | None:
    """Read a weight; none where it is not one."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    column = columns("transitions" if is_share else "handoffs")
    try:
        number = read_cell(column["probability" if is_share else "contacts_per_month"], value)
    except BadCellError:
        return None
    return number if isinstance(number, float) and number >= 0 else None
