"""What stands in a drawn SVG and in a composed scene, measured."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from touchmap.report.map.fonts import text_width
from touchmap.report.map.scene import Card, Link, Scene

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}"
SHAPES = ("polygon", "path", "ellipse", "polyline")
CAPITAL, DESCENDER = 0.74, 0.22
"""Height of a capital above and of a g below the line of writing, in sizes of Lato."""


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box, room: float = 0.0) -> bool:
        """Whether another box is inside, but for so many points."""
        return (
            self.left - room <= other.left
            and self.top - room <= other.top
            and other.right <= self.right + room
            and other.bottom <= self.bottom + room
        )

    def crosses(self, other: Box, room: float = 0.01) -> bool:
        """Whether two boxes share more than their borders."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > room
            and min(self.bottom, other.bottom) - max(self.top, other.top) > room
        )


@dataclass(frozen=True)
class Line:
    """A line of text in an SVG."""

    text: str
    size: float
    box: Box
    fixed_width: float
    measured_width: float


@dataclass(frozen=True)
class Item:
    """A node, edge or cluster of an SVG."""

    name: str
    kinds: tuple[str, ...]
    element: Element

    @property
    def title(self) -> str:
        """The name Graphviz has for it."""
        return self.element.findtext(f"{SVG}title", "")

    @property
    def tooltip(self) -> str:
        """What is shown when the mouse is over it."""
        anchor = self.element.find(f".//{SVG}a")
        return "" if anchor is None else anchor.get(f"{LINK}title", "")

    @property
    def box(self) -> Box:
        """Bounds of its outline."""
        shape = next(e for e in self.element.iter() if e.tag.removeprefix(SVG) in SHAPES)
        return bounds(shape)

    @cached_property
    def lines(self) -> list[Line]:
        """Its text."""
        return [_line(e) for e in self.element.iter(f"{SVG}text")]

    @property
    def words(self) -> str:
        """Its text as one line."""
        return " ".join(" ".join(line.text for line in self.lines).split())


class Drawing:
    """A parsed SVG."""

    def __init__(self, svg: bytes) -> None:
        self.root = fromstring(svg)
        self.graph = self.root.find(f"{SVG}g")
        self.items = [
            Item(g.get("id", ""), tuple(g.get("class", "").split()), g)
            for g in self.graph.iter(f"{SVG}g")
            if g.get("class")
        ]
        self.scale = float(re.search(r"scale\(([\d.]+)", self.graph.get("transform", ""))[1])

    def of(self, *kinds: str) -> list[Item]:
        """Items of some kinds: node, edge, touchpoint, ..."""
        return [i for i in self.items if set(kinds) & set(i.kinds[1:] or i.kinds)]

    def names(self, *kinds: str) -> list[str]:
        """Sorted names of the items of some kinds."""
        return sorted(i.name for i in self.of(*kinds))

    def notes(self, first: str) -> dict[str, Item]:
        """Notes by what follows a word in their names, such as the lanes."""
        start = f"{first}:"
        return {i.title.removeprefix(start): i for i in self.of("note") if i.title.startswith(start)}

    def areas(self, fill: str | None = None) -> list[Box]:
        """Rectangles of the backdrop."""
        found = [e for e in self.graph if e.tag == f"{SVG}polygon" and e.get("stroke") == e.get("fill")]
        return [bounds(e) for e in found if fill is None or e.get("fill", "").lower() == fill.lower()]

    @property
    def legend(self) -> list[str]:
        """Texts of title and legend, in order."""
        return [_line(e).text.strip() for e in self.graph if e.tag == f"{SVG}text"]

    @property
    def sizes(self) -> dict[float, int]:
        """How often each size of text is used, in points on the sheet."""
        found: dict[float, int] = {}
        for element in self.root.iter(f"{SVG}text"):
            size = round(float(element.get("font-size", 0)) * self.scale, 2)
            found[size] = found.get(size, 0) + 1
        return dict(sorted(found.items()))


def bounds(shape: Element) -> Box:
    """Bounds of a shape of an SVG."""
    if shape.tag.endswith("ellipse"):
        x, y, a, b = (float(shape.get(k, 0)) for k in ("cx", "cy", "rx", "ry"))
        return Box(x - a, y - b, x + a, y + b)
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", shape.get("points") or shape.get("d", ""))]
    return Box(min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2]))


def _line(element: Element) -> Line:
    text, size = element.text or "", float(element.get("font-size", 0))
    measured = text_width(text, size, bold=element.get("font-weight") == "bold")
    width = float(element.get("textLength", "nan"))
    x, y = float(element.get("x", 0)), float(element.get("y", 0))
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
    box = Box(left, y - CAPITAL * size, left + width, y + DESCENDER * size)
    return Line(text, size, box, width, measured)


# --- Scenes -----------------------------------------------------------------------------------------


def box_of(card: Card) -> Box:
    """Where a placed card is."""
    x, y = card.at
    return Box(x - card.width / 2, y - card.height / 2, x + card.width / 2, y + card.height / 2)


def overlaps(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    """Pairs of boxes that cover each other."""
    order = sorted(boxes, key=lambda name: boxes[name].left)
    found = []
    for n, a in enumerate(order):
        for b in order[n + 1 :]:
            if boxes[b].left >= boxes[a].right:
                break
            if boxes[a].crosses(boxes[b]):
                found.append((a, b))
    return found


def pieces(link: Link) -> Iterator[Box]:
    """Straight pieces of a link's way."""
    for (xa, ya), (xb, yb) in itertools.pairwise(link.path):
        assert min(abs(xa - xb), abs(ya - yb)) < 1e-6, f"{link.name} runs aslant"
        yield Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def runs_across(box: Box, piece: Box, room: float = 0.5) -> bool:
    """Whether a straight piece of a link enters a box."""
    return (
        piece.left < box.right - room
        and piece.right > box.left + room
        and piece.top < box.bottom - room
        and piece.bottom > box.top + room
    )


def on_border(box: Box, at: tuple[float, float], room: float = 0.01) -> bool:
    """Whether a point is on the border of a box."""
    x, y = at
    inside = box.left - room <= x <= box.right + room and box.top - room <= y <= box.bottom + room
    near = min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom))
    return inside and near <= room


def assert_sound(scene: Scene) -> None:
    """No two cards overlap, all are in the picture, and links run from border to border around cards."""
    boxes = {card.name: box_of(card) for card in scene.cards}
    assert len(boxes) == len(scene.cards), "a card is there twice"
    assert overlaps(boxes) == []
    sheet = Box(0, 0, scene.width, scene.height)
    assert [name for name, box in boxes.items() if not sheet.holds(box)] == []
    assert len({link.name for link in scene.links}) == len(scene.links), "a link is there twice"
    for link in scene.links:
        assert on_border(boxes[link.tail], link.path[0]), link
        assert on_border(boxes[link.head], link.path[-1]), link
        for piece in pieces(link):
            assert sheet.holds(piece, 0.01), link
            hit = [name for name, box in boxes.items() if runs_across(box, piece)]
            assert hit == [], f"{link.name} runs across {hit}"
