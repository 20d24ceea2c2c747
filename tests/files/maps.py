"""Random maps, and how tests write and read maps."""

import json
from pathlib import Path

from hypothesis import strategies as st

from tests.files.strategies import AWKWARD, rows, texts
from touchmap.errors import Issue
from touchmap.files import read_project, write_map
from touchmap.files.map_graph import MAP_TABLES, REST_SETTINGS
from touchmap.project import Project, Settings, Stage, Touchpoint

GRAPHS = ("map.graphml", "map.json")
HOSTILE = (
    *AWKWARD,
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&#10;",
    "_x0000_",
    "_x",
    "_x0041\x00",
    "\x85\u2028",
    "#35;",
    "%%",
)


def only_map(project: Project) -> Project:
    """What a graph carries of a project."""
    said = {name: getattr(project.settings, name) for name in REST_SETTINGS}
    given = {name: value for name, value in said.items() if name in project.settings.model_fields_set}
    return Project(settings=Settings(**given), **{table: project.rows(table) for table in MAP_TABLES})


def read_back(project: Project, path: Path) -> Project:
    """Write a map and read it; nothing may be told of it."""
    write_map(project, path)
    read, issues = read_project(path, check=False)
    assert issues == []
    assert read is not None
    return read


def read_text(folder: Path, name: str, text: str | bytes) -> tuple[Project | None, list[Issue]]:
    """Read a file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_project(path)


def graphml(*body: str, keys: str = "") -> str:
    """A GraphML file, one element a line; the first element of the graph is in line 3 without keys."""
    head = f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}'
    return "\n".join([head, '<graph edgedefault="directed">', *body, "</graph>", "</graphml>"])


def key(name: str, what: str = "node") -> str:
    """Declaration of a GraphML attribute whose key is its name."""
    return f'<key id="{name}" for="{what}" attr.name="{name}" attr.type="string"/>'


def node(name: str, /, **data: str) -> str:
    """A GraphML node."""
    return f'<node id="{name}">' + "".join(f'<data key="{k}">{v}</data>' for k, v in data.items()) + "</node>"


def edge(source: str, target: str, /, **data: str) -> str:
    """A GraphML edge."""
    inside = "".join(f'<data key="{k}">{v}</data>' for k, v in data.items())
    return f'<edge source="{source}" target="{target}">{inside}</edge>'


def node_link(nodes: list, edges: list, **more: object) -> str:
    """A node-link document."""
    return json.dumps({"nodes": nodes, "edges": edges, **more})


@st.composite
def maps(draw: st.DrawFn) -> Project:
    """Maps whose rows are legal by themselves and need not agree with each other."""
    chosen = draw(st.lists(st.sampled_from(MAP_TABLES), max_size=3, unique=True))
    tables = {name: tuple(draw(st.lists(rows(name), min_size=1, max_size=3))) for name in chosen}
    return only_map(Project(settings=draw(rows("settings")), **tables))


@st.composite
def journeys(draw: st.DrawFn) -> Project:
    """Stages in the order of time with touchpoints, as much of them as Mermaid carries."""
    hostile = st.one_of(st.sampled_from(HOSTILE), texts).map(str.strip).filter(bool)
    stages = [
        Stage(stage_id=f"S{n}", position=n, name=draw(hostile)) for n in range(1, draw(st.integers(1, 3)) + 1)
    ]
    touchpoints = []
    for stage in stages:
        for _ in range(draw(st.integers(0, 3))):
            row = draw(rows("touchpoints"))
            kept = {
                name: getattr(row, name) for name in ("emotion", "channel") if name in row.model_fields_set
            }
            touchpoint_id = f"{row.touchpoint_id[:60]} {len(touchpoints)}"
            kept |= {"name": draw(hostile), "touchpoint_id": touchpoint_id, "stage_id": stage.stage_id}
            touchpoints.append(Touchpoint(**kept))
    name = draw(texts)
    settings = Settings(name=name) if name else Settings()
    return Project(settings=settings, stages=tuple(stages), touchpoints=tuple(touchpoints))
