"""What a picture consists of, before any drawing language: cards, links, notes and a backdrop.

Lengths are points, y grows downwards, positions are centres. A scene whose cards have no position is
laid out by Graphviz.
"""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.report.map.sizes import TITLE_SIZE

Point = tuple[float, float]

INK = "#111827"
QUIET = "#4B5563"
PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Chip:
    """A word in a small box."""

    text: str
    fill: str = PAPER
    ink: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar: a colour, the letter or word that stands beside it, and its share 0..1."""

    label: str
    colour: str
    share: float
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A node: a box of fixed size with lines of text that are known to fit."""

    name: str
    """Name of the node, ``kind:id``."""
    kind: str
    width: int
    height: int
    title: tuple[str, ...] = ()
    title_size: float = TITLE_SIZE
    fact: str = ""
    """Line under the title."""
    tag: Chip | None = None
    """Stands right of the fact."""
    chips: tuple[Chip, ...] = ()
    side: str = ""
    """Stands right of the chips."""
    bar: tuple[Share, ...] = ()
    fill: str = PAPER
    border: str = "#6B7280"
    border_width: float = 1.0
    rounded: bool = True
    dashed: bool = False
    tooltip: str = ""
    at: Point | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between two cards."""

    name: str
    kind: str
    tail: str
    head: str
    colour: str
    width: float = 1.0
    dashed: bool = False
    label: str = ""
    tooltip: str = ""
    arrow: bool = True
    path: tuple[Point, ...] = ()
    """Corners of its way from border to border; none where Graphviz finds it."""


@dataclass(frozen=True, slots=True)
class Note:
    """Free text on the picture; `at` is its left or centre."""

    name: str
    text: str
    at: Point
    size: int = 9
    """Whole points."""
    bold: bool = False
    ink: str = INK
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A small filled circle."""

    name: str
    at: Point
    diameter: float
    fill: str
    border: str = PAPER
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A coloured rectangle behind everything; `at` is its upper left corner."""

    at: Point
    width: float
    height: float
    fill: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, behind everything."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Cards with a frame and a title around them, where Graphviz does the layout."""

    name: str
    title: str
    members: tuple[str, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of the legend: what it explains, and its marks."""

    title: str
    marks: tuple[Share | Chip, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture."""

    title: str
    subtitle: str = ""
    width: float = 0.0
    height: float = 0.0
    cards: tuple[Card, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    dots: tuple[Dot, ...] = ()
    areas: tuple[Area, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    groups: tuple[Group, ...] = ()
    legend: tuple[LegendRow, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether positions are given and only the links are routed."""
        return self.width > 0
