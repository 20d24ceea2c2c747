"""Sizes of cards and of their text, in points."""

from __future__ import annotations

CARD_WIDTH = 164
SMALL_WIDTH = 124
"""Width of a department or system."""
PADDING = 6
"""Room between a card's text and its border, on either side."""

TITLE_SIZE = 11.5
FACT_SIZE = 9.0
CHIP_SIZE = 8.5
LEGEND_SIZE = 10.0
BAR_HEIGHT = 10
"""Height of the bar that shows how the work is divided."""
BAR_SIZE = 7.5
CHIP_PADDING = 2
"""Room on either side of the text of a chip."""
CHIP_GAP = 2
"""Room after a chip."""
LINE_HEIGHT = 1.2
"""Height of a line of text in sizes of its font."""
