"""The colours of every table and picture, defined once.

The five sourcing models of people and self-service take colours of the palette of Okabe and Ito,
which people with any kind of colour blindness can tell apart; a letter always stands beside them.
"""

from __future__ import annotations

from touchmap.project.vocabulary import SourcingModel

SOURCING_COLOURS: dict[SourcingModel, str] = {
    SourcingModel.IN_HOUSE: "#0072B2",
    SourcingModel.INSOURCED: "#56B4E9",
    SourcingModel.ONSHORE: "#009E73",
    SourcingModel.NEARSHORE: "#E69F00",
    SourcingModel.OFFSHORE: "#D55E00",
    SourcingModel.SELF_SERVICE: "#CC79A7",
}
"""Colour of each sourcing model, in the fixed order of tables."""

LEVEL_COLOURS: dict[str, str] = {"red": "#D55E00", "amber": "#E69F00", "note": "#56B4E9"}
"""Colour of a finding's level; the word always stands beside it."""

DEARER = "#D55E00"
"""Colour of a cost that rises."""
CHEAPER = "#009E73"
"""Colour of a cost that falls."""
HEADER = "#1F2937"
"""Background of a table's header."""


def tint(colour: str, share: float = 0.75) -> str:
    """Mix a colour with white, for the background of dark text.

    Parameters
    ----------
    colour
        Colour as ``#RRGGBB``.
    share
        Part of white, 0..1.

    >>> tint("#000000", 0.5)
    '#808080'
    """
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)
