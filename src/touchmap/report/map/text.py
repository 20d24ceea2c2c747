"""Text that fits: lines are broken by measured width, and what does not fit ends in an ellipsis."""

from __future__ import annotations

import unicodedata

from touchmap.report.map.fonts import text_width

SPARE = 1.06
"""Room left for a viewer that lacks the font and takes a wider one (Arial is 4 % wider)."""

ELLIPSIS = "…"


def clean(text: str) -> str:
    r"""One line of harmless text: no control, no format and no direction characters, single spaces.

    >>> clean("House \n move\x00 \u202ecalls")
    'House move calls'
    """
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    r"""The same text without control, format and direction characters, every white space as a blank.

    >>> printable(" Tab\there\x00 ")
    ' Tab here '
    """
    if text.isprintable():  # neither control characters nor any white space but blanks
        return text
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return "".join(kept)


def fits(text: str, width: float, size: float, *, bold: bool = False) -> bool:
    """Whether a line of text is at most so wide, with room to spare.

    >>> fits("Bill", 100, 10), fits("Bill", 10, 10)
    (True, False)
    """
    return text_width(text, size, bold=bold) * SPARE <= width


def wrap(text: str, width: float, size: float, *, bold: bool = False, max_lines: int = 3) -> tuple[str, ...]:
    """Break a text into lines no wider than a width; a word that is too long is broken.

    Parameters
    ----------
    text
        Any text; it is cleaned first.
    width
        Width of the box in points.
    size
        Size of the font in points.
    bold
        Whether it is bold.
    max_lines
        Lines there is room for, 1 or more; the last ends in an ellipsis if text is left over.

    Returns
    -------
    tuple of str
        At least one line, which may be empty.

    >>> wrap("Tech support call", 65, 10)
    ('Tech support', 'call')
    >>> wrap("Tech support call", 75, 10, max_lines=1)
    ('Tech support…',)
    """
    lines = [""]
    # More than the lines can hold, so that a text of any length takes no time.
    text = _start(clean(text), (max_lines + 1) * (1.2 * width + size), size, bold)
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if fits(joined, width, size, bold=bold):
            lines[-1] = joined
            continue
        pieces = _pieces(word, width, size, bold)
        lines.extend(pieces if lines[-1] else pieces[:0])
        if not lines[-1]:
            lines[-1:] = pieces
        if len(lines) > max_lines:
            break
    if len(lines) > max_lines:
        rest = lines[max_lines - 1] + " " + " ".join(lines[max_lines:])
        lines = [*lines[: max_lines - 1], shorten(rest + ELLIPSIS, width, size, bold=bold)]
    return tuple(lines)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut one line to a width, with an ellipsis where something is missing.

    >>> shorten("Where is my technician", 70, 10)
    'Where is my…'
    >>> shorten("Bill", 60, 10)
    'Bill'
    """
    whole = clean(text)
    text = _start(whole, 1.2 * width + size, size, bold)
    if text == whole and fits(text, width, size, bold=bold):
        return text
    while text and not fits(text.rstrip() + ELLIPSIS, width, size, bold=bold):
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def _start(text: str, width: float, size: float, bold: bool) -> str:
    """Start of a text up to the character that goes beyond a width."""
    used = 0.0
    for n, character in enumerate(text):
        used += text_width(character, size, bold=bold)
        if used > width:
            return text[: n + 1]
    return text


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Break a word that is wider than a line; at least one character goes on each line."""
    pieces = [""]
    for character in word:
        if pieces[-1] and not fits(pieces[-1] + character, width, size, bold=bold):
            pieces.append("")
        pieces[-1] += character
    return pieces
