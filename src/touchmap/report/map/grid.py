"""The grid of a journey map: stages are columns in the order of time, lanes are rows.

A stage with many cards wraps them into rows, on as many columns of cards as bring the whole picture
closest to the shape of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from math import ceil

from touchmap.report.map.scene import Card, Link
from touchmap.report.map.sizes import CARD_WIDTH

TYPICAL_GUTTER = 24.0
"""Room between cards side by side that is reckoned with before the links are known."""
TYPICAL_CORRIDOR = 18.0
"""The same between rows of cards."""

Cell = tuple[int, int]
"""Row and column of a card."""


@dataclass(frozen=True)
class Lane:
    """One row of the map: its cards by stage, in order."""

    name: str
    title: str
    cards: Mapping[str, Sequence[Card]]
    _known: dict[tuple[str, int], list[float]] = field(default_factory=dict, repr=False, compare=False)

    def rows(self, columns: Mapping[str, int]) -> int:
        """Rows of cards the lane needs."""
        return max((ceil(len(cards) / columns[s]) for s, cards in self.cards.items()), default=0)

    def heights(self, columns: Mapping[str, int]) -> list[float]:
        """Height of each row: that of its highest card."""
        of_stages = (self._heights_of(stage, columns[stage]) for stage in self.cards)
        return [max(row) for row in zip_longest(*of_stages, fillvalue=0.0)]

    def _heights_of(self, stage: str, columns: int) -> list[float]:
        """Heights of the rows of one stage, which are asked for again and again."""
        known = self._known.get((stage, columns))
        if known is None:
            cards = self.cards[stage]
            rows = range(0, len(cards), columns)
            known = [float(max(card.height for card in cards[n : n + columns])) for n in rows]
            self._known[stage, columns] = known
        return known


@dataclass(frozen=True)
class Grid:
    """Which row and column each card is in."""

    columns: tuple[str, ...]
    """Stage of each column."""
    rows: tuple[str, ...]
    """Lane of each row."""
    heights: tuple[float, ...]
    """Height of each row."""
    cells: Mapping[str, Cell]


def build_grid(stages: Sequence[str], lanes: Sequence[Lane], *, ratio: float, extra_height: float) -> Grid:
    """Put the cards of a journey map on a grid.

    Parameters
    ----------
    stages
        Stages in the order of time.
    lanes
        Lanes from the top.
    ratio
        Width divided by height that is wanted for the whole picture.
    extra_height
        Height of what stands above and below the lanes.
    """
    columns = _columns(stages, lanes, ratio, extra_height)
    first = {stage: sum(columns[s] for s in stages[:n]) for n, stage in enumerate(stages)}
    rows: list[str] = []
    heights: list[float] = []
    cells: dict[str, Cell] = {}
    for lane in lanes:
        for stage, cards in lane.cards.items():
            for n, card in enumerate(cards):
                row, column = divmod(n, columns[stage])
                cells[card.name] = (len(rows) + row, first[stage] + column)
        heights += lane.heights(columns)
        rows += [lane.name] * lane.rows(columns)
    return Grid(
        tuple(stage for stage in stages for _ in range(columns[stage])), tuple(rows), tuple(heights), cells
    )


def with_departments(grid: Grid, cards: Sequence[Card], links: Iterable[Link]) -> Grid:
    """Add the departments below, each as near as may be to the processes that hand work to it."""
    if not cards:
        return grid
    senders: dict[str, list[int]] = {}
    for link in links:
        if link.tail in grid.cells:
            senders.setdefault(link.head, []).append(grid.cells[link.tail][1])
    middle = [len(grid.columns) // 2]

    def wish(card: Card) -> float:
        columns = senders.get(card.name, middle)
        return sum(columns) / len(columns)

    ordered = sorted(cards, key=lambda c: (wish(c), c.name))
    rows = -(-len(ordered) // len(grid.columns))
    cells, heights = dict(grid.cells), list(grid.heights)
    for row in range(rows):
        here = ordered[row::rows]
        for card, column in zip(here, _spread([wish(c) for c in here], len(grid.columns)), strict=True):
            cells[card.name] = (len(heights), column)
        heights.append(max(card.height for card in here))
    return Grid(grid.columns, (*grid.rows, *["departments"] * rows), tuple(heights), cells)


def _spread(wishes: Sequence[float], columns: int) -> list[int]:
    """Give sorted wishes columns of their own, near to what they wish.

    >>> _spread([1.2, 1.4, 9], 5)
    [1, 2, 4]
    """
    places = [round(wish) for wish in wishes]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + 1)
    last = columns
    for n in reversed(range(len(places))):
        last = places[n] = min(places[n], last - 1)
    return places


def _columns(
    stages: Sequence[str], lanes: Sequence[Lane], ratio: float, extra_height: float
) -> dict[str, int]:
    """Columns of cards in each stage: one more where it saves most height, until the shape fits."""
    most = {s: max((len(lane.cards.get(s, ())) for lane in lanes), default=1) for s in stages}
    columns = dict.fromkeys(stages, 1)

    def height(chosen: Mapping[str, int]) -> float:
        return extra_height + sum(h + TYPICAL_CORRIDOR for lane in lanes for h in lane.heights(chosen))

    def width(chosen: Mapping[str, int]) -> float:
        return sum(chosen.values()) * (CARD_WIDTH + TYPICAL_GUTTER)

    while width(columns) < ratio * height(columns):
        wider = [columns | {s: columns[s] + 1} for s in stages if columns[s] < most[s]]
        if not wider:
            break
        before, columns = columns, min(wider, key=lambda c: (height(c), _load(c, lanes)))
        if _misfit(width(columns) / height(columns), ratio) > _misfit(width(before) / height(before), ratio):
            return before
    return columns


def _load(columns: Mapping[str, int], lanes: Sequence[Lane]) -> int:
    """Rows of cards of all stages and lanes: where heights tie, the fullest stage is widened."""
    return sum(ceil(len(cards) / columns[s]) for lane in lanes for s, cards in lane.cards.items())


def _misfit(shape: float, wanted: float) -> float:
    return max(shape / wanted, wanted / shape)
