"""A drawing in pieces, so that the browser is sent only those that changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from touchmap.report.map.fonts import FALLBACKS

_PIECE = re.compile(r'^<g (?:id="[^"]*" )?class="(?:node|edge|cluster)\b', re.MULTILINE)
_SAID_ONCE = (
    f' font-family="{FALLBACKS}"',
    ' xml:space="preserve"',
    ' text-anchor="start"',
    ' lengthAdjust="spacingAndGlyphs"',
)
"""What every text repeats; the canvas says it once for all."""
_NUMBERED = re.compile(r'(?<=<g) id="(?:a_[^"]*|(?:node|edge)\d+)"(?=>| class="node note)')
"""Names that count what comes before, or repeat that of the card."""

Part = str | tuple[int, int]
"""A piece, or a run of pieces of the drawing before: the first, and the one behind the last."""


def split(svg: str) -> list[str]:
    r"""Cut a drawing of Graphviz into its head, each card, link and note, and its foot.

    >>> split('<svg><g>\n<g id="touchpoint:A" class="node touchpoint">…</g>\n</g>\n</svg>')
    ['<svg><g>\n', '<g id="touchpoint:A" class="node touchpoint">…</g>\n', '</g>\n</svg>']
    """
    for words in _SAID_ONCE:
        svg = svg.replace(words, "")
    svg = _NUMBERED.sub("", svg)
    starts = [found.start() for found in _PIECE.finditer(svg)]
    return [svg[a:b] for a, b in pairwise([0, *starts, svg.rindex("</g>"), len(svg)])]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Part]:
    """Say how a drawing comes from the one before.

    Parameters
    ----------
    before, after
        Pieces of both.

    Returns
    -------
    list of str or tuple
        New pieces as they are, and the places of those that stay, in the order of the new drawing.

    >>> changes(["a", "b", "c", "d"], ["a", "b", "x", "d"])
    [(0, 2), 'x', (3, 4)]
    """
    place = {piece: number for number, piece in enumerate(before)}
    parts: list[Part] = []
    for piece in after:
        at = place.get(piece)
        last = parts[-1] if parts else ""
        if at is None:
            parts.append(piece)
        elif isinstance(last, tuple) and last[1] == at:
            parts[-1] = (last[0], at + 1)
        else:
            parts.append((at, at + 1))
    return parts
