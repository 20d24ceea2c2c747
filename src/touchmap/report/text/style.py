"""How figures and tables look in a terminal."""

from __future__ import annotations

import math

from rich import box
from rich.table import Table
from rich.text import Text

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import CHEAPER, DEARER, SOURCING_COLOURS

BLANK = "–"
"""Stands where there is no figure."""


def money(value: float | None) -> str:
    """Money without decimals.

    >>> money(1234567.8), money(None)
    ('1,234,568', '–')
    """
    return BLANK if _missing(value) else f"{_rounded(value):,.0f}"


def number(value: float | None, decimals: int = 1) -> str:
    """A figure with a fixed number of decimals.

    >>> number(1234.56), number(-0.04), number(float("nan"))
    ('1,234.6', '0.0', '–')
    """
    return BLANK if _missing(value) else f"{_rounded(value, decimals):,.{decimals}f}"


def percent(value: float | None, decimals: int = 0) -> str:
    """A share.

    >>> percent(0.205), percent(None)
    ('20 %', '–')
    """
    return BLANK if _missing(value) else f"{_rounded(100 * (value or 0), decimals):,.{decimals}f} %"


def gap_percent(value: float | None) -> str:
    """A proven gap, as it is told everywhere.

    >>> gap_percent(0.00065), gap_percent(None)
    ('0.065 %', '–')
    """
    return percent(value, 3)


def change(value: float | None) -> Text:
    """A difference of money with its sign: dearer and cheaper in their colours.

    >>> change(-1500).plain, change(0.2).plain
    ('-1,500', '0')
    """
    if _missing(value):
        return Text(BLANK)
    rounded = _rounded(value)
    if not rounded:
        return Text("0")
    return Text(f"{rounded:+,.0f}", style=DEARER if rounded > 0 else CHEAPER)


def change_percent(value: float | None, decimals: int = 1) -> Text:
    """A relative difference with its sign.

    >>> change_percent(-0.219).plain
    '-21.9 %'
    """
    if _missing(value):
        return Text(BLANK)
    rounded = _rounded(100 * (value or 0.0), decimals)
    style = "" if not rounded else DEARER if rounded > 0 else CHEAPER
    return Text(f"{rounded:+.{decimals}f} %" if rounded else "0 %", style=style)


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _rounded(value: float | None, decimals: int = 0) -> float:
    """Rounded, and never minus zero."""
    return round(value or 0.0, decimals) + 0.0


def sourcing(model: SourcingModel, name: str) -> Text:
    """A name with the letter and colour of its sourcing model before it."""
    return Text.assemble((f"{model.letter} ", f"bold {SOURCING_COLOURS[model]}"), name)


def table(title: str, *, caption: str = "") -> Table:
    """An empty table in the one style of all tables."""
    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        caption=Text(caption, style="dim") if caption else None,
        caption_justify="left",
        box=box.SIMPLE_HEAD,
        header_style="bold",
        pad_edge=False,
        collapse_padding=True,
        show_edge=False,
    )


def figures(grid: Table, *headings: str) -> None:
    """Add columns of figures: right-aligned and never broken, their headings may be."""
    for heading in headings:
        grid.add_column(heading, justify="right", min_width=max(map(len, heading.split())))


def plain(text: str) -> Text:
    """Text from data, in which nothing is markup and nothing steers the terminal."""
    return Text("".join(c if c.isprintable() or c == " " else "\ufffd" for c in text))
