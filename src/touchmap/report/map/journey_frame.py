"""The grid of a journey map in points: where its columns, rows, corridors and gutters are."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from touchmap.report.map.grid import Grid
from touchmap.report.map.scene import Point
from touchmap.report.map.sizes import CARD_WIDTH
from touchmap.report.map.wires import Lines, Wiring

GUTTER = 92.0
"""Room at the left for the names of the lanes."""
HEADING = 40.0
"""Height of the names of the stages."""
EMOTION_HEIGHT = 104.0
TOP = HEADING + EMOTION_HEIGHT
"""Where the lanes of cards begin."""
VISIBILITY_GAP, LANE_GAP, ROW_GAP, LEAST_GUTTER = 26.0, 18.0, 11.0, 16.0
"""Least room: around the line of visibility, between lanes, between rows of a lane, between columns."""


@dataclass(frozen=True)
class Frame:
    """The grid of a map in points."""

    grid: Grid
    at: dict[str, Point]
    lines: Lines
    tops: tuple[float, ...]
    """Top of each row of cards."""
    width: float
    height: float

    def span(self, stage: str) -> tuple[float, float]:
        """Left and right border of a stage."""
        columns = [n for n, s in enumerate(self.grid.columns) if s == stage]
        return self.lines.gutters[columns[0]], self.lines.gutters[columns[-1] + 1]

    def band(self, lane: str) -> tuple[float, float]:
        """Top and bottom of a lane."""
        rows = [n for n, name in enumerate(self.grid.rows) if name == lane]
        return self.lines.corridors[rows[0]], self.lines.corridors[rows[-1] + 1]


def least_corridors(grid: Grid, seen: Container[str]) -> list[float]:
    """Corridors between lanes are wider, the one with the line of visibility widest."""
    rows = [None, *grid.rows, None]
    least = []
    for above, below in pairwise(rows):
        visibility = below is not None and below not in seen and (above is None or above in seen)
        least.append(VISIBILITY_GAP if visibility else LANE_GAP if above != below else ROW_GAP)
    return least


def make_frame(grid: Grid, wiring: Wiring) -> Frame:
    """Turn a grid into points, now that the room for its links is known."""
    x, gutters, middles = GUTTER, [], []
    for n, width in enumerate(wiring.gutters):
        gutters.append(x + width / 2)
        x += width
        if n < len(grid.columns):
            middles.append(x + CARD_WIDTH / 2)
            x += CARD_WIDTH
    y, corridors, tops = TOP, [], []
    for n, height in enumerate(wiring.corridors):
        corridors.append(y + height / 2)
        y += height
        if n < len(grid.rows):
            tops.append(y)
            y += grid.heights[n]
    at = {
        name: (middles[column], tops[row] + grid.heights[row] / 2)
        for name, (row, column) in grid.cells.items()
    }
    return Frame(grid, at, Lines(corridors, gutters), tuple(tops), x, y)
