"""HTML-like labels of Graphviz: what stands on a card, in the legend and in a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from touchmap.report.map.fonts import text_width
from touchmap.report.map.scene import QUIET, Card, Chip, LegendRow, Scene, Share
from touchmap.report.map.sizes import (
    BAR_HEIGHT,
    BAR_SIZE,
    CHIP_GAP,
    CHIP_PADDING,
    CHIP_SIZE,
    FACT_SIZE,
    LEGEND_SIZE,
    PADDING,
)
from touchmap.report.map.text import printable, shorten

LEAST_LETTER = 9
"""Width of a part of the bar from which its letter fits."""
SWATCH = 18
"""Width of a colour in the legend."""
LONGEST_LABEL = 200
"""Room for the name of a colour in the legend."""
LEAST_LEGEND = 1200
"""Width up to which the legend need not be broken, however small the map is."""


def card_label(card: Card) -> str:
    """Return what stands on a card, line by line."""
    inner = card.width - 2 * PADDING
    rows = []
    if card.title:
        title = '<BR ALIGN="LEFT"/>'.join(_escaped(line) for line in card.title) + '<BR ALIGN="LEFT"/>'
        rows.append(
            '<TR><TD ALIGN="LEFT" BALIGN="LEFT">'
            f'<FONT POINT-SIZE="{card.title_size:g}"><B>{title}</B></FONT></TD></TR>'
        )
    if card.fact or card.tag:
        tag = [_chip(card.tag)] if card.tag else []
        rows.append(_line([_words(card.fact)], tag, inner))
    if card.chips or card.side:
        side = [_words(card.side)] if card.side else []
        rows.append(_line([_chip(chip) for chip in card.chips], side, inner))
    if card.bar:
        rows.append(f"<TR><TD>{_bar(card.bar, inner)}</TD></TR>")
    if not rows:
        return " "
    return (
        f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1" CELLPADDING="0" WIDTH="{inner}">'
        f"{''.join(rows)}</TABLE>"
    )


_Cell = tuple[str, float]
"""A table cell and its width."""


def _line(left: Sequence[_Cell], right: Sequence[_Cell], width: float) -> str:
    """Return a row of cells, some at the left and some at the right.

    Graphviz stretches the cells of a row evenly, unless an empty cell takes what is left.
    """
    rest = width - sum(w for _, w in (*left, *right)) - 1
    filler = f'<TD WIDTH="{max(1, round(rest))}"></TD>'
    cells = "".join(cell for cell, _ in left) + filler + "".join(cell for cell, _ in right)
    return (
        '<TR><TD><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
        f"<TR>{cells}</TR></TABLE></TD></TR>"
    )


def _words(text: str) -> _Cell:
    cell = f'<TD ALIGN="LEFT">{text_label(text, FACT_SIZE, ink=QUIET)}</TD>'
    return cell, text_width(text, FACT_SIZE)


def chip_width(chip: Chip) -> float:
    """Width of a chip with the room after it, in points."""
    return text_width(chip.text, CHIP_SIZE, bold=chip.bold) + 2 * CHIP_PADDING + CHIP_GAP


def _chip(chip: Chip) -> _Cell:
    text = text_label(chip.text, CHIP_SIZE, ink=chip.ink, bold=chip.bold)
    cell = f'<TD BGCOLOR="{chip.fill}" CELLPADDING="{CHIP_PADDING}">{text}</TD>'
    return f'{cell}<TD WIDTH="{CHIP_GAP}"></TD>', chip_width(chip)


def _bar(shares: Iterable[Share], width: int) -> str:
    """Return a row of coloured cells whose widths are whole points that add up to the width."""
    cells, start = "", 0.0
    for share in shares:
        end = start + share.share
        points = round(end * width) - round(start * width)
        start = end
        if points < 1:
            continue
        letter = text_label(share.letter, BAR_SIZE, ink=ink_on(share.colour), bold=True)
        cells += (
            f'<TD BGCOLOR="{share.colour}" WIDTH="{points}" HEIGHT="{BAR_HEIGHT}" FIXEDSIZE="TRUE" '
            f'CELLPADDING="0">{letter if points >= LEAST_LETTER else ""}</TD>'
        )
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>{cells}</TR></TABLE>'


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour (relative luminance of WCAG 2).

    >>> ink_on("#FFFFFF"), ink_on("#0072B2")
    ('#111827', '#FFFFFF')
    """
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#FFFFFF" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.0581 else "#111827"


def legend_label(scene: Scene) -> str:
    """Return title and legend of a picture, hardly wider than the picture is."""
    limit = max(scene.width, LEAST_LEGEND)
    title = text_label(shorten(scene.title, limit / 2, 13, bold=True), 13, bold=True)
    heading = f"{title}  {text_label(shorten(scene.subtitle, limit / 2, 10), 10, ink=QUIET)}"
    rows = [f'<TR><TD ALIGN="LEFT" COLSPAN="2" CELLPADDING="4">{heading}</TD></TR>']
    lines = [line for row in scene.legend for line in _legend_lines(row, limit)]
    widths = [sum(_mark_width(mark) for mark in line.marks) for line in lines]
    for row, width in zip(lines, widths, strict=True):
        marks = "".join(_mark(mark) for mark in row.marks)
        # Graphviz stretches a table to the widest row, unless an empty cell takes what is left.
        rest = f'<TD WIDTH="{round(max(widths) - width) + 1}"></TD>'
        table = (
            f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3" CELLPADDING="1"><TR>{marks}{rest}</TR></TABLE>'
        )
        title = text_label(row.title, LEGEND_SIZE, bold=True)
        rows.append(f'<TR><TD ALIGN="LEFT">{title}</TD><TD ALIGN="LEFT">{table}</TD></TR>')
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">{"".join(rows)}</TABLE>'


def _legend_lines(row: LegendRow, width: float) -> list[LegendRow]:
    """Break a row of the legend that is too wide; only its first line has the title."""
    lines, used = [LegendRow(row.title, ())], 0.0
    for mark in row.marks:
        if isinstance(mark, Share):
            mark = replace(mark, label=shorten(mark.label, LONGEST_LABEL, LEGEND_SIZE))  # noqa: PLW2901
        used += _mark_width(mark)
        if used > width and lines[-1].marks:
            lines.append(LegendRow("", ()))
            used = _mark_width(mark)
        lines[-1] = replace(lines[-1], marks=(*lines[-1].marks, mark))
    return lines


def _mark(mark: Share | Chip) -> str:
    if isinstance(mark, Chip):
        return _chip(mark)[0]
    letter = text_label(mark.letter or " ", CHIP_SIZE, ink=ink_on(mark.colour), bold=True)
    text = text_label(mark.label + "  ", LEGEND_SIZE)
    swatch = f'<TD BGCOLOR="{mark.colour}" WIDTH="{SWATCH}" HEIGHT="13" FIXEDSIZE="TRUE">{letter}</TD>'
    return f'{swatch}<TD ALIGN="LEFT">{text}</TD>'


def _mark_width(mark: Share | Chip) -> float:
    """Width of a mark in the legend with its margins."""
    if isinstance(mark, Chip):
        return chip_width(mark) + 6
    return SWATCH + text_width(mark.label + "  ", LEGEND_SIZE) + 8


def text_label(text: str, size: float, *, ink: str = "", bold: bool = False) -> str:
    """Return text as text, whatever is in it."""
    shown = _escaped(text)
    if not shown:
        return ""
    colour = f' COLOR="{ink}"' if ink else ""
    return f'<FONT POINT-SIZE="{size:g}"{colour}>{f"<B>{shown}</B>" if bold else shown}</FONT>'


def _escaped(text: str) -> str:
    r"""Escape markup, and backslashes as Graphviz reads ``\N`` and the like even in these labels."""
    return escape(printable(text)).replace("\\", "\\\\")
