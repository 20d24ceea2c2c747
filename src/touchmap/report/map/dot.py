"""A scene in the DOT language. Everything people typed comes out as text, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from touchmap.report.map.fonts import FAMILY, text_width
from touchmap.report.map.labels import card_label, legend_label, text_label
from touchmap.report.map.scene import Card, Dot, Group, Link, Note, Scene
from touchmap.report.map.text import ELLIPSIS, clean, printable, shorten
from touchmap.report.map.wires import rounded

LONGEST_HINT = 2000
"""Characters of a tooltip; Graphviz reads none beyond 16,000."""
LONGEST_TITLE = 400.0
"""Room for the title of a group, in points."""
ARROW = 6.0
"""Length of an arrow's head, in points."""

PAPERS: dict[str, tuple[float, float]] = {
    "A4": (11.69, 8.27),
    "A3": (16.54, 11.69),
    "A2": (23.39, 16.54),
    "A1": (33.11, 23.39),
    "A0": (46.81, 33.11),
}
"""Inches of each paper, landscape."""
SHEET_MARGIN = 0.3
"""Inches left blank on every side of a sheet."""


_kept = lru_cache(maxsize=4_000)
"""Most of a map that is drawn again and again stays as it was: so many statements of each kind are kept."""


@dataclass(frozen=True)
class Statements:
    """A scene in the DOT language, statement by statement."""

    graph: tuple[str, ...]
    """What holds for all of it: its attributes, the legend, the backdrop."""
    cards: dict[str, str]
    """By the name of the card, in order."""
    groups: tuple[str, ...]
    corners: tuple[str, ...]
    """Invisible points that hold a placed picture open to its full size."""
    marks: tuple[str, ...]
    """Dots and notes."""
    links: tuple[tuple[Link, str], ...]

    @property
    def text(self) -> str:
        """All of it as one text."""
        links = (text for _, text in self.links)
        cards = self.cards.values()
        return as_dot(*self.graph, *cards, *self.groups, *self.corners, *self.marks, *links)


def to_dot(scene: Scene, *, paper: str | None = None, dpi: int | None = None) -> str:
    """Write a scene as DOT, for the engine ``nop2`` if it is placed, else for ``dot``.

    Parameters
    ----------
    scene
        What to draw.
    paper
        Fit it on a landscape sheet of this paper (`PAPERS`), in the middle.
    dpi
        Resolution of a pixel picture.
    """
    return statements(scene, paper=paper, dpi=dpi).text


def statements(scene: Scene, *, paper: str | None = None, dpi: int | None = None) -> Statements:
    """Write a scene as single statements of DOT; parameters as in `to_dot`."""
    height = scene.height
    return Statements(
        tuple(_graph_attributes(scene, paper, dpi)),
        {card.name: _card(height, card) for card in scene.cards},
        tuple(_group(number, group) for number, group in enumerate(scene.groups)),
        tuple(_corners(scene)) if scene.placed else (),
        (*(_dot(height, dot) for dot in scene.dots), *(_note(height, note) for note in scene.notes)),
        tuple((link, _link(height, link)) for link in scene.links),
    )


def as_dot(*lines: str) -> str:
    """Put statements together to a graph."""
    return "\n".join(("digraph map {", *lines, "}"))


def unseen(name: str, x: float = 0.0, y: float = 0.0) -> str:
    """Write a node that nobody sees, such as one that only holds an end of a link."""
    look = 'width=0.01, height=0.01, style=invis, shape=point, label=""'
    return f'{_node(name)} [pos="{x:.1f},{y:.1f}", {look}];'


def _group(number: int, group: Group) -> str:
    frame = {
        "label": _escaped(shorten(group.title, LONGEST_TITLE, 11)),
        "id": svg_id(group.name),
        "class": "group",
        "color": group.colour,
        "style": "rounded",
        "penwidth": "2",
        "fontsize": "11",
        "labeljust": "l",
        "labelloc": "t",
        "margin": "10",
    }
    members = "; ".join(_node(member) for member in group.members)
    return f"subgraph cluster_{number} {{ graph {_attributes(frame)}; {members} }}"


def _graph_attributes(scene: Scene, paper: str | None, dpi: int | None) -> Iterator[str]:
    attributes = {
        "fontname": FAMILY,
        "bgcolor": "white",
        "pad": "0.15",
        "outputorder": "edgesfirst",
        "splines": "true",
        "tooltip": " ",
        "charset": "UTF-8",
    }
    if scene.placed:
        attributes |= {"inputscale": "72", "notranslate": "true"}
        background = _background(scene)
        if background:
            attributes["_background"] = background
    else:
        attributes |= {"rankdir": "LR", "ranksep": "0.7", "nodesep": "0.15", "newrank": "true"}
    if paper:
        width, height = (inches - 2 * SHEET_MARGIN for inches in PAPERS[paper])
        attributes["size"] = f"{width:.2f},{height:.2f}!"
        attributes["viewport"] = f"{width * 72:.2f},{height * 72:.2f}"
        attributes["margin"] = f"{SHEET_MARGIN:g}"
    if dpi:
        attributes["dpi"] = str(dpi)
    yield f"graph {_attributes(attributes)};"
    yield f"graph [label=<{legend_label(scene)}>, labelloc=b, labeljust=l];"
    yield f"node {_attributes({'fontname': FAMILY, 'shape': 'box', 'fixedsize': 'true', 'margin': '0'})};"
    yield f"edge {_attributes({'fontname': FAMILY, 'fontsize': '7.5', 'arrowsize': '0.6'})};"


def _corners(scene: Scene) -> Iterator[str]:
    """Two invisible points hold the picture open to its full size."""
    yield unseen("corner:low")
    yield unseen("corner:high", scene.width, scene.height)


@_kept
def _card(height: float, card: Card) -> str:
    styles = ["filled", *(["rounded"] if card.rounded else []), *(["dashed"] if card.dashed else [])]
    attributes = {
        "id": svg_id(card.name),
        "class": card.kind,
        "width": f"{card.width / 72:.4f}",
        "height": f"{card.height / 72:.4f}",
        "style": ",".join(styles),
        "fillcolor": card.fill,
        "color": card.border,
        "penwidth": f"{card.border_width:g}",
        "tooltip": _hint(card.tooltip),
    }
    if card.at is not None and height > 0:
        attributes["pos"] = _position(height, card.at)
    return f"{_node(card.name)} {_attributes(attributes, label=card_label(card))};"


@_kept
def _dot(height: float, dot: Dot) -> str:
    size = f"{dot.diameter / 72:.4f}"
    attributes = {
        "id": svg_id(dot.name),
        "class": "emotion",
        "shape": "circle",
        "label": "",
        "width": size,
        "height": size,
        "style": "filled",
        "fillcolor": dot.fill,
        "color": dot.border,
        "tooltip": _hint(dot.tooltip),
        "pos": _position(height, dot.at),
    }
    return f"{_node(dot.name)} {_attributes(attributes)};"


@_kept
def _note(height: float, note: Note) -> str:
    width = text_width(note.text, note.size, bold=note.bold)
    x, y = note.at
    attributes = {
        "class": "note",
        "shape": "plaintext",
        "fixedsize": "false",
        "width": "0",
        "height": "0",
        "tooltip": " ",
        "pos": _position(height, (x if note.centred else x + width / 2, y)),
    }
    # Without any label Graphviz would write the name of the node.
    label = text_label(note.text, note.size, ink=note.ink, bold=note.bold) or " "
    return f"{_node(note.name)} {_attributes(attributes, label=label)};"


@_kept
def _link(height: float, link: Link) -> str:
    attributes = {
        "id": svg_id(link.name),
        "class": link.kind,
        "color": link.colour,
        "penwidth": f"{link.width:g}",
        "style": "dashed" if link.dashed else "solid",
        "fontcolor": link.colour,
        "label": _escaped(link.label),
        "edgetooltip": _hint(link.tooltip),
        "labeltooltip": _hint(link.tooltip),
        "arrowhead": "normal" if link.arrow else "none",
    }
    if link.path:
        attributes["pos"] = _curve(height, link)
    return f"{_node(link.tail)} -> {_node(link.head)} {_attributes(attributes)};"


def _curve(height: float, link: Link) -> str:
    """Return the way of a link as Graphviz writes it: where the arrow ends, then a Bézier curve."""
    points = list(link.path)
    tip = ""
    if link.arrow:
        (x, y), (x0, y0) = points[-1], points[-2]
        length = max(abs(x - x0) + abs(y - y0), 1e-6)
        share = min(ARROW, 0.8 * length) / length
        tip = f"e,{_position(height, points[-1])} "
        points[-1] = (x - (x - x0) * share, y - (y - y0) * share)
    return tip + " ".join(_position(height, point) for point in rounded(points))


def _position(height: float, at: tuple[float, float]) -> str:
    return f"{at[0]:.1f},{height - at[1]:.1f}"


def _background(scene: Scene) -> str:
    """Areas and strokes in the language of xdot; text is not in it, as Graphviz cannot draw it there."""

    def counted(text: str) -> str:
        return f"{len(text.encode())} -{text}"

    def points(of: Iterable[tuple[float, float]]) -> str:
        listed = [f"{x:.1f} {scene.height - y:.1f}" for x, y in of]
        return f"{len(listed)} {' '.join(listed)}"

    steps = []
    for area in scene.areas:
        (x, y), w, h = area.at, area.width, area.height
        corners = ((x, y), (x + w, y), (x + w, y + h), (x, y + h))
        steps.append(f"c {counted(area.fill)} C {counted(area.fill)} P {points(corners)}")
    for stroke in scene.strokes:
        style = "dashed" if stroke.dashed else "solid"
        steps.append(
            f"S {counted(f'setlinewidth({stroke.width:g})')} S {counted(style)} "
            f"c {counted(stroke.colour)} L {points(stroke.points)}"
        )
    return " ".join(steps) + " " if steps else ""


def _attributes(attributes: dict[str, str], *, label: str = "") -> str:
    parts = [f"{_quoted(key)}={_quoted(value)}" for key, value in attributes.items()]
    if label:
        parts.append(f"label=<{label}>")
    return f"[{', '.join(parts)}]"


def _node(name: str) -> str:
    """Quote the name of a node."""
    return _quoted(svg_id(name))


def svg_id(text: str) -> str:
    r"""Id in the SVG of a card or link: what cannot be seen in its name is written out.

    So no two names look the same to Graphviz.

    >>> svg_id("stage:A\u200b"), svg_id("stage:A  B")
    ('stage:A⟨200B⟩', 'stage:A⟨20⟩ B')
    """
    if text.isprintable() and "⟨" not in text and "  " not in text:
        return text
    shown = (c if printable(c) == c and c != "⟨" else f"⟨{ord(c):X}⟩" for c in text)
    return "".join(shown).replace("  ", "⟨20⟩ ").replace("  ", "⟨20⟩ ")


def _hint(text: str) -> str:
    """Keep Graphviz from reading a tooltip, in which it reads backslashes twice."""
    shown = clean(text)
    shown = shown if len(shown) <= LONGEST_HINT else shown[:LONGEST_HINT] + ELLIPSIS
    return _escaped(shown).replace("\\", "\\\\")


def _escaped(text: str) -> str:
    """Keep Graphviz from reading ``&lt;`` as an entity; a blank keeps it from making up a label."""
    return text.replace("&", "&amp;") or " "


def _quoted(text: str) -> str:
    r"""Quote a string for DOT; backslashes are doubled, as ``\\N`` and the like have a meaning."""
    return '"' + clean(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
