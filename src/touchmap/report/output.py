"""Writing a finished file in one step, and text no spreadsheet takes for a formula."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from touchmap.errors import UnreadableFileError

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_CELL = 32_767
"""Characters a cell of a workbook holds."""


def replace_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file beside its place, then put it there in one step.

    Raises
    ------
    UnreadableFileError
        If it cannot be written; the old file then stays as it was.
    """
    place = Path(path).absolute()
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(place)
    except OSError as error:
        raise UnreadableFileError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)


def csv_text(text: str) -> str:
    """Put an apostrophe before text a spreadsheet would take for a formula.

    >>> csv_text("=1+1"), csv_text("Billing")
    ("'=1+1", 'Billing')
    """
    return "'" + text if text.startswith(_RISKY) else text


def cell_text(text: str) -> str:
    """Text as a cell of a workbook can hold it: not too long, no markup.

    Cells are written as text, so that nothing in them is a formula.

    >>> cell_text("<r>bold</r>")
    '<r>bold</r> '
    """
    marked = text.startswith("<r>") and text.endswith("</r>")
    return text[: _LONGEST_CELL - 1] + (" " if marked else "")
