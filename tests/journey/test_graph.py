"""The graph of the map: nothing is lost, nothing depends on the order of rows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import company, handoff, process, stream
from tests.journey.maps import any_map, path, point, stages, step
from touchmap import example
from touchmap.journey.emotion import shown_emotion
from touchmap.journey.graph import DERIVED, EdgeType, NodeType, build_graph, edges_of, nodes_of
from touchmap.project import Department, Evidence, ProcessSystem, Project, System
from touchmap.project.vocabulary import EvidenceLevel, TouchClass

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_of_a_sample_is_a_node_or_an_edge(name):
    """Each row of the map's tables is in the graph exactly once."""
    project = example(name)
    graph = build_graph(project)
    for kind, table in (
        (NodeType.STAGE, project.stages),
        (NodeType.TOUCHPOINT, project.touchpoints),
        (NodeType.PROCESS, project.processes),
        (NodeType.DEPARTMENT, project.departments),
        (NodeType.SYSTEM, project.systems),
    ):
        assert sorted(graph.nodes[n]["id"] for n in nodes_of(graph, kind)) == sorted(r.row_key for r in table)
    edges = {kind: edges_of(graph, kind) for kind in EdgeType}
    assert len(edges[EdgeType.TRANSITION]) == len(project.transitions)
    assert len(edges[EdgeType.SERVED_BY]) + len(edges[EdgeType.BACK_OFFICE]) == len(project.demand)
    assert len(edges[EdgeType.HANDOFF]) == len(project.handoffs)
    assert len(edges[EdgeType.USES]) == len(project.process_systems)
    assert graph.graph["left_out"] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_nodes_and_edges_carry_every_field(name):
    """A row's fields stand on its node or edge as they are in the table."""
    project = example(name)
    graph = build_graph(project)
    for row in (*project.touchpoints, *project.processes):
        node = graph.nodes[f"{'touchpoint' if row.table_name == 'touchpoints' else 'process'}:{row.row_key}"]
        assert {f: node[f] for f in type(row).model_fields} == {
            f: getattr(row, f) for f in type(row).model_fields
        }
    for _, _, data in edges_of(graph, EdgeType.HANDOFF):
        row = next(h for h in project.handoffs if h.handoff_id == data["handoff_id"])
        assert {f: data[f] for f in type(row).model_fields} == dict(row)


def test_derived_names_hide_no_field():
    """What is derived has names of its own, and those listed are those there are."""
    project = company(
        *stages("S"),
        point("A"),
        process(),
        Department(department_id="D", name="D"),
        System(system_id="Y", name="Y"),
    )
    tables = {
        "stages": NodeType.STAGE,
        "touchpoints": NodeType.TOUCHPOINT,
        "processes": NodeType.PROCESS,
        "departments": NodeType.DEPARTMENT,
        "systems": NodeType.SYSTEM,
    }
    graph = build_graph(project)
    for table, kind in tables.items():
        (row,) = project.rows(table)
        fields = set(type(row).model_fields)
        assert not fields & {*DERIVED[kind], "kind", "id"}
        assert set(graph.nodes[kind.node(row.row_key)]) == fields | {*DERIVED[kind], "kind", "id"}


def test_touchpoint_is_annotated():
    """Volume, hours, languages, processes, journeys and touch class come from the tables they stand in."""
    project = company(
        *stages("S"),
        point("A", touch_need=4, satisfaction=87.5),
        *(process(p) for p in ("P1", "P2")),
        stream("D1", 600, touchpoint_id="A", handle_seconds=60),
        stream(
            "D2", 60, touchpoint_id="A", handle_seconds=120, process_id="P2", language="fr", concurrency=2
        ),
        stream("D3", 5, touchpoint_id="A", channel="web", language="xx"),
        *path("J", "A"),
    )
    node = build_graph(project).nodes["touchpoint:A"]
    # 600 · 60 s = 10 h and 60 · 120 s ÷ 2 at once = 1 h; a customer's time on the web is nobody's work.
    assert (node["volume"], node["work_hours"], node["volume_entered"]) == (665, 11, False)
    assert node["languages"] == ("fr", "nl", "xx")
    assert (node["processes"], node["journey_ids"]) == (("P1", "P2"), ("J",))
    assert node["touch_class"] is TouchClass.HIGH_TOUCH
    assert (node["emotion_shown"], node["emotion_derived"]) == (1.0, True)  # (87.5 − 75) ÷ 12.5


def test_entered_volume_wins_over_demand():
    """A touchpoint's own volume is shown even where its demand says another."""
    project = company(point("A", 1200), stream("D1", 1000, touchpoint_id="A"))
    node = build_graph(project).nodes["touchpoint:A"]
    assert (node["volume"], node["volume_entered"]) == (1200, True)


def test_back_office_demand_is_a_loop_on_its_process():
    """Work without a touchpoint is kept, at its process."""
    graph = build_graph(company(stream("D9", channel="back_office")))
    ((start, end, data),) = edges_of(graph, EdgeType.BACK_OFFICE)
    assert (start, end, data["demand_id"]) == ("process:P1", "process:P1", "D9")


def test_rows_that_name_nothing_are_listed():
    """A row with an unknown end gives no edge and is told."""
    graph = build_graph(
        company(
            point("A"),
            step("A", "B", 0.1),
            handoff("P1", "P9"),
            ProcessSystem(process_id="P1", system_id="Z"),
        )
    )
    assert sorted(graph.graph["left_out"]) == [
        ("handoffs", "P1-P9"),
        ("process_systems", "P1/Z"),
        ("transitions", "A/B"),
    ]
    assert set(graph) == {"touchpoint:A", "process:P1"}


def test_two_streams_and_two_handoffs_between_the_same_ends_are_kept():
    """Parallel edges stay apart by their ids."""
    rows = (
        point("A"),
        process("P1"),
        process("P2"),
        stream("D1", touchpoint_id="A"),
        stream("D2", touchpoint_id="A", language="fr"),
        handoff("P1", "P2", handoff_id="H1"),
        handoff("P1", "P2", handoff_id="H2"),
    )
    graph = build_graph(company(*rows))
    assert set(graph["touchpoint:A"]["process:P1"]) == {"D1", "D2"}
    assert set(graph["process:P1"]["process:P2"]) == {"H1", "H2"}


def test_entered_emotion_is_not_derived():
    """An observed emotion is shown as it is, and nothing is shown where nothing is known."""
    assert shown_emotion(point("A", emotion=-1.5, satisfaction=90)) == (-1.5, False)
    assert shown_emotion(point("A")) == (None, False)


def test_evidence_is_the_weakest_said():
    """One assumed field makes a row assumed; what is said of a row goes before what is said of its table."""
    rows = (
        Evidence(table="touchpoints", level="measured"),
        Evidence(table="touchpoints", row_id="A", field="satisfaction", level="assumed"),
        Evidence(table="touchpoints", row_id="B", level="estimated"),
    )
    graph = build_graph(company(point("A"), point("B"), point("C"), *rows))
    found = [graph.nodes[f"touchpoint:{t}"]["evidence"] for t in "ABC"]
    assert found == [EvidenceLevel.ASSUMED, EvidenceLevel.ESTIMATED, EvidenceLevel.MEASURED]
    assert graph.nodes["process:P1"]["evidence"] is None


@given(any_map(), st.randoms())
def test_order_of_rows_changes_nothing(project, dice):
    """Shuffled tables give the same graph in the same order."""

    def shuffled(table):
        rows = list(project.rows(table))
        dice.shuffle(rows)
        return tuple(rows)

    tables = ("touchpoints", "processes", "demand", "transitions", "handoffs", "journeys")
    other = project.replace(**{table: shuffled(table) for table in tables})
    one, two = build_graph(project), build_graph(other)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))
    assert one.graph == two.graph


def test_empty_project_has_an_empty_graph():
    """A project without rows is a graph without nodes."""
    graph = build_graph(Project())
    assert (len(graph), graph.size()) == (0, 0)


def test_values_stay_as_they_are():
    """Dates, lists and blanks are kept as the tables hold them."""
    project = company(process(remediation_on=date(2027, 3, 1), tags=("b", "a")))
    node = build_graph(project).nodes["process:P1"]
    assert (node["remediation_on"], node["tags"], node["remediation_cost"]) == (
        date(2027, 3, 1),
        ("a", "b"),
        None,
    )
