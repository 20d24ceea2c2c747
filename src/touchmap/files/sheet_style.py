"""How sheets look: number formats by unit, header colours, explanations, drop-downs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touchmap.files.cells import write_cell
from touchmap.files.columns import Column, Kind

LONGEST_LIST = 255
"""Longest drop-down list Excel takes in a cell's rule, in characters; longer ones stand on a sheet."""

LISTS_SHEET = "_lists"
SPARE_ROWS = 1000
"""Rows below the last one that have drop-downs already."""

_HEADER = {"bold": True, "text_wrap": False, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
_REQUIRED = {"bg_color": "#1F3864", "font_color": "#FFFFFF"}
_OPTIONAL = {"bg_color": "#DDEBF7", "font_color": "#1F1F1F"}


def number_format(column: Column) -> str:
    """Excel number format of a column.

    >>> from touchmap.files.columns import columns
    >>> number_format(columns("offers")["price"]), number_format(columns("providers")["occupancy"])
    ('#,##0.00', '0.0%')
    """
    by_kind = {Kind.DATE: "yyyy-mm-dd", Kind.INTEGER: "0"}
    if column.kind in by_kind:
        return by_kind[column.kind]
    if column.kind is not Kind.NUMBER:
        return "General" if column.choices or column.kind is Kind.YES_NO else "@"
    if column.is_seconds:
        return "@"  # a time typed as 6:10 stays as it was typed, and is no time of day
    if column.is_share:
        return "0.0%"
    money = "#,##0.00" if column.unit.startswith("money") else "General"
    return "#,##0" if column.unit == "contacts/month" else money


def explanation(column: Column) -> str:
    """Give the note on a heading: meaning, unit, range, what a blank cell means.

    >>> from touchmap.files.columns import columns
    >>> print(explanation(columns("demand")["concurrency"]))
    Effective contacts an agent handles at once (nominal 2 → 1.7, 3 → 2.3, 4 → 2.8).
    Unit: contacts
    Range: from 1 to 20 contacts
    Blank: 1
    """
    lines = [column.description]
    if column.unit:
        lines.append(f"Unit: {column.unit}")
    if column.range_text:
        lines.append(f"Range: {column.range_text}")
    if column.choices:
        lines.append(f"{'Any of' if column.kind.is_list else 'One of'}: {', '.join(column.choices)}")
    if column.kind.is_list:
        lines.append("Several: a; b")
    if column.refers_to:
        lines.append(f"An id of: {column.refers_to}")
    lines.append("Required" if column.required else f"Blank: {blank_means(column)}")
    return "\n".join(lines)


def blank_means(column: Column) -> str:
    """Say what a blank cell means."""
    text = write_cell(column, column.default)
    assumed = f" (assumed: {column.assumed})" if column.assumed else ""
    return (text or "nothing stated") + assumed


@dataclass(frozen=True, slots=True)
class Look:
    """The cell formats of one workbook."""

    book: Any
    cells: dict[str, Any]
    required: Any
    optional: Any
    title: Any
    plain: Any
    lists: dict[tuple[str, ...], str]

    @classmethod
    def of(cls, book: Any) -> Look:
        """Make the formats."""
        return cls(
            book=book,
            cells={},
            required=book.add_format({**_HEADER, **_REQUIRED}),
            optional=book.add_format({**_HEADER, **_OPTIONAL}),
            title=book.add_format({"bold": True, "font_size": 14}),
            plain=book.add_format({"text_wrap": True, "valign": "top"}),
            lists={},
        )

    def cell(self, column: Column) -> Any:
        """Format of a column's cells."""
        code = number_format(column)
        if code not in self.cells:
            self.cells[code] = self.book.add_format({} if code == "General" else {"num_format": code})
        return self.cells[code]

    def heading(self, sheet: Any, position: int, column: Column, note: str) -> None:
        """Write a heading with its note; required columns are dark."""
        sheet.write_string(0, position, column.name, self.required if column.required else self.optional)
        sheet.write_comment(
            0, position, note, {"x_scale": 2.4, "y_scale": 0.4 + 0.25 * (note.count("\n") + 2)}
        )

    def drop_down(self, sheet: Any, column: Column, first: int, last: int, position: int) -> None:
        """Offer the legal words of a column as a list."""
        words = ("yes", "no") if column.kind is Kind.YES_NO else column.choices
        if not words or column.kind.is_list:
            return
        source: Any = list(words) if len(",".join(words)) <= LONGEST_LIST else self._listed(words)
        rule = {
            "validate": "list",
            "source": source,
            "error_title": column.name,
            "error_message": "Choose one of the list, or leave the cell blank.",
        }
        sheet.data_validation(first, position, last, position, rule)

    def _listed(self, words: tuple[str, ...]) -> str:
        """Put a long list on a hidden sheet and give its place."""
        if words not in self.lists:
            sheet = self.book.get_worksheet_by_name(LISTS_SHEET)
            if sheet is None:
                sheet = self.book.add_worksheet(LISTS_SHEET)
                sheet.hide()
            position = len(self.lists)
            sheet.write_column(0, position, words)
            letter = chr(ord("A") + position)
            self.lists[words] = f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(words)}"
        return self.lists[words]
