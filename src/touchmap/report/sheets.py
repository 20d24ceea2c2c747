"""One sheet of a report workbook: a table from its columns, ready to filter, print and add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from touchmap.project.vocabulary import SourcingModel
from touchmap.report.colours import CHEAPER, DEARER, HEADER, LEVEL_COLOURS, SOURCING_COLOURS, tint
from touchmap.report.columns import Column, Kind
from touchmap.report.output import cell_text

if TYPE_CHECKING:
    import pandas as pd

NUMBER_FORMATS: dict[Kind, str] = {
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.VALUE: "#,##0.00",
    Kind.MONEY: "#,##0",
    Kind.CHANGE: "+#,##0;-#,##0;0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "0.0",
}
"""How the numbers of each kind look in a cell."""

WIDEST, NARROWEST = 64, 6
"""Limits of a column's width, in characters; longer text wraps."""
TEXT_PER_WIDTH = 1.2
"""Characters of our font that fit into a unit of width, which is a digit of a larger font."""
WIDE_SHEET = 200
"""Characters across from which a sheet is printed on A3."""
PAIR_WIDTHS = (42, 96)
"""Widths of the two columns of a sheet of labels and values."""
LINE_POINTS = 13.5
"""Height of a line of text."""
_MODELS = {model.label: model for model in SourcingModel}


@dataclass
class Sheets:
    """Writes tables into a workbook in one style."""

    book: Any
    """The workbook being written."""
    currency: str
    footer: str = ""
    _formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def style(self, **properties: object) -> Any:
        """Format with these properties, each made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"font_size": 10, "valign": "top", **properties})
        return self._formats[key]

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        table: pd.DataFrame,
        *,
        total: str = "",
        emphasised: Iterable[str] = (),
    ) -> None:
        """Add a sheet with one table: header frozen, filter on, columns fitted.

        Parameters
        ----------
        total
            Label of the row that adds up what the filter shows; empty for none.
        emphasised
            Values of the first column whose rows are sums and stand out.
        """
        sheet = self.book.add_worksheet(name)
        strong = frozenset(emphasised)
        titles = [column.title(self.currency) for column in columns]
        widths = [_width(*each, table[each[0].name]) for each in zip(columns, titles, strict=True)]
        self._header(sheet, titles, widths)
        for r, row in enumerate(table.itertuples(index=False, name=None), 1):
            for c, value in enumerate(row):
                self._cell(sheet, r, c, columns[c], value, bold=str(row[0]) in strong)
            lines = max(
                _lines(str(v), w) if isinstance(v, str) else 1 for v, w in zip(row, widths, strict=True)
            )
            sheet.set_row(r, LINE_POINTS * lines)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(columns) - 1)
        if total and len(table):
            self._total(sheet, columns, table, total)
        sheet.freeze_panes(1, 1)
        self.print_setup(sheet, large=sum(widths) > WIDE_SHEET)

    def _header(self, sheet: Any, titles: Sequence[str], widths: Sequence[float]) -> None:
        style = self.style(bold=True, font_color="#FFFFFF", bg_color=HEADER, text_wrap=True)
        for c, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.write_string(0, c, title, style)
            sheet.set_column(c, c, width)
        most = max(_lines(title, width - 3) for title, width in zip(titles, widths, strict=True))
        sheet.set_row(0, LINE_POINTS * most)

    def _cell(self, sheet: Any, r: int, c: int, column: Column, value: object, *, bold: bool) -> None:
        properties: dict[str, object] = {"bold": True, "top": 1} if bold else {}
        if isinstance(value, str):
            text, colour = _shown(column, value)
            if colour:
                properties["bg_color"] = colour
            properties |= {"text_wrap": True, "align": "left", "indent": 1 if c else 0}
            sheet.write_string(r, c, cell_text(text), self.style(**properties))
        elif value is None or value != value:  # noqa: PLR0124 - not a number
            sheet.write_blank(r, c, None, self.style(**properties))
        else:
            look = NUMBER_FORMATS.get(column.kind, "General")
            if column.kind is Kind.CHANGE and value:
                properties["font_color"] = DEARER if float(str(value)) > 0 else CHEAPER
            sheet.write_number(r, c, value, self.style(num_format=look, **properties))

    def _total(self, sheet: Any, columns: Sequence[Column], table: pd.DataFrame, label: str) -> None:
        """A last row that adds up the rows shown, apart from the range that is filtered."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        last = len(table)
        for c, column in enumerate(columns):
            properties: dict[str, object] = {"bold": True, "top": 1}
            if c == 0:
                sheet.write_string(last + 1, c, label, self.style(**properties))
            elif column.total:
                cells = f"{xl_rowcol_to_cell(1, c)}:{xl_rowcol_to_cell(last, c)}"
                style = self.style(num_format=NUMBER_FORMATS[column.kind], **properties)
                whole = float(table[column.name].fillna(0).sum())
                sheet.write_formula(last + 1, c, f"=SUBTOTAL(109,{cells})", style, whole)
            else:
                sheet.write_blank(last + 1, c, None, self.style(**properties))

    def pairs(self, name: str, rows: Iterable[tuple[str, object, str]]) -> None:
        """Add a sheet of labels with a value each, and how numbers look."""
        sheet = self.book.add_worksheet(name)
        for c, width in enumerate(PAIR_WIDTHS):
            sheet.set_column(c, c, width)
        for r, (label, value, look) in enumerate(rows):
            heading = value is None
            style = self.style(bold=True, **({"font_size": 12} if heading else {}))
            sheet.write_string(r, 0, cell_text(label), style)
            if isinstance(value, int | float):
                sheet.write_number(r, 1, value, self.style(num_format=look, align="left"))
            elif value is not None:
                properties: dict[str, object] = (
                    {"bg_color": look} if look.startswith("#") and look[1:2] != "," else {}
                )
                sheet.write_string(r, 1, cell_text(str(value)), self.style(text_wrap=True, **properties))
                sheet.set_row(r, LINE_POINTS * _lines(str(value), PAIR_WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        self.print_setup(sheet)

    def print_setup(self, sheet: Any, *, large: bool = False) -> None:
        """Landscape A4, or A3 for a large sheet, as wide as one page, header on every page."""
        sheet.set_landscape()
        sheet.set_paper(8 if large else 9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L{self.footer.replace('&', '&&')}&C&A&RPage &P of &N")


def _shown(column: Column, text: str) -> tuple[str, str]:
    """Text of a cell and its background: sourcing models with letter and colour, levels in theirs."""
    if column.name == "sourcing_model" and text in _MODELS:
        model = _MODELS[text]
        return f"{text} ({model.letter})", tint(SOURCING_COLOURS[model])
    if column.name == "level" and text in LEVEL_COLOURS:
        return text, tint(LEVEL_COLOURS[text], 0.6)
    return text, ""


def _width(column: Column, title: str, values: pd.Series[Any]) -> float:
    """Width that fits what is shown; a long heading takes two or three lines instead."""
    shown = (_length(column, value) for value in values)
    words: Mapping[int, str] = dict(enumerate(title.split()))
    heading = max([*(len(word) for word in words.values()), len(title) / 3])
    return float(min(WIDEST, max(NARROWEST, heading + 3, max(shown, default=0) + 2)))


def _lines(text: str, width: float) -> int:
    """Lines a text takes when it wraps at words.

    >>> _lines("Cost over the horizon", 10)
    2
    """
    lines, width = 0, width * TEXT_PER_WIDTH
    for part in text.split("\n"):
        lines += 1
        room = width
        for word in part.split():
            if room < width and len(word) > room:
                lines, room = lines + 1, width
            room -= len(word) + 1
    return lines


def _length(column: Column, value: object) -> int:
    if isinstance(value, str):
        return len(_shown(column, value)[0])
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return 0
    if column.kind in (Kind.MONEY, Kind.WHOLE, Kind.CHANGE):
        return len(f"{float(str(value)):+,.0f}")
    return len(f"{float(str(value)):,.2f}")
