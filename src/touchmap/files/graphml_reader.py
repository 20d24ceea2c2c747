"""GraphML read element by element, never following or expanding anything."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from touchmap.errors import Issue, UnreadableFileError, Where
from touchmap.files.json_document import read_document
from touchmap.files.json_text import JsonReader
from touchmap.files.limits import MAX_DEPTH, MAX_EDGES, MAX_NODES
from touchmap.files.map_graph import REST, MapEdge, MapGraph, MapNode
from touchmap.files.map_source import source_of
from touchmap.files.map_tables import not_read
from touchmap.files.source import Source
from touchmap.files.wording import shown
from touchmap.files.xml_text import restore_characters

_DRAWN_TEXT = ("NodeLabel", "EdgeLabel")
"""Elements in which yEd keeps what is written on nodes and edges."""


def read_graphml(path: Path) -> Source:
    """Read a map; every row knows its line."""
    handler = _Handler(path.name)
    _parse(path, handler)
    graph, rest = handler.graph, None
    said = graph.attributes.get(REST)
    if said is not None:
        _restore(graph)
        rest = _read_rest(restore_characters(str(said)), path.name, handler.rest_line)
    source = source_of(graph, path.name, rest)
    source.issues[:0] = handler.issues
    return source


def _parse(path: Path, handler: ContentHandler) -> None:
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parse

    try:
        parse(io.BytesIO(path.read_bytes()), handler, forbid_dtd=True)
    except DefusedXmlException as error:
        what = "declares a document type or entities, which a map does not need and is not safe to open"
        raise UnreadableFileError(f"{path.name} {what}") from error
    except SAXException as error:
        line = getattr(error, "getLineNumber", lambda: None)()
        place = f": line {line}" if line else ""
        raise UnreadableFileError(f"{path.name} is not XML{place}: {error.getMessage()}") from error
    except (ValueError, LookupError) as error:
        raise UnreadableFileError(f"{path.name} is not XML in an encoding that is known") from error
    except OSError as error:
        raise UnreadableFileError(f"cannot read {path}: {error.strerror or error}") from error


def _read_rest(text: str, file: str, line: int) -> Source:
    try:
        return read_document(JsonReader(text, line), file)
    except (json.JSONDecodeError, RecursionError) as error:
        what = f"the attribute {REST!r} of the graph is not a JSON document"
        hint = "put back what touchmap wrote there, or delete the attribute"
        return Source(
            issues=[Issue("bad_value", what, hint, Where(file=file, line=line), value=str(error)[:80])]
        )


def _restore(graph: MapGraph) -> None:
    for attributes in (
        *(node.attributes for node in graph.nodes),
        *(edge.attributes for edge in graph.edges),
    ):
        for name, value in attributes.items():
            if isinstance(value, str) and "_x" in value:
                attributes[name] = restore_characters(value)


class _Handler(ContentHandler):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.graph = MapGraph()
        self.issues: list[Issue] = []
        self.rest_line = 1
        self._names: dict[str, str] = {}
        """Name of each declared attribute."""
        self._defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
        self._defined = ("", "")
        """Name of the attribute that is being declared, and what it is for."""
        self._open: list[str] = []
        self._holders: list[tuple[MapNode | MapEdge, set[str]]] = []
        """Open nodes and edges, and what was said of each so far."""
        self._text: list[str] | None = None
        self._name = ""
        self._told: set[str] = set()
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - named by the library
        """Note where the parser stands."""
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """Begin an element."""
        tag = name.rpartition(":")[2]
        self._open.append(tag)
        if len(self._open) == 1 and tag != "graphml":
            raise UnreadableFileError(f"{self.file} is not GraphML: it begins with <{shown(tag)}>")
        if len(self._open) > MAX_DEPTH:
            raise UnreadableFileError(f"{self.file} is nested too deeply to be a map")
        given = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        begin = getattr(self, f"_begin_{tag}", None) if "data" not in self._open[:-1] else None
        if begin is not None:
            begin(given)
        elif tag in _DRAWN_TEXT and self._text is None:
            self._text = []
        elif tag in ("hyperedge", "port") and tag not in self._told:
            self._told.add(tag)
            self.issues.append(not_read(f"element <{tag}>", tag, self._where()))

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        """End an element."""
        tag = self._open.pop()
        if tag in ("node", "edge") and "data" not in self._open:
            self._holders.pop()
        elif tag == "default" and self._text is not None:
            self._defaults.get(self._defined[1], {})[self._defined[0]] = "".join(self._text)
            self._text = None
        elif self._text is not None and tag in ("data", *_DRAWN_TEXT):
            self._keep("".join(self._text), drawn=tag != "data")
            self._text = None

    def characters(self, content: str) -> None:
        """Take text."""
        if self._text is not None:
            self._text.append(content)

    def _line(self) -> int:
        return 1 if self._locator is None else int(self._locator.getLineNumber() or 1)

    def _where(self) -> Where:
        return Where(file=self.file, line=self._line())

    def _begin_key(self, given: dict[str, str]) -> None:
        key = given.get("id", "")
        drawn = "yfiles.type" in given
        self._names[key] = "" if drawn else given.get("attr.name", key)
        self._defined = (self._names[key], given.get("for", ""))

    def _begin_default(self, given: dict[str, str]) -> None:  # noqa: ARG002 - as all that begin
        self._text = []

    def _begin_graph(self, given: dict[str, str]) -> None:
        if given.get("edgedefault") == "undirected" and "undirected" not in self._told:
            self._told.add("undirected")
            text = "edges without a direction are read as leading from source to target"
            hint = "turn round those that lead the other way"
            issue = not_read("the missing direction of edges", "undirected", self._where(), hint)
            self.issues.append(Issue("undirected", text, hint, issue.where, issue.severity, "undirected"))

    def _begin_node(self, given: dict[str, str]) -> None:
        if len(self.graph.nodes) >= MAX_NODES:
            raise UnreadableFileError(f"{self.file} has more than {MAX_NODES:,} nodes")
        parent = next((h for h, _ in reversed(self._holders) if isinstance(h, MapNode)), None)
        node = MapNode(given.get("id", ""), dict(self._defaults["node"]), self._line(), parent)
        if not node.name:
            node.name, node.broken = f"(node in line {node.line})", True
            hint = "give it an id of its own"
            self.issues.append(Issue("missing_id", "a node has no id", hint, self._where()))
        self.graph.nodes.append(node)
        self._holders.append((node, set()))

    def _begin_edge(self, given: dict[str, str]) -> None:
        if len(self.graph.edges) >= MAX_EDGES:
            raise UnreadableFileError(f"{self.file} has more than {MAX_EDGES:,} edges")
        ends = (given.get("source", ""), given.get("target", ""))
        edge = MapEdge(*ends, given.get("id", ""), dict(self._defaults["edge"]), self._line())
        self.graph.edges.append(edge)
        self._holders.append((edge, set()))

    def _begin_data(self, given: dict[str, str]) -> None:
        key = given.get("key", "")
        self._name, self._text = self._names.get(key, key), []
        if self._name == "":
            self._text = None

    def _keep(self, text: str, *, drawn: bool) -> None:
        """Take the text of an attribute, or what is drawn, of which the first piece counts."""
        if not self._holders:
            if self._name == REST:
                self.rest_line = self._line() - text.count("\n")
            self.graph.attributes.setdefault(self._name, text)
            return
        holder, said = self._holders[-1]
        if drawn:
            if text.strip() and "label" not in said:
                said.add("label")
                holder.attributes["label"] = text.strip()
        elif self._name in said:
            what = f"attribute {shown(self._name)!r} is there twice"
            issue = Issue(
                "duplicate_attribute", what, "keep one of the two", self._where(), value=shown(text)
            )
            self.issues.append(issue)
        else:
            said.add(self._name)
            holder.attributes[self._name] = text
