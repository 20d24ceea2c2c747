"""Maps drawn in other tools are read as far as they make sense, and what is not understood is told."""

import pytest

from tests.files.maps import edge, graphml, key, node, node_link, read_text
from touchmap.errors import Severity
from touchmap.files import read_map

YED = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="port" id="d0" yfiles.type="portgraphics"/>
<key attr.name="description" attr.type="string" for="node" id="d5"/>
<key for="node" id="d6" yfiles.type="nodegraphics"/>
<key for="edge" id="d10" yfiles.type="edgegraphics"/>
<graph edgedefault="directed" id="G">
<node id="n0" yfiles.foldertype="group"><data key="d6"><y:ProxyAutoBoundsNode><y:Realizers active="0">
<y:GroupNode><y:Geometry height="1"/><y:NodeLabel alignment="right">Join</y:NodeLabel></y:GroupNode>
<y:GroupNode><y:NodeLabel>Folder 1</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
<graph edgedefault="directed" id="n0:">
<node id="n0::n0"><data key="d5" xml:space="preserve"/><data key="d6"><y:ShapeNode><y:NodeLabel>Order
call<y:LabelModel/></y:NodeLabel></y:ShapeNode></data></node>
</graph></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>First bill</y:NodeLabel></y:ShapeNode></data></node>
<edge id="e0" source="n0::n0" target="n1"><data key="d10"><y:PolyLineEdge><y:EdgeLabel>30 %<y:LabelModel/>
</y:EdgeLabel></y:PolyLineEdge></data></edge>
<edge id="e1" source="n1" target="n0::n0"/>
</graph></graphml>"""

GEPHI = graphml(
    node("0", label="Order call", Channel="Voice", size="4.0"),
    node("1", label="First bill", AHT="6:10", size="4.0"),
    edge("0", "1", weight="3.0"),
    edge("0", "0", weight="1.0"),
    keys="".join(map(key, ("label", "Channel", "AHT", "size"))) + key("weight", "edge"),
)


def codes(issues) -> list[str]:
    return sorted(i.code for i in issues if i.code not in ("no_process", "no_provider"))


def test_drawing_of_yed(tmp_path):
    """In a drawing of yEd labels are names, groups are stages and percentages on edges are probabilities."""
    read, issues = read_text(tmp_path, "yed.graphml", YED)
    assert [(s.name, s.position) for s in read.stages] == [("Join", 1), ("Map", 2)]
    assert [(t.touchpoint_id, t.name, t.stage_id) for t in read.touchpoints] == [
        ("n0::n0", "Order\ncall", "ST1"),
        ("n1", "First bill", "ST2"),
    ]
    assert [(t.from_touchpoint_id, t.to_touchpoint_id, t.probability) for t in read.transitions] == [
        ("n0::n0", "n1", 0.3)
    ]
    told = [i for i in issues if i.code == "not_read"]
    assert [(i.where.line, i.where.table, i.value) for i in told] == [(18, "transitions", "e1")]


def test_graph_of_gephi(tmp_path):
    """In a graph of Gephi columns named like fields are these fields, and weights become shares."""
    read, issues = read_text(tmp_path, "g.graphml", GEPHI)
    assert [(t.name, t.channel.value, t.handle_seconds) for t in read.touchpoints] == [
        ("Order call", "phone", None),
        ("First bill", "phone", 370),
    ]
    assert [t.probability for t in read.transitions] == [0.75, 0.25]  # 3 and 1 of 4
    assert codes(issues) == ["not_read", "weights_as_shares"]
    assert "size" in next(str(i) for i in issues if i.code == "not_read")
    assert all(i.severity is Severity.WARNING for i in issues)


def test_graph_of_networkx(tmp_path):
    """A plain graph of networkx is read: names of nodes are names, an attribute stage makes stages."""
    nodes = [
        {"id": "Call", "stage": "Join"},
        {"id": "Visit", "stage": "Use"},
        {"id": "Mail", "stage": "Join"},
    ]
    edges = [{"source": "Call", "target": "Visit", "weight": 0.2}, {"source": "Call", "target": "Mail"}]
    read, issues = read_text(
        tmp_path, "g.json", node_link(nodes, edges, directed=True, graph={"name": "Acme"})
    )
    assert [(t.touchpoint_id, t.name, t.stage_id) for t in read.touchpoints] == [
        ("Call", "Call", "ST1"),
        ("Visit", "Visit", "ST2"),
        ("Mail", "Mail", "ST1"),
    ]
    assert read.settings.name == "Acme"
    assert [t.probability for t in read.transitions] == [0.2]
    assert codes(issues) == ["not_read", "touchpoint_not_reached"]


@pytest.mark.parametrize("ends", [(0, 1), ("Call", "Visit")], ids=["by number", "by name"])
def test_graph_of_d3(tmp_path, ends):
    """Nodes without an id are found by their number, as in d3, or by their name."""
    text = node_link(
        [{"name": "Call"}, {"name": "Visit"}], [{"source": ends[0], "target": ends[1], "value": 0.5}]
    )
    (tmp_path / "g.json").write_text(text.replace('"edges"', '"links"'))
    read = read_map(tmp_path / "g.json")
    assert [t.name for t in read.touchpoints] == ["Call", "Visit"]
    assert [t.probability for t in read.transitions] == [0.5]


def test_parallel_edges_are_one_transition(tmp_path):
    """Several edges between two nodes are one transition with their shares added up."""
    edges = [{"source": "a", "target": "b", "probability": p} for p in (0.25, 0.5)]
    read, _ = read_text(tmp_path, "g.json", node_link([{"id": "a"}, {"id": "b"}], edges))
    assert [t.probability for t in read.transitions] == [0.75]


def test_ids_no_table_can_have(tmp_path):
    """Nodes whose names cannot be ids get ids made for them, beside those that are there."""
    names = ("=1", "T1", "a/b", "T1 ")
    read, _ = read_text(tmp_path, "g.graphml", graphml(*map(node, names), edge("=1", "a/b")))
    assert [(t.touchpoint_id, t.name) for t in read.touchpoints] == [
        ("T2", "=1"),
        ("T1", "T1"),
        ("T3", "a/b"),
        ("T4", "T1"),
    ]


def test_own_map_with_a_node_added(tmp_path):
    """A node somebody added to a map of touchmap in another tool joins the stage it names."""
    nodes = [
        {"id": "stage:S", "kind": "stage", "stage_id": "S", "name": "Join"},
        {"id": "x", "label": "New call", "stage": "Join"},
    ]
    read, _ = read_text(tmp_path, "g.json", node_link(nodes, []))
    assert [s.stage_id for s in read.stages] == ["S"]
    assert [(t.name, t.stage_id) for t in read.touchpoints] == [("New call", "S")]


def test_default_of_an_attribute(tmp_path):
    """A GraphML attribute with a default has it at every node that does not say otherwise."""
    channel = '<key id="c" for="node" attr.name="channel"><default>chat</default></key>'
    read, _ = read_text(tmp_path, "g.graphml", graphml(node("a"), node("b", c="email"), keys=channel))
    assert [t.channel.value for t in read.touchpoints] == ["chat", "email"]


def test_kinds_that_are_not_known(tmp_path):
    """Nodes and edges of a kind nobody knows are left out, each with its line and the kinds there are."""
    body = (node("a", kind="robot"), node("b", kind="Touchpoint", stage_id="S"), node("S", kind="stage"))
    body += (edge("b", "b", kind="love"), edge("a", "b"), edge("S", "b"), "<hyperedge/>")
    keys = key("kind") + key("stage_id") + '<key id="kind" for="edge" attr.name="kind"/>'
    read, issues = read_text(tmp_path, "g.graphml", graphml(*body, keys=keys))
    assert [t.touchpoint_id for t in read.touchpoints] == ["b"]
    told = [(i.where.line, i.value) for i in issues if i.code == "not_read"]
    assert sorted(told) == [(3, "robot"), (6, "love"), (7, ""), (8, ""), (9, "hyperedge")]


def test_undirected_graph(tmp_path):
    """Edges without a direction are read as they are written, and it is said."""
    text = graphml(node("a"), node("b")).replace("directed", "undirected")
    _, issues = read_text(tmp_path, "g.graphml", text)
    assert "undirected" in codes(issues)
    _, issues = read_text(tmp_path, "g.json", node_link([], [], directed=False))
    assert "undirected" in codes(issues)


def test_mermaid_by_hand(tmp_path):
    """A journey by hand is read: ids are made, scores are emotions, a channel among the actors counts."""
    text = """---
config: {}
---
%% a remark
journey
    title My working day # of many
    accTitle: for the blind
    accDescr {
      several lines
    }
    section Go to work
      Make tea: 5: Me, Voice
      Go#58; upstairs: 2.5
    section Go home
      %% id T1
      Sit down: 1: Me, Cat
"""
    read, issues = read_text(tmp_path, "day.mmd", text)
    assert read.settings.name == "My working day"
    assert [(s.stage_id, s.position, s.name) for s in read.stages] == [
        ("ST1", 1, "Go to work"),
        ("ST2", 2, "Go home"),
    ]
    assert [(t.touchpoint_id, t.name, t.emotion, t.stage_id) for t in read.touchpoints] == [
        ("T2", "Make tea", 2, "ST1"),
        ("T3", "Go: upstairs", -0.5, "ST1"),
        ("T1", "Sit down", -2, "ST2"),
    ]
    assert read.touchpoints[0].channel.value == "phone"
    assert [(i.where.line, i.value) for i in issues if i.code == "not_read"] == [(12, "Me"), (16, "Cat")]


def test_changed_score_wins(tmp_path):
    """Who changes a score beside its comment means the score."""
    text = "journey\nsection S\n%% id T | 4 is 0.7\nCall: {}: Customer\n"
    for score, emotion in (("4", 0.7), ("2", -1)):
        read, _ = read_text(tmp_path, "j.mmd", text.format(score))
        assert read.touchpoints[0].emotion == emotion
    read, _ = read_text(tmp_path, "j.mmd", text.format("4").replace("0.7", "blank"))
    assert read.touchpoints[0].emotion is None


def test_tasks_before_any_section(tmp_path):
    """Tasks that stand before the first section have a stage too."""
    read, _ = read_text(tmp_path, "j.mmd", "journey\nCall: 3\n")
    assert [(s.name, t.name) for s, t in zip(read.stages, read.touchpoints, strict=True)] == [
        ("Journey", "Call")
    ]
