"""Text a spreadsheet program would take for a formula, kept harmless and read back exactly."""

from __future__ import annotations

import re

_RISKY_IN_CSV = re.compile(r"'*(?:[=+\-@\t\r\n＝＋－＠].*)?", re.DOTALL)
_RISKY_IN_WORKBOOK = re.compile(r"'*(?:<r>.*</r>)?", re.DOTALL)


def escape_csv(text: str) -> str:
    """Put an apostrophe before text that starts like a formula, and before explicit empty text.

    >>> escape_csv("=1+1"), escape_csv("'=1+1"), escape_csv("'s-Hertogenbosch"), escape_csv("")
    ("'=1+1", "''=1+1", "'s-Hertogenbosch", "'")
    """
    return "'" + text if _RISKY_IN_CSV.fullmatch(text) else text


def unescape_csv(text: str) -> str:
    """Undo `escape_csv`.

    >>> unescape_csv("'=1+1"), unescape_csv("'s-Hertogenbosch"), unescape_csv("'")
    ('=1+1', "'s-Hertogenbosch", '')
    """
    return text[1:] if text.startswith("'") and _RISKY_IN_CSV.fullmatch(text) else text


def escape_workbook(text: str) -> str:
    """Put an apostrophe before text that the writer would take for markup, and before explicit empty text.

    Text cells of a workbook are never formulas, so they need no other escape.
    """
    return "'" + text if _RISKY_IN_WORKBOOK.fullmatch(text) else text


def unescape_workbook(text: str) -> str:
    """Undo `escape_workbook`.

    >>> unescape_workbook(escape_workbook("<r>x</r>")), unescape_workbook("'s")
    ('<r>x</r>', "'s")
    """
    return text[1:] if text.startswith("'") and _RISKY_IN_WORKBOOK.fullmatch(text) else text
