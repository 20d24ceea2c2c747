"""GraphML, the XML of yEd, Gephi, Cytoscape, igraph and networkx: writing.

Which tables are carried, and which are not, stands in `map_graph`. Numbers and yes or no are typed;
lists and dates are text, as in a CSV file; what is blank has no element.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from touchmap.files.atomic import replace_file
from touchmap.files.figures import write_number
from touchmap.files.map_graph import map_graph
from touchmap.files.word_lists import join_words
from touchmap.files.xml_text import escape_xml
from touchmap.project import Project

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES = ((bool, "boolean"), (int, "int"), (float, "double"))

Keys = dict[tuple[str, str, str], str]
"""Id of each declared attribute, by what it is for, its name and its type."""


def write_graphml(project: Project, path: Path) -> None:
    """Write the map of a project."""
    data = graphml_text(project).encode()
    replace_file(path, lambda beside: _put(beside, data))


def graphml_text(project: Project) -> str:
    """Give the map of a project as GraphML, one element a line."""
    graph = map_graph(project)
    keys: Keys = {}
    body = [
        '<graph id="map" edgedefault="directed">',
        *_data("graph", graph.attributes, keys),
        *(line for node in graph.nodes for line in _node(node.name, node.attributes, keys)),
    ]
    for edge in graph.edges:
        name, source, target = (escape_xml(part) for part in (edge.key, edge.source, edge.target))
        body += [
            f'<edge id="{name}" source="{source}" target="{target}">',
            *_data("edge", edge.attributes, keys),
            "</edge>",
        ]
    declared = [
        f'<key id="{key}" for="{what}" attr.name="{name}" attr.type="{kind}"/>'
        for (what, name, kind), key in keys.items()
    ]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{_NAMESPACE}">', *declared]
    return "\n".join([*head, *body, "</graph>", "</graphml>", ""])


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _node(name: str, attributes: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    yield f'<node id="{escape_xml(name)}">'
    yield from _data("node", attributes, keys)
    yield "</node>"


def _data(what: str, attributes: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    for name, value in attributes.items():
        kind = next((word for of, word in _TYPES if isinstance(value, of)), "string")
        key = keys.setdefault((what, name, kind), f"d{len(keys)}")
        yield f'<data key="{key}">{escape_xml(_text(value))}</data>'


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, list):
        return join_words(write_number(part) if isinstance(part, float) else part for part in value)
    return str(value)
