"""The font of the map, which comes with the package, so that every machine draws the same picture."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "Lato"
FALLBACKS = "Lato, Carlito, Calibri, 'Helvetica Neue', Arial, sans-serif"
"""Families a viewer of an SVG may use where the font is not installed, the most alike first."""

_MEASURED_AT = 1000
"""Size at which widths are measured; large, so that rounding to pixels does not matter."""


@cache
def font_folder() -> Path:
    """Folder of the font files.

    Raises
    ------
    MissingDependencyError
        If the package ``font-lato`` is not installed.
    """
    spec = find_spec("font_lato")
    if spec is None or spec.origin is None:
        from touchmap.errors import MissingDependencyError

        raise MissingDependencyError("drawing a map needs the package font-lato: pip install font-lato")
    return Path(spec.origin).parent / "files"


@cache
def _font(bold: bool) -> FreeTypeFont:
    from PIL import ImageFont

    name = "Lato-Bold.ttf" if bold else "Lato-Regular.ttf"
    return ImageFont.truetype(font_folder() / name, _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text.

    Characters the font lacks are taken as wide as an em if they are wide by nature (such as Chinese
    ones), as a missing glyph otherwise.

    Parameters
    ----------
    text
        One line.
    size
        Size of the font in points.
    bold
        Whether it is bold.

    Returns
    -------
    float
        Width in points.

    >>> text_width("", 10), text_width("ii", 10) < text_width("WW", 10)
    (0.0, True)
    >>> text_width("Billing", 20) / text_width("Billing", 10)
    2.0
    """
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    narrow = text if not wide else "".join(c for c in text if unicodedata.east_asian_width(c) not in "WF")
    return (float(_font(bold).getlength(narrow)) / _MEASURED_AT + wide) * size
