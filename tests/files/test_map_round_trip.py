"""A map comes back from GraphML, node-link JSON and Mermaid as it was written."""

import json

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.files.maps import GRAPHS, HOSTILE, journeys, maps, only_map, read_back
from tests.files.strategies import rows
from touchmap.errors import UnreadableFileError
from touchmap.files import load, read_map, read_project, save, write_map
from touchmap.files.map_graph import MAP_TABLES
from touchmap.files.mermaid_text import escape_mermaid, unescape_mermaid
from touchmap.files.xml_text import escape_xml, restore_characters
from touchmap.journey.graph import build_graph
from touchmap.project import Department, Handoff, Process, Project, Stage, Touchpoint, Transition

SAMPLES = ("telecom_isp", "insurer", "online_retailer")


@pytest.mark.parametrize("target", GRAPHS)
@given(project=maps())
def test_any_map_survives(tmp_path_factory, target, project):
    """Whatever legal values the rows of a map hold, writing and reading them gives an equal project."""
    read = read_back(project, tmp_path_factory.mktemp("map") / target)
    assert read == project
    assert read.hash == project.hash


@pytest.mark.parametrize("table", MAP_TABLES)
@settings(max_examples=10)
@given(data=st.data())
def test_every_table_survives(tmp_path_factory, table, data):
    """Each table a graph carries survives by itself, even while what it refers to is not there yet."""
    project = Project(**{table: tuple(data.draw(st.lists(rows(table), min_size=1, max_size=3)))})
    folder = tmp_path_factory.mktemp("table")
    for target in GRAPHS:
        assert read_back(project, folder / target) == project


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("target", GRAPHS)
def test_sample_survives(data_folder, tmp_path, sample, target):
    """The map of each sample company survives, checks included, and nothing else of it is written."""
    project = load(data_folder / sample)
    write_map(project, tmp_path / target)
    assert read_map(tmp_path / target) == only_map(project)
    assert project.providers
    assert project.providers[0].name not in (tmp_path / target).read_text()


@pytest.mark.parametrize("target", [*GRAPHS, "map.mmd"])
def test_same_map_same_bytes(insurer, tmp_path, target):
    """Writing what was read gives the same file to the byte, once what other tables add is gone."""
    paths = [tmp_path / f"{number}{target}" for number in range(3)]
    project = insurer
    for path in paths:
        write_map(project, path)
        project = read_map(path)
    assert paths[1].read_bytes() == paths[2].read_bytes()


@pytest.mark.parametrize("target", GRAPHS)
def test_blank_stays_blank(tmp_path, target):
    """A value nobody filled in is not written, so that an assumed default stays recognisable as such."""
    stated = Process(process_id="P1", name="A", touch_need=3)
    assumed = Process(process_id="P2", name="B")
    read = read_back(Project(processes=(stated, assumed)), tmp_path / target)
    assert ["touch_need" in row.model_fields_set for row in read.processes] == [True, False]


@pytest.mark.parametrize("target", GRAPHS)
def test_two_rows_with_one_id_stay_two(tmp_path, target):
    """Rows with the same id, as in a project still being filled in, do not swallow each other."""
    rows = tuple(Process(process_id=i, name=n) for i, n in (("P", "A"), ("P", "B"), ("P~2", "C")))
    handoff = Handoff(handoff_id="H", from_process_id="P", to_id="P~2")
    project = Project(processes=rows, handoffs=(handoff,))
    assert read_back(project, tmp_path / target) == project


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("target", GRAPHS)
def test_networkx_reads_it(data_folder, tmp_path, sample, target):
    """The library networkx reads the file: as many nodes and edges as the map, numbers as numbers."""
    project, path = load(data_folder / sample), tmp_path / target
    write_map(project, path)
    graph = nx.read_graphml(path) if target == "map.graphml" else _node_link(path)
    built = build_graph(project)
    assert set(graph) == set(built)
    assert graph.is_directed()
    assert graph.number_of_edges() == built.number_of_edges()
    for name in built:
        assert graph.nodes[name]["name"] == built.nodes[name]["name"]
    row = project.touchpoints[0]
    assert graph.nodes[f"touchpoint:{row.touchpoint_id}"]["touch_need"] == row.touch_need
    assert graph.nodes[f"touchpoint:{row.touchpoint_id}"]["contacts_per_month"] == row.contacts_per_month


@pytest.mark.parametrize("target", GRAPHS)
def test_map_survives_networkx(insurer, tmp_path, target):
    """What networkx read and wrote anew is still the same map, whatever the order of its rows."""
    path, again = tmp_path / target, tmp_path / f"again-{target}"
    write_map(insurer, path)
    if target == "map.graphml":
        nx.write_graphml(nx.read_graphml(path), again)
    else:
        again.write_text(json.dumps(nx.node_link_data(_node_link(path), edges="links")))
    read, issues = read_project(again)
    assert read is not None
    assert read.hash == only_map(insurer).hash
    assert {issue.code for issue in issues} & {"not_read"} == set()


def test_graph_of_the_package_is_read(insurer, tmp_path):
    """A graph somebody took from `build_graph` and wrote as node-link JSON is read, but for its shapes."""
    data = nx.node_link_data(build_graph(insurer), edges="edges")
    (tmp_path / "g.json").write_text(json.dumps(data, default=str))
    read, _ = read_project(tmp_path / "g.json", check=False)
    assert read is not None
    for table in ("stages", "touchpoints", "processes", "departments", "systems", "handoffs", "demand"):
        assert sorted(r.row_key for r in read.rows(table)) == sorted(r.row_key for r in insurer.rows(table))


@given(project=journeys())
def test_journey_survives_mermaid(tmp_path_factory, project):
    """Ids, names, order, channels and emotions come back from Mermaid exactly, whatever names hold."""
    assert read_back(project, tmp_path_factory.mktemp("map") / "map.mmd") == project


@given(text=st.one_of(st.sampled_from(HOSTILE), st.text()))
@example("_x0041\x00")
@example("x_x005F_x0041_")
@example("section 1")
def test_escapes_are_undone(text):
    """Any text comes back from the escapes, which leave nothing that the format takes for syntax."""
    coded = escape_mermaid(text)
    assert unescape_mermaid(coded) == text
    assert not set(coded) & set(":\n\r%")
    xml = escape_xml(text)
    assert not set(xml) & set('<>"\r\x00')
    for mark, character in {
        "&#9;": "\t",
        "&#10;": "\n",
        "&quot;": '"',
        "&lt;": "<",
        "&gt;": ">",
        "&amp;": "&",
    }.items():
        xml = xml.replace(mark, character)
    assert restore_characters(xml) == text


def test_whole_project_is_no_map(small, tmp_path):
    """A touchmap document is told from a map, and what is no map cannot be written or read as one."""
    save(small, tmp_path / "p.json")
    with pytest.raises(UnreadableFileError, match="no map but a project"):
        read_map(tmp_path / "p.json")
    with pytest.raises(UnreadableFileError, match="is no map"):
        write_map(small, tmp_path / "p.xlsx")
    with pytest.raises(UnreadableFileError, match="only the map"):
        save(small, tmp_path / "p.graphml")
    with pytest.raises(UnreadableFileError, match="no folder"):
        write_map(small, tmp_path / "none" / "p.graphml")
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]


def test_order_of_rows_is_kept(tmp_path):
    """Transitions come back in the order of the table, not sorted by where they begin."""
    stages = (Stage(stage_id="S", name="S"),)
    points = tuple(Touchpoint(touchpoint_id=i, stage_id="S", name=i) for i in "CAB")
    ends = (("B", "A"), ("C", "B"), ("A", "B"), ("B", "C"))
    moves = tuple(Transition(from_touchpoint_id=a, to_touchpoint_id=b, probability=0.1) for a, b in ends)
    legal = (Department(department_id="D", name="Legal"),)
    project = Project(stages=stages, touchpoints=points, transitions=moves, departments=legal)
    for target in GRAPHS:
        assert read_back(project, tmp_path / target) == project


def _node_link(path) -> nx.MultiDiGraph:
    return nx.node_link_graph(json.loads(path.read_text()), edges="edges")
