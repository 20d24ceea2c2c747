"""The map as a graph: stages, touchpoints, processes, departments and systems, and what connects them.

A node is named ``kind:id``. It carries every field of its row under the field's own name, `kind` and
`id`, and beside them what is derived from other tables; the derived names are listed in `DERIVED`
and never hide a field. Nodes and edges are sorted by table and id, whatever the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import networkx as nx

from touchmap.journey.emotion import shown_emotion
from touchmap.journey.evidence import EvidenceBook, weakest
from touchmap.project import DemandStream, Entity, JourneyStep, Process, Project, Stage, Touchpoint, group
from touchmap.project.vocabulary import SELF_SERVICE_CHANNELS, TouchClass
from touchmap.workload.conversion import handle_hours

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]


class NodeType(StrEnum):
    """What a node stands for; the first part of its name."""

    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    PROCESS = "process"
    DEPARTMENT = "department"
    SYSTEM = "system"

    def node(self, row_id: str) -> str:
        """Name of the node of a row.

        >>> NodeType.TOUCHPOINT.node("T01")
        'touchpoint:T01'
        """
        return f"{self.value}:{row_id}"


class EdgeType(StrEnum):
    """What an edge stands for: its attribute `kind`."""

    TRANSITION = "transition"
    """From a touchpoint to the customer's next; key ``transition``."""
    SERVED_BY = "served_by"
    """From a touchpoint to a process behind it, one for each demand stream; key its id."""
    BACK_OFFICE = "back_office"
    """Demand without a touchpoint, from its process to itself; key the stream's id."""
    HANDOFF = "handoff"
    """From a process to the process or department that receives; key the hand-off's id."""
    USES = "uses"
    """From a process to a system; key ``uses``."""


DERIVED = {
    NodeType.STAGE: ("touchpoints", "volume", "evidence"),
    NodeType.TOUCHPOINT: (
        "stage_position",
        "volume",
        "volume_entered",
        "volume_evidence",
        "work_hours",
        "languages",
        "processes",
        "journey_ids",
        "touch_class",
        "emotion_shown",
        "emotion_derived",
        "evidence",
    ),
    NodeType.PROCESS: (
        "volume",
        "volume_evidence",
        "work_hours",
        "languages",
        "touchpoints",
        "systems",
        "touch_class",
        "evidence",
    ),
    NodeType.DEPARTMENT: ("evidence",),
    NodeType.SYSTEM: ("processes", "evidence"),
}
"""Attributes of a node that are derived and not entered.

Volumes are contacts a month, none where nothing says how many; `volume_entered` says whether a
touchpoint's volume was entered there and not summed from its demand; `work_hours` are handle hours a
month of people.
"""


def build_graph(project: Project) -> Graph:
    """Turn a project into a graph.

    Rows that name something that does not exist have no edge; they stand in ``graph.graph["left_out"]``
    as pairs of table and row. ``graph.graph`` also holds `name`, `currency`, `stages` (ids in the order
    of time) and `journeys` (touchpoint ids of each named journey, in order).

    >>> from touchmap.project import DemandStream, Process, Project, Stage, Touchpoint, Transition
    >>> graph = build_graph(Project(
    ...     stages=(Stage(stage_id="S", name="Join"),),
    ...     touchpoints=(Touchpoint(touchpoint_id="A", stage_id="S", name="Call"),
    ...                  Touchpoint(touchpoint_id="B", stage_id="S", name="Visit")),
    ...     transitions=(Transition(from_touchpoint_id="A", to_touchpoint_id="B", probability=0.4),),
    ...     processes=(Process(process_id="P", name="Welcome"),),
    ...     demand=(DemandStream(demand_id="D", process_id="P", touchpoint_id="A", language="nl",
    ...                          contacts_per_month=100, handle_seconds=360),),
    ... ))
    >>> list(graph)
    ['stage:S', 'touchpoint:A', 'touchpoint:B', 'process:P']
    >>> graph.nodes["touchpoint:A"]["volume"], graph.nodes["touchpoint:A"]["work_hours"]
    (100.0, 10.0)
    >>> [(u, v, key, data["kind"].value) for u, v, key, data in graph.edges(keys=True, data=True)]
    [('touchpoint:A', 'touchpoint:B', 'transition', 'transition'),
     ('touchpoint:A', 'process:P', 'D', 'served_by')]
    """
    return _Builder(project).build()


def nodes_of(graph: Graph, kind: NodeType) -> list[str]:
    """Nodes of one kind, in the order of the graph."""
    return [node for node, data in graph.nodes(data=True) if data["kind"] is kind]


def edges_of(graph: Graph, kind: EdgeType) -> list[tuple[str, str, dict[str, Any]]]:
    """Edges of one kind with their attributes, in the order of the graph."""
    return [(u, v, data) for u, v, data in graph.edges(data=True) if data["kind"] is kind]


def ordered_stages(project: Project) -> list[Stage]:
    """Stages in the order of time: by position, then as they are written."""
    return sorted(project.stages, key=lambda s: s.position)


def ordered_journeys(project: Project) -> dict[str, list[str]]:
    """Touchpoints of each named journey in the order of its steps; journeys by name.

    >>> steps = (JourneyStep(journey_id="Join", position=2, touchpoint_id="B"),
    ...          JourneyStep(journey_id="Join", position=1, touchpoint_id="A"))
    >>> ordered_journeys(Project(journeys=steps))
    {'Join': ['A', 'B']}
    """
    steps = group(project.journeys, "journey_id")
    return {
        journey_id: [s.touchpoint_id for s in sorted(steps[journey_id], key=_position)]
        for journey_id in sorted(steps)
    }


def touchpoint_volume(touchpoint: Touchpoint, streams: Iterable[DemandStream]) -> float | None:
    """Contacts a month at a touchpoint: as entered, else the sum of its demand streams, else none.

    >>> point = Touchpoint(touchpoint_id="T", stage_id="S", name="T", contacts_per_month=5)
    >>> touchpoint_volume(point, [])
    5.0
    """
    if touchpoint.contacts_per_month is not None:
        return float(touchpoint.contacts_per_month)
    contacts = [s.contacts_per_month for s in streams]
    return float(sum(contacts)) if contacts else None


def stream_hours(stream: DemandStream) -> float:
    """Handle hours a month of people in a demand stream; a customer's time on a platform is nobody's.

    >>> from touchmap.project import DemandStream
    >>> stream_hours(DemandStream(demand_id="D", process_id="P", contacts_per_month=60, handle_seconds=120))
    2.0
    """
    if stream.channel in SELF_SERVICE_CHANNELS:
        return 0.0
    return float(handle_hours(stream.contacts_per_month, stream.handle_seconds, stream.concurrency))


def _position(step: JourneyStep) -> tuple[int, str]:
    return step.position, step.touchpoint_id


def _fields(row: Entity) -> dict[str, Any]:
    return {name: getattr(row, name) for name in type(row).model_fields}


class _Builder:
    def __init__(self, project: Project) -> None:
        self.project = project
        self.evidence = EvidenceBook(project)
        self.journeys = ordered_journeys(project)
        self.demand = sorted(project.demand, key=lambda d: d.demand_id)
        self.by_touchpoint = group(tuple(self.demand), "touchpoint_id")
        self.by_process = group(tuple(self.demand), "process_id")
        self.graph: Graph = nx.MultiDiGraph()
        self.left_out: list[tuple[str, str]] = []

    def build(self) -> Graph:
        self._add_stages()
        self._add_touchpoints()
        self._add_processes()
        self._add_receivers()
        self._add_transitions()
        self._add_demand()
        self._add_handoffs()
        self._add_uses()
        settings = self.project.settings
        self.graph.graph.update(
            name=settings.name or settings.company_id,
            currency=settings.currency,
            stages=[s.stage_id for s in ordered_stages(self.project)],
            journeys=self.journeys,
            left_out=self.left_out,
        )
        return self.graph

    def _node(self, kind: NodeType, row: Entity, **derived: Any) -> None:
        evidence = self.evidence.level(row.table_name, row.row_key)
        attributes = {"kind": kind, "id": row.row_key, **_fields(row), **derived, "evidence": evidence}
        self.graph.add_node(kind.node(row.row_key), **attributes)

    def _edge(self, kind: EdgeType, row: Entity, key: str, ends: tuple[str, str]) -> None:
        if not all(end in self.graph for end in ends):
            self.left_out.append((row.table_name, row.row_key))
            return
        evidence = self.evidence.level(row.table_name, row.row_key)
        self.graph.add_edge(*ends, key=key, **{"kind": kind, **_fields(row), "evidence": evidence})

    def _add_stages(self) -> None:
        points = group(self.project.touchpoints, "stage_id")
        for row in ordered_stages(self.project):
            here = sorted(points.get(row.stage_id, []), key=lambda t: t.touchpoint_id)
            volumes = [touchpoint_volume(t, self.by_touchpoint.get(t.touchpoint_id, [])) for t in here]
            self._node(
                NodeType.STAGE,
                row,
                touchpoints=tuple(t.touchpoint_id for t in here),
                volume=_total(volumes),
            )

    def _add_touchpoints(self) -> None:
        position = {s.stage_id: n for n, s in enumerate(ordered_stages(self.project))}
        journeys: dict[str, list[str]] = {}
        for journey_id, steps in self.journeys.items():
            for touchpoint_id in dict.fromkeys(steps):
                journeys.setdefault(touchpoint_id, []).append(journey_id)
        for row in sorted(self.project.touchpoints, key=lambda t: t.touchpoint_id):
            streams = self.by_touchpoint.get(row.touchpoint_id, [])
            emotion, derived = shown_emotion(row)
            self._node(
                NodeType.TOUCHPOINT,
                row,
                stage_position=position.get(row.stage_id),
                volume=touchpoint_volume(row, streams),
                volume_entered=row.contacts_per_month is not None,
                processes=_sorted(s.process_id for s in streams),
                journey_ids=tuple(journeys.get(row.touchpoint_id, ())),
                touch_class=TouchClass.of(row.touch_need),
                emotion_shown=emotion,
                emotion_derived=derived,
                **self._work(streams),
            )

    def _add_processes(self) -> None:
        systems = group(self.project.process_systems, "process_id")
        for row in sorted(self.project.processes, key=_process_id):
            streams = self.by_process.get(row.process_id, [])
            self._node(
                NodeType.PROCESS,
                row,
                volume=_total([s.contacts_per_month for s in streams]),
                touchpoints=_sorted(s.touchpoint_id for s in streams if s.touchpoint_id is not None),
                systems=_sorted(u.system_id for u in systems.get(row.process_id, ())),
                touch_class=TouchClass.of(row.touch_need),
                **self._work(streams),
            )

    def _work(self, streams: list[DemandStream]) -> dict[str, Any]:
        return {
            "volume_evidence": weakest(*(self.evidence.level("demand", s.demand_id) for s in streams)),
            "work_hours": sum(stream_hours(s) for s in streams),
            "languages": _sorted(s.language for s in streams),
        }

    def _add_receivers(self) -> None:
        users = group(self.project.process_systems, "system_id")
        for department in sorted(self.project.departments, key=lambda d: d.department_id):
            self._node(NodeType.DEPARTMENT, department)
        for system in sorted(self.project.systems, key=lambda s: s.system_id):
            processes = _sorted(u.process_id for u in users.get(system.system_id, ()))
            self._node(NodeType.SYSTEM, system, processes=processes)

    def _add_transitions(self) -> None:
        node = NodeType.TOUCHPOINT.node
        for row in sorted(self.project.transitions, key=lambda t: (t.from_touchpoint_id, t.to_touchpoint_id)):
            ends = (node(row.from_touchpoint_id), node(row.to_touchpoint_id))
            self._edge(EdgeType.TRANSITION, row, "transition", ends)

    def _add_demand(self) -> None:
        for row in self.demand:
            process = NodeType.PROCESS.node(row.process_id)
            if row.touchpoint_id is None:
                self._edge(EdgeType.BACK_OFFICE, row, row.demand_id, (process, process))
            else:
                ends = (NodeType.TOUCHPOINT.node(row.touchpoint_id), process)
                self._edge(EdgeType.SERVED_BY, row, row.demand_id, ends)

    def _add_handoffs(self) -> None:
        for row in sorted(self.project.handoffs, key=lambda h: h.handoff_id):
            ends = (NodeType.PROCESS.node(row.from_process_id), NodeType(row.to_kind.value).node(row.to_id))
            self._edge(EdgeType.HANDOFF, row, row.handoff_id, ends)

    def _add_uses(self) -> None:
        for row in sorted(self.project.process_systems, key=lambda u: (u.process_id, u.system_id)):
            ends = (NodeType.PROCESS.node(row.process_id), NodeType.SYSTEM.node(row.system_id))
            self._edge(EdgeType.USES, row, "uses", ends)


def _process_id(process: Process) -> str:
    return process.process_id


def _total(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(sum(known)) if known else None


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
