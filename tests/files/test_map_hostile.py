"""Maps that are wrong or made to harm: all problems are listed with their line, or the file is refused."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import touchmap.files.node_link as node_link_reader
from tests.files.maps import edge, graphml, key, node, node_link, read_text
from touchmap.errors import InvalidProjectError, UnreadableFileError
from touchmap.files import (
    formats,
    graphml_reader,
    limits,
    mermaid_reader,
    read_map,
    read_project,
)

LAUGHS = '<!DOCTYPE g [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!DOCTYPE graphml SYSTEM "http://localhost:1/graphml.dtd">'
KIND = key("kind") + key("touchpoint_id") + key("stage_id") + key("name") + key("touch_need")


def errors(issues) -> list[tuple]:
    return [(i.code, i.where.line, i.value) for i in issues if i.severity == "error"]


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE, REMOTE], ids=["expanding", "external", "remote"])
def test_entities_are_refused(tmp_path, declaration):
    """A GraphML file that declares a document type or entities is refused at once, expanding nothing."""
    text = '<?xml version="1.0"?>' + declaration + graphml(node("a", kind="&c;"))
    with pytest.raises(UnreadableFileError, match="not safe"):
        read_text(tmp_path, "g.graphml", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<graphml>",
        "<html/>",
        "<graphml></graph>",
        "PK\x03\x04",
        '<?xml version="1.0" encoding="nonsense"?><graphml/>',
        "<graphml>" + "<graph>" * 200 + "</graph>" * 200 + "</graphml>",
        "<graphml>" + "<a>" * 100_000,
        "<graphml>&none;</graphml>",
        "<graphml>\x00</graphml>",
        b"\xff\xfe<\x00",
        b"<graphml>\xff</graphml>",
    ],
)
def test_no_graphml(tmp_path, text):
    """What is no GraphML, or is nested without end, is refused and does not crash."""
    with pytest.raises(UnreadableFileError, match=r"g\.graphml"):
        read_text(tmp_path, "g.graphml", text)


@pytest.mark.parametrize(
    "text", ["", "flowchart TD\nA-->B", "%% only a remark", "---\njourney", b"\xff", "x" * 2_000_000]
)
def test_no_journey(tmp_path, text):
    """What is no Mermaid journey is refused and does not crash."""
    with pytest.raises(UnreadableFileError):
        read_text(tmp_path, "j.mmd", text)


def test_file_too_large(tmp_path, monkeypatch):
    """A map over the limit is refused before it is opened."""
    monkeypatch.setattr(formats, "MAX_FILE_BYTES", 10)
    for name in ("g.graphml", "g.json", "j.mmd"):
        with pytest.raises(UnreadableFileError, match="larger than"):
            read_text(tmp_path, name, "x" * 11)


def test_too_many_nodes_and_edges(tmp_path, monkeypatch):
    """Nodes, edges and tasks are counted while they are read, and too many are refused."""
    for module in (graphml_reader, node_link_reader):
        monkeypatch.setattr(module, "MAX_NODES", 2)
        monkeypatch.setattr(module, "MAX_EDGES", 2)
    monkeypatch.setattr(mermaid_reader, "MAX_ROWS", 2)
    few, many = [{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b"}] * 3
    three = [*few, {"id": "c"}]
    for name, text in (
        ("g.graphml", graphml(*map(node, "abc"))),
        ("g.graphml", graphml(*map(node, "ab"), *[edge("a", "b")] * 3)),
        ("g.json", node_link(three, [])),
        ("g.json", node_link(few, many)),
        ("j.mmd", "journey\n" + "Call: 3\n" * 3),
    ):
        with pytest.raises(UnreadableFileError, match="more than 2"):
            read_text(tmp_path, name, text)


def test_all_problems_of_a_graph(tmp_path):
    """Every wrong value, dangling edge and repeated id of a GraphML file is listed with its line."""
    body = (
        node("S", kind="stage", name="Join"),
        node("a", kind="touchpoint", stage_id="S", name="A", touch_need="high"),
        node("b", kind="touchpoint", stage_id="S", name="B", touch_need="7"),
        node("a", kind="touchpoint", stage_id="S", name="A again"),
        "<node/>",
        node("c", kind="touchpoint", stage_id="S", name="C").replace(
            "</node>", '<data key="name">D</data></node>'
        ),
        edge("c", "gone"),
        edge("c", "S", kind="transition"),
        edge("c", "c", kind="transition", probability="1,234"),
    )
    keys = KIND + '<key id="probability" for="edge" attr.name="probability"/>'
    read, issues = read_text(tmp_path, "g.graphml", graphml(*body, keys=keys))
    assert read is None
    assert sorted(errors(issues), key=lambda e: e[1]) == [
        ("bad_number", 4, "high"),
        ("out_of_range", 5, "7"),
        ("duplicate_node", 6, "a"),
        ("missing_id", 7, ""),
        ("duplicate_attribute", 8, "D"),
        ("unknown_node", 9, "gone"),
        ("wrong_end", 10, "transition"),
        ("ambiguous_number", 11, "1,234"),
    ]
    assert all(i.hint and i.where.file == "g.graphml" for i in issues if i.severity == "error")
    with pytest.raises(InvalidProjectError, match=r"g\.graphml, line 9"):
        read_map(tmp_path / "g.graphml")


def test_all_problems_of_a_document(tmp_path):
    """Every problem of a node-link document is listed with its line and a remedy."""
    text = """{"graph": {"touchmap": {"schema_version": 7, "offers": [], "settings": {"note": "x"}}},
"nodes": [
{"id": "S", "kind": "stage", "name": "Join", "name": "Use"},
{"id": "a", "kind": "touchpoint", "stage_id": "S", "name": {"en": "A"}},
7,
{"id": "b", "kind": "touchpoint", "stage_id": "gone", "name": "B"}
],
"links": [
{"source": "b"},
{"source": "a", "target": ["b"], "kind": "transition"}
],
"edges": [], "extra": 1}"""
    read, issues = read_text(tmp_path, "g.json", text)
    assert read is None
    found = sorted((i.where.line, i.code) for i in issues if i.code not in ("no_process", "no_provider"))
    assert found == [
        (1, "not_read"),
        (1, "not_read"),
        (1, "wrong_schema_version"),
        (3, "duplicate_json_key"),
        (4, "bad_value"),
        (5, "bad_row"),
        (6, "unknown_id"),
        (9, "unknown_node"),
        (10, "unknown_node"),
        (12, "duplicate_json_key"),
        (12, "not_read"),
    ]
    assert all(i.hint for i in issues)


def test_all_problems_of_a_journey(tmp_path):
    """Every line of a journey that is not understood is listed with its number and a remedy."""
    text = "journey\ntitle A\ntitle B\nsection S\nCall: 9: Me\nVisit\nMail: good\n: 3\nChat: 3: a: b\n"
    read, issues = read_text(tmp_path, "j.mmd", text)
    assert read is None
    assert sorted(errors(issues), key=lambda e: e[1]) == [
        ("bad_score", 5, "9"),
        ("bad_line", 6, "Visit"),
        ("bad_score", 7, "good"),
        ("bad_line", 8, ": 3"),
    ]
    assert all(i.hint for i in issues)


@pytest.mark.parametrize("said", ["{", "[]", "7", "[" * 100_000, '{"schema_version": 1} x'])
def test_damaged_rest(tmp_path, said):
    """A damaged piece of touchmap's own is an issue with its line, in either form."""
    keys = key("touchmap", "graph")
    for name, text in (
        ("g.graphml", graphml(f'<data key="touchmap">{said}</data>', node("a"), keys=keys)),
        ("g.json", node_link([{"id": "a"}], [], graph={"touchmap": said})),
    ):
        read, issues = read_text(tmp_path, name, text)
        assert read is None
        assert "bad_value" in {i.code for i in issues if i.severity == "error"}


def test_limits_are_documented(data_folder):
    """The page of files states the limits of maps."""
    words = f"{limits.MAX_NODES:,} nodes, {limits.MAX_EDGES:,} edges, {limits.MAX_DEPTH} elements"
    assert words in (data_folder.parent / "docs" / "files.md").read_text(encoding="utf-8")


def test_flood_of_attributes_is_cut_short(tmp_path):
    """Thousands of attributes nobody knows give a list people can read, in good time."""
    nodes = [{"id": str(n), **{f"x{n}_{m}": 1 for m in range(20)}} for n in range(500)]
    _, issues = read_text(tmp_path, "g.json", node_link(nodes, []))
    assert len([i for i in issues if i.code == "not_read"]) == 500


names = st.sampled_from(
    ["id", "kind", "name", "label", "stage", "touchpoint_id", "source", "target", "weight", "x"]
)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        ["stage", "touchpoint", "process", "handoff", "transition", "served_by", "a", "b", "0.5"]
    ),
    st.text(max_size=4),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)
items = st.lists(st.one_of(st.dictionaries(names, values, max_size=5), values), max_size=4)


def read_or_refuse(path) -> None:
    try:
        project, issues = read_project(path)
    except UnreadableFileError:
        return
    assert project is not None or issues
    assert all(issue.message and issue.hint for issue in issues)


@given(nodes=st.one_of(items, values), edges=st.one_of(items, values), graph=values)
def test_any_node_link(tmp_path_factory, nodes, edges, graph):
    """Whatever stands in a node-link document, reading it gives a map, problems or a refusal."""
    path = tmp_path_factory.mktemp("json") / "g.json"
    path.write_text(json.dumps({"nodes": nodes, "edges": edges, "graph": {"touchmap": graph, "name": graph}}))
    read_or_refuse(path)


TAGS = ("node", "graph", "key", "default", "data", "edge")
GIVEN = ('<node id="a">', '<edge source="a" target="b">', '<key id="k" for="node">', '<data key="k">')
elements = st.sampled_from([*(f"<{t}>" for t in TAGS), *(f"</{t}>" for t in TAGS), *GIVEN, "<data/>", "x"])


@given(pieces=st.lists(elements, max_size=8))
@example(["<default>", "x", "</default>"])
@example(["<node>", "<node>", "<edge>", "<data/>", "</edge>", "</node>", "</node>"])
@example(['<node id="a">', '<data key="k">', '<node id="a">', "</node>", "</data>", "</node>"])
@example(["<key>", "<data/>", "</key>", "</graph>"])
def test_any_elements(tmp_path_factory, pieces):
    """Whatever elements a GraphML file holds in whatever order, reading it never crashes."""
    path = tmp_path_factory.mktemp("xml") / "g.graphml"
    path.write_text("<graphml>" + "".join(pieces) + "</graphml>")
    read_or_refuse(path)


@given(
    lines=st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "section",
                    "title x",
                    "section s",
                    "%% id",
                    "%% id T | 3 is x",
                    "a: 3",
                    ":",
                    "%%{",
                    "---",
                    "accDescr {",
                ]
            ),
            st.text(max_size=8),
        ),
        max_size=6,
    )
)
def test_any_lines(tmp_path_factory, lines):
    """Whatever lines a journey holds, reading it never crashes."""
    path = tmp_path_factory.mktemp("mmd") / "j.mmd"
    path.write_bytes("\n".join(["journey", *lines]).encode())
    read_or_refuse(path)


@given(data=st.binary(max_size=60))
def test_any_bytes(tmp_path_factory, data):
    """Any bytes may stand in a map."""
    folder = tmp_path_factory.mktemp("bytes")
    for name, head in (("g.graphml", b"<graphml>"), ("j.mmd", b"journey\n"), ("j.mmd", b"")):
        (folder / name).write_bytes(head + data)
        read_or_refuse(folder / name)
