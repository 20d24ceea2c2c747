"""The words problems are told in: who, what, the value seen, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from touchmap.files.columns import Column, Kind
from touchmap.files.limits import MAX_SHOWN
from touchmap.project.shorthand import as_text, plain

KIND_HINTS = {
    Kind.NUMBER: "write digits only, such as 1250 or 0.35; leave the cell blank if it is not known",
    Kind.INTEGER: "write a whole number, such as 3",
    Kind.YES_NO: "write yes or no",
    Kind.DATE: "write the date as year-month-day, such as 2026-01-31",
    Kind.ID: "use 1 to 80 characters, none of / ; * |, not starting with = + - @",
    Kind.IDS: "use ids of 1 to 80 characters, none of / * |, with ; between them",
    Kind.SHARES: "write shares with ; between them, such as 0.3; 0.7",
    Kind.LANGUAGE: "use the ISO 639 code, such as nl, en or pt-BR; xx is language-neutral work",
    Kind.COUNTRY: "use the ISO 3166 code of two capital letters, such as NL",
    Kind.CURRENCY: "use the ISO 4217 code of three capital letters, such as EUR",
}
KIND_CODES = {
    Kind.NUMBER: "bad_number",
    Kind.INTEGER: "bad_number",
    Kind.YES_NO: "bad_yes_no",
    Kind.DATE: "bad_date",
    Kind.ID: "bad_id",
    Kind.IDS: "bad_id",
    Kind.LANGUAGE: "bad_language",
    Kind.COUNTRY: "bad_country",
    Kind.CURRENCY: "bad_currency",
    Kind.CHOICE: "bad_choice",
    Kind.CHOICES: "bad_choice",
    Kind.SHARES: "bad_number",
}
KIND_NAMES = {
    Kind.NUMBER: "a number",
    Kind.INTEGER: "a whole number",
    Kind.YES_NO: "yes or no",
    Kind.DATE: "a date",
    Kind.ID: "an identifier",
    Kind.IDS: "a list of identifiers",
    Kind.LANGUAGE: "a language code",
    Kind.COUNTRY: "a country code",
    Kind.CURRENCY: "a currency code",
    Kind.CHOICE: "one of the words allowed here",
    Kind.CHOICES: "one of the words allowed here",
    Kind.SHARES: "a list of shares",
}


def shown(value: object) -> str:
    """Give a value as it stands in a message: short, on one line.

    >>> shown(-5.0), shown("a" * 200)[-4:], shown(True)
    ('-5', 'aaa…', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = " ".join(as_text(value).split())
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word nearest to a misspelt one, or nothing.

    >>> nearest("chanel", ["channel", "language"])
    "did you mean 'channel'?"
    """
    by_plain = {plain(name): name for name in known}
    close = get_close_matches(plain(word), by_plain, n=1, cutoff=0.6)
    return f"did you mean {by_plain[close[0]]!r}?" if close else ""


def choice_hint(column: Column, value: str) -> str:
    """Name the legal words of a column, the likely one first."""
    listed = f"use one of: {', '.join(column.choices)}"
    guess = nearest(value, column.choices)
    return f"{guess} {listed[0].upper()}{listed[1:]}" if guess else listed


def kind_hint(column: Column, value: str) -> str:
    """Say what to write in a cell of this column."""
    if column.choices:
        return choice_hint(column, value)
    if column.kind is Kind.NUMBER and column.is_share:
        return "write a share such as 0.2 or 20 %"
    if column.kind is Kind.NUMBER and column.is_seconds:
        return "write seconds, or minutes and seconds as 6:10"
    return KIND_HINTS.get(column.kind, "correct the cell")


def range_hint(column: Column) -> str:
    """Say which values are legal."""
    text = f"enter a value that is {column.range_text}"
    if column.is_share and max(column.limits.get("le", 0), column.limits.get("lt", 0)) == 1:
        text += "; write 20 % as 0.2 or with the percent sign"
    return text
