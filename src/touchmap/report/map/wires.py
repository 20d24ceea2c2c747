"""Ways of the links between the cards of a grid, so that no link runs across a card.

Between two rows of cards lies a corridor, between two columns a gutter. A link leaves its card into a
corridor, changes to a gutter if it must pass other rows, and enters the other card from a corridor.
Links that would run over each other get tracks of their own (the left-edge algorithm of channel
routing: Hashimoto and Stevens, 1971); links that belong together share one. The corridors and gutters
are made as wide as their tracks need, so the ways are found before any coordinate is known.

Graphviz can route links around cards as well, but takes ten seconds for 150 touchpoints.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from touchmap.report.map.grid import Cell, Grid
from touchmap.report.map.scene import Point

SPACING = 3.5
"""Distance between two tracks, in points."""
MARGIN = 5.0
"""Distance between a card and the nearest track."""
PORT_SPACING = 9.0
"""Largest distance between two links on one side of a card."""
CORNER = 4.0
"""Radius of a bend."""


@dataclass(frozen=True)
class Wire:
    """A link to find a way for."""

    name: str
    tail: str
    head: str
    bundle: Hashable
    """Links of one bundle share tracks and where they enter a card."""


@dataclass(frozen=True)
class _Way:
    wire: Wire
    start: Cell
    end: Cell
    leave: int
    """Corridor after the tail, −1 if the two cards are side by side."""
    gutter: int
    """Gutter between the two corridors, −1 if one corridor is enough."""
    enter: int

    @property
    def side_by_side(self) -> bool:
        return self.leave < 0

    @property
    def left(self) -> str:
        """Card on the left of two that are side by side."""
        return self.wire.tail if self.start[1] < self.end[1] else self.wire.head


@dataclass(frozen=True)
class Size:
    """Width and height of a card."""

    width: float
    height: float


@dataclass
class Wiring:
    """The ways of all links, and the room they need."""

    corridors: list[float]
    """Height of the corridor above each row and of the one below the last."""
    gutters: list[float]
    """Width of the gutter left of each column and of the one right of the last."""
    ways: list[_Way] = field(default_factory=list)
    corridor_tracks: dict[tuple[int, Hashable], float] = field(default_factory=dict)
    gutter_tracks: dict[tuple[int, Hashable], float] = field(default_factory=dict)
    ports: dict[tuple[str, str, Hashable], float] = field(default_factory=dict)

    def path(
        self, way: _Way, at: Mapping[str, Point], size: Mapping[str, Size], lines: Lines
    ) -> tuple[Point, ...]:
        """Corners of a link's way, from border to border of its cards."""
        wire, (xa, ya), (xb, yb) = way.wire, at[way.wire.tail], at[way.wire.head]
        tail, head = size[wire.tail], size[wire.head]
        if way.side_by_side:
            sign = 1 if way.start[1] < way.end[1] else -1
            y = ya + self.ports[way.left, "right", wire.bundle]
            return ((xa + sign * tail.width / 2, y), (xb - sign * head.width / 2, y))
        down = way.leave > way.start[0]
        from_above = way.enter <= way.end[0]
        x1 = xa + self.ports[wire.tail, "bottom" if down else "top", wire.bundle]
        x2 = xb + self.ports[wire.head, "top" if from_above else "bottom", wire.bundle]
        first = (x1, ya + (tail.height if down else -tail.height) / 2)
        last = (x2, yb - (head.height if from_above else -head.height) / 2)
        y1 = lines.corridors[way.leave] + self.corridor_tracks[way.leave, wire.bundle]
        if way.gutter < 0:
            middle = [(x1, y1), (x2, y1)]
        else:
            x = lines.gutters[way.gutter] + self.gutter_tracks[way.gutter, wire.bundle]
            y2 = lines.corridors[way.enter] + self.corridor_tracks[way.enter, wire.bundle]
            middle = [(x1, y1), (x, y1), (x, y2), (x2, y2)]
        return (first, *middle, last)

    def paths(
        self, at: Mapping[str, Point], size: Mapping[str, Size], lines: Lines
    ) -> dict[str, tuple[Point, ...]]:
        """Corners of the way of each link, by its name."""
        return {way.wire.name: self.path(way, at, size, lines) for way in self.ways}


@dataclass(frozen=True)
class Lines:
    """Where the corridors and gutters are: their middle lines."""

    corridors: Sequence[float]
    gutters: Sequence[float]


def wire(
    grid: Grid,
    wires: Iterable[Wire],
    size: Mapping[str, Size],
    *,
    corridors: Sequence[float],
    gutters: Sequence[float],
) -> Wiring:
    """Find a way for each link.

    Parameters
    ----------
    grid
        Where the cards are.
    wires
        Links between cards of the grid; others are left out.
    size
        Sizes of the cards.
    corridors, gutters
        Least height and width of each; they grow with their tracks.
    """
    ways = [
        _way(w, grid.cells[w.tail], grid.cells[w.head])
        for w in wires
        if w.tail in grid.cells and w.head in grid.cells
    ]
    wiring = Wiring(list(corridors), list(gutters), ways)
    across: dict[int, dict[Hashable, tuple[float, float]]] = {}
    along: dict[int, dict[Hashable, tuple[float, float]]] = {}
    for way in ways:
        column_a, column_b = way.start[1], way.end[1]
        if way.side_by_side:
            continue
        if way.gutter < 0:
            _extend(across, way.leave, way.wire.bundle, column_a, column_b)
            continue
        # The gutter left of column n lies at n − ½.
        _extend(across, way.leave, way.wire.bundle, column_a, way.gutter - 0.5)
        _extend(across, way.enter, way.wire.bundle, column_b, way.gutter - 0.5)
        _extend(along, way.gutter, way.wire.bundle, way.leave, way.enter)
    for spans, widths, tracks in (
        (across, wiring.corridors, wiring.corridor_tracks),
        (along, wiring.gutters, wiring.gutter_tracks),
    ):
        for channel, items in spans.items():
            numbers, count = _tracks(items)
            widths[channel] = max(widths[channel], (count - 1) * SPACING + 2 * MARGIN)
            for bundle, number in numbers.items():
                tracks[channel, bundle] = (number - (count - 1) / 2) * SPACING
    wiring.ports = _ports(ways, size)
    return wiring


def _way(wire: Wire, start: Cell, end: Cell) -> _Way:
    (row_a, column_a), (row_b, column_b) = start, end
    if start == end:
        return _Way(wire, start, end, row_a + 1, column_a + 1, row_a)
    if row_a == row_b:
        if abs(column_a - column_b) == 1:
            return _Way(wire, start, end, -1, -1, -1)
        return _Way(wire, start, end, row_a + 1, -1, row_b + 1)
    leave, enter = (row_a + 1, row_b) if row_a < row_b else (row_a, row_b + 1)
    if leave == enter:
        return _Way(wire, start, end, leave, -1, enter)
    gutter = column_b if column_a < column_b else column_b + 1
    return _Way(wire, start, end, leave, gutter, enter)


def _extend(
    spans: dict[int, dict[Hashable, tuple[float, float]]], channel: int, bundle: Hashable, a: float, b: float
) -> None:
    items = spans.setdefault(channel, {})
    low, high = items.get(bundle, (min(a, b), max(a, b)))
    items[bundle] = (min(low, a, b), max(high, a, b))


def _tracks(items: Mapping[Hashable, tuple[float, float]]) -> tuple[dict[Hashable, int], int]:
    """Give each span the first track that is free where it begins.

    >>> _tracks({"a": (0, 2), "b": (1, 3), "c": (4, 5)})
    ({'a': 0, 'b': 1, 'c': 0}, 2)
    """
    ends: list[float] = []
    numbers: dict[Hashable, int] = {}
    for bundle in sorted(items, key=lambda b: (items[b], str(b))):
        low, high = items[bundle]
        number = next((n for n, end in enumerate(ends) if end < low), len(ends))
        if number == len(ends):
            ends.append(high)
        ends[number] = high
        numbers[bundle] = number
    return numbers, len(ends)


def _ports(ways: Iterable[_Way], size: Mapping[str, Size]) -> dict[tuple[str, str, Hashable], float]:
    """Where the links touch each side of a card, as distance from its middle."""
    sides: dict[tuple[str, str], dict[Hashable, float]] = {}
    heights: dict[str, float] = {}
    for way in ways:
        tail, head, bundle = way.wire.tail, way.wire.head, way.wire.bundle
        if way.side_by_side:
            # Links there and back share what the lower of the two cards has of height.
            sides.setdefault((way.left, "right"), {})[bundle] = way.end[1]
            heights[way.left] = min(size[tail].height, size[head].height)
            continue
        leaves = "bottom" if way.leave > way.start[0] else "top"
        enters = "top" if way.enter <= way.end[0] else "bottom"
        sides.setdefault((tail, leaves), {})[bundle] = way.end[1]
        sides.setdefault((head, enters), {})[bundle] = way.start[1]
    ports = {}
    for (card, side), bundles in sides.items():
        room = (heights[card] if side == "right" else size[card].width) - 16
        step = min(PORT_SPACING, room / max(1, len(bundles)))
        ordered = sorted(bundles, key=lambda b: (bundles[b], str(b)))
        for n, bundle in enumerate(ordered):
            ports[card, side, bundle] = (n - (len(ordered) - 1) / 2) * step
    return ports


def rounded(points: Sequence[Point], radius: float = CORNER) -> tuple[Point, ...]:
    """Bézier curve (1 + 3 n points) along a way of straight lines, with rounded corners.

    >>> rounded([(0, 0), (9, 0)])
    ((0, 0), (3.0, 0.0), (6.0, 0.0), (9, 0))
    """
    points = [p for n, p in enumerate(points) if n == 0 or _far(p, points[n - 1])]
    curve: list[Point] = [points[0]]
    here = points[0]
    for n in range(1, len(points)):
        corner = points[n]
        if n == len(points) - 1:
            curve += _straight(here, corner)
            break
        before = _towards(corner, points[n - 1], radius)
        after = _towards(corner, points[n + 1], radius)
        curve += [*_straight(here, before), corner, corner, after]
        here = after
    return tuple(curve)


def _straight(a: Point, b: Point) -> list[Point]:
    return [
        (a[0] + (b[0] - a[0]) / 3, a[1] + (b[1] - a[1]) / 3),
        (a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3),
        b,
    ]


def _towards(a: Point, b: Point, distance: float) -> Point:
    """Point on the way from a to b, at most half-way."""
    length = abs(a[0] - b[0]) + abs(a[1] - b[1])
    share = min(distance, length / 2) / length
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _far(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.01
