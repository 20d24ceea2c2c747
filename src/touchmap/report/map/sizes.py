"""Sizes of cards and of their text, in points.

Sizes of text are whole, as Graphviz cuts off what is behind the point. The smallest, 8, is what is left
readable (4.5) where a map of 40 touchpoints is shrunk to A3.
"""

from __future__ import annotations

CARD_WIDTH = 164
SMALL_WIDTH = 124
"""Width of a department or system."""
PADDING = 6
"""Room between a card's text and its border, on either side."""

TITLE_SIZE = 11
LARGE_SIZE = 17
"""Size of names on a map that shows nothing else."""
FACT_SIZE = 9
CHIP_SIZE = 8
LEGEND_SIZE = 10
BAR_HEIGHT = 11
"""Height of the bar that shows how the work is divided."""
BAR_SIZE = 8
CHIP_PADDING = 2
"""Room on either side of the text of a chip."""
CHIP_GAP = 2
"""Room after a chip."""
LINE_HEIGHT = 1.2
"""Height of a line of text in sizes of its font."""
